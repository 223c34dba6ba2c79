import { connect, createServer, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { until } from '../app.ts'
import { freePort } from '../ports.ts'
import { fakeS3, keys } from '../fakes/s3.ts'
import { mailServer } from '../mail.ts'
import { scratch, startServer } from '../process.ts'
import { adminEnv, call, connectTo, newDatabase, signIn } from './clinic.ts'
import { follow, patients, secretKey } from './followers.ts'
import { healthOf, load, type Outcome, statuses } from './load.ts'
import { hasPostgres, hasRedis, ownPostgres, ownRedis } from './services.ts'

if (!hasPostgres) console.warn('skipped: PostgreSQL killed under load (it is not installed here)')
if (!hasRedis) console.warn('skipped: Redis killed under load (it is not installed here)')
/** How long after its return a service has to be in use again. */
const recoveryMs = 5_000

describe.skipIf(!hasPostgres)('PostgreSQL', () => {
  test('killed under load and started again, twice: 503 meanwhile, nothing half done, back within 5 s without a restart', async () => {
    const postgres = await ownPostgres()
    const env = { ...adminEnv, DATABASE_URL: postgres.url, SECRET_KEY: secretKey }
    const server = await startServer(await scratch(), env)
    const members = await patients(postgres.url, 5)
    const token = await signIn(server.url)
    const followers = members.map((member) =>
      follow(
        member,
        () => server.url,
        ({ title }) => title,
      ),
    )
    const work = load(server, token, members)
    for (let round = 0; round < 2; round++) {
      await work.taken(50)
      await postgres.kill()
      const down = performance.now()
      await until('refusals', () => work.outcomes.some(({ at, status }) => at > down && status === 503))
      expect((await fetch(`${server.url}/health/live`)).status).toBe(200)
      expect((await fetch(`${server.url}/health/ready`)).status).toBe(503)
      await until('/health to tell', async () => (await healthOf(server)).status === 503, 15_000)
      // Long enough for every connection to have been tried in vain.
      await until('three seconds', () => performance.now() - down > 3_000)
      await postgres.start()
      const up = performance.now()
      await until('messages to be taken', () => work.outcomes.some(({ at, status }) => at > up && status === 202))
      console.log(
        `PostgreSQL was away for ${Math.round(up - down)} ms; a message was taken ${Math.round((work.outcomes.find(({ at, status }) => at > up && status === 202)?.at ?? 0) - up)} ms after its return`,
      )
      expect((work.outcomes.find(({ at, status }) => at > up && status === 202)?.at ?? Infinity) - up).toBeLessThan(
        recoveryMs,
      )
      await until('the server to be ready', async () => (await fetch(`${server.url}/health/ready`)).ok)
    }
    await work.taken(50)
    await work.stop()
    console.log(statuses(work.outcomes))
    expect(Object.keys(statuses(work.outcomes)).toSorted()).toEqual(['202', '503 unavailable'])
    expect([...new Set(work.reads)].toSorted()).toEqual([200, 503])
    for (const { status, retryAfter } of work.outcomes)
      if (status === 503) expect(Number(retryAfter)).toBeGreaterThan(0)

    const client = await connectTo(postgres.url)
    const { rows } = await client.query<{ title: string; channels: number; events: number }>(
      `SELECT title, (SELECT count(*)::int FROM deliveries WHERE notification_id = n.id) AS channels,
        (SELECT count(*)::int FROM events WHERE data->>'id' = n.id::text AND type = 'notification:new') AS events
      FROM notifications n`,
    )
    const kept = new Map(rows.map((row) => [row.title, row]))
    expect(kept.size).toBe(rows.length)
    const promised = work.outcomes.filter(({ status }) => status === 202).map(({ title }) => title)
    expect(promised.filter((title) => !kept.has(title))).toEqual([])
    // What was refused was refused whole, but for the one instant in which the commit's answer was lost.
    const refused = new Set(work.outcomes.filter(({ status }) => status !== 202).map(({ title }) => title))
    expect(rows.filter(({ title }) => refused.has(title)).length).toBeLessThanOrEqual(2 * 8)
    expect(new Set(rows.map(({ events }) => events))).toEqual(new Set([1]))
    expect(new Set(rows.map(({ channels }) => channels)).size).toBe(1)
    await until(
      'every delivery to be done',
      async () =>
        (await client.query(`SELECT 1 FROM deliveries WHERE status IN ('pendente', 'enviando') LIMIT 1`)).rows
          .length === 0,
      60_000,
    )
    await until('every message at its reader', () => {
      const seen = new Set(followers.flatMap((follower) => follower.seen.map(({ kept: title }) => title)))
      return promised.every((title) => seen.has(title))
    })
    server.child.kill('SIGTERM')
    expect(await server.exited).toBe(0)
  })
})

describe.skipIf(!hasRedis)('Redis', () => {
  test('killed under load and started again: everything is answered, events come within 5 s, limits are shared again', async () => {
    const DATABASE_URL = await newDatabase()
    const redis = await ownRedis()
    const env = { ...adminEnv, DATABASE_URL, SECRET_KEY: secretKey, REDIS_URL: redis.url, LOG_LEVEL: 'error' }
    const server = await startServer(await scratch(), env)
    const members = await patients(DATABASE_URL, 5)
    const token = await signIn(server.url)
    const arrivals = new Map<unknown, number>()
    for (const member of members)
      follow(
        member,
        () => server.url,
        ({ title }) => void arrivals.set(title, performance.now()),
      )
    const work = load(server, token, members)
    await work.taken(50)
    await redis.kill()
    await work.taken(100)
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200)
    await until('/health to tell', async () => (await healthOf(server)).body.status === 'degraded', 20_000)
    await redis.start()
    const up = performance.now()
    await work.taken(50)
    await until('/health to be well', async () => (await healthOf(server)).body.status === 'ok', 20_000)
    await work.stop()
    console.log(statuses(work.outcomes))
    expect(Object.keys(statuses(work.outcomes))).toEqual(['202'])
    expect(new Set(work.reads)).toEqual(new Set([200]))
    await until('every message at its reader', () => work.outcomes.every(({ title }) => arrivals.has(title)))
    const late = (outcomes: readonly Outcome[]) =>
      Math.max(...outcomes.map(({ title, at }) => (arrivals.get(title) ?? Infinity) - at))
    const after = work.outcomes.filter(({ at }) => at > up + recoveryMs)
    console.log(
      `the latest event came ${Math.round(late(work.outcomes))} ms after its answer, of ${after.length} from five seconds after its return ${Math.round(late(after))} ms`,
    )
    expect(late(work.outcomes)).toBeLessThan(6_000)
  })
})

describe('mail and files', () => {
  test('while a mail server goes away and returns no letter is lost, and none comes twice', async () => {
    const DATABASE_URL = await newDatabase()
    const servers = [await mailServer()]
    const [first] = servers
    const env = {
      ...{
        ...adminEnv,
        DATABASE_URL,
        SECRET_KEY: secretKey,
        LOG_LEVEL: 'error',
        RETRY_WAITS_MS: '500,1000,1000,2000,2000,2000',
      },
      ...first?.env,
    }
    const server = await startServer(await scratch(), env, 'test/soak/trial-server.ts')
    // Of one user a hundred an hour leave: six each.
    const members = await patients(DATABASE_URL, 20)
    const token = await signIn(server.url)
    const send = async (title: string, n: number) => {
      const body = { userId: members[n % members.length]?.id, title, message: 'Oi' }
      expect((await call(server.url, 'POST', '/notifications', { token, body })).status).toBe(202)
    }
    const titles = Array.from({ length: 120 }, (_, n) => `Aviso ${n}`)
    const mails = () => servers.flatMap((one) => one.mails)
    const sent = (which: readonly string[]) => which.every((title) => mails().some(({ subject }) => subject === title))
    for (const [n, title] of titles.slice(0, 40).entries()) await send(title, n)
    await first?.close()
    for (const [n, title] of titles.slice(40, 80).entries()) await send(title, n)
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200)
    await until(
      '/health to tell',
      async () => (await healthOf(server)).body.integrations.email.status === 'error',
      20_000,
    )
    // At the same address.
    servers.push(await mailServer(undefined, {}, first?.port))
    const up = performance.now()
    for (const [n, title] of titles.slice(80).entries()) await send(title, n)
    await until('what was sent after its return', () => sent(titles.slice(80)), 15_000)
    console.log(
      `what was sent after the mail server's return had left ${Math.round(performance.now() - up)} ms after it`,
    )
    await until('every letter', () => sent(titles), 60_000)
    const subjects = mails()
      .map(({ subject }) => subject)
      .filter((subject) => subject?.startsWith('Aviso'))
    expect(subjects.toSorted()).toEqual(titles.toSorted())
  })

  test('while S3 is away an upload is refused with 503 and leaves nothing; five seconds after its return all is stored', async () => {
    const DATABASE_URL = await newDatabase()
    const s3 = await fakeS3()
    onTestFinished(() => s3.close())
    // In between, so that S3 can refuse connections, and come back at the same address.
    const port = await freePort()
    const target = Number(new URL(s3.endpoint).port)
    const open = () => {
      const sockets = new Set<Socket>()
      const door = createServer((socket) => {
        const inner = connect(target, '127.0.0.1')
        for (const one of [socket, inner]) sockets.add(one.on('error', () => one.destroy()))
        socket.pipe(inner).pipe(socket)
      })
      return new Promise<() => Promise<void>>((resolve) =>
        door.listen(port, '127.0.0.1', () =>
          resolve(() => {
            for (const socket of sockets) socket.destroy()
            return new Promise((closed) => door.close(() => closed()))
          }),
        ),
      )
    }
    let shut = await open()
    onTestFinished(() => shut())
    const env = {
      ...{ ...adminEnv, DATABASE_URL, SECRET_KEY: secretKey, LOG_LEVEL: 'error', STORAGE_TYPE: 's3' },
      ...{ AWS_S3_BUCKET: s3.bucket, AWS_REGION: 'us-east-1', AWS_S3_ENDPOINT: `http://127.0.0.1:${port}` },
      ...{
        AWS_S3_FORCE_PATH_STYLE: 'true',
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      },
    }
    const server = await startServer(await scratch(), env)
    const members = await patients(DATABASE_URL, 60)
    let next = 0
    const upload = async () => {
      const form = new FormData()
      form.append('file', new Blob([Buffer.alloc(200_000, 'a')]), 'laudo.txt')
      const answer = await fetch(`${server.url}/api/v1/upload/attachment`, {
        method: 'POST',
        headers: { authorization: `Bearer ${members[next++ % members.length]?.token}` },
        body: form,
      })
      return { status: answer.status, body: (await answer.json()) as { code?: string } }
    }
    const some = (count: number) => Promise.all(Array.from({ length: count }, upload))
    const answers = await some(10)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    await shut()
    const refused = await some(10)
    expect(new Set(refused.map(({ status, body }) => `${status} ${body.code}`))).toEqual(
      new Set(['503 storage_unavailable']),
    )
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200)
    shut = await open()
    const up = performance.now()
    await until('an upload', async () => (await upload()).status === 201, recoveryMs)
    console.log(`a file was stored ${Math.round(performance.now() - up)} ms after the return of S3`)
    expect(new Set((await some(10)).map(({ status }) => status))).toEqual(new Set([201]))
    const client = await connectTo(DATABASE_URL)
    const { rows } = await client.query<{ key: string }>('SELECT storage_key AS key FROM files')
    expect([...s3.objects.keys()].toSorted()).toEqual(rows.map(({ key }) => key).toSorted())
    expect(rows.length).toBeGreaterThanOrEqual(21)
    expect(s3.unfinished.size).toBe(0)
  })
})
