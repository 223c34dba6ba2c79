import { readdirSync, readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { loggableUrl } from '../src/logger.ts'
import { startApp, type Signed, type TestApp, until } from './app.ts'

let server: TestApp
let patient: Signed

beforeAll(async () => {
  server = await startApp({ keep: true, env: { CORS_ORIGINS: 'https://app.example.com' } })
  patient = await server.person()
})
afterAll(() => server.close())

/** Sends bytes as they are and gives the whole answer. */
const raw = (bytes: string | Buffer) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.end(bytes))
    let answer = ''
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')))
    socket.on('end', () => resolve(answer))
    socket.on('error', reject)
  })

const problem = (code: string, status: number) => ({
  type: `urn:blurosiere:problem:${code}`,
  title: expect.any(String),
  status,
  code,
  requestId: expect.any(String),
})

test('an unknown route is a 404 problem in Portuguese, or in English for those who prefer it', async () => {
  const answer = await server.call('GET', '/nowhere')
  expect(answer.status).toBe(404)
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect(answer.body).toMatchObject({ ...problem('not_found', 404), title: 'Não encontrado' })
  expect((await server.call('GET', '/nowhere', undefined, { 'accept-language': 'en-GB,pt;q=0.5' })).body.title).toBe(
    'Not found',
  )
  expect(
    (await server.call('GET', '/nowhere', undefined, { 'accept-language': 'fr, en;q=0.3, pt;q=0.8' })).body.title,
  ).toBe('Não encontrado')
})

test('a known path with a wrong method is 405 and says which it takes', async () => {
  const answer = await server.call('DELETE', '/auth/login')
  expect(answer.status).toBe(405)
  expect(answer.headers.get('allow')).toContain('POST')
  expect(answer.body).toMatchObject(problem('method_not_allowed', 405))
})

test('a request id is taken if it is short and plain, made if not, and returned', async () => {
  expect(
    (await server.call('GET', '/nowhere', undefined, { 'x-request-id': 'abc-123' })).headers.get('x-request-id'),
  ).toBe('abc-123')
  expect(
    (await server.call('GET', '/nowhere', undefined, { 'x-request-id': 'a b<script>' })).headers.get('x-request-id'),
  ).toMatch(/^[0-9a-f-]{36}$/)
})

describe('a body that cannot be read is 400 malformed_json:', () => {
  test.each([
    ['cut off', '{"email":'],
    ['with a NUL', '{"email":"a\\u0000b","password":"x"}'],
    ['with half a surrogate pair', '{"email":"\\ud800","password":"x"}'],
    ['with __proto__', '{"__proto__":{"role":"admin"}}'],
    ['nested beyond 32', '['.repeat(33) + ']'.repeat(33)],
    ['nested a hundred thousand deep', '['.repeat(100_000)],
    ['with invalid UTF-8', new Uint8Array([0x22, 0xff, 0xfe, 0x22])],
  ])('%s', async (_what, body) => {
    const answer = await server.call('POST', '/auth/login', body)
    expect(answer.body).toMatchObject(problem('malformed_json', 400))
  })
})

test('validation names each field, in the language of the caller, and never repeats what was sent', async () => {
  const body = { name: 7, email: 'not-an-address-xyz', password: 'short-xyz' }
  const pt = await server.call('POST', '/auth/register', body)
  expect(pt.status).toBe(422)
  expect(pt.body).toMatchObject(problem('validation_failed', 422))
  expect(pt.body.errors.map(({ path }: { path: string }) => path)).toEqual(['body.name', 'body.email', 'body.password'])
  expect(JSON.stringify(pt.body)).not.toMatch(/xyz/)
  const en = await server.call('POST', '/auth/register', body, { 'accept-language': 'en' })
  expect(en.body.errors[2].message).not.toBe(pt.body.errors[2].message)
})

test('unknown fields are refused, so a role cannot be smuggled in', async () => {
  const body = { name: 'Eva', email: 'eva@example.com', password: 'uma senha bem longa', role: 'admin' }
  expect((await server.call('POST', '/auth/register', body)).status).toBe(422)
  expect((await patient.call('PATCH', '/me', { role: 'admin' })).status).toBe(422)
})

test('a body that is refused while it is being sent does not close the connection', async () => {
  const { port, hostname } = new URL(server.url)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  const post = (path: string, body: Buffer | undefined, headers: Record<string, string>) =>
    new Promise<[number | undefined, boolean]>((resolve, reject) => {
      const sent = request({ port, hostname, agent, method: 'POST', path: `/api/v1${path}`, headers }, (answer) => {
        answer.resume()
        // By then the connection is free for the next one.
        sent.once('close', () => resolve([answer.statusCode, sent.reusedSocket]))
      })
      sent.once('error', reject)
      sent.end(body)
    })
  const json = { 'content-type': 'application/json' }
  expect(await post('/auth/login', Buffer.from('{}'), json)).toEqual([422, false])
  const large = Buffer.alloc(9_000_000, ' ')
  for (const headers of [json, { ...json, 'transfer-encoding': 'chunked' }])
    expect(await post('/auth/login', large, headers)).toEqual([413, true])
  expect(await post('/auth/login', large, { 'content-type': 'text/plain' })).toEqual([415, true])
  // Without a type, and all of it in one packet: refused once, and nothing is done.
  const typeless = { authorization: `Bearer ${patient.accessToken}`, 'content-length': '1' }
  expect(await post('/auth/ws-ticket', Buffer.from('x'), typeless)).toEqual([415, true])
  // As nginx hands on what came by HTTP/2 without a body.
  const signed = { authorization: `Bearer ${patient.accessToken}`, 'transfer-encoding': 'chunked' }
  expect(await post('/auth/ws-ticket', undefined, signed)).toEqual([201, true])
})

test('a body over 256 KiB is 413, another content type 415, an empty one fine where none is needed', async () => {
  expect((await server.call('POST', '/auth/login', `"${'x'.repeat(256 * 1024)}"`)).body).toMatchObject(
    problem('body_too_large', 413),
  )
  expect(
    (await server.call('POST', '/auth/login', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' })).body,
  ).toMatchObject(problem('unsupported_media_type', 415))
  expect((await patient.call('POST', '/auth/ws-ticket', '', { 'content-type': 'application/json' })).status).toBe(201)
})

test('an address that cannot be decoded, holds a NUL, or is too long is refused as a problem', async () => {
  expect((await server.call('GET', '/api/v1/users/%ZZ/working-hours')).body).toMatchObject(
    problem('malformed_request', 400),
  )
  expect((await patient.call('GET', '/users?q=a%00b')).body).toMatchObject(problem('malformed_request', 400))
  const long = await server.call('GET', `/api/v1/users/${'9'.repeat(5000)}/working-hours`)
  expect(long.body).toMatchObject(problem('uri_too_long', 414))
})

test('bytes that are no HTTP get a 400 problem, not silence', async () => {
  expect(await raw('NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json.*malformed_request/s)
  expect(await raw(`GET / HTTP/1.1\r\nHost: x\r\nX-Big: ${'a'.repeat(40_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 431 .*headers_too_large/s,
  )
})

test('cursors that this server did not make are 422, and limits are 1 to 100', async () => {
  expect((await patient.call('GET', '/notifications?cursor=%22%22')).body).toMatchObject(problem('invalid_cursor', 422))
  for (const limit of ['0', '101', 'x', '-1', '1e999'])
    expect((await patient.call('GET', `/notifications?limit=${limit}`)).status).toBe(422)
})

test.each([
  ['/notifications', 9007199254740991],
  ['/users', { name: 'a', id: 9007199254740991 }],
  ['/users', { name: '\u0000', id: 1 }],
  ['/appointments', { at: '2026-01-01T00:00:00Z', id: 99999999999 }],
  ['/appointments', { at: '0000-01-01T00:00:00Z', id: 1 }],
])('a forged cursor of %s is 422, never a fault', async (path, key) => {
  const cursor = Buffer.from(JSON.stringify(key)).toString('base64url')
  expect((await patient.call('GET', `${path}?cursor=${cursor}`)).body).toMatchObject(problem('invalid_cursor', 422))
})

test('twenty people behind one address register at once, the next within the hour are refused, and an administrator is not', async () => {
  const { call, person } = await startApp({ env: { TRUST_PROXY: '127.0.0.1' } })
  const [admin, known] = [await person('admin'), await person()]
  const somebody = (n: number | string) => ({
    name: 'N',
    email: `n${n}@example.com`,
    password: 'uma senha bem longa',
  })
  const register = (n: number, ip = '203.0.113.1') =>
    call('POST', '/auth/register', somebody(n), { 'x-forwarded-for': ip })
  // What makes no account is not counted.
  const taken = { ...somebody(0), email: known.email }
  expect((await call('POST', '/auth/register', taken, { 'x-forwarded-for': '203.0.113.1' })).status).toBe(409)
  const all = await Promise.all(Array.from({ length: 30 }, (_, n) => register(n)))
  expect(all.map(({ status }) => status).sort()).toEqual([...Array(20).fill(201), ...Array(10).fill(429)])
  const refused = await register(31)
  expect(refused.headers.get('ratelimit-policy')).toBe('"register";q=20;w=3600')
  expect((await register(32, '203.0.113.2')).status).toBe(201)
  const made = await Promise.all(
    Array.from({ length: 24 }, (_, n) =>
      admin.call(
        'POST',
        '/users',
        { ...somebody(`of-ours-${n}`), role: 'paciente' },
        { 'x-forwarded-for': '203.0.113.1' },
      ),
    ),
  )
  expect(made.map(({ status }) => status)).toEqual(Array(24).fill(201))
})

test.each([
  ['registrations', 'register'],
  ['sign-ins', 'login'],
])('while one address floods us with %s, not one of twenty others is refused', async (_what, path) => {
  const { call, person } = await startApp({ env: { TRUST_PROXY: '127.0.0.1' } })
  const people = await Promise.all(Array.from({ length: 20 }, () => person()))
  let flooding = true
  let count = 0
  const statuses = new Set<number>()
  const [first] = people
  const flood = Array.from({ length: 40 }, async () => {
    while (flooding) {
      const body =
        path === 'register'
          ? { name: 'N', email: `flood${count++}@example.com`, password: 'uma senha bem longa' }
          : { email: first?.email, password: first?.password }
      statuses.add((await call('POST', `/auth/${path}`, body, { 'x-forwarded-for': '2001:db8::1' })).status)
    }
  })
  await until('the flood', () => statuses.size > 1)
  const signIns = await Promise.all(
    people.map(async ({ email, password }, n) => {
      const { status } = await call('POST', '/auth/login', { email, password }, { 'x-forwarded-for': `203.0.113.${n}` })
      return status
    }),
  )
  flooding = false
  await Promise.all(flood)
  expect(signIns).toEqual(Array(20).fill(200))
})

test('trying e-mails to see which are taken is stopped after ten', async () => {
  const { call, person } = await startApp()
  const { email } = await person()
  const tries = await Promise.all(
    Array.from({ length: 15 }, () =>
      call('POST', '/auth/register', { name: 'N', email, password: 'uma senha bem longa' }),
    ),
  )
  expect(tries.filter(({ status }) => status === 409)).toHaveLength(10)
  expect(tries.filter(({ status }) => status === 429)).toHaveLength(5)
})

test('answers that bring tokens are not stored by caches, and an OPTIONS that is no preflight is answered', async () => {
  const { email, password } = await server.person()
  expect((await server.call('POST', '/auth/login', { email, password })).headers.get('cache-control')).toBe('no-store')
  expect((await server.call('OPTIONS', '/me')).status).toBe(204)
})

test('without a valid bearer token it is 401, whatever the header says', async () => {
  for (const authorization of [
    '',
    'Bearer',
    'Bearer x',
    'Bearer a b',
    'Basic YTpi',
    `Bearer ${patient.accessToken}x`,
  ]) {
    const answer = await server.call('GET', '/me', undefined, { authorization })
    expect(answer.body).toMatchObject(problem('unauthenticated', 401))
  }
})

test('personal answers are not stored by caches, and the headers that front ends read are exposed to their origin only', async () => {
  const mine = await patient.call('GET', '/me', undefined, { origin: 'https://app.example.com' })
  expect(mine.headers.get('cache-control')).toBe('no-store')
  expect(mine.headers.get('access-control-allow-origin')).toBe('https://app.example.com')
  expect(mine.headers.get('access-control-expose-headers')).toContain('X-Request-Id')
  expect(
    (await patient.call('GET', '/me', undefined, { origin: 'https://evil.example' })).headers.get(
      'access-control-allow-origin',
    ),
  ).toBeNull()
})

test('browsers are told to run, frame and sniff nothing, and behind TLS to come back by TLS only', async () => {
  const plain = (await server.call('GET', '/me')).headers
  expect(plain.get('content-security-policy')).toBe(
    "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'self'",
  )
  expect([plain.get('x-content-type-options'), plain.get('strict-transport-security')]).toEqual(['nosniff', null])
  expect(plain.get('set-cookie')).toBeNull()
  const secure = await startApp({ env: { PUBLIC_URL: 'https://api.example.com' } })
  const { headers } = await secure.call('GET', '/me')
  expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
})

test('credentials are for allowed origins only: an open development server gives none', async () => {
  const asked = async (app: TestApp, origin: string) => {
    const { headers } = await app.call('GET', '/me', undefined, { origin })
    return ['access-control-allow-origin', 'access-control-allow-credentials'].map((name) => headers.get(name))
  }
  expect(await asked(server, 'https://app.example.com')).toEqual(['https://app.example.com', 'true'])
  expect((await asked(server, 'https://app.example.com.evil.example'))[0]).toBeNull()
  const open = await startApp({ env: { CORS_ORIGINS: '*' } })
  expect((await asked(open, 'https://anything.example'))[1]).toBeNull()
})

test('who a caller is at is believed of a trusted proxy only', async () => {
  const ipOf = async (app: TestApp) => {
    const who = await app.person()
    const login = { email: who.email, password: who.password }
    await app.call('POST', '/auth/login', login, { 'x-forwarded-for': '203.0.113.9' })
    return (await who.call('GET', '/me/sessions')).body.items.map(({ ip }: { ip: string }) => ip)
  }
  expect(await ipOf(server)).toEqual(['127.0.0.1', '127.0.0.1'])
  const behind = await startApp({ env: { TRUST_PROXY: '127.0.0.1/32' } })
  expect(await ipOf(behind)).toContain('203.0.113.9')
})

test('guessing a password stops after ten failures, with Retry-After, also when all guesses come at once', async () => {
  const victim = await server.person()
  const guesses = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      server.call('POST', '/auth/login', { email: victim.email, password: `guess number ${index}` }),
    ),
  )
  expect(guesses.filter(({ status }) => status === 401)).toHaveLength(10)
  const stopped = guesses.filter(({ status }) => status === 429)
  expect(stopped).toHaveLength(20)
  expect(Number(stopped[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(stopped[0]?.headers.get('ratelimit-policy')).toBe('"login-account";q=10;w=900')
})

test('passwords that everybody tries are refused', async () => {
  for (const password of [
    '1234567890',
    'password12345',
    'qwertyuiop',
    'aaaaaaaaaa',
    'eva@example.com',
    'abcdefghijkl',
  ]) {
    const answer = await server.call('POST', '/auth/register', { name: 'Eva', email: 'eva@example.com', password })
    expect([password, answer.body.code]).toEqual([password, 'weak_password'])
  }
})

const corpora = process.env.CORPORA_DIR
test.skipIf(!corpora)('the JSON corpus: n_* are refused, y_* parse, nothing is a 500', async () => {
  const folder = join(corpora ?? '', 'json')
  for (const file of readdirSync(folder)) {
    const { status, body } = await server.call('POST', '/auth/login', readFileSync(join(folder, file)))
    if (file.startsWith('n_')) expect([file, status, body.code]).toEqual([file, 400, 'malformed_json'])
    else expect([file, status < 500]).toEqual([file, true])
  }
})

test.each([
  ['/ws/secret?since=4', '/ws/[token]'],
  ['//ws/secret', '/ws/[token]'],
  ['/%77s/secret', '/ws/[token]'],
  ['http://example.com/ws/secret', '/ws/[token]'],
  ['/api/v1/files/1/content?sig=secret', '/api/v1/files/1/content'],
  ['/%ZZ/ws/secret', '[malformed]'],
  [`/api/v1/ws/${'eyJhbGciOi'.repeat(5)}.abc`, '/api/v1/ws/[token]'],
  ['/api/v1/files/01a20a68-9ee1-77af-9d51-942c5c8385d9', '/api/v1/files/01a20a68-9ee1-77af-9d51-942c5c8385d9'],
])('of %s a log shows only %s', (url, shown) => {
  expect(loggableUrl(url)).toBe(shown)
})
