import { expect, test } from 'vitest'
import { until } from '../app.ts'
import { twilioServer } from '../fakes/twilio.ts'
import { mailServer } from '../mail.ts'
import { scratch, startServer } from '../process.ts'
import { adminEnv, call, connectTo, newDatabase, signIn } from './clinic.ts'

/** More statements than the path has; the trial ends where one confirmation gets through without meeting its death. */
const most = 160

test(
  'a process that dies at any statement between the request and the last record: all of the change or nothing, and every message leaves',
  { timeout: 600_000 },
  async () => {
    const { mails, env: mail } = await mailServer()
    const { messages, env: twilio } = await twilioServer()
    const url = await newDatabase()
    const dataDir = await scratch()
    const env = { ...adminEnv, ...mail, ...twilio, DATABASE_URL: url, SECRET_KEY: 'k'.repeat(48) }
    const database = await connectTo(url)
    const first = await startServer(dataDir, env, 'test/soak/trial-server.ts')
    const token = await signIn(first.url)
    const make = async (role: string) =>
      (
        await call(first.url, 'POST', '/users', {
          token,
          body: { name: `Pessoa ${role}`, email: `${role}@example.com`, password: 'uma frase bem longa', role },
        })
      ).body.id as number
    const psychologistId = await make('psicologo')
    first.child.kill('SIGKILL')
    await first.exited
    const count = async (sql: string, id: number) =>
      (await database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`, [id])).rows[0]?.n ?? 0

    interface Life {
      appointmentId: number
      patientId: number
      answered: boolean
    }
    /** A patient of their own for each, so that no hourly limit is met. */
    const begin = async (step: number): Promise<Life> => {
      const { rows } = await database.query<{ id: number }>(
        `INSERT INTO users (name, email, phone, role, timezone) VALUES ($1, $2, $3, 'paciente', 'America/Sao_Paulo') RETURNING id`,
        [`Paciente ${step}`, `p${step}@example.com`, `+55119${80_000_000 + step}`],
      )
      const patientId = rows[0]?.id ?? 0
      const made = await database.query<{ id: number }>(
        `INSERT INTO appointments (patient_id, psychologist_id, starts_at, ends_at, duration_minutes, modality, scheduled_at)
         VALUES ($1, $2, now() + $3 * interval '1 hour', now() + $3 * interval '1 hour' + interval '50 minutes', 50, 'online', now())
         RETURNING id`,
        [patientId, psychologistId, 100 + step],
      )
      return { patientId, appointmentId: made.rows[0]?.id ?? 0, answered: false }
    }

    /** All of it or nothing, whatever was answered; and what was answered is. */
    const whole = async ({ appointmentId, patientId, answered }: Life): Promise<boolean> => {
      const confirmed = (await count(`appointments WHERE id = $1 AND status = 'confirmado'`, appointmentId)) === 1
      const parts = {
        notification: await count(`notifications WHERE appointment_id = $1 AND user_id = ${patientId}`, appointmentId),
        deliveries: await count(`deliveries WHERE user_id = $1`, patientId),
        told: await count(`events WHERE user_id = $1 AND type = 'notification:new'`, patientId),
        updated: await count(`events WHERE user_id = $1 AND type = 'appointment:updated'`, patientId),
      }
      expect(parts).toEqual(
        confirmed
          ? { notification: 1, deliveries: 4, told: 1, updated: 1 }
          : { notification: 0, deliveries: 0, told: 0, updated: 0 },
      )
      if (answered) expect(confirmed).toBe(true)
      return confirmed
    }
    const left = ({ patientId }: Life) =>
      count(`deliveries WHERE user_id = $1 AND channel IN ('email', 'sms') AND status <> 'enviada'`, patientId)

    const lives: Life[] = []
    let committed = 0
    let through = false
    // Every fourth statement, from one of the first four on by chance: a few runs see them all, in the time that one has.
    for (let step = 1 + Math.floor(Math.random() * 4); step <= most && !through; step += 4) {
      const server = await startServer(dataDir, { ...env, DIE_AT: String(step) }, 'test/soak/trial-server.ts')
      const before = lives.at(-1)
      if (before && (await whole(before))) {
        committed++
        await until(`what step ${step - 4} left has gone out`, async () => (await left(before)) === 0, 5_000)
      }
      const life = await begin(lives.length + 1)
      lives.push(life)
      const admin = await signIn(server.url)
      server.child.kill('SIGUSR2')
      await until('it is armed', () => server.output().includes('armed'))
      const answer = await call(server.url, 'POST', `/appointments/${life.appointmentId}/confirm`, {
        token: admin,
      }).catch(() => undefined)
      life.answered = answer?.status === 200
      let ended = false
      void server.exited.then(() => (ended = true))
      await until('it dies, or gets through', async () => {
        through = life.answered && !ended && (await left(life)) === 0
        return ended || through
      })
      server.child.kill('SIGKILL')
      await server.exited
    }
    expect(through).toBe(true)
    const last = await startServer(dataDir, env, 'test/soak/trial-server.ts')
    for (const life of lives)
      if (await whole(life)) await until('it has gone out', async () => (await left(life)) === 0)
    last.child.kill('SIGKILL')

    const doubles: number[] = []
    let reached = 0
    for (const { patientId, appointmentId } of lives) {
      const address = `p${lives.findIndex((life) => life.patientId === patientId) + 1}@example.com`
      const own = mails.filter(({ to }) => JSON.stringify(to).includes(`"${address}"`))
      // Receivers fold what bears one Message-ID.
      expect(new Set(own.map(({ messageId }) => messageId)).size, `appointment ${appointmentId}`).toBe(
        own.length > 0 ? 1 : 0,
      )
      if (own.length > 0) reached++
      if (own.length > 1) doubles.push(own.length)
    }
    // What may have gone out is looked up at Twilio, so that no phone rings twice.
    const phones = messages.map(({ to }) => to)
    expect(new Set(phones).size).toBe(phones.length)
    expect(phones.length).toBe(reached)
    console.log(
      `died at ${lives.length} statements, every fourth one: ${committed} committed, ${doubles.length} mails went twice`,
    )
    expect(committed).toBeGreaterThan(0)
    expect(Math.max(1, ...doubles)).toBeLessThanOrEqual(2)
  },
)
