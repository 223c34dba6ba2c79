import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '../src/errors.ts'
import type { Frames } from '../src/realtime/frames.ts'
import { startApp, type TestApp, testClock, until } from './app.ts'
import { connect, upTo } from './sockets.ts'

const clock = testClock()
let server: TestApp
beforeAll(async () => {
  server = await startApp({ keep: true, clock })
})
afterAll(() => server.close())

const open = async (frames: Frames = {}) => {
  const person = await server.person()
  const client = connect(server.url, person.accessToken, { frames })
  await client.got('welcome')
  return { person, client }
}
const errors = (client: ReturnType<typeof connect>) => client.of('error').map(({ data }) => data)

test('a ping gets a pong', async () => {
  const { client } = await open()
  client.send({ type: 'ping' })
  expect(await client.got('pong')).toEqual({ type: 'pong', data: {} })
})

test('frames that come before the token was looked at are answered after the welcome, none lost', async () => {
  const person = await server.person()
  const client = connect(server.url, person.accessToken)
  client.socket.on('open', () => {
    for (const ref of upTo(40)) client.send({ type: 'none-such', ref })
  })
  await client.got('error', 40)
  expect(client.frames.map(({ type, data }) => (type === 'welcome' ? 0 : data.ref))).toEqual([0, ...upTo(40)])
})

test("marking a notification as read tells all of the user's sockets; another's or none is not_found", async () => {
  const { person, client } = await open()
  const admin = await server.person('admin')
  const second = connect(server.url, person.accessToken)
  await second.got('welcome')
  const { body } = await admin.call('POST', '/notifications', { userId: person.id, title: 'Olá', message: 'Oi' })
  await client.got('notification:new')
  client.send({ type: 'notification:read', data: { id: body.id } })
  for (const one of [client, second]) {
    expect(await one.got('notification:read')).toEqual({ type: 'notification:read', data: { id: body.id }, id: 2 })
  }
  expect((await person.call('GET', '/notifications/unread-count')).body).toEqual({ count: 0 })
  const stranger = await open()
  stranger.client.send({ type: 'notification:read', data: { id: body.id }, ref: 'a' })
  await stranger.client.got('error')
  stranger.client.send({ type: 'notification:read', data: { id: 2_147_483_647 } })
  await stranger.client.got('error', 2)
  expect(errors(stranger.client)).toEqual([
    { code: 'not_found', detail: expect.any(String) as string, ref: 'a' },
    { code: 'not_found', detail: expect.any(String) as string },
  ])
  for (const data of [undefined, {}, { id: 0 }, { id: '1' }, { id: 2 ** 40 }, { id: 1.5 }, [], null])
    stranger.client.send({ type: 'notification:read', data })
  await stranger.client.got('error', 10)
  expect(
    errors(stranger.client)
      .slice(2)
      .map(({ code }) => code),
  ).toEqual(upTo(8).map(() => 'validation_failed'))
})

test('an unknown type is an error that bears its ref, and closes nothing', async () => {
  const { client } = await open()
  for (const type of ['none', 'toString', '__proto__', 'welcome']) client.send({ type, ref: `r-${type}` })
  await client.got('error', 4)
  expect(errors(client).map(({ code, ref }) => `${code as string} ${ref as string}`)).toEqual(
    ['none', 'toString', '__proto__', 'welcome'].map((type) => `unknown_type r-${type}`),
  )
  client.send({ type: 'ping' })
  await client.got('pong')
})

test.for([
  ['not JSON', '{"type":'],
  ['an empty frame', ''],
  ['an array', '[]'],
  ['no type', '{"data":{}}'],
  ['a type that is no text', '{"type":1}'],
  ['__proto__', '{"type":"ping","data":{"__proto__":{}}}'],
  ['\\u0000', '{"type":"ping","data":"\\u0000"}'],
  ['deep nesting', `{"type":"ping","data":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ['binary', Buffer.from('{"type":"ping"}')],
] as const)('the third malformed frame (%s) closes with 4400', async ([, frame]) => {
  const { client } = await open()
  for (let n = 0; n < 3; n++) client.socket.send(frame)
  expect(await client.closed).toEqual({ code: 4400, reason: 'third malformed frame' })
  expect(errors(client).map(({ code }) => code)).toEqual(['malformed_frame', 'malformed_frame'])
})

test('64 KiB pass, one byte more closes with 4413, and what is far larger by the protocol itself', async () => {
  const padded = (bytes: number) =>
    JSON.stringify({ type: 'ping', data: '' }).replace('""', `"${'x'.repeat(bytes - 25)}"`)
  expect(Buffer.byteLength(padded(65_536))).toBe(65_536)
  const { client } = await open()
  client.send(padded(65_536))
  await client.got('pong')
  client.send(padded(65_537))
  expect(await client.closed).toEqual({ code: 4413, reason: 'frame over 64 KiB' })
  const { client: other } = await open()
  other.send(padded(200_000))
  expect((await other.closed).code).toBe(1009)
  expect(server.logs.filter(({ level }) => Number(level) >= 40)).toEqual([])
})

test('at 800 messages in the hour a warning, beyond 1000 a refusal, and who goes on is closed; pings are free, up to 10 a minute', async () => {
  const { person, client } = await open()
  const sent = async (count: number) => {
    const before = client.of('error').length
    for (const _ of upTo(count)) client.send({ type: 'none' })
    await client.got('error', before + count)
  }
  for (const _ of upTo(10)) client.send({ type: 'ping' })
  await client.got('pong', 10)
  await sent(799)
  expect(errors(client).filter(({ code }) => code !== 'unknown_type')).toEqual([])
  client.send({ type: 'ping' })
  await client.got('pong', 11)
  await until('the warning', () => errors(client).some(({ code }) => code === 'rate_limit_near'))
  expect(errors(client).at(-1)).toEqual({ code: 'rate_limit_near', detail: '200 messages are left in this hour' })
  const second = connect(server.url, person.accessToken)
  await second.got('welcome')
  await sent(200)
  expect(errors(client).filter(({ code }) => code === 'rate_limit_near')).toHaveLength(1)
  second.send({ type: 'none', ref: 7 })
  const { data } = await second.got('error')
  expect(data).toEqual({
    code: 'rate_limited',
    detail: expect.any(String) as string,
    retryAfter: expect.any(Number) as number,
    ref: 7,
  })
  expect(data.retryAfter).toBeGreaterThan(3_500)
  expect(data.retryAfter).toBeLessThanOrEqual(3_600)
  second.send({ type: 'ping' })
  await second.got('pong')
  for (const _ of upTo(51)) client.send({ type: 'none' })
  expect(await client.closed).toEqual({ code: 4429, reason: 'too many messages' })
  expect(errors(client).filter(({ code }) => code === 'rate_limited')).toHaveLength(50)
  expect(second.socket.readyState).toBe(second.socket.OPEN)
})

test('another room answers its own type, on the socket that asked, without holding up other frames', async () => {
  const { app, logs } = server
  let go = () => {}
  const gate = new Promise<void>((resolve) => (go = resolve))
  const answers = { 'test:answer': z.object({ you: z.int(), data: z.number() }) }
  const slow = { data: z.number(), answers }
  const silent = { data: z.undefined(), answers: {} }
  app.realtime.on('test:slow', slow, async (caller, { data }, send) => {
    await gate
    send('test:answer', { you: caller.id, data })
  })
  app.realtime.on('test:refuse', silent, async () => {
    throw new AppError('forbidden')
  })
  app.realtime.on('test:fault', silent, async () => {
    throw new Error('a fault')
  })
  expect(() => app.realtime.on('test:slow', slow, async () => {})).toThrow('two handlers')
  const { person, client } = await open(answers)
  const other = connect(server.url, person.accessToken)
  await other.got('welcome')
  client.send({ type: 'test:slow', data: 5 })
  client.send({ type: 'test:refuse', ref: 1 })
  client.send({ type: 'test:fault', ref: 2 })
  client.send({ type: 'ping' })
  await Promise.all([client.got('error', 2), client.got('pong')])
  expect(errors(client)).toEqual([
    { code: 'forbidden', detail: 'You may not do this', ref: 1 },
    { code: 'internal_error', detail: 'something went wrong on our side', ref: 2 },
  ])
  expect(client.of('test:answer')).toEqual([])
  go()
  expect(await client.got('test:answer')).toEqual({ type: 'test:answer', data: { you: person.id, data: 5 } })
  await setImmediate()
  expect(other.frames).toHaveLength(1)
  expect(logs.filter(({ level }) => Number(level) >= 50)).toHaveLength(1)
})

test('the assistant answers a message on the socket that asked: pieces, then the whole, kept as one conversation', async () => {
  const { app } = server
  const { person, client } = await open()
  const other = connect(server.url, person.accessToken)
  await other.got('welcome')
  client.send({ type: 'ai:message', data: { message: 'Como agendar uma consulta?' }, ref: 'a' })
  const { data: whole } = await client.got('ai:done')
  expect(whole).toMatchObject({
    provider: 'rules',
    risk: 'nenhum',
    reply: expect.stringMatching(/consulta/i),
    ref: 'a',
  })
  const { conversationId, reply } = whole
  const pieces = client.of('ai:delta').map(({ data }) => data)
  expect(pieces.length).toBeGreaterThan(1)
  expect(pieces.map(({ delta }) => delta).join('')).toBe(reply)
  for (const piece of pieces) expect(piece).toMatchObject({ conversationId, ref: 'a' })
  expect(client.frames.findIndex(({ type }) => type === 'ai:done')).toBe(client.frames.length - 1)

  client.send({ type: 'ai:message', data: { message: 'Obrigada!', conversationId } })
  expect((await client.got('ai:done', 2)).data).toMatchObject({ conversationId })
  const kept = await app.db.chatMessage.findMany({
    where: { conversationId: String(conversationId) },
    orderBy: { id: 'asc' },
  })
  expect(kept.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant'])
  expect(kept[1]?.content).toBe(reply)
  expect(other.frames).toHaveLength(1)
})

test('what the assistant cannot take is refused with the field that is wrong, and changes nothing', async () => {
  const { client } = await open()
  const before = await server.app.db.chatMessage.count()
  for (const [ref, data] of [{}, { message: ' ' }, { message: 'Oi', conversationId: 'x' }, 'Oi'].entries())
    client.send({ type: 'ai:message', data, ref })
  client.send({ type: 'ai:message', data: { message: 'Oi', conversationId: crypto.randomUUID() }, ref: 4 })
  await client.got('error', 5)
  const refused = errors(client).toSorted((a, b) => Number(a.ref) - Number(b.ref))
  expect(refused.map(({ code }) => code)).toEqual([...Array<string>(4).fill('validation_failed'), 'not_found'])
  expect(refused.map(({ detail }) => String(detail).split(':')[0])).toEqual([
    'data.message',
    'data.message',
    'data.conversationId',
    'data',
    expect.any(String),
  ])
  expect(await server.app.db.chatMessage.count()).toBe(before)
})
