import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { healthCheck } from '../../src/health/health.ts'
import { emptyDatabase, startApp, until } from '../app.ts'
import { freePort } from '../ports.ts'

/** PostgreSQL behind a wire that may be slow, dead or cut: answers come `delayMs` late, all is lost, or all connections are reset. */
async function troubledDatabase() {
  const { url, drop } = await emptyDatabase()
  onTestFinished(drop)
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  const wire = {
    delayMs: 0,
    silent: false,
    reset() {
      for (const socket of sockets) socket.resetAndDestroy()
      sockets.clear()
    },
  }
  const proxy = createServer((client) => {
    const server = connect(Number(port), hostname)
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(from)
      from.on('error', () => {})
      from.on('close', () => void to.destroy())
      from.on('data', (bytes) => {
        if (wire.silent) return
        if (from === server && wire.delayMs > 0) setTimeout(() => to.write(bytes), wire.delayMs)
        else to.write(bytes)
      })
    }
  })
  const free = await freePort()
  await new Promise<void>((resolve) => proxy.listen(free, '127.0.0.1', resolve))
  onTestFinished(() => {
    proxy.close()
    for (const socket of sockets) socket.destroy()
  })
  const behind = new URL(url)
  behind.hostname = '127.0.0.1'
  behind.port = String(free)
  return { url: behind.href, wire }
}

test('while the database is slow or says nothing, requests are 503 in time, and it is itself again as soon as the database is', async () => {
  const { url: databaseUrl, wire } = await troubledDatabase()
  const { app, call, person, url, logs } = await startApp({ env: { DATABASE_URL: databaseUrl } })
  onTestFinished(() => void Object.assign(wire, { delayMs: 0, silent: false }))
  const patient = await person()
  const register = (name: string) => ({ name, email: `${name}@example.com`, password: 'uma senha bem longa' })
  const requests = (name: string) => [
    () => patient.call('GET', '/me'),
    () => patient.call('PATCH', '/me', { name }),
    () => patient.call('GET', '/appointments'),
    () => call('POST', '/auth/register', register(name)),
    () => call('POST', '/auth/login', { email: patient.email, password: patient.password }),
    () => call('POST', '/auth/refresh', { refreshToken: 'x' }),
  ]
  const timed = async (request: () => ReturnType<typeof call>) => {
    const started = performance.now()
    const { status, body, headers } = await request()
    return { status, code: body.code, type: headers.get('content-type'), ms: performance.now() - started }
  }

  wire.silent = true
  for (const { ms, ...answer } of await Promise.all(requests('silent').map(timed))) {
    expect(answer).toEqual({ status: 503, code: 'unavailable', type: 'application/problem+json; charset=utf-8' })
    expect(ms).toBeLessThan(20_000)
  }
  const ready = await timed(() => call('GET', `${url}/health/ready`))
  expect([ready.status, ready.ms < 5_000]).toEqual([503, true])
  expect((await call('GET', `${url}/health`)).status).toBe(503)
  wire.silent = false
  await until('it to be itself again', async () => (await patient.call('GET', '/me')).status === 200)
  await until('health to say so', async () => (await call('GET', `${url}/health`)).status === 200, 3_000)

  // More than a transaction's ten seconds for its statements, one after the other.
  wire.delayMs = 2_500
  const slow = await timed(() => call('POST', '/auth/register', register('slow')))
  expect(slow).toMatchObject({ status: 503, code: 'unavailable' })
  expect(slow.ms).toBeLessThan(35_000)
  wire.delayMs = 0
  await until('it to be itself again', async () => (await patient.call('GET', '/me')).status === 200)
  expect(await app.db.user.count({ where: { email: 'slow@example.com' } })).toBe(0)
  expect(logs.filter(({ msg }) => msg === 'request failed')).toEqual([])
}, 120_000)

test('connections that are reset in the middle of statements are 503, never a fault', async () => {
  const { url: databaseUrl, wire } = await troubledDatabase()
  const { person, logs } = await startApp({ env: { DATABASE_URL: databaseUrl } })
  const admin = await person('admin')
  const statuses = new Set<number>()
  const write = async () => {
    const body = { userId: admin.id, title: 'Oi', message: 'Oi', channels: ['in_app'] }
    statuses.add((await admin.call('POST', '/notifications', body)).status)
  }
  // Each cut a little later than the last: in the connecting, in every statement of the transaction, at its end.
  for (let ms = 0; ms < 80; ms++) {
    const writes = Array.from({ length: 8 }, write)
    await pause(ms % 40)
    wire.reset()
    await Promise.all(writes)
  }
  await until('it to be itself again', async () => (await admin.call('GET', '/me')).status === 200)
  expect([...statuses].filter((status) => status !== 202).every((status) => status === 503)).toBe(true)
  expect(statuses.has(503)).toBe(true)
  expect(logs.filter(({ msg }) => msg === 'request failed')).toEqual([])
}, 120_000)

test('what is in error is looked at again by who asks a second later, alone, and by one look for all who ask', async () => {
  let now = 0
  let broken = true
  const looks = { database: 0, email: 0 }
  const probe = (name: keyof typeof looks) => ({
    provider: name,
    fallback: false,
    async run() {
      looks[name]++
      if (name === 'database' && broken) throw new Error('gone')
    },
  })
  const check = healthCheck({ database: probe('database'), email: probe('email') }, () => now)
  onTestFinished(check.stop)
  const database = async () => (await check.report()).database.status
  expect(await Promise.all([database(), database()])).toEqual(['error', 'error'])
  expect(await database()).toBe('error')
  expect(looks).toEqual({ database: 1, email: 1 })
  broken = false
  now = 999
  expect(await Promise.all([database(), database(), database()])).toEqual(['ok', 'ok', 'ok'])
  expect(looks).toEqual({ database: 2, email: 1 })
  now = 5_000
  expect(await database()).toBe('ok')
  expect(looks).toEqual({ database: 2, email: 1 })
})
