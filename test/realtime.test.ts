import { request } from 'node:http'
import { connect as connectTcp, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { transaction } from '../src/database/transaction.ts'
import { appendEvent } from '../src/bus/events.ts'
import { eventLog } from '../src/realtime/log.ts'
import { secondNode, startApp, type TestApp, testClock, until } from './app.ts'
import { type Client, connect, refusedWith, tokensUsed, upTo } from './sockets.ts'

const redisUrl = process.env.TEST_REDIS_URL

let server: TestApp
beforeAll(async () => {
  server = await startApp({ keep: true })
})
afterAll(() => server.close())

/** Commits one event, as a change of an appointment would. */
const commit = (userId: number, { app }: Pick<TestApp, 'app'> = server) =>
  transaction(app.db, (tx) => appendEvent(tx, app.bus, userId, 'appointment:updated', update))
const update = { id: 456, status: 'confirmado', date: '2025-01-20', time: '14:00', version: 1 } as const

test("the guide's snippet works in a browser's WebSocket, and its two events have the guide's shapes", async () => {
  const { url, app, person } = server
  const [patient, admin] = [await person(), await person('admin')]
  const token = patient.accessToken
  expect(token.length).toBeGreaterThan(100)
  const received: Record<string, unknown>[] = []
  const ws = new WebSocket(`${url.replace('http', 'ws')}/ws/${token}`)
  ws.onmessage = (event) => {
    received.push(JSON.parse(event.data as string) as Record<string, unknown>)
  }
  await until('the welcome', () => received[0])
  expect(received[0]).toEqual({
    type: 'welcome',
    data: {
      userId: patient.id,
      lastEventId: 0,
      heartbeatSeconds: 30,
      limits: { messagesPerHour: 1000, frameBytes: 65_536, sockets: 20 },
    },
  })
  const { body } = await admin.call('POST', '/notifications', {
    userId: patient.id,
    title: 'Nova Notificação',
    message: 'Você tem uma nova mensagem',
  })
  await commit(patient.id)
  await until('both events', () => received.length === 3)
  expect(received.slice(1)).toEqual([
    {
      type: 'notification:new',
      data: { id: body.id, title: 'Nova Notificação', message: 'Você tem uma nova mensagem', type: 'mensagem' },
      id: 1,
    },
    { type: 'appointment:updated', data: update, id: 2 },
  ])
  ws.close()
  await until('that the socket is forgotten', () => app.realtime.count() === 0)
})

test('a client that drops and returns 20 times while 500 events are committed side by side has each once, in order', async () => {
  const { url, app, person } = server
  const patient = await person()
  let committing = true
  const writers = Promise.all(
    upTo(10).map(async () => {
      for (const _ of upTo(50)) await commit(patient.id)
    }),
  ).finally(() => (committing = false))
  const merged: unknown[] = []
  let last = 0
  for (let visit = 1; visit <= 20 || last < 500; visit++) {
    const client = connect(url, patient.accessToken, { since: last })
    await client.got('welcome')
    const enough = Math.min(500, Math.max(last + 1, visit * 25))
    await until(`event ${enough}`, () => (client.ids().at(-1) ?? 0) >= enough || (last === 500 && !committing))
    client.socket.terminate()
    merged.push(...client.frames.filter(({ id }) => id !== undefined))
    last = client.ids().at(-1) ?? last
  }
  await writers
  const rows = await app.db.event.findMany({ where: { userId: patient.id }, orderBy: { id: 'asc' } })
  expect(rows.map(({ id }) => Number(id))).toEqual(upTo(500))
  expect(merged).toEqual(rows.map(({ id, type, data }) => ({ type, data, id: Number(id) })))
})

test('a socket that comes back from far behind takes nothing from one that is up to date, and the other way round', async () => {
  const { url, person } = server
  const patient = await person()
  for (let n = 0; n < 30; n++) await commit(patient.id)
  const live = connect(url, patient.accessToken)
  await live.got('welcome')
  const committing = Promise.all(upTo(30).map(() => commit(patient.id)))
  const late = [29, 5, 0].map((since) => connect(url, patient.accessToken, { since }))
  const all = [live, ...late]
  await committing
  await until('the last event everywhere', () => all.every((client) => client.ids().at(-1) === 60))
  expect(all.map((client) => client.ids())).toEqual([upTo(60, 31), upTo(60, 30), upTo(60, 6), upTo(60)])
  expect(all.map((client) => client.frames[0]?.type)).toEqual(upTo(4).map(() => 'welcome'))
})

test('a transaction that rolls back takes no id and sends no frame', async () => {
  const { url, app, person } = server
  const patient = await person()
  const client = connect(url, patient.accessToken)
  await client.got('welcome')
  const failing = transaction(app.db, async (tx) => {
    await appendEvent(tx, app.bus, patient.id, 'appointment:updated', update)
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  await commit(patient.id)
  await client.got('appointment:updated')
  expect(client.ids()).toEqual([1])
})

test('events are forgotten after 7 days; who asks for older ones, or for ones never given, is sent to the REST address', async () => {
  const clock = testClock()
  const own = await startApp({ clock })
  const { url, app, person } = own
  const patient = await person()
  for (let n = 0; n < 3; n++) await commit(patient.id, own)
  // The second is older than the first: a slow transaction took its id late. Both go, or the log would have a hole.
  await app.db.event.updateMany({
    where: { userId: patient.id, id: 2n },
    data: { createdAt: new Date(Date.now() - 8 * 86_400_000) },
  })
  expect(await eventLog(app.database).trim(clock.now())).toBe(2)
  const gap = { type: 'sync:gap', data: { lastEventId: 3, url: `${url}/api/v1/notifications` } }
  for (const since of [0, 1, 99, '-1', 'abc', '9'.repeat(40)]) {
    const client = connect(url, patient.accessToken, { since })
    expect(await client.got('sync:gap')).toEqual(gap)
    expect(client.frames[0]?.type).toBe('welcome')
    expect(client.ids()).toEqual([])
  }
  const fine = [connect(url, patient.accessToken, { since: 2 }), connect(url, patient.accessToken, { since: 3 })]
  await commit(patient.id, own)
  await until('the new one', () => fine.every((client) => client.ids().at(-1) === 4))
  expect(fine.map((client) => client.ids())).toEqual([[3, 4], [4]])
  expect(fine.flatMap((client) => client.of('sync:gap'))).toEqual([])
})

test('a socket whose history is trimmed under it is cut off, and sent to the REST address when it returns', async () => {
  const { url, app, person } = server
  const patient = await person()
  const client = connect(url, patient.accessToken)
  await client.got('welcome')
  await app.db.eventCounter.create({ data: { userId: patient.id, lastId: 5n } })
  await commit(patient.id)
  expect(await client.closed).toEqual({ code: 4408, reason: 'too far behind' })
  expect(client.ids()).toEqual([])
  const back = connect(url, patient.accessToken, { since: 0 })
  expect((await back.got('sync:gap')).data).toMatchObject({ lastEventId: 6 })
})

test('a signal that the bus lost is made up for within 5 s, an unheard end of a session too', async () => {
  const { url, app, person } = server
  const [patient, other] = [await person(), await person()]
  const clients = [connect(url, patient.accessToken), connect(url, other.accessToken)] as const
  await Promise.all(clients.map((client) => client.got('welcome')))
  const silent = { ...app.bus, publish: async () => {} }
  await transaction(app.db, (tx) => appendEvent(tx, silent, patient.id, 'appointment:updated', update))
  await app.db.session.updateMany({ where: { userId: other.id }, data: { endedAt: new Date() } })
  await clients[0].got('appointment:updated')
  expect(await clients[1].closed).toEqual({ code: 4403, reason: 'session ended' })
})

test('an invalid, expired, ended or used token is told so by 4401 after the upgrade, and nothing is registered', async () => {
  const { url, app, person } = server
  await until('that the sockets of other tests are gone', () => app.realtime.count() === 0)
  const [patient, gone] = [await person(), await person()]
  const expired = app.jwt.sign({ role: 'paciente', sid: crypto.randomUUID() }, { sub: '1', expiresIn: -10 })
  const { body } = await patient.call('POST', '/auth/ws-ticket')
  expect(body).toEqual({ token: expect.any(String) as string, expiresIn: 60 })
  const first = connect(url, body.token)
  expect((await first.got('welcome')).data.userId).toBe(patient.id)
  const { body: orphan } = await gone.call('POST', '/auth/ws-ticket')
  await gone.call('POST', '/auth/logout')
  const refused = {
    garbage: 'the ticket is invalid, expired or used',
    [patient.refreshToken]: 'the ticket is invalid, expired or used',
    [body.token as string]: 'the ticket is invalid, expired or used',
    [orphan.token as string]: 'the session was ended',
    [gone.accessToken]: 'the session was ended',
    [expired]: 'the token is invalid or has expired',
    'a.b.c': 'the token is invalid or has expired',
  }
  for (const [token, reason] of Object.entries(refused)) {
    const client = connect(url, token)
    client.socket.on('open', () => client.send({ type: 'ping' }))
    expect(await client.closed).toEqual({ code: 4401, reason })
    expect(client.frames).toEqual([])
  }
  expect(app.realtime.count()).toBe(1)
})

test('a ticket that several sockets present at once lets one in', async () => {
  const { url, person } = server
  const patient = await person()
  const { body } = await patient.call('POST', '/auth/ws-ticket')
  const clients = upTo(5).map(() => connect(url, body.token))
  await until('an answer to each', () =>
    clients.every(({ socket, frames }) => frames.length > 0 || socket.readyState > 1),
  )
  expect(clients.filter(({ frames }) => frames.length > 0)).toHaveLength(1)
})

test('signing out closes the sockets of that session within 1 s, and only those', async () => {
  const { url, person, call } = server
  const patient = await person()
  const again = await call('POST', '/auth/login', { email: patient.email, password: patient.password })
  const here = [connect(url, patient.accessToken), connect(url, patient.accessToken)]
  const there = connect(url, again.body.accessToken)
  await Promise.all([...here, there].map((client) => client.got('welcome')))
  const started = performance.now()
  expect((await patient.call('POST', '/auth/logout')).status).toBe(204)
  for (const client of here) expect((await client.closed).code).toBe(4403)
  expect(performance.now() - started).toBeLessThan(1_000)
  await commit(patient.id)
  await there.got('appointment:updated')
})

test('the 21st socket of a user closes the oldest', async () => {
  const { url, person } = server
  const patient = await person()
  const clients: Client[] = []
  for (let n = 0; n < 21; n++) {
    const client = connect(url, patient.accessToken)
    await client.got('welcome')
    clients.push(client)
  }
  expect(await clients[0]?.closed).toEqual({ code: 4409, reason: 'more than 20 sockets' })
  await commit(patient.id)
  await until('the event on the other 20', () => clients.slice(1).every((client) => client.ids().length === 1))
})

test('250 sign-ins that end at once close the socket of each', async () => {
  const { url, app, person } = server
  const patient = await person()
  const device = { ip: '127.0.0.1', userAgent: undefined }
  const sessions = await transaction(app.db, async (tx) => {
    const made: string[] = []
    for (let n = 0; n < 250; n++) made.push((await app.auth.sessions.open(tx, patient.id, device)).sessionId)
    return made
  })
  const clients = [sessions[0], sessions[120], sessions[249]].map((sid) =>
    connect(url, app.auth.accessToken(patient.id, 'paciente', sid ?? '')),
  )
  await Promise.all(clients.map((client) => client.got('welcome')))
  await transaction(app.db, (tx) => app.auth.sessions.end(tx, patient.id, 'account_changed'))
  for (const client of clients) expect((await client.closed).code).toBe(4403)
})

test('an address with 256 sockets that have shown no valid token gets no more such until some are gone; a valid token passes', async () => {
  const own = await startApp()
  const { port } = new URL(own.url)
  const patient = await own.person()
  const settled = connect(own.url, patient.accessToken)
  await settled.got('welcome')
  // Held up in the database, they are neither let in nor refused, however slow the machine is.
  let locked = false
  let release = () => {}
  const holding = own.app.db.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE account_tokens IN ACCESS EXCLUSIVE MODE`
    locked = true
    await new Promise<void>((resolve) => (release = resolve))
  })
  await until('the lock', () => locked)
  // They ask for a socket with an invalid token, and never read the refusal.
  const strangers = await Promise.all(
    upTo(256).map(
      () =>
        new Promise<Socket>((resolve) => {
          const socket = connectTcp(Number(port), '127.0.0.1', () => {
            socket.write(
              `GET /ws/${'x'.repeat(43)} HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
                `sec-websocket-version: 13\r\nsec-websocket-key: ${'A'.repeat(22)}==\r\n\r\n`,
              () => resolve(socket),
            )
          })
          socket.on('error', () => {})
          onTestFinished(() => void socket.destroy())
        }),
    ),
  )
  const nobody = 'x'.repeat(43)
  const before = (sockets: number) =>
    until(`${sockets} before the door`, () => own.app.websocketServer.clients.size === sockets)
  await before(257)
  expect(await refusedWith(connect(own.url, nobody))).toBe(429)
  const friend = connect(own.url, patient.accessToken)
  await before(258)
  release()
  await holding
  await friend.got('welcome')
  expect(own.app.realtime.count()).toBe(2)
  for (const stranger of strangers.slice(0, 5)) stranger.destroy()
  await until('that the door is open again', async () => {
    const client = connect(own.url, nobody)
    return Promise.race([client.closed.then(({ code }) => code === 4401), refusedWith(client).then(() => false)])
  })
  await commit(patient.id, own)
  await settled.got('appointment:updated')
})

test('a socket that does not read is closed with 4408, holds up no other, and gets the rest when it returns', async () => {
  const { url, app, person } = server
  const patient = await person()
  const [slow, quick] = [connect(url, patient.accessToken), connect(url, patient.accessToken)]
  await Promise.all([slow.got('welcome'), quick.got('welcome')])
  slow.socket.pause()
  // Loopback's own buffers swallow some 15 MB before anything waits in the process.
  const long = { ...update, date: 'x'.repeat(60_000) }
  for (let round = 0; round < 20; round++) {
    await transaction(app.db, async (tx) => {
      for (let n = 0; n < 20; n++) await appendEvent(tx, app.bus, patient.id, 'appointment:updated', long)
    })
  }
  await until('all on the other socket', () => quick.ids().length === 400, 30_000)
  expect(quick.ids()).toEqual(upTo(400))
  const unsent = [...app.websocketServer.clients].map(({ bufferedAmount }) => bufferedAmount)
  expect(Math.max(...unsent)).toBeGreaterThan(128 * 1024)
  expect(Math.max(...unsent)).toBeLessThan(1024 * 1024)
  await until('that it is given up', () => [...app.websocketServer.clients].some(({ readyState }) => readyState === 2))
  slow.socket.resume()
  expect(await slow.closed).toEqual({ code: 4408, reason: 'too slow' })
  const before = slow.ids()
  expect(before.length).toBeLessThan(400)
  const back = connect(url, patient.accessToken, { since: before.at(-1) ?? 0 })
  await until('the rest', () => back.ids().at(-1) === 400, 30_000)
  expect([...before, ...back.ids()]).toEqual(upTo(400))
})

test('a notification counts as delivered by socket once written to one, and as suppressed where there was none', async () => {
  const { url, app, person } = server
  const [admin, here, away] = [await person('admin'), await person(), await person()]
  const client = connect(url, here.accessToken)
  await client.got('welcome')
  const [met, missed] = await Promise.all(
    [here, away].map(async ({ id: userId }) => {
      const { body } = await admin.call('POST', '/notifications', { userId, title: 'Olá', message: 'Oi' })
      return until(
        'that it is settled',
        async () => {
          const row = await app.db.delivery.findFirst({ where: { notificationId: body.id, channel: 'websocket' } })
          return row?.status === 'pendente' ? undefined : row
          // A job for later is found by the queue's next poll.
        },
        35_000,
      )
    }),
  )
  expect(met).toMatchObject({ status: 'entregue', provider: 'websocket', reason: null })
  expect(met?.sentAt).toBeInstanceOf(Date)
  expect(missed).toMatchObject({ status: 'suprimida', provider: null, reason: 'offline', sentAt: null })
}, 45_000)

test('a peer that leaves a ping of the server unanswered for 30 s is cut off, one that answers stays', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const { url, app, person } = await startApp()
  const patient = await person()
  const [dead, living] = [connect(url, patient.accessToken), connect(url, patient.accessToken)]
  await Promise.all([dead.got('welcome'), living.got('welcome')])
  const pinged = new Promise((resolve) => living.socket.once('ping', resolve))
  dead.socket.pause()
  vi.advanceTimersByTime(30_000)
  await pinged
  living.send({ type: 'ping' })
  await living.got('pong')
  expect(app.realtime.count()).toBe(2)
  vi.advanceTimersByTime(30_000)
  await until('that the dead one is gone', () => app.realtime.count() === 1)
  expect(living.socket.readyState).toBe(living.socket.OPEN)
})

test('a restart closes with 1012 and tells each its own moment to come back; nothing is taken in after that', async () => {
  const { url, app, person } = await startApp()
  const patient = await person()
  const clients = upTo(8).map(() => connect(url, patient.accessToken))
  await Promise.all(clients.map((client) => client.got('welcome')))
  const started = performance.now()
  const closing = app.close()
  const moments = new Set<number>()
  for (const client of clients) {
    const { code, reason } = await client.closed
    expect(code).toBe(1012)
    moments.add((JSON.parse(reason) as { retryAfterMs: number }).retryAfterMs)
  }
  expect(moments.size).toBeGreaterThan(1)
  await closing
  expect(performance.now() - started).toBeLessThan(5_000)
})

describe.each([['NOTIFY', {}], ...(redisUrl ? [['Redis', { REDIS_URL: redisUrl }] as const] : [])] as const)(
  'two nodes on one database, by %s',
  (_bus, env) => {
    test('events, ends of sessions and tickets count on both, and moving from one to the other misses nothing', async () => {
      const first = await startApp({ env })
      const patient = await first.person()
      const second = await secondNode(first, env)
      const [here, there] = [connect(first.url, patient.accessToken), connect(second.url, patient.accessToken)]
      await Promise.all([here.got('welcome'), there.got('welcome')])
      const nodes = [first.app, second.node]
      const committing = Promise.all(
        upTo(10).map(async () => {
          for (const n of upTo(20)) await commit(patient.id, { app: nodes[n % 2] ?? first.app })
        }),
      )
      const wandered: number[] = []
      for (let visit = 0; wandered.at(-1) !== 200; visit++) {
        const since = wandered.at(-1) ?? 0
        const client = connect([first.url, second.url][visit % 2] ?? first.url, patient.accessToken, { since })
        await until('something new', () => client.ids().length > 0)
        client.socket.terminate()
        wandered.push(...client.ids())
      }
      await committing
      await until('all on both nodes', () => [here, there].every((client) => client.ids().length === 200))
      for (const ids of [wandered, here.ids(), there.ids()]) expect(ids).toEqual(upTo(200))

      const { body } = await patient.call('POST', '/auth/ws-ticket')
      const withTicket = connect(second.url, body.token)
      await withTicket.got('welcome')
      expect((await connect(first.url, body.token).closed).code).toBe(4401)
      const started = performance.now()
      await patient.call('POST', '/auth/logout')
      for (const client of [here, there, withTicket]) expect((await client.closed).code).toBe(4403)
      expect(performance.now() - started).toBeLessThan(1_000)
    })

    test('the cap of sockets per user is per node: those on another do not count', async () => {
      const first = await startApp({ env })
      const patient = await first.person()
      const second = await secondNode(first, env)
      const opened: Client[] = []
      const open = async ({ url }: { url: string }, count: number) => {
        for (let n = 0; n < count; n++) {
          const client = connect(url, patient.accessToken)
          await client.got('welcome')
          opened.push(client)
        }
      }
      await open(first, 12)
      await open(second, 21)
      expect((await opened[12]?.closed)?.code).toBe(4409)
      await commit(patient.id, first)
      const others = opened.filter((_client, index) => index !== 12)
      await until('the event on the others', () => others.every((client) => client.ids().length === 1))
      expect([first.app.realtime.count(), second.node.realtime.count()]).toEqual([12, 20])
    })
  },
)

test('only the origins of CORS_ORIGINS may open a socket from a browser; what sends no origin is no browser', async () => {
  const { url, person } = await startApp({ env: { CORS_ORIGINS: 'https://app.example.com' } })
  const { accessToken } = await person()
  expect(await refusedWith(connect(url, accessToken, { origin: 'https://evil.example.com' }))).toBe(403)
  expect(await refusedWith(connect(url, accessToken, { origin: 'null' }))).toBe(403)
  await connect(url, accessToken, { origin: 'https://app.example.com' }).got('welcome')
  await connect(url, accessToken).got('welcome')
})

test('a plain GET is told to upgrade, and an offer of h2c is passed over', async () => {
  const { url, call, person } = server
  const { accessToken } = await person()
  tokensUsed.add(accessToken)
  const plain = await call('GET', `${url}/ws/${accessToken}`, undefined, { 'accept-language': 'en' })
  expect(plain.status).toBe(426)
  expect(plain.headers.get('upgrade')).toBe('websocket')
  expect(plain.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(plain.body).toMatchObject({
    code: 'upgrade_required',
    detail: expect.stringMatching(/proxy.*Upgrade/) as string,
  })
  expect((await call('POST', `${url}/ws/${accessToken}`, {})).status).toBe(405)
  const status = (path: string, upgrade: string) =>
    new Promise((resolve, reject) =>
      request(url + path, { headers: { connection: 'Upgrade', upgrade, authorization: `Bearer ${accessToken}` } })
        .on('response', (response) => resolve(response.resume().statusCode))
        .on('upgrade', () => reject(new Error('upgraded')))
        .on('error', reject)
        .end(),
    )
  expect(await status('/api/v1/me', 'h2c')).toBe(200)
  expect(await status('/api/v1/me', 'websocket')).toBe(200)
  expect(await status(`/ws/${accessToken}`, 'h2c')).toBe(426)
  expect(await status(`/ws/${accessToken}/more`, 'websocket')).toBe(404)
})

// The last of the file: it reads what all the others logged.
test('no token of any address reached a log line', () => {
  expect(tokensUsed.size).toBeGreaterThan(15)
  const lines = server.logs.map((line) => JSON.stringify(line))
  expect(lines.some((line) => line.includes('/ws/[token]'))).toBe(true)
  const long = [...tokensUsed].filter((token) => token.length > 20)
  for (const token of long) expect(lines.filter((line) => line.includes(token))).toEqual([])
})
