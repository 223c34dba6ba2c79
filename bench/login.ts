// Whether others wait while many sign in: TEST_DATABASE_URL=postgresql://… node bench/login.ts
// 50 sign-ins at once, without a pause, for 15 s; beside them an open loop of 100 GET /me a second, from before to after.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownDatabase, startServer } from './rig.ts'

const atOnce = 50
const seconds = 15
const server = process.env.TEST_DATABASE_URL
if (!server) throw new Error('TEST_DATABASE_URL is not set')

const database = await ownDatabase(server)
const folder = await mkdtemp(join(tmpdir(), 'blurosiere-bench-'))
const { url, stop } = await startServer({
  ...{ DATABASE_URL: database.url, DATA_DIR: folder, TRUST_PROXY: '127.0.0.1' },
  SECRET_KEY: randomBytes(32).toString('hex'),
})
const post = (path: string, body: object, from: string) =>
  fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
    body: JSON.stringify(body),
  })
const percentile = (times: number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0

try {
  const account = { email: 'maria@example.com', password: 'uma senha bem longa' }
  const registered = await post('/auth/register', { ...account, name: 'Maria' }, '203.0.113.1')
  const { accessToken } = (await registered.json()) as { accessToken: string }

  const alone: number[] = []
  const beside: number[] = []
  let into = alone
  const look = async () => {
    const started = performance.now()
    const times = into
    const answer = await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${accessToken}` } })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`GET /me: ${answer.status}`)
    times.push(performance.now() - started)
  }
  const looks: Promise<void>[] = []
  const ticking = setInterval(() => looks.push(look()), 10)
  await new Promise((wait) => setTimeout(wait, 5_000))
  into = beside
  const end = performance.now() + seconds * 1000
  const signIns: number[] = []
  await Promise.all(
    Array.from({ length: atOnce }, async (_, index) => {
      while (performance.now() < end) {
        const started = performance.now()
        const { status } = await post('/auth/login', account, `198.51.100.${index}`)
        if (status !== 200) throw new Error(`POST /auth/login: ${status}`)
        signIns.push(performance.now() - started)
      }
    }),
  )
  clearInterval(ticking)
  await Promise.all(looks)
  for (const [what, times] of Object.entries({
    'GET /me alone': alone,
    'GET /me beside them': beside,
    'sign-in': signIns,
  }))
    console.log(
      `${what}: ${times.length}, p50 ${percentile(times, 0.5).toFixed(1)} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms`,
    )
} finally {
  await stop()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
}
