import { METHODS } from 'node:http'
import { connect as connectTo } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseAddress } from '../src/limits/network.ts'
import { startApp, type Signed, type TestApp } from './app.ts'

let server: TestApp
let patient: Signed

beforeAll(async () => {
  server = await startApp({ keep: true, env: { TRUST_PROXY: '127.0.0.1,10.0.0.0/8' } })
  patient = await server.person()
})
afterAll(() => server.close())

/** Sends bytes as they are and gives the answer's head. */
const raw = (bytes: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connectTo(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(bytes))
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
      if (answer.includes('\r\n\r\n')) socket.destroy()
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1])
const isProblem = (answer: string) => /content-type: application\/problem\+json/i.test(answer)

const served = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']
const upgrade =
  'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nConnection: Upgrade, close'
test.each([
  ['/', 'HTTP/1.1', 'Connection: close'],
  ['/', 'RTSP/1.0', 'Connection: close'],
  ['/', 'ICE/1.0', 'Connection: close'],
  ['/api/v1/me', 'HTTP/1.1', 'Connection: close'],
  ['/ws/x', 'HTTP/1.1', upgrade],
  ['*', 'HTTP/1.1', 'Connection: close'],
  ['http://x', 'HTTP/1.0', 'Connection: close\r\nContent-Length: 0'],
  ['example.com:443', 'HTTP/1.1', 'Connection: close'],
])('no method that a parser knows is a fault, at %s by %s', async (target, version, headers) => {
  for (const method of METHODS) {
    const answer = await raw(`${method} ${target} ${version}\r\nHost: x\r\n${headers}\r\n\r\n`)
    const status = statusOf(answer)
    const what = `${method}: ${answer.slice(0, 200)}`
    expect(status, what).not.toBe(500)
    expect(status, what).toBeGreaterThan(0)
    if (served.includes(method)) continue
    expect([isProblem(answer), [400, 501].includes(status)], what).toEqual([true, true])
  }
})

test.each([
  ['without Host', 'GET /api/v1/me HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['an upgrade without Host', `GET /ws/x HTTP/1.1\r\n${upgrade}\r\n\r\n`, 400],
  ['two Hosts', 'GET / HTTP/1.1\r\nHost: x\r\nhOST: y\r\nConnection: close\r\n\r\n', 400],
  ['an upgrade with two Hosts', `GET /ws/x HTTP/1.1\r\nHost: x\r\nHost: x\r\n${upgrade}\r\n\r\n`, 400],
  ['an expectation that is none', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: banana\r\nConnection: close\r\n\r\n', 417],
  ['HTTP/3', 'GET / HTTP/3.0\r\nHost: x\r\n\r\n', 505],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  ['SSH', 'SSH-2.0-OpenSSH_9.6\r\n', 400],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
])('%s is refused as a problem', async (_what, bytes, status) => {
  const answer = await raw(bytes)
  expect([statusOf(answer), isProblem(answer)], answer.slice(0, 300)).toEqual([status, true])
})

test.each([
  ['no key', 'Sec-WebSocket-Version: 13', 400],
  ['a key that is none', 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x', 400],
  ['another version', 'Sec-WebSocket-Version: 99\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 426],
  [
    'protocols that are none',
    'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: a,,b;',
    400,
  ],
])('a handshake with %s is refused as a problem', async (_what, headers, status) => {
  const answer = await raw(
    `GET /ws/${patient.accessToken} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${headers}\r\n\r\n`,
  )
  expect([statusOf(answer), isProblem(answer)], answer.slice(0, 300)).toEqual([status, true])
  if (status === 426) expect(answer).toMatch(/sec-websocket-version: 13/i)
})

test.each(['Bearer x.y.z', 'Basic x', undefined])(
  'a 401 names the scheme that is wanted, also for %s',
  async (sent) => {
    const answer = await server.call('GET', '/me', undefined, sent === undefined ? {} : { authorization: sent })
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
  },
)

test('a socket is opened by the absolute form of its address too', async () => {
  const answer = await raw(`GET http://x/ws/${patient.accessToken} HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n\r\n`)
  expect(statusOf(answer)).toBe(101)
})

test.each(['/%61pi/v1/me', 'http://x/api/v1/me', '/api/v1/%6de?x=1'])(
  'a personal answer is stored by no cache, however its address is spelled: %s',
  async (target) => {
    const answer = await raw(
      `GET ${target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${patient.accessToken}\r\nConnection: close\r\n\r\n`,
    )
    expect(statusOf(answer)).toBe(200)
    expect(answer.toLowerCase()).toContain('\r\ncache-control: no-store\r\n')
    const wrong = await raw(`PUT ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    expect(statusOf(wrong)).toBe(405)
  },
)

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['x-unknown', (text: string) => Buffer.from(text)],
])('a body that is compressed by %s is 415, and told what is taken', async (encoding, compress) => {
  const body = compress(JSON.stringify({ email: patient.email, password: patient.password }))
  const headers = { 'content-encoding': encoding, 'content-type': 'application/json' }
  const login = await server.call('POST', '/auth/login', body, headers)
  expect([login.status, login.body.code]).toEqual([415, 'unsupported_media_type'])
  expect(login.headers.get('accept-encoding')).toBe('identity')
  const form = { ...headers, 'content-type': 'multipart/form-data; boundary=x' }
  const upload = await patient.call('POST', '/upload/attachment', body, form)
  expect([upload.status, upload.headers.get('accept-encoding')]).toEqual([415, 'identity'])
  const plain = JSON.stringify({ email: patient.email, password: patient.password })
  const identity = { ...headers, 'content-encoding': 'identity' }
  expect((await server.call('POST', '/auth/login', plain, identity)).status).toBe(200)
})

test.each([
  ['203.0.113.51:40000', '203.0.113.51'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['"[2001:DB8:0:0::1]"', '2001:db8::1'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['fe80::1%eth0', 'fe80::1'],
  ['203.0.113.9, 10.1.2.3:80', '203.0.113.9'],
  ['6.6.6.6, 203.0.113.9', '203.0.113.9'],
  ['unknown', '127.0.0.1'],
  ['_hidden', '127.0.0.1'],
  ['<script>', '127.0.0.1'],
  ['203.0.113.9, <script>', '127.0.0.1'],
  ['010.0.0.1', '127.0.0.1'],
  ['999.1.1.1', '127.0.0.1'],
  ['a'.repeat(300), '127.0.0.1'],
  [', ,', '127.0.0.1'],
])('X-Forwarded-For: %s is known as %s, in the list of sessions and in the audit log', async (header, address) => {
  const who = await server.person()
  const login = { email: who.email, password: who.password }
  const { status, body } = await server.call('POST', '/auth/login', login, { 'x-forwarded-for': header })
  expect(status).toBe(200)
  const bearer = { authorization: `Bearer ${body.accessToken}` }
  const { body: sessions } = await server.call('GET', '/me/sessions', undefined, bearer)
  expect(sessions.items.find(({ current }: { current: boolean }) => current).ip).toBe(address)
  const rows = await server.app.db.auditEntry.findMany({ where: { action: 'session.open', actorId: who.id } })
  expect(rows.map(({ ip }) => ip)).toEqual([address])
})

test('what is no address is none', () => {
  for (const text of ['', '[]', '[203.0.113.1', '1:2', '[::1]:', '::1]:80', '1.2.3.4:', '0x7f.1', '127.1'])
    expect(parseAddress(text), text).toBeUndefined()
})
