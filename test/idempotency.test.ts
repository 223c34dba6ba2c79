import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Tx } from '../src/database/transaction.ts'
import { AppError } from '../src/errors.ts'
import { storedAnswers } from '../src/http/idempotency.ts'
import type { Notice } from '../src/notifications/notifications.ts'
import { secondNode, type Signed, startApp, type TestApp, until } from './app.ts'
import { day, hour, put, startClinic } from './clinic.ts'
import { chatServer } from './fakes/openai.ts'

let server: TestApp
let patient: Signed
let psychologist: Signed
let admin: Signed

beforeAll(async () => {
  server = await startApp({ keep: true })
  const { person } = server
  ;[patient, psychologist, admin] = [await person(), await person('psicologo'), await person('admin')]
})
afterAll(() => server.close())

interface Post {
  as: Signed
  path: string
  body?: unknown
}

/** Posts and gives the answer with its bytes as they came. */
async function post({ as, path, body }: Post, key?: string, url = server.url) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${as.accessToken}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const { status, headers } = response
  const text = await response.text()
  const json = JSON.parse(text)
  return { status, text, type: headers.get('content-type'), headers, json, code: json.code as string | undefined }
}
type Sent = Awaited<ReturnType<typeof post>>

const replayed = ({ headers }: Sent) => headers.get('idempotency-replayed')
const same = ({ status, text, type }: Sent) => ({ status, text, type })

/** The answer is the first one, said to be so. */
const expectReplay = (answer: Sent, first: Sent) => {
  expect(same(answer)).toEqual(same(first))
  expect(replayed(answer)).toBe('true')
}

let slots = 0
/** A time that no other test of this file books, a month from now. */
const slot = () => new Date(Math.ceil(Date.now() / hour) * hour + 30 * day + slots++ * hour).toISOString()
const booking = (): Post => ({
  as: psychologist,
  path: '/appointments',
  body: { patientId: patient.id, startsAt: slot(), durationMinutes: 50 },
})
const message = (title = 'Olá', as = admin): Post => ({
  as,
  path: '/notifications',
  body: { userId: patient.id, title, message: 'Até logo.' },
})
const messages = (title: string) => server.app.db.notification.count({ where: { title } })
const kept = (key: string) => server.app.db.idempotencyKey.count({ where: { key } })

/** Has the next notification of an application end like this, after everything that it writes was written. */
function nextNotification({ app }: Pick<TestApp, 'app'>, end: (tx: Tx) => Promise<void>) {
  const { notifications } = app
  const { notify } = notifications
  const back = () => void (notifications.notify = notify)
  onTestFinished(back)
  notifications.notify = async (tx: Tx, notice: Notice) => {
    back()
    const id = await notify(tx, notice)
    await end(tx)
    return id
  }
}

/** Has something happen around each transaction of an application, until the test ends. */
function aroundTransactions({ app }: Pick<TestApp, 'app'>, around: (run: () => Promise<unknown>) => Promise<unknown>) {
  const { db } = app
  const { $transaction } = db
  const run = (...given: unknown[]) => around(() => Reflect.apply($transaction, db, given) as Promise<unknown>)
  db.$transaction = run as typeof $transaction // gives what the real one gives
  onTestFinished(() => void (db.$transaction = $transaction))
}

interface Case {
  name: string
  status: number
  make(): Promise<{ post: Post; other: unknown; effects(): Promise<number> }>
}
const cases: Case[] = [
  {
    name: '/appointments',
    status: 201,
    async make() {
      const made = booking()
      const { startsAt } = made.body as { startsAt: string }
      const effects = () => server.app.db.appointment.count({ where: { startsAt: new Date(startsAt) } })
      return { post: made, other: { ...(made.body as object), durationMinutes: 40 }, effects }
    },
  },
  {
    name: '/appointments/:id/remind',
    status: 202,
    async make() {
      const { id } = await put(server, patient, psychologist, new Date(slot()))
      const effects = () => server.app.db.notification.count({ where: { appointmentId: id, type: 'lembrete' } })
      return { post: { as: psychologist, path: `/appointments/${id}/remind` }, other: { urgent: true }, effects }
    },
  },
  {
    name: '/notifications',
    status: 202,
    async make() {
      const title = randomUUID()
      return { post: message(title), other: { ...(message().body as object) }, effects: () => messages(title) }
    },
  },
  {
    name: '/users',
    status: 201,
    async make() {
      const email = `${randomUUID()}@example.com`
      const body = { name: 'Dra. Bia', email, password: 'outra senha bem longa', role: 'psicologo' }
      const effects = () => server.app.db.user.count({ where: { email } })
      return {
        post: { as: admin, path: '/users', body },
        other: { ...body, password: 'mais uma senha longa' },
        effects,
      }
    },
  },
  {
    name: '/ai/chat',
    status: 200,
    async make() {
      const content = `Como agendar? ${randomUUID()}`
      const effects = () => server.app.db.chatMessage.count({ where: { content } })
      return { post: { as: patient, path: '/ai/chat', body: { message: content } }, other: { message: 'Oi' }, effects }
    },
  },
]

test.each(cases)(
  '50 requests to $name at once under one key have one effect and one answer, and another body is refused',
  async ({ status, make }) => {
    const { post: asked, other, effects } = await make()
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(asked, key)))
    const good = answers.filter((answer) => answer.status === status)
    const first = good.find((answer) => replayed(answer) === null)
    if (!first) throw new Error(`none was first: ${JSON.stringify(answers.map(({ text }) => text))}`)
    expect(first.type).toBe('application/json; charset=utf-8')
    for (const answer of good) if (answer !== first) expectReplay(answer, first)
    for (const answer of answers.filter((each) => !good.includes(each))) {
      expect([answer.status, answer.code]).toEqual([409, 'idempotency_in_progress'])
      expect(answer.headers.get('retry-after')).toBe('1')
    }
    expectReplay(await post(asked, key), first)

    const refused = await post({ ...asked, body: other }, key)
    expect([refused.status, refused.code]).toEqual([422, 'idempotency_key_reused'])
    expect(refused.type).toMatch(/^application\/problem\+json/)
    expectReplay(await post(asked, key), first)
    expect(await effects()).toBe(1)
    expect(await kept(key)).toBe(1)
  },
)

test('without a key each request counts, and the answer is the same in kind', async () => {
  const asked = message('Sem chave')
  const [one, two] = [await post(asked), await post(asked)]
  expect([one.status, two.status, await messages('Sem chave')]).toEqual([202, 202, 2])
  const keyed = await post(asked, randomUUID())
  expect(keyed.type).toBe(one.type)
  expect(Object.keys(keyed.json as object)).toEqual(Object.keys(one.json as object))
  expect([replayed(one), replayed(two), replayed(keyed)]).toEqual([null, null, null])
})

test('the order of fields makes no other request, and a path parameter does', async () => {
  const key = randomUUID()
  const { as, path, body } = message('Em ordem')
  const first = await post({ as, path, body }, key)
  expectReplay(await post({ as, path, body: Object.fromEntries(Object.entries(body as object).reverse()) }, key), first)
  expect(await messages('Em ordem')).toBe(1)
  const [one, two] = [
    await put(server, patient, psychologist, new Date(slot())),
    await put(server, patient, psychologist, new Date(slot())),
  ]
  expect((await post({ as: admin, path: `/appointments/${one.id}/remind` }, key)).status).toBe(202)
  expect((await post({ as: admin, path: `/appointments/${two.id}/remind` }, key)).code).toBe('idempotency_key_reused')
})

test("a key is its user's own, and its route's", async () => {
  const key = randomUUID()
  const second = await server.person('admin')
  const first = await post(message('De quem?'), key)
  const theirs = await post(message('De quem?', second), key)
  const chat = await post({ as: admin, path: '/ai/chat', body: { message: 'Oi' } }, key)
  expect([first.status, theirs.status, chat.status]).toEqual([202, 202, 200])
  for (const answer of [first, theirs, chat]) expect(replayed(answer)).toBeNull()
  expect(await messages('De quem?')).toBe(2)
  expectReplay(await post(message('De quem?', second), key), theirs)
})

test('a refusal is replayed as it was, also when the reason is gone', async () => {
  const asked = booking()
  const { startsAt } = asked.body as { startsAt: string }
  const taken = await put(server, await server.person(), psychologist, new Date(startsAt))
  const key = randomUUID()
  const refused = await post(asked, key)
  expect([refused.status, refused.code, replayed(refused)]).toEqual([409, 'slot_taken', null])
  await psychologist.call('POST', `/appointments/${taken.id}/cancel`)
  const again = await post(asked, key)
  expectReplay(again, refused)
  expect(again.type).toBe('application/problem+json; charset=utf-8')
  expect((await post(asked, randomUUID())).status).toBe(201)
})

test('a refusal before the transaction is replayed too, and a body that is invalid was no request', async () => {
  const key = randomUUID()
  const unknown = { message: 'Oi', conversationId: randomUUID() }
  const first = await post({ as: patient, path: '/ai/chat', body: unknown }, key)
  expect(first.status).toBe(404)
  expectReplay(await post({ as: patient, path: '/ai/chat', body: unknown }, key), first)
  expect((await post({ as: patient, path: '/ai/chat', body: {} }, key)).code).toBe('validation_failed')

  const fresh = randomUUID()
  expect((await post({ ...message(), body: {} }, fresh)).code).toBe('validation_failed')
  expect((await post(message('Agora sim'), fresh)).status).toBe(202)
})

test.each([
  ['a fault', 500, () => new Error('the process dies here, as far as this request knows')],
  ['an outage', 503, () => new AppError('unavailable')],
  ['a limit', 429, () => new AppError('rate_limited', { headers: { 'retry-after': '7' } })],
] as const)('%s after the effect leaves neither effect nor answer, and the retry does it once', async (...parts) => {
  const [title, status, error] = parts
  const key = randomUUID()
  nextNotification(server, async () => {
    throw error()
  })
  const failed = await post(message(title), key)
  expect(failed.status).toBe(status)
  if (status === 500) await server.meantFaults(1)
  server.forged.add('sendNotification 429 is not described: rate_limited')
  expect([await messages(title), await kept(key)]).toEqual([0, 0])
  const retried = await post(message(title), key)
  expect([retried.status, replayed(retried)]).toEqual([202, null])
  expectReplay(await post(message(title), key), retried)
  expect(await messages(title)).toBe(1)
})

test.each([
  ['nothing', ''],
  ['256 characters', 'k'.repeat(256)],
  ['a space', 'a b'],
  ['a tab', 'a\tb'],
  ['letters beyond ASCII', 'reunião'],
])('a key of %s is refused', async (_what, key) => {
  const answer = await post(message('Nunca'), key)
  expect([answer.status, answer.code]).toEqual([422, 'invalid_idempotency_key'])
  expect(await messages('Nunca')).toBe(0)
})

test('a key may be any 255 visible characters of ASCII', async () => {
  const visible = String.fromCharCode(...Array.from({ length: 94 }, (_, index) => 0x21 + index))
  for (const key of [visible, 'k'.repeat(255), `"${randomUUID()}"`, '!']) {
    const first = await post(message('Visível'), key)
    expect(first.status).toBe(202)
    expectReplay(await post(message('Visível'), key), first)
  }
})

test('a browser may send the key and read what came of it', async () => {
  const response = await fetch(`${server.url}/api/v1/appointments`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,idempotency-key',
    },
  })
  expect(response.headers.get('access-control-allow-headers')).toContain('idempotency-key')
  const answer = await fetch(`${server.url}/api/v1/appointments`, { headers: { origin: 'https://app.example.com' } })
  expect(answer.headers.get('access-control-expose-headers')).toContain('Idempotency-Replayed')
})

test('for 24 hours a key is kept, then it may be used anew, and is deleted', async () => {
  const clinic = await startClinic()
  const { app, url, clock } = clinic
  // Access tokens are of the real time; sessions, of the clock's.
  const asked: Post = { as: clinic.admin, path: '/ai/chat', body: { message: 'Oi' } }
  const [key, other] = [randomUUID(), randomUUID()]
  const first = await post(asked, key, url)
  clock.advance(day - 1)
  expectReplay(await post(asked, key, url), first)
  clock.advance(1)
  const anew = await post({ ...asked, body: { message: 'Outra coisa' } }, key, url)
  expect([anew.status, replayed(anew)]).toEqual([200, null])
  expect(await app.db.conversation.count()).toBe(2)
  clock.advance(hour)
  await post(asked, other, url)

  const book = storedAnswers({ db: app.db, clock, secretKey: 'k', previousSecretKey: undefined })
  expect(await book.trim()).toBe(0)
  clock.advance(day - hour)
  expect(await book.trim()).toBe(1)
  expect(await app.db.idempotencyKey.findMany({ select: { key: true } })).toEqual([{ key: other }])
})

test('while a model is asked the key is taken, and the model is asked once', async () => {
  const model = await chatServer(() => 'hang')
  const env = { OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: model.url, AI_TIMEOUT_MS: '1500' }
  const { person, url, app } = await startApp({ env })
  const asked: Post = { as: await person(), path: '/ai/chat', body: { message: 'Qual é o horário?' } }
  const key = randomUUID()
  const first = post(asked, key, url)
  await until('the model to be asked', () => model.requests.length)
  const meanwhile = await Promise.all(Array.from({ length: 5 }, () => post(asked, key, url)))
  expect(meanwhile.map(({ code }) => code)).toEqual(Array<string>(5).fill('idempotency_in_progress'))
  const answer = await first
  expectReplay(await post(asked, key, url), answer)
  expect([model.requests.length, await app.db.conversation.count()]).toEqual([1, 1])
})

test('a message that speaks of suicide alerts the psychologist once under its key', async () => {
  const { app, person, url } = await startApp()
  const [ana, maria] = [await person('psicologo'), await person()]
  await put({ app }, maria, ana, new Date(Date.now() + day))
  const asked: Post = { as: maria, path: '/ai/chat', body: { message: 'quero me matar hoje' } }
  const key = randomUUID()
  await Promise.all(Array.from({ length: 10 }, () => post(asked, key, url)))
  const again = await post(asked, key, url)
  expect(again.json).toMatchObject({ risk: 'alto' })
  expect(replayed(again)).toBe('true')
  expect((await ana.call('GET', '/notifications')).body.items).toEqual([expect.objectContaining({ type: 'alerta' })])
  expect([await app.db.riskAlert.count(), await app.db.chatMessage.count()]).toEqual([1, 2])
})

test('what is kept of a request gives nothing of it away, and a new secret key still knows it', async () => {
  const key = randomUUID()
  const title = 'Segredo'
  await post(message(title), key)
  const { requestHash } = await server.app.db.idempotencyKey.findFirstOrThrow({ where: { key } })
  const request = { method: 'POST', routeOptions: { url: '/x' }, headers: { 'idempotency-key': 'k' }, caller: admin }
  const asked = { ...request, params: {}, body: { title } } as never // as much of a request as `read` looks at
  const read = (secretKey: string, previousSecretKey?: string) =>
    storedAnswers({ db: server.app.db, clock: { now: () => new Date() }, secretKey, previousSecretKey }).read(asked)
  expect(read('one')?.hashes).not.toEqual(read('two')?.hashes)
  expect(read('two', 'one')?.hashes).toContain(read('one')?.hashes[0])
  expect(requestHash).toMatch(/^[\w-]{43}$/)
})

test('two nodes on one database do under one key one thing', async () => {
  const { url } = await secondNode(server)
  for (const { make, status } of cases) {
    const { post: asked, effects } = await make()
    const key = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => post(asked, key, index % 2 ? url : server.url)),
    )
    const first = answers.find((answer) => answer.status === status && replayed(answer) === null)
    if (!first) throw new Error(`none was first: ${JSON.stringify(answers.map(({ text }) => text))}`)
    for (const answer of answers) {
      if (answer.status !== status) expect(answer.code).toBe('idempotency_in_progress')
      else if (answer !== first) expectReplay(answer, first)
    }
    for (const node of [url, server.url]) expectReplay(await post(asked, key, node), first)
    expect(await effects()).toBe(1)
  }
})

test('while one node is at work the other refuses, and when it dies there the other takes over', async () => {
  const { url, node } = await secondNode(server)
  const key = randomUUID()
  let pid: number | undefined
  const gate = Promise.withResolvers<void>()
  nextNotification(server, async (tx) => {
    pid = (await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`)[0]?.pid
    await gate.promise
  })
  const asked = message('Dois nós')
  const dying = post(asked, key)
  await until('the first node to be at work', () => pid)
  const meanwhile = await post(asked, key, url)
  expect([meanwhile.code, meanwhile.headers.get('retry-after')]).toEqual(['idempotency_in_progress', '1'])
  // What PostgreSQL sees of a killed node: its connection is gone.
  await node.db.$queryRaw`SELECT pg_terminate_backend(${pid}::int)`
  const taken = await until('the lock to be gone', async () => {
    const answer = await post(asked, key, url)
    return answer.status === 202 ? answer : undefined
  })
  expect(replayed(taken)).toBeNull()
  gate.resolve()
  expect((await dying).status).toBeGreaterThanOrEqual(500)
  expectReplay(await post(asked, key), taken)
  expect(await messages('Dois nós')).toBe(1)
})

test('a refusal on one node yields to what the other did meanwhile under the same key', async () => {
  const { url } = await secondNode(server)
  const key = randomUUID()
  const asked = message('Recusada e feita')
  let refused = false
  let overtaking: Promise<Sent> | undefined
  nextNotification(server, async () => {
    refused = true
    throw new AppError('forbidden')
  })
  aroundTransactions(server, async (run) => {
    if (refused) await (overtaking ??= post(asked, key, url))
    return run()
  })
  const answer = await post(asked, key)
  const done = await overtaking
  if (!done) throw new Error('the other node was not asked')
  expect([done.status, replayed(done)]).toEqual([202, null])
  expectReplay(answer, done)
  expect(await messages('Recusada e feita')).toBe(1)
})

test('that the first request still ran is never the answer that is kept, even where that one fails right then', async () => {
  const { url, node } = await secondNode(server)
  const key = randomUUID()
  const gate = Promise.withResolvers<void>()
  let atWork = false
  nextNotification(server, async () => {
    atWork = true
    await gate.promise
    throw new AppError('unavailable')
  })
  const asked = message('Nem um nem outro')
  const failing = post(asked, key)
  await until('the first node to be at work', () => atWork)
  aroundTransactions({ app: node }, async (run) => {
    try {
      return await run()
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'idempotency_in_progress')) throw error
      gate.resolve()
      await failing
      throw error
    }
  })
  expect((await post(asked, key, url)).code).toBe('idempotency_in_progress')
  expect((await failing).status).toBe(503)
  expect((await post(asked, key, url)).status).toBe(202)
})
