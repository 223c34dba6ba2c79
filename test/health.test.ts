import { expect, test } from 'vitest'
import { healthCheck } from '../src/health/health.ts'
import { startApp, until } from './app.ts'
import { chatServer } from './fakes/openai.ts'
import { mailServer } from './mail.ts'

test('an outage is seen within ten seconds, a poller never waits, and a rare one never hears old news', async () => {
  let now = 0
  let broken = false
  let looks = 0
  const run = async () => {
    looks++
    if (broken) throw Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:9000'), { code: 'ECONNREFUSED' })
  }
  const check = healthCheck({ storage: { provider: 's3', fallback: false, run } }, () => now)
  expect((await check()).storage.status).toBe('ok')
  broken = true
  now = 6_900
  expect((await check()).storage.status).toBe('ok')
  expect(looks).toBe(1)
  now = 7_100
  expect((await check()).storage.status).toBe('ok') // the new look is under way, on nobody's time
  const seen = await until('the outage', async () => {
    const { storage } = await check()
    return storage.status === 'error' ? storage : undefined
  })
  expect(seen).toMatchObject({ detail: 'connection refused', lastError: 'connection refused' })
  broken = false
  now = 60_000
  expect((await check()).storage).toMatchObject({ status: 'ok', lastError: 'connection refused' })
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
