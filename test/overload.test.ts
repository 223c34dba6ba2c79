import type { ServerResponse } from 'node:http'
import { createConnection } from 'node:net'
import { availableParallelism } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { fairLimit } from '../src/async/fair-limit.ts'
import { transaction } from '../src/database/transaction.ts'
import { startApp, until } from './app.ts'
import { chatServer } from './fakes/openai.ts'
import { connect, refusedWith } from './sockets.ts'
import { postForEvents } from './sse.ts'

test('of requests that all wait 256 are kept, the next is refused at once and told when to return, and none of the kept is lost', async () => {
  const { app, call, person, url } = await startApp()
  const patient = await person()
  const look = () => patient.call('GET', '/appointments')
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const lock = transaction(app.db, async (tx) => {
    await tx.$executeRaw`LOCK TABLE appointments`
    await held
  })
  const inWork = async () => {
    const { body } = await call('GET', `${url}/metrics`)
    return Number(/^blurosiere_http_requests_in_work (\d+)$/m.exec(body)?.[1])
  }
  const kept = Array.from({ length: 256 }, look)
  await until('them to be in work', async () => (await inWork()) === 256)
  const refused = await look()
  expect(refused).toMatchObject({ status: 503, body: { code: 'overloaded' } })
  expect(['1', '2', '3']).toContain(refused.headers.get('retry-after'))
  expect((await call('GET', `${url}/health/live`)).status).toBe(200)
  // Who may be in danger is not sent away.
  const cry = patient.call('POST', '/ai/chat', { message: 'quero morrer' })
  release()
  await lock
  expect(new Set((await Promise.all(kept)).map(({ status }) => status))).toEqual(new Set([200]))
  expect(await cry).toMatchObject({ status: 200, body: { risk: 'alto' } })
  expect((await look()).status).toBe(200)
  const { body } = await call('GET', `${url}/metrics`)
  expect(body).toContain('blurosiere_http_overload_refusals_total{reason="requests"} 1')
})

test('a request without its body takes no place', async () => {
  const { url, person, call } = await startApp()
  const patient = await person()
  const { port } = new URL(url)
  const half =
    'POST /api/v1/auth/login HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{'
  const sockets = Array.from({ length: 300 }, () => createConnection(Number(port), '127.0.0.1'))
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()))
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.write(half, resolve))))
  expect((await patient.call('GET', '/me')).status).toBe(200)
  await until('all of them to have been met', async () =>
    (await call('GET', `${url}/metrics`)).body.includes('in_work 0'),
  )
})

test('one person is answered two questions at once, in every way, and a cry for help whatever else is under way', async () => {
  const held: ServerResponse[] = []
  const model = await chatServer((_body, nth) => (nth > 2 ? 'Tudo bem.' : (response) => void held.push(response)))
  const env = { OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: model.url, AI_TIMEOUT_MS: '600000' }
  const { app, person, url } = await startApp({ env })
  const [patient, other] = [await person(), await person()]
  const ask = (message = 'oi') => patient.call('POST', '/ai/chat', { message })
  const socket = connect(url, patient.accessToken)
  await socket.got('welcome')
  socket.send({ type: 'ai:message', data: { message: 'oi' } })
  const asked = ask()
  await until('both to be with the model', () => held.length === 2)

  const refused = await ask()
  expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
  expect(refused.headers.get('retry-after')).toBe('1')
  const { response } = await postForEvents(url, patient.accessToken, { message: 'oi' })
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1'])
  socket.send({ type: 'ai:message', data: { message: 'oi' }, ref: 'third' })
  expect((await socket.got('error')).data).toMatchObject({ code: 'rate_limited', retryAfter: 1, ref: 'third' })

  expect((await ask('quero morrer')).body).toMatchObject({ risk: 'alto', reply: expect.stringContaining('188') })
  const stream = await postForEvents(url, patient.accessToken, { message: 'quero morrer' })
  expect((await stream.got('done')).data).toMatchObject({ risk: 'alto', reply: expect.stringContaining('188') })
  socket.send({ type: 'ai:message', data: { message: 'quero morrer' } })
  expect((await socket.got('ai:done')).data).toMatchObject({ risk: 'alto', reply: expect.stringContaining('188') })
  expect(await app.db.riskAlert.findMany()).toMatchObject([{ patientId: patient.id, messages: 3 }])
  expect(await other.call('POST', '/ai/chat', { message: 'oi' })).toMatchObject({ status: 200 })

  for (const answer of held) answer.writeHead(400).end()
  expect((await asked).status).toBe(200)
  await socket.got('ai:done', 2)
  expect((await ask()).status).toBe(200)
})

test('what all ask at once is bounded by the cores: beyond that 503, but not for a cry for help', async () => {
  const model = await chatServer(() => 'hang')
  const env = { OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: model.url, AI_TIMEOUT_MS: '600000' }
  const { person } = await startApp({ env })
  const places = 16 * availableParallelism()
  const people = await Promise.all(Array.from({ length: places / 2 + 1 }, () => person()))
  const last = people.at(-1)
  const asked = people.slice(0, -1).flatMap(({ call }) => [1, 2].map(() => call('POST', '/ai/chat', { message: 'oi' })))
  asked.forEach((answer) => void answer.catch(() => {}))
  await until('all to be with the model', () => model.requests.length === places, 30_000)
  const refused = await last?.call('POST', '/ai/chat', { message: 'oi' })
  expect(refused).toMatchObject({ status: 503, body: { code: 'overloaded' } })
  expect(['1', '2', '3']).toContain(refused?.headers.get('retry-after'))
  expect(await last?.call('POST', '/ai/chat', { message: 'quero morrer' })).toMatchObject({ body: { risk: 'alto' } })
})

test('an event loop that lags refuses requests and sockets until it does no more, and not for one long step', async () => {
  const { app, url, person } = await startApp()
  const patient = await person()
  const block = (ms: number) => {
    for (const end = performance.now() + ms; performance.now() < end;);
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  block(1_500)
  await turn()
  expect((await patient.call('GET', '/me')).status).toBe(200)
  const lag = async () => {
    for (let turns = 0; !app.isUnderPressure() && turns < 10; turns++) {
      block(1_200)
      // The timers, and then those who wait.
      await new Promise((resolve) => setTimeout(resolve, 1))
      await turn()
    }
  }
  await lag()
  expect(await patient.call('GET', '/me')).toMatchObject({ status: 503, body: { code: 'overloaded' } })
  await lag()
  expect(await refusedWith(connect(url, patient.accessToken))).toBe(503)
  await lag()
  expect((await patient.call('GET', `${url}/health`)).status).toBe(200)
  await until('it to be itself again', async () => (await patient.call('GET', '/me')).status === 200)
})

test('work in turn waits in order, and beyond a line of so many it is refused', async () => {
  const work = fairLimit(1, { longest: 2, refuse: () => new Error('full') })
  const done: number[] = []
  let finish = () => {}
  const first = work(() => new Promise<void>((resolve) => (finish = resolve)))
  const waiting = [1, 2].map((n) => work(async () => void done.push(n)))
  await expect(work(async () => void done.push(3))).rejects.toThrow('full')
  finish()
  await Promise.all([first, ...waiting])
  expect(done).toEqual([1, 2])
  await work(async () => void done.push(4))
  expect(done).toEqual([1, 2, 4])
})

test('work of several keys takes turns, each in a line of its own, and a full room is made room in by who takes most of it', async () => {
  const work = fairLimit(1, { longest: 5, refuse: () => new Error('full') })
  const done: string[] = []
  let finish = () => {}
  const first = work(() => new Promise<void>((resolve) => (finish = resolve)))
  const of = (key: string, name: string, longest?: number) =>
    work(async () => void done.push(name), { key, ...(longest === undefined ? {} : { longest }) }).catch(
      () => void done.push(`not ${name}`),
    )
  const all = [
    of('a', 'a1'),
    of('a', 'a2'),
    of('a', 'a3'),
    of('a', 'a4', 3),
    of('b', 'b1'),
    of('b', 'b2'),
    of('c', 'c1'),
  ]
  finish()
  await Promise.all([first, ...all])
  expect(done).toEqual(['not a4', 'not a3', 'a1', 'b1', 'c1', 'a2', 'b2'])
})
