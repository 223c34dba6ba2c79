import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { healthCheck } from '../src/health/health.ts'
import { startApp } from './app.ts'
import { chatServer } from './fakes/openai.ts'
import { mailServer } from './mail.ts'
import { freePort } from './ports.ts'

test('an outage is seen within ten seconds, only the first request waits, and without requests nothing is checked', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  let broken = false
  let looks = 0
  const run = async () => {
    looks++
    if (broken) throw Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:9000'), { code: 'ECONNREFUSED' })
  }
  const check = healthCheck({ storage: { provider: 's3', fallback: false, run } })
  const storage = async () => (await check.report()).storage
  expect((await storage()).status).toBe('ok')
  broken = true
  await vi.advanceTimersByTimeAsync(6_900)
  expect((await storage()).status).toBe('ok')
  expect(looks).toBe(1)
  await vi.advanceTimersByTimeAsync(200)
  expect(looks).toBe(2)
  expect(await storage()).toMatchObject({
    status: 'error',
    detail: 'connection refused',
    lastError: 'connection refused',
  })
  broken = false
  await vi.advanceTimersByTimeAsync(60_000)
  const before = looks
  expect(await storage()).toMatchObject({ status: 'ok', lastError: 'connection refused' })
  expect(looks).toBe(before)
  await vi.advanceTimersByTimeAsync(400_000)
  const asleep = looks
  broken = true
  await vi.advanceTimersByTimeAsync(400_000)
  expect(looks).toBe(asleep)
  expect((await storage()).status).toBe('error')
})

test('real probes: a mail server and a model that answer are ok, a wrong key is an error in words without the key', async () => {
  const { env: mail } = await mailServer()
  const model = await chatServer(() => 'Oi')
  const { url, call } = await startApp({ env: { ...mail, OPENAI_API_KEY: 'sk-wrong-9', OPENAI_BASE_URL: model.url } })
  const { status, body } = await call('GET', `${url}/health`)
  expect(status).toBe(200)
  expect(body.status).toBe('degraded')
  expect(body.tzdata).toMatch(/^\d{4}[a-z]+$/)
  expect(body.integrations.email).toMatchObject({ status: 'ok', provider: 'smtp' })
  expect(body.integrations.ai).toMatchObject({
    status: 'error',
    provider: 'openai',
    detail: 'the credentials were refused',
  })
  expect(JSON.stringify(body)).not.toMatch(/sk-wrong|127\.0\.0\.1/)
})

test.each([
  ['where no server listens', async () => String(await freePort()), 'connection refused'],
  ['that cuts the connection', cutting, 'no connection'],
])('a mail server %s is told of in words, not in codes', async (_what, port, words) => {
  const { url, call } = await startApp({
    env: { SMTP_HOST: '127.0.0.1', SMTP_PORT: await port(), FROM_EMAIL: 'clinica@example.com' },
  })
  const { body } = await call('GET', `${url}/health`)
  expect(body.integrations.email).toMatchObject({ status: 'error', detail: words })
  expect(JSON.stringify(body)).not.toMatch(/\bE[A-Z]{5,}/)
})

/** The port of a server that ends each connection at once. */
async function cutting(): Promise<string> {
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return String((server.address() as AddressInfo).port)
}
