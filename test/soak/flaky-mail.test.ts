import { SMTPServer } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { until } from '../app.ts'
import { scratch, startServer } from '../process.ts'
import { adminEnv, call, connectTo, newDatabase, signIn } from './clinic.ts'

const notifications = 1_000
const people = 100
const kills = 5

/**
 * A mail server in bad health: of ten messages one is put off (4xx), of twenty one loses its connection (half of those
 * after the message was taken), of fifty one is refused for good.
 */
async function flakyMailServer() {
  /** How often each message was taken, and which were refused for good, by Message-ID. */
  const taken = new Map<string, number>()
  const refused = new Set<string>()
  let answersLost = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      let text = ''
      stream.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
      stream.on('end', () => {
        const id = /^Message-ID: <([^>]+)>/im.exec(text)?.[1] ?? 'none'
        const take = () => taken.set(id, (taken.get(id) ?? 0) + 1)
        const chance = Math.random()
        const fail = (responseCode: number, message: string) =>
          done(Object.assign(new Error(message), { responseCode }))
        if (chance < 0.1) return fail(451, '4.3.2 later')
        if (chance < 0.12) {
          refused.add(id)
          return fail(554, '5.7.1 never')
        }
        if (chance < 0.17) {
          if (chance < 0.145) {
            take()
            answersLost++
          }
          const { connection } = session as unknown as { connection?: { _socket: { destroy(): void } } }
          const socket =
            connection?._socket ?? [...server.connections].find(({ id: own }) => own === session.id)?._socket
          return void socket?.destroy()
        }
        take()
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    taken,
    refused,
    answersLost: () => answersLost,
    env: { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(port), FROM_EMAIL: 'clinica@example.com' },
  }
}

test(
  'a thousand messages through a mail server in bad health and five kills: each that was not refused for good arrives',
  { timeout: 300_000 },
  async () => {
    const mail = await flakyMailServer()
    const url = await newDatabase()
    const dataDir = await scratch()
    // A day of retries in some seconds.
    const env = {
      ...adminEnv,
      ...mail.env,
      DATABASE_URL: url,
      SECRET_KEY: 'k'.repeat(48),
      RETRY_WAITS_MS: '200,300,400,500,600,800,1000',
      LOG_LEVEL: 'error',
    }
    let server = await startServer(dataDir, env, 'test/soak/trial-server.ts')
    const token = await signIn(server.url)
    const database = await connectTo(url)
    const { rows: patients } = await database.query<{ id: number }>(
      `INSERT INTO users (name, email, role, timezone)
       SELECT 'Paciente ' || n, 'p' || n || '@example.com', 'paciente', 'America/Sao_Paulo' FROM generate_series(1, ${people}) n
       RETURNING id`,
    )

    const accepted: number[] = []
    let asked = 0
    let stopped = false
    /** Posts until enough were answered with 202; what a kill leaves unanswered is asked again, as a client would. */
    const poster = async () => {
      while (!stopped && accepted.length < notifications) {
        const body = { userId: patients[asked++ % people]?.id, title: 'Olá', message: 'Até amanhã.' }
        const answer = await call(server.url, 'POST', '/notifications', { token, body }).catch(() => undefined)
        if (answer?.status === 202) accepted.push(answer.body.id as number)
        else await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
    const posters = Array.from({ length: 4 }, poster)
    onTestFinished(() => void (stopped = true))

    let inFlight = 0
    for (let kill = 1; kill <= kills; kill++) {
      await until(`so many are accepted`, () => accepted.length > (kill * notifications) / (kills + 1), 60_000)
      server.child.kill('SIGKILL')
      await server.exited
      const { rows } = await database.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM deliveries WHERE status = 'enviando'`,
      )
      inFlight += rows[0]?.n ?? 0
      server = await startServer(dataDir, env, 'test/soak/trial-server.ts')
    }
    await Promise.all(posters)
    const open = async () =>
      (
        await database.query<{ n: number }>(
          `SELECT count(*)::int AS n FROM deliveries WHERE channel = 'email' AND status NOT IN ('enviada', 'falhou')`,
        )
      ).rows[0]?.n
    await until('nothing waits any more', async () => (await open()) === 0, 120_000)
    const { rows: deliveries } = await database.query<{
      id: string
      notification: number
      status: string
      reason: string
    }>(`SELECT id::text, notification_id AS notification, status, reason FROM deliveries WHERE channel = 'email'`)
    server.child.kill('SIGKILL')

    const byNotification = new Map(deliveries.map((delivery) => [delivery.notification, delivery]))
    const lost: string[] = []
    for (const id of accepted) {
      const delivery = byNotification.get(id)
      const messageId = `${delivery?.id}@example.com`
      if (!delivery) lost.push(`notification ${id} has no delivery`)
      else if (delivery.status === 'enviada' ? !mail.taken.has(messageId) : !mail.refused.has(messageId))
        lost.push(
          `notification ${id}: ${delivery.status} (${delivery.reason}), taken ${mail.taken.get(messageId) ?? 0} times`,
        )
    }
    expect(lost).toEqual([])
    // Every Message-ID is a delivery's own, so a double bears the same.
    const known = new Set(deliveries.map(({ id }) => `${id}@example.com`))
    expect([...mail.taken.keys()].filter((id) => !known.has(id))).toEqual([])
    const doubles = [...mail.taken.values()].reduce((sum, times) => sum + times - 1, 0)
    console.log(
      `${accepted.length} accepted, ${mail.taken.size} arrived, ${mail.refused.size} refused for good; ` +
        `${doubles} doubles, of ${inFlight} under way at ${kills} kills and ${mail.answersLost()} answers lost`,
    )
    expect(doubles).toBeLessThanOrEqual(inFlight + mail.answersLost())
  },
)
