import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { until } from '../app.ts'
import { freePort } from '../ports.ts'
import { fakeS3, keys } from '../fakes/s3.ts'
import { mailServer } from '../mail.ts'
import { scratch, type ServerProcess, startServer } from '../process.ts'
import { balancer } from './balancer.ts'
import { admin, adminEnv, type Answer, call, connectTo, newDatabase } from './clinic.ts'
import { follow, secretKey } from './followers.ts'

const redisUrl = process.env.TEST_REDIS_URL
if (!redisUrl) console.warn('skipped: nodes that die behind a balancer (TEST_REDIS_URL is not set)')

const day = 86_400_000
/** The one after the next, at midnight UTC; in the practice's zone its 14:00 is eleven in the morning. */
const monday = (Math.floor(Date.now() / day) + 14 - ((new Date().getUTCDay() + 6) % 7)) * day
const run = randomUUID().slice(0, 8)
const pairs = 6
const rounds = 4

/** A front end that tries again, under one key, whatever became of the try before. */
async function insist(
  url: string,
  method: string,
  path: string,
  options: Parameters<typeof call>[3] = {},
): Promise<Answer> {
  const headers = { 'idempotency-key': randomUUID(), connection: 'close' }
  return until(
    `${method} ${path}`,
    async () => {
      const answer = await call(url, method, path, { ...options, headers }).catch(() => undefined)
      const passing = !answer || answer.status >= 500 || answer.body?.code === 'idempotency_in_progress'
      if (passing) await pause(100)
      return passing ? undefined : answer
    },
    60_000,
  )
}

describe.skipIf(!redisUrl)('three nodes behind a balancer', () => {
  test('people book, confirm, send files and ask while nodes are killed and restarted: nothing that was answered is lost, no event and no letter of its own comes twice', async () => {
    const DATABASE_URL = await newDatabase()
    const s3 = await fakeS3()
    const { mails, env: mailEnv } = await mailServer()
    const dataDir = await scratch()
    const shared = {
      ...{
        ...adminEnv,
        ...mailEnv,
        DATABASE_URL,
        SECRET_KEY: secretKey,
        REDIS_URL: redisUrl ?? '',
        LOG_LEVEL: 'error',
      },
      ...{ STORAGE_TYPE: 's3', AWS_S3_BUCKET: s3.bucket, AWS_REGION: 'us-east-1', AWS_S3_ENDPOINT: s3.endpoint },
      ...{
        AWS_S3_FORCE_PATH_STYLE: 'true',
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      },
      // Everybody comes from the balancer's address here.
      TRUST_PROXY: '127.0.0.1',
    }
    const ports = [String(await freePort()), String(await freePort()), String(await freePort())]
    // PUBLIC_URL is the balancer's, which is known only once the nodes' ports are.
    const { url } = await balancer(() => ports.map((port) => `http://127.0.0.1:${port}`))
    const start = (PORT: string) => startServer(dataDir, { ...shared, PORT, PUBLIC_URL: url })
    // All at once, on an empty database: one migrates, the others wait.
    const nodes = await Promise.all(ports.map(start))
    await until('the balancer', () =>
      fetch(`${url}/health/ready`)
        .then(({ ok }) => ok)
        .catch(() => false),
    )

    const signIn = async (email: string, password: string) =>
      (await insist(url, 'POST', '/auth/login', { body: { email, password } })).body
    const { accessToken: adminToken } = await signIn(admin.email, admin.password)
    const password = 'uma frase bem longa'
    const people = await Promise.all(
      Array.from({ length: pairs }, async (_, n) => {
        // Redis remembers the wrong passwords of earlier runs.
        const [ana, joao] = [`ana${n}.${run}@example.com`, `joao${n}.${run}@example.com`]
        const body = { name: `Ana ${n}`, email: ana, password, role: 'psicologo' }
        expect((await insist(url, 'POST', '/users', { token: adminToken, body })).status).toBe(201)
        // Where the answer was lost the account is there already.
        const joined = await insist(url, 'POST', '/auth/register', {
          body: { name: `João ${n}`, email: joao, password },
        })
        expect([201, 409]).toContain(joined.status)
        return { psychologist: await signIn(ana, password), patient: await signIn(joao, password), email: joao }
      }),
    )
    const followers = people
      .flatMap(({ psychologist, patient }) => [psychologist, patient])
      .map(({ user, accessToken }) =>
        follow(
          { id: user.id, token: accessToken },
          () => url,
          (data) => JSON.stringify(data),
        ),
      )

    let playing = true
    let deaths = 0
    const reaper = (async () => {
      while (playing) {
        const which = deaths % nodes.length
        const node = nodes[which] as ServerProcess
        node.child.kill(deaths++ % 2 === 0 ? 'SIGKILL' : 'SIGTERM')
        await node.exited
        nodes[which] = await start(ports[which] ?? '')
        await pause(500)
      }
    })()

    const stories = people.map(async ({ psychologist, patient }, n) => {
      const token: string = patient.accessToken
      const done = { appointments: [] as number[], files: [] as { url: string; sha256: string }[] }
      for (let round = 0; round < rounds; round++) {
        // A quarter of the story at a time, each while at least one node dies.
        await until('the next death', () => deaths > round, 60_000)
        const startsAt = new Date(monday + round * day + 14 * 3_600_000).toISOString()
        const body = {
          patientId: patient.user.id,
          psychologistId: psychologist.user.id,
          startsAt,
        }
        const booked = await insist(url, 'POST', '/appointments', { token: psychologist.accessToken, body })
        expect([n, round, booked.status, booked.body.code]).toEqual([n, round, 201, undefined])
        const { id } = booked.body
        done.appointments.push(id)
        // Confirmed twice where the first answer was lost: it says so, and stays confirmed.
        await insist(url, 'POST', `/appointments/${id}/confirm`, { token })
        expect((await insist(url, 'GET', `/appointments/${id}`, { token })).body.status).toBe('confirmado')
        const bytes = Buffer.alloc(300_000, `${n}/${round}`)
        const file = await until(
          'a file to be stored',
          async () => {
            const form = new FormData()
            form.append('file', new Blob([bytes]), 'laudo.txt')
            const headers = { authorization: `Bearer ${token}` }
            const sent = await fetch(`${url}/api/v1/upload/attachment`, { method: 'POST', headers, body: form }).catch(
              () => undefined,
            )
            return sent?.status === 201 ? ((await sent.json()) as { url: string; sha256: string }) : undefined
          },
          60_000,
        )
        done.files.push(file)
        const asked = await insist(url, 'POST', '/ai/chat', { token, body: { message: 'Como agendar uma consulta?' } })
        expect([asked.status, asked.body.provider]).toEqual([200, 'rules'])
      }
      return done
    })
    const told = await Promise.all(stories)
    playing = false
    await reaper
    console.log(`${pairs * rounds} stories, ${deaths} nodes died`)
    expect(deaths).toBeGreaterThanOrEqual(rounds)

    const client = await connectTo(DATABASE_URL)
    const { rows } = await client.query<{ id: number; status: string }>(
      'SELECT id, status::text FROM appointments ORDER BY id',
    )
    expect(rows).toEqual(
      told
        .flatMap(({ appointments }) => appointments)
        .toSorted((a, b) => a - b)
        .map((id) => ({ id, status: 'confirmado' })),
    )
    for (const { url: where, sha256 } of told.flatMap(({ files }) => files)) {
      const bytes = await until('the file', () =>
        fetch(where)
          .then((answer) => answer.arrayBuffer())
          .catch(() => undefined),
      )
      expect(createHash('sha256').update(new Uint8Array(bytes)).digest('hex')).toBe(sha256)
    }
    const { rows: events } = await client.query<{ user: number; ids: number[] }>(
      `SELECT user_id AS "user", array_agg(id ORDER BY id) AS ids FROM events GROUP BY user_id`,
    )
    const logs = new Map(events.map(({ user, ids }) => [user, ids.map(Number)]))
    await until('every event at every screen', () =>
      followers.every(({ member, seen }) => seen.at(-1)?.id === logs.get(member.id)?.at(-1)),
    )
    for (const { member, seen } of followers) expect(seen.map(({ id }) => id)).toEqual(logs.get(member.id))
    // Every letter arrived; where a node died between handing one over and noting it, it came again under its own id.
    const booked = () => mails.filter(({ subject }) => subject?.startsWith('Consulta agendada'))
    const idsOf = (address: string) =>
      new Set(
        booked()
          .filter(({ to }) => [to].flat()[0]?.text.includes(address))
          .map(({ messageId }) => messageId),
      )
    await until('every letter', () => people.every(({ email }) => idsOf(email).size >= rounds), 60_000)
    for (const { email } of people) expect(idsOf(email).size).toBe(rounds)
    // A node has at most a handful of letters in its hands when it dies.
    expect(booked().length - pairs * rounds).toBeLessThanOrEqual(5 * deaths)
    console.log(`${booked().length} letters of ${pairs * rounds} bookings`)

    // Limits are one for all nodes.
    const attempts: number[] = []
    for (let n = 0; n < 13; n++) {
      const wrong = {
        body: { email: `joao0.${run}@example.com`, password: 'errada, bem errada' },
        headers: { connection: 'close' },
      }
      attempts.push((await call(url, 'POST', '/auth/login', wrong)).status)
    }
    expect(attempts).toEqual([...Array<number>(10).fill(401), 429, 429, 429])
  })
})
