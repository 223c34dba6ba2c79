// What operators feel: TEST_DATABASE_URL=postgresql://… node bench/operations.ts
// From spawn to the first 200 (PostgreSQL, existing embedded database), memory when idle, and /health at 500 requests a second
// while mail and S3 take connections and say nothing.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, get } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ownDatabase, startServer } from './rig.ts'

const server = process.env.TEST_DATABASE_URL
if (!server) throw new Error('TEST_DATABASE_URL is not set')
const median = (all: number[]) => all.toSorted((a, b) => a - b)[all.length >> 1] ?? 0

const database = await ownDatabase(server)
const folder = await mkdtemp(join(tmpdir(), 'blurosiere-bench-'))
const production = { NODE_ENV: 'production', CORS_ORIGINS: 'https://app.example.com' }
const common = { DATA_DIR: folder, UPLOAD_DIR: join(folder, 'uploads'), SECRET_KEY: randomBytes(32).toString('hex') }
try {
  const onPostgres = { ...common, ...production, DATABASE_URL: database.url }
  const times: number[] = []
  for (let run = 0; run < 8; run++) {
    const { readyMs: ms, stop } = await startServer(onPostgres)
    await pause(500) // its compile cache is written at leisure
    await stop()
    if (run > 0) times.push(ms)
  }
  console.log(
    `PostgreSQL: first 200 after ${median(times).toFixed(0)} ms (${times.map((ms) => ms.toFixed(0)).join(', ')})`,
  )

  const idle = await startServer(onPostgres)
  await pause(30_000)
  const status = readFileSync(`/proc/${idle.child.pid}/status`, 'utf8')
  const memory = (field: string) => Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024)
  console.log(`PostgreSQL: idle for 30 s, ${memory('VmRSS')} MB resident (${memory('VmHWM')} at the peak)`)
  await idle.stop()

  const embedded: number[] = []
  for (let run = 0; run < 5; run++) {
    const { readyMs: ms, stop } = await startServer(common)
    await pause(500)
    await stop()
    if (run > 0) embedded.push(ms)
    else console.log(`embedded: a new database, first 200 after ${ms.toFixed(0)} ms`)
  }
  console.log(
    `embedded: an existing one, ${median(embedded).toFixed(0)} ms (${embedded.map((ms) => ms.toFixed(0)).join(', ')})`,
  )

  const hole = createServer(() => {})
  await new Promise<void>((resolve) => hole.listen(0, '127.0.0.1', resolve))
  const silence = String((hole.address() as AddressInfo).port)
  const silent = await startServer({
    ...{ ...onPostgres, SMTP_HOST: '127.0.0.1', SMTP_PORT: silence, FROM_EMAIL: 'clinica@example.com' },
    ...{
      STORAGE_TYPE: 's3',
      AWS_S3_BUCKET: 'clinica',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
    },
    AWS_S3_ENDPOINT: `http://127.0.0.1:${silence}`,
  })
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const health = () =>
    new Promise<number>((resolve, reject) => {
      const began = performance.now()
      get(`${silent.url}/health`, { agent }, (answer) => {
        answer.resume().once('end', () => resolve(performance.now() - began))
      }).once('error', reject)
    })
  console.log(`/health while mail and S3 hang: the first answer after ${(await health()).toFixed(0)} ms`)
  // The code gets warm; then ten seconds, so that looks are taken meanwhile.
  for (let n = 0; n < 500; n++) await health()
  const asked: Promise<number>[] = []
  const began = performance.now()
  while (performance.now() - began < 10_000) {
    while (asked.length < ((performance.now() - began) / 1000) * 500) asked.push(health())
    await pause(1)
  }
  const answered = (await Promise.all(asked)).toSorted((a, b) => a - b)
  const at = (share: number) => (answered[Math.floor(answered.length * share)] ?? 0).toFixed(2)
  console.log(`  ${answered.length} at 500/s: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, slowest ${at(0.9999)} ms`)
  agent.destroy()
  await silent.stop()
  hole.close()
} finally {
  await database.drop()
  await rm(folder, { recursive: true, force: true })
}
