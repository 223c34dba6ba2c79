import { beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import { startApp, type TestApp, until } from './app.ts'

let server: TestApp
const CORS_ORIGINS = 'https://app.example.com, https://*.clinica.example.com,capacitor://localhost,tauri://localhost'
beforeAll(async () => {
  server = await startApp({ keep: true, env: { CORS_ORIGINS } })
  return () => server.close()
})

/** The origin that a preflight and the answer itself are allowed for. */
async function rest(origin: string): Promise<(string | null)[]> {
  const ask = (method: string) =>
    fetch(`${server.url}/api/v1/config`, { method, headers: { origin, 'access-control-request-method': 'GET' } })
  const answers = await Promise.all([ask('OPTIONS'), ask('GET')])
  return answers.map(({ headers }) => headers.get('access-control-allow-origin'))
}

/** The status of a handshake that is refused, or 101. */
const socket = (origin: string, host = new URL(server.url).host) =>
  new Promise<number>((resolve) => {
    const opened = new WebSocket(`${server.url.replace('http', 'ws')}/ws/made-up`, { headers: { origin, host } })
    opened.on('open', () => (opened.terminate(), resolve(101)))
    opened.on('unexpected-response', (_request, { statusCode = 0 }) => (opened.terminate(), resolve(statusCode)))
    opened.on('error', () => {})
  })

test.each([
  'https://app.example.com',
  'https://a.clinica.example.com',
  'https://a.b.clinica.example.com',
  'capacitor://localhost',
  'tauri://localhost',
])('%s may use REST and sockets', async (origin) => {
  expect(await rest(origin)).toEqual([origin, origin])
  // A machine that has much to do answers 503 for a moment.
  await until('the socket', async () => (await socket(origin)) === 101)
})

test.each([
  'https://clinica.example.com',
  'https://aclinica.example.com',
  'http://a.clinica.example.com',
  'https://a.clinica.example.com:8443',
  'https://a.clinica.example.com.evil.example',
  'https://evil.example/.clinica.example.com',
  'ionic://localhost',
  'null',
])('%s may use neither, and is named in the log once', async (origin) => {
  expect(await rest(origin)).toEqual([null, null])
  await until('the refusal', async () => (await socket(origin)) === 403)
  expect(server.logs.filter((line) => line.origin === origin)).toMatchObject([
    { level: 40, msg: expect.stringContaining('add it to CORS_ORIGINS') },
  ])
})

test('a thousand origins leave no more than a hundred names', async () => {
  for (let index = 0; index < 300; index++) await rest(`https://n${index}.evil.example`)
  expect(server.logs.filter((line) => 'origin' in line).length).toBeLessThanOrEqual(100)
})

test("the server's own pages may open sockets, whatever host name it was reached by", async () => {
  await until('the socket', async () => (await socket('http://clinica.test:8000', 'clinica.test:8000')) === 101)
  expect(await socket('http://outra.test:8000', 'clinica.test:8000')).toBe(403)
})
