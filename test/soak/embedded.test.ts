import { execFileSync, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { zstdDecompressSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { runningEmbedded } from '../../src/database/embedded.ts'
import { until } from '../app.ts'
import { postgresOn } from '../postgres-processes.ts'
import { project, scratch, type ServerProcess, startServer } from '../process.ts'
import { admin, adminEnv, call, connectTo, signIn } from './clinic.ts'
import { healthOf } from './load.ts'

/** SOAK_KILLS=100 is the whole trial. */
const kills = Number(process.env.SOAK_KILLS ?? 10)

/** Eight who write to themselves without a pause, until the server is gone or they are stopped; gives what was accepted. */
function writing(server: ServerProcess, token: string, accepted: Set<string>, refused: Set<number>) {
  let on = true
  const writer = async () => {
    while (on) {
      const title = randomUUID()
      const answer = await call(server.url, 'POST', '/notifications', {
        token,
        body: { userId: 1, title, message: 'Oi', channels: ['in_app'] },
      }).catch(() => undefined)
      if (answer?.status === 202) accepted.add(title)
      else if (answer) refused.add(answer.status)
      else if (server.child.exitCode !== null || server.child.signalCode !== null) return
      if (answer?.status !== 202) await pause(20)
    }
  }
  const writers = Promise.all(Array.from({ length: 8 }, writer))
  return async () => {
    on = false
    await writers
  }
}

/** What was accepted and is not there. */
async function lost(dataDir: string, accepted: Set<string>): Promise<string[]> {
  const client = await connectTo(runningEmbedded(dataDir) ?? '')
  const { rows } = await client.query<{ title: string }>('SELECT title FROM notifications')
  await client.end()
  const there = new Set(rows.map(({ title }) => title))
  return [...accepted].filter((title) => !there.has(title))
}

test(`the server killed ${kills} times under writes: nothing accepted is lost, no process left over, each restart ready within 5 s`, async () => {
  const dataDir = await scratch()
  const accepted = new Set<string>()
  const ready: number[] = []
  for (let round = 0; round < kills; round++) {
    const server = await startServer(dataDir, adminEnv)
    if (round > 0) ready.push(server.readyMs)
    expect(await lost(dataDir, accepted)).toEqual([])
    const stop = writing(server, await signIn(server.url), accepted, new Set())
    await pause(100 + Math.random() * 400) // any instant: the kill falls somewhere else in the work each time
    server.child.kill('SIGKILL')
    await server.exited
    await stop()
    // Every other time the next server finds the last one's database still ending.
    if (round % 2) await until('no process of the database', () => postgresOn(dataDir).length === 0, 5_000)
  }
  const server = await startServer(dataDir, adminEnv)
  expect(await lost(dataDir, accepted)).toEqual([])
  expect(Math.max(...ready)).toBeLessThan(5_000)
  expect(accepted.size).toBeGreaterThan(kills)
  console.log(
    `${kills} kills: ${accepted.size} accepted, 0 lost; ready after ${Math.round(Math.max(...ready))} ms at most`,
  )
  server.child.kill('SIGTERM')
  expect(await server.exited).toBe(0)
  expect(postgresOn(dataDir)).toEqual([])
})

test(`its PostgreSQL killed ${kills / 2} times under writes: 503 meanwhile, back within 2 s, nothing accepted is lost`, async () => {
  const dataDir = await scratch()
  const server = await startServer(dataDir, adminEnv)
  const [accepted, refused] = [new Set<string>(), new Set<number>()]
  const stop = writing(server, await signIn(server.url), accepted, refused)
  const back: number[] = []
  for (let round = 0; round < kills / 2; round++) {
    await pause(100 + Math.random() * 400) // any instant
    const first = postgresOn(dataDir).find(({ parent }) => parent === server.child.pid)
    process.kill(first?.pid ?? 0, 'SIGKILL')
    const killed = performance.now()
    const before = accepted.size
    await until('writes to be accepted again', () => accepted.size > before + 8, 5_000)
    back.push(performance.now() - killed)
  }
  await stop()
  expect(await lost(dataDir, accepted)).toEqual([])
  expect([...refused].filter((status) => status !== 503)).toEqual([])
  expect(back.toSorted((a, b) => a - b).at(Math.floor(back.length / 2))).toBeLessThan(2_000)
  console.log(
    `${back.length} kills of PostgreSQL: ${accepted.size} accepted; back after ${Math.round(Math.max(...back))} ms at most`,
  )
})

const disk = '/tmp/blurosiere-small-disk'
const mounts = () => {
  mkdirSync(disk, { recursive: true })
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', disk]).status === 0
}
const canMount = process.getuid?.() === 0 && mounts()
if (!canMount) console.warn('skipped: a full disk (this user may not mount one)')

test.skipIf(!canMount)(
  'a full disk: writes are 507 and nothing else, reads go on, /health tells, also over a kill of PostgreSQL; with room it goes on',
  async () => {
    onTestFinished(() => void execFileSync('umount', ['-l', disk]))
    const dataDir = join(disk, 'data')
    const server = await startServer(dataDir, adminEnv)
    const token = await signIn(server.url)
    const body = { userId: 1, title: 'Olá', message: 'x'.repeat(1_500), channels: ['in_app'] }
    const write = () => call(server.url, 'POST', '/notifications', { token, body })
    expect((await write()).status).toBe(202)
    const fill = join(disk, 'fill')
    try {
      for (let flag = 'w'; ; flag = 'a') writeFileSync(fill, Buffer.alloc(1024 ** 2), { flag })
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC')
    }
    await until('the first refusal', async () => (await write()).status === 507, 30_000)
    const answers = await Promise.all(Array.from({ length: 50 }, write))
    expect(new Set(answers.map(({ status, body: { code } }) => `${status} ${code}`))).toEqual(
      new Set(['507 storage_full']),
    )
    expect((await call(server.url, 'GET', '/notifications', { token })).status).toBe(200)
    await until(
      '/health to tell',
      async () => (await healthOf(server)).body.integrations.database.status === 'error',
      15_000,
    )

    process.kill(postgresOn(dataDir).find(({ parent }) => parent === server.child.pid)?.pid ?? 0, 'SIGKILL')
    const during = new Set<number>()
    for (let asked = 0; asked < 40; asked++) {
      during.add((await write()).status)
      await pause(50)
    }
    expect([...during].filter((status) => ![503, 507].includes(status))).toEqual([])
    rmSync(fill)
    await until('writes to be accepted', async () => (await write()).status === 202, 10_000)
    await until(
      '/health to be content',
      async () => (await healthOf(server)).body.integrations.database.status === 'ok',
      30_000,
    )
    server.child.kill('SIGTERM')
    expect(await server.exited).toBe(0)
  },
)

test('what version 2.0.0 left in DATA_DIR is brought over: the same accounts, sign-ins, files, links and jobs; the old folder stays', async () => {
  const dataDir = await scratch()
  const old = JSON.parse(readFileSync(new URL('../data/release-2.0.0.json', import.meta.url), 'utf8')) as {
    patient: { email: string; password: string; id: number }
    appointmentId: number
    file: { id: string; sha256: string }
    feedPath: string
    notifications: number
  }
  const archive = zstdDecompressSync(readFileSync(new URL('../data/release-2.0.0.tar.zst', import.meta.url)))
  execFileSync('tar', ['-x', '-C', dataDir], { input: archive })
  const bring = () =>
    spawnSync('npm', ['run', '--silent', 'from-2.0.0'], {
      cwd: project,
      encoding: 'utf8',
      env: { ...process.env, DATA_DIR: dataDir },
    })
  const brought = bring()
  expect(`${brought.stderr}${brought.stdout}`).toMatch(/✔ 38 tables, \d+ rows, 3 accounts/)
  expect(readFileSync(join(dataDir, 'postgres-2.0.0', 'PG_VERSION'), 'utf8')).toBe('18\n')
  expect(bring().stderr).toMatch(/was brought over already/)

  const server = await startServer(dataDir)
  const signedIn = await call(server.url, 'POST', '/auth/login', {
    body: { email: old.patient.email, password: old.patient.password },
  })
  expect(signedIn.body.user.id).toBe(old.patient.id)
  const token = signedIn.body.accessToken as string
  const get = async (path: string) => (await call(server.url, 'GET', path, { token })).body
  expect((await get(`/appointments/${old.appointmentId}`)).status).toBe('confirmado')
  expect((await get('/notifications')).items.length).toBeGreaterThanOrEqual(old.notifications)
  expect((await get(`/files/${old.file.id}`)).sha256).toBe(old.file.sha256)
  expect((await get('/ai/conversations')).items).toHaveLength(1)
  expect((await fetch(server.url + old.feedPath)).status).toBe(200)
  // New rows follow the old ones: the counters came too.
  const { body } = await call(server.url, 'POST', '/auth/register', {
    body: { ...admin, name: 'Nova', email: 'nova@example.com' },
  })
  expect(body.user.id).toBe(old.patient.id + 1)
})
