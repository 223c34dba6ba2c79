import { expect, expectTypeOf, test } from 'vitest'
import { blurosiere, Problem } from '../client/dist/client.js'
import { startApp, type TestApp, testClock, until } from './app.ts'
import { browser, holding } from './tabs.ts'

// The client as it is served, against a real server. Its real time, uploads and assistant: test/client-streams.test.ts.

const refusal = (call: Promise<unknown>): Promise<Problem> =>
  call.then(
    () => expect.unreachable('it was not refused'),
    (error: unknown) => (error instanceof Problem ? error : expect.unreachable(String(error))),
  )

const tomorrow = (days = 1) => {
  const day = new Date(Date.now() + days * 86_400_000)
  // 10 o'clock in São Paulo, on a working day.
  while ([0, 6].includes(day.getUTCDay())) day.setUTCDate(day.getUTCDate() + 1)
  return `${day.toISOString().slice(0, 10)}T13:00:00Z`
}

/** A patient who is signed in, in the first tab. */
async function signedIn(server: TestApp, options: Parameters<ReturnType<typeof browser>['tab']>[0] = {}) {
  const person = await server.person()
  const home = browser(server)
  const first = home.tab(options)
  await first.practice.login(person)
  return { person, home, first }
}

/** A clock of the browser's own, which can be ahead of the server's. */
const deviceClock = () => {
  let ahead = 0
  return { now: () => Date.now() + ahead, advance: (ms: number) => (ahead += ms) }
}

test('calls are typed by the document, and answer as the server does', async () => {
  const server = await startApp()
  const psychologist = await server.person('psicologo')
  const practice = blurosiere(server.url)
  expect(practice.user).toBeUndefined()
  const user = await practice.register({ name: 'Maria', email: 'maria@example.com', password: 'uma senha bem longa' })
  expect(practice.user).toEqual(user)
  const made = await practice.post('/appointments', { body: { psychologistId: psychologist.id, startsAt: tomorrow() } })
  const read = await practice.get('/appointments/{id}', { path: { id: made.id } })
  expectTypeOf(read.status).toEqualTypeOf<'agendado' | 'confirmado' | 'realizado' | 'faltou' | 'cancelado'>()
  expect(read).toEqual({ ...made, ...read })
  const moved = await practice.patch('/appointments/{id}', { path: { id: made.id }, body: { startsAt: tomorrow(7) } })
  expect(moved.version).toBe(2)
  expect(await practice.delete('/me/calendar-url')).toBeUndefined()
  await practice.patch('/me', { body: { name: 'Maria Luísa' } })
  expect(practice.user?.name).toBe('Maria Luísa')
  // @ts-expect-error: no such path
  await refusal(practice.get('/appointment'))
  // @ts-expect-error: the start is missing
  await refusal(practice.post('/appointments', { body: {} }))
  await practice.delete('/me', { body: { password: 'uma senha bem longa' } })
  expect(practice.user).toBeUndefined()
})

test('a refusal is a Problem with the words of the server', async () => {
  const server = await startApp()
  const { first } = await signedIn(server)
  const missing = await refusal(first.practice.get('/appointments/{id}', { path: { id: 999 } }))
  expect(missing).toMatchObject({ status: 404, code: 'not_found', requestId: expect.any(String) })
  expect(missing.message).toBe(missing.title)
  const wrong = await refusal(first.practice.post('/appointments', { body: { startsAt: 'amanhã' } }))
  expect(wrong.errors?.[0]).toMatchObject({ path: 'body.startsAt', message: expect.any(String) })
  const strange = browser(server).tab({ fetch: async () => new Response('<html>', { status: 502, statusText: 'Bad' }) })
  expect(await refusal(strange.practice.get('/config'))).toMatchObject({ status: 502, code: 'http', title: 'Bad' })
  const nowhere = blurosiere('http://127.0.0.1:1')
  expect(await refusal(nowhere.patch('/me', { body: {} }))).toMatchObject({ status: 0, code: 'network' })
  const left = AbortSignal.abort(new Error('gone'))
  await expect(first.practice.get('/me', { signal: left })).rejects.toThrow('gone')
})

test('a sign-in that asks for a second factor goes on with its challenge', async () => {
  const asked: unknown[] = []
  const answers = [
    new Response('{"code":"second_factor_required","title":"Falta o código","challenge":"c1"}', { status: 401 }),
    Response.json({ user: { id: 7 }, accessToken: 'a', refreshToken: 'r', expiresIn: 900 }),
  ]
  const { practice } = browser({ url: 'http://localhost' }).tab({
    fetch: async (address, { body }) => {
      asked.push([new URL(address).pathname, JSON.parse(body as string)])
      return answers.shift() as Response
    },
  })
  const problem = await refusal(practice.login({ email: 'a@example.com', password: 'b' }))
  expect(problem.code).toBe('second_factor_required')
  await practice.secondFactor({ challenge: problem.challenge ?? '', code: '123456' })
  expect(asked[1]).toEqual(['/api/v1/auth/second-factor', { challenge: 'c1', code: '123456' }])
  expect(practice.user).toEqual({ id: 7 })
})

test('a list is read to its end', async () => {
  const server = await startApp()
  const { person, first } = await signedIn(server)
  const admin = await server.person('admin')
  for (let count = 1; count <= 5; count++)
    await admin.call('POST', '/notifications', { userId: person.id, title: `Aviso ${count}`, message: 'Oi' })
  const titles: string[] = []
  for await (const { title } of first.practice.each('/notifications', { query: { limit: 2 } })) titles.push(title)
  expect(titles).toEqual([5, 4, 3, 2, 1].map((count) => `Aviso ${count}`))
  expect(first.sent.filter((line) => line === 'GET /notifications')).toHaveLength(3)
})

/** The first half of a text, and then a connection that breaks. */
const brokenOff = (text: string) =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text.slice(0, text.length / 2)))
      setTimeout(() => controller.error(new TypeError('the connection broke')))
    },
  })

test('what was lost or refused for now is sent again under the same key, and done once', async () => {
  const server = await startApp()
  const psychologist = await server.person('psicologo')
  const keys: (string | undefined)[] = []
  const troubles = ['lost', 'busy', 'broken off']
  const { first } = await signedIn(server, {
    fetch: async (address, init) => {
      if (!address.endsWith('/appointments') || init.method !== 'POST') return fetch(address, init)
      keys.push((init.headers as Record<string, string>)['idempotency-key'])
      const trouble = troubles.shift()
      if (trouble === 'busy') return new Response('{}', { status: 503, headers: { 'retry-after': '0.01' } })
      const response = await fetch(address, init)
      if (trouble === 'lost') throw new TypeError('the connection broke')
      if (trouble === 'broken off') return new Response(brokenOff(await response.text()), response)
      return response
    },
  })
  const wish = { body: { psychologistId: psychologist.id, startsAt: tomorrow() } }
  await first.practice.post('/appointments', wish)
  expect(await server.app.db.appointment.count()).toBe(1)
  expect(keys).toHaveLength(4)
  expect(new Set(keys).size).toBe(1)
  expect(await refusal(first.practice.post('/appointments', wish))).toMatchObject({ code: 'slot_taken' })
  expect(keys.at(-1)).not.toBe(keys[0])
})

test('nothing else is repeated, and nobody waits for an hour', async () => {
  const asked: string[] = []
  const { practice } = browser({ url: 'http://localhost' }).tab({
    fetch: async (_address, { method }) => {
      asked.push(method ?? '')
      return new Response('{}', { status: 429, headers: { 'retry-after': method === 'GET' ? '3600' : '0.01' } })
    },
  })
  expect((await refusal(practice.get('/config'))).retryAfterMs).toBe(3_600_000)
  await refusal(practice.post('/auth/verify-email/resend'))
  expect(asked).toEqual(['GET', 'POST'])
  await refusal(practice.delete('/me/calendar-url'))
  expect(asked.filter((method) => method === 'DELETE')).toHaveLength(4)
})

test('a sign-in and a sign-out hold for all tabs', async () => {
  const server = await startApp()
  const person = await server.person()
  const home = browser(server)
  const [first, second] = [home.tab(), home.tab()]
  const told: unknown[] = []
  const off = second.practice.onSession((user) => told.push(user?.id))
  await first.practice.login(person)
  expect((await second.practice.get('/me')).id).toBe(person.id)
  await second.practice.logout()
  expect([first.practice.user, second.practice.user]).toEqual([undefined, undefined])
  expect(told).toEqual([person.id, undefined])
  expect(await server.app.db.session.count({ where: { endReason: 'logout' } })).toBe(1)
  off()
  await first.practice.login(person)
  expect(told).toHaveLength(2)
  expect(await refusal(first.practice.login({ ...person, password: 'outra' }))).toMatchObject({
    code: 'invalid_credentials',
  })
  expect(first.practice.user?.id).toBe(person.id)
})

test('tokens that run out are renewed once for all calls of a tab, and for all tabs', async () => {
  const server = await startApp()
  const { now, advance } = deviceClock()
  const { home, first } = await signedIn(server, { now })
  const before = home.session()
  const second = home.tab({ now })
  advance(14.5 * 60_000)
  const tabs = [first, second, first, second]
  await Promise.all(tabs.map(({ practice }) => practice.get('/me')))
  for (const { sent } of [first, second])
    expect(sent.filter((line) => line === 'POST /auth/refresh').length).toBeLessThanOrEqual(1)
  expect(home.session()?.refreshToken).not.toBe(before?.refreshToken)
  const refreshes = () => [...first.sent, ...second.sent].filter((line) => line === 'POST /auth/refresh').length
  const sofar = refreshes()
  await second.practice.get('/me')
  expect(refreshes()).toBe(sofar)
})

test('a token that the server refuses is renewed, and the call repeated', async () => {
  const server = await startApp()
  const { home, first } = await signedIn(server)
  home.alter({ accessToken: 'run.out.token' })
  const second = home.tab()
  await Promise.all([first.practice.post('/auth/verify-email/resend'), second.practice.get('/me')])
  expect(home.session()?.accessToken).not.toBe('run.out.token')
  expect(await server.app.db.session.count({ where: { endReason: 'refresh_reused' } })).toBe(0)
})

test('a tab that sleeps between the answer and its storing neither overwrites newer tokens nor uses its own', async () => {
  const clock = testClock()
  const server = await startApp({ clock })
  const device = deviceClock()
  const frozen = holding('/auth/refresh')
  const { home, first } = await signedIn(server, { now: device.now, fetch: frozen.fetch })
  const second = home.tab({ now: device.now })
  frozen.hold()
  device.advance(15 * 60_000)
  const asleep = first.practice.get('/me')
  await until('the answer', frozen.waiting)
  await second.practice.get('/me')
  for (const hour of [1, 2]) {
    device.advance(hour * 3_600_000)
    clock.advance(hour * 3_600_000)
    await second.practice.get('/me')
  }
  const newest = home.session()
  frozen.release()
  await asleep
  expect(home.session()).toEqual(newest)
  expect(first.sent.filter((line) => line === 'POST /auth/refresh')).toHaveLength(1)
  device.advance(3_600_000)
  clock.advance(3_600_000)
  await first.practice.get('/me')
  expect(await server.app.db.session.count({ where: { endReason: 'refresh_reused' } })).toBe(0)
})

test('a late answer revives neither a session that was left nor takes the place of another account', async () => {
  const server = await startApp()
  const device = deviceClock()
  const frozen = holding('/auth/refresh')
  const { home, first } = await signedIn(server, { now: device.now, fetch: frozen.fetch })
  const other = await server.person()
  for (const meanwhile of ['signed out', 'another account']) {
    frozen.hold()
    device.advance(15 * 60_000)
    const late = first.practice.get('/me')
    const count = frozen.waiting()
    await until('the answer', () => frozen.waiting() > count)
    const second = home.tab({ now: device.now })
    home.alter({ expiresAt: device.now() + 900_000 })
    await second.practice.logout()
    if (meanwhile === 'another account') await second.practice.login(other)
    const stored = home.session()
    frozen.release()
    // Nor is what one person asked sent as another.
    expect((await refusal(late)).code).toBe('unauthenticated')
    expect(home.session()).toEqual(stored)
    await first.practice.login(other)
  }
})

test('only a refused refresh token that still stands signs out', async () => {
  const server = await startApp()
  const device = deviceClock()
  let trouble: (() => Response) | undefined
  const { person, home, first } = await signedIn(server, {
    now: device.now,
    fetch: async (address, init) => (trouble && address.endsWith('/refresh') ? trouble() : fetch(address, init)),
  })
  const told: unknown[] = []
  first.practice.onSession((user) => told.push(user))
  device.advance(14.2 * 60_000)
  for (const status of [500, 429, 503]) {
    trouble = () => new Response('{}', { status })
    // The old token is good for a little longer.
    expect((await first.practice.get('/me')).id).toBe(person.id)
  }
  device.advance(60_000)
  trouble = () => {
    throw new TypeError('offline')
  }
  expect((await refusal(first.practice.get('/me'))).code).toBe('network')
  trouble = () => {
    home.alter({ accessToken: person.accessToken, refreshToken: 'newer', expiresAt: device.now() + 900_000 })
    return Response.json({ code: 'invalid_refresh_token' }, { status: 401 })
  }
  expect((await first.practice.get('/me')).id).toBe(person.id)
  expect(told).toEqual([])
  trouble = undefined
  device.advance(15 * 60_000)
  expect((await refusal(first.practice.get('/me'))).code).toBe('invalid_refresh_token')
  expect(told).toEqual([undefined])
  expect(home.session()).toBeUndefined()
})
