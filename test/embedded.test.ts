import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { startEmbedded } from '../src/database/embedded.ts'
import { until } from './app.ts'
import { postgresOn } from './postgres-processes.ts'
import { cli, scratch, spawnServer, startServer } from './process.ts'

/** A cluster that was stopped in order: copying it takes less than making one. */
let stopped: string
beforeAll(async () => {
  stopped = mkdtempSync(join(tmpdir(), 'blurosiere-cluster-'))
  await (await startEmbedded(stopped)).stop()
  return () => rmSync(stopped, { recursive: true })
})

const copy = (folder: string) => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  cpSync(stopped, folder, { recursive: true })
  chmodSync(join(folder, 'postgres'), 0o700)
  return folder
}

const ask = async (url: string, sql: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<Record<string, unknown>>(sql)
  await client.end()
  return rows[0]
}

test('a cluster is UTF-8 with checksums, orders text by code point, knows accents, forgets nothing, and is its owner’s alone', async () => {
  const folder = copy(await scratch())
  const server = await startEmbedded(folder)
  onTestFinished(server.stop)
  const setting = (name: string) => `current_setting('${name}') AS ${name}`
  const names = ['server_encoding', 'data_checksums', 'fsync', 'full_page_writes', 'synchronous_commit', 'TimeZone']
  expect(
    await ask(server.url, `SELECT ${names.map(setting).join()}, upper('ação') AS up, 'Z' < 'a' AS ordered`),
  ).toEqual({
    server_encoding: 'UTF8',
    data_checksums: 'on',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    timezone: 'UTC',
    up: 'AÇÃO',
    ordered: true,
  })
  expect(statSync(join(folder, 'postgres')).mode & 0o777).toBe(0o700)
  expect((await ask(server.url, `SELECT current_setting('listen_addresses') AS tcp`))?.tcp).toBe('')
})

test('a path that is too long for a socket goes by a shorter one', async () => {
  const folder = copy(join(await scratch(), 'pasta com espaço é'.repeat(7)))
  const server = await startEmbedded(folder)
  onTestFinished(server.stop)
  expect(await ask(server.url, 'SELECT 1 AS one')).toEqual({ one: 1 })
  const comma = await startEmbedded(copy(join(await scratch(), 'a, "b"')))
  onTestFinished(comma.stop)
  expect(await ask(comma.url, 'SELECT 1 AS one')).toEqual({ one: 1 })
  const other = await startEmbedded(copy(join(await scratch(), 'x'.repeat(120))))
  onTestFinished(other.stop)
  expect(other.url).not.toBe(server.url)
})

test('a database that is killed under a running server is back within seconds; meanwhile requests are 503', async () => {
  const { url, dataDir, child, exited } = await startServer(copy(await scratch()), { LOG_LEVEL: 'error' })
  const me = () => fetch(`${url}/api/v1/users`, { headers: { authorization: `Bearer ${token}` } })
  const admin = readFileSync(join(dataDir, 'first-admin.json'), 'utf8')
  const json = { 'content-type': 'application/json' }
  const signIn = await fetch(`${url}/api/v1/auth/login`, { method: 'POST', headers: json, body: admin })
  const { accessToken: token } = (await signIn.json()) as { accessToken: string }
  for (let round = 0; round < 3; round++) {
    const postmaster = postgresOn(dataDir).find(({ parent }) => parent === child.pid)
    process.kill(postmaster?.pid ?? 0, 'SIGKILL')
    const killed = performance.now()
    const statuses = new Set<number>()
    await until('it to answer again', async () => {
      const { status } = await me()
      statuses.add(status)
      return status === 200 && (await fetch(`${url}/health/ready`)).ok
    })
    // Two on a machine with nothing else to do: the soak measures it.
    expect(performance.now() - killed).toBeLessThan(6_000)
    expect([...statuses].filter((status) => status !== 503)).toEqual([200])
  }
  child.kill('SIGTERM')
  expect(await exited).toBe(0)
  expect(postgresOn(dataDir)).toEqual([])
})

test('a server that is killed leaves no database running, and the next one has what was committed', async () => {
  const dataDir = copy(await scratch())
  const { child, exited } = await startServer(dataDir)
  child.kill('SIGKILL')
  await exited
  await until('PostgreSQL to end', () => postgresOn(dataDir).length === 0, 5_000)
  const { output } = await startServer(dataDir)
  expect(output()).not.toMatch(/database migrated/)
})

test('a postmaster.pid that names another program does not keep the database from starting', async () => {
  const folder = copy(await scratch())
  const file = join(folder, 'postgres', 'postmaster.pid')
  writeFileSync(file, [process.ppid, join(folder, 'postgres'), 1, 5432, '', '', '  1  1', 'ready   ', ''].join('\n'))
  const server = await startEmbedded(folder)
  onTestFinished(server.stop)
  expect(await ask(server.url, 'SELECT 1 AS one')).toEqual({ one: 1 })
})

test('damaged files are said in PostgreSQL’s own words, with the way out', async () => {
  const folder = copy(await scratch())
  truncateSync(join(folder, 'postgres', 'global', 'pg_control'), 100)
  const { exited, output } = spawnServer({ DATA_DIR: folder, PORT: '0' })
  expect(await exited).toBe(1)
  expect(output()).toMatch(
    /^The embedded database in ".*" does not start: .*pg_control.*put back a copy of the folder.*\n$/,
  )
})

test('a folder whose PG_VERSION is gone is refused, and nothing in it is lost', async () => {
  const folder = copy(await scratch())
  rmSync(join(folder, 'postgres', 'PG_VERSION'))
  await expect(startEmbedded(folder)).rejects.toThrow(/is not empty and holds no database that can be read/)
  expect(statSync(join(folder, 'postgres', 'global', 'pg_control')).size).toBeGreaterThan(0)
})

test('what is not ours in DATA_DIR/postgres is said to be so, and left as it is', async () => {
  const [old, other] = [await scratch(), copy(await scratch())]
  mkdirSync(join(old, 'postgres'))
  writeFileSync(join(old, 'postgres', 'PG_VERSION'), '18\n')
  await expect(startEmbedded(old)).rejects.toThrow(/holds the embedded database of version 2\.0\.0.*npm run from-2.0.0/)
  writeFileSync(join(other, 'postgres', 'PG_VERSION'), '17\n')
  await expect(startEmbedded(other)).rejects.toThrow(/is a cluster of PostgreSQL 17, and this version brings 18/)
  expect(readFileSync(join(other, 'postgres', 'PG_VERSION'), 'utf8')).toBe('17\n')
})

test('doctor looks into the embedded database, whether the server runs or not', async () => {
  const dataDir = copy(await scratch())
  const look = () => cli(['doctor'], { DATA_DIR: dataDir, UPLOAD_DIR: join(dataDir, 'uploads') })
  expect((await look()).output).toMatch(/✔ database +embedded PostgreSQL 18/)
  await startServer(dataDir)
  expect((await look()).output).toMatch(/✔ database +embedded PostgreSQL 18/)
})

const root = process.getuid?.() === 0
if (!root) console.warn('skipped: how root runs it (these tests do not run as root)')

test.skipIf(!root)(
  'as root, where user namespaces are forbidden, it runs as nobody, if that may enter the folder',
  async () => {
    const tools = await scratch()
    writeFileSync(join(tools, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    const home = await scratch()
    const env = { DATA_DIR: join(home, 'data'), UPLOAD_DIR: join(home, 'uploads'), PORT: '0' }
    const PATH = `${tools}:${process.env.PATH}`
    const refused = spawnServer({ ...env, PATH })
    expect(await refused.exited).toBe(1)
    expect(refused.output()).toMatch(/does not run as root, and another user cannot reach/)
    chmodSync(home, 0o711)
    const { dataDir, child, exited } = await startServer(env.DATA_DIR, { PATH })
    expect(new Set(postgresOn(dataDir).map(({ pid }) => statSync(`/proc/${pid}`).uid))).toEqual(new Set([65534]))
    child.kill('SIGKILL')
    await exited
    await until('PostgreSQL to end', () => postgresOn(dataDir).length === 0, 5_000)
    // And as before again.
    await startServer(dataDir)
  },
)
