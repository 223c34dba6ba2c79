import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { until } from '../app.ts'
import { freePort } from '../ports.ts'
import { chatServer } from '../fakes/openai.ts'
import { scratch, spawnServer, startServer } from '../process.ts'
import { connect } from '../sockets.ts'
import { connectTo, newDatabase } from './clinic.ts'
import { postForEvents } from '../sse.ts'

const account = { name: 'Maria', email: 'maria@example.com', password: 'uma senha bem longa' }

async function register(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  })
  expect(answer.status).toBe(201)
  return ((await answer.json()) as { accessToken: string }).accessToken
}

/** Whether the server has begun to write one. */
const hasFile = async (dataDir: string) => {
  const found = await readdir(join(dataDir, 'uploads'), { recursive: true, withFileTypes: true })
  return found.some((entry) => entry.isFile())
}

/** An upload of which the second half is sent when it is told to. */
function slowUpload(url: string, token: string) {
  const boundary = randomUUID()
  const start = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="laudo.txt"\r\n\r\n`
  const half = Buffer.alloc(400_000, 'a')
  const sent = request(`${url}/api/v1/upload/attachment`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': `multipart/form-data; boundary=${boundary}` },
  })
  const status = new Promise<number | undefined>((resolve, reject) => {
    sent.on('response', (answer) => resolve(answer.resume().statusCode)).on('error', reject)
  })
  status.catch(() => {})
  sent.write(start)
  sent.write(half)
  return {
    status,
    finish() {
      sent.write(half)
      sent.end(`\r\n--${boundary}--\r\n`)
    },
  }
}

test('SIGTERM: no more connections, sockets close with 1012, an upload and an answer on their way are finished, exit 0', async () => {
  const model = await chatServer(() => ({
    say: ['As consultas duram cinquenta minutos. ', 'O horário '],
    then: 'hang',
  }))
  const server = await startServer(await scratch(), { OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: model.url })
  const token = await register(server.url)
  const socket = connect(server.url, token)
  await socket.got('welcome')
  const upload = slowUpload(server.url, token)
  const answer = await postForEvents(server.url, token, { message: 'Quanto dura uma consulta?' })
  await until('the model to be at it', () => model.requests.length === 1)
  await until('the upload to be on its way', () => hasFile(server.dataDir))

  server.child.kill('SIGTERM')
  expect((await socket.closed).code).toBe(1012)
  await until('the door to be shut', () =>
    fetch(`${server.url}/health/live`, { headers: { connection: 'close' } }).then(
      () => false,
      () => true,
    ),
  )
  expect(server.child.exitCode).toBeNull()
  upload.finish()
  await answer.whole
  // The model is not waited for: it is the rules that answer.
  expect((await answer.got('done')).data).toMatchObject({ provider: 'rules', reply: expect.stringMatching(/consulta/) })
  expect(await upload.status).toBe(201)
  expect(await server.exited).toBe(0)
})

test('an uncaught fault is logged, what is on its way is finished, and the process ends with 1', async () => {
  const dataDir = await scratch()
  const fault = join(dataDir, 'fault.mjs')
  writeFileSync(fault, `process.on('SIGUSR2', () => { throw new Error('nobody caught this') })`)
  const server = await startServer(dataDir, { NODE_OPTIONS: `--import=${fault}` })
  const upload = slowUpload(server.url, await register(server.url))
  await until('the upload to be on its way', () => hasFile(server.dataDir))
  server.child.kill('SIGUSR2')
  await until('it to be logged', () => server.output().includes('nobody caught this'))
  upload.finish()
  expect(await upload.status).toBe(201)
  expect(await server.exited).toBe(1)
})

describe('on PostgreSQL', () => {
  test('SIGTERM while it migrates ends it with 0, leaves nothing half done, and the next start goes on', async () => {
    const url = await newDatabase()
    const [holder, other] = [await connectTo(url), await connectTo(url)]
    // It waits for this table in the middle of its first migration.
    await holder.query('BEGIN; CREATE TABLE users (id int)')
    const port = String(await freePort())
    const env = { DATABASE_URL: url, DATA_DIR: await scratch(), PORT: port, HOST: '127.0.0.1' }
    const first = spawnServer(env)
    await until(
      'it to wait',
      async () => {
        const { rows } = await other.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%EXTENSION%'`,
        )
        return rows.length > 0
      },
      20_000,
    )
    first.child.kill('SIGTERM')
    expect(await first.exited).toBe(0)
    await holder.query('ROLLBACK')
    await until('nothing to be left of it', async () => {
      const { rows } = await other.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)
      return rows.every(({ tablename }) => tablename === '_prisma_migrations')
    })
    const second = await startServer(env.DATA_DIR, { ...env, PORT: String(await freePort()) })
    second.child.kill('SIGTERM')
    expect(await second.exited).toBe(0)
  })
})
