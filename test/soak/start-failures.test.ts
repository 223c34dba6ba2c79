import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { newDatabase } from '../app.ts'
import { freePort } from '../ports.ts'
import { cli, scratch, spawnServer, startServer } from '../process.ts'

/** What a start says that ends with exit code 1: one line, and no stack. */
async function lastWords(env: Record<string, string>): Promise<string> {
  const dataDir = env.DATA_DIR ?? (await scratch())
  const { exited, output } = spawnServer({
    ...{ PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, UPLOAD_DIR: join(dataDir, 'uploads'), LOG_LEVEL: 'error' },
    ...env,
  })
  expect(await exited, output()).toBe(1)
  expect(output()).not.toMatch(/^\s+at /m)
  expect(output().trim().split('\n')).toHaveLength(1)
  return output().trim()
}

/** The address of the run's PostgreSQL with something wrong in it. */
function database(change: (url: URL) => void): string {
  const url = new URL(inject('server'))
  change(url)
  return url.href
}

test('a database that is missing, down, elsewhere or silent is named by DATABASE_URL, with what to do', async () => {
  const missing = await lastWords({ DATABASE_URL: database((url) => (url.pathname = '/is_not_there')) })
  expect(missing).toMatch(/^DATABASE_URL names a database that does not exist: make it .*\(3D000\)$/)
  const nobody = String(await freePort())
  const down = await lastWords({ DATABASE_URL: database((url) => (url.port = nobody)) })
  expect(down).toMatch(/^DATABASE_URL leads where no server listens: start PostgreSQL there/)
  const both = await lastWords({ DATABASE_URL: `postgresql://u:geheim@localhost:${nobody}/x` })
  expect(both).toMatch(/^DATABASE_URL leads where no server listens/)
  expect(both).not.toContain('geheim')
  const unknown = await lastWords({ DATABASE_URL: database((url) => (url.hostname = 'db.invalid')) })
  expect(unknown).toMatch(/^DATABASE_URL has a host name that is not known/)
  const role = await lastWords({ DATABASE_URL: database((url) => (url.username = 'is_not_there')) })
  expect(role).toMatch(/^DATABASE_URL has a user or password that the server does not accept/)
}, 60_000)

test('a server that asks for TLS where there is none, or is no PostgreSQL, is named by DATABASE_URL', async () => {
  const tls = await lastWords({ DATABASE_URL: database((url) => (url.search = '?sslmode=no-verify')) })
  expect(tls).toMatch(/^DATABASE_URL asks for TLS/)
  const folder = await scratch()
  await writeFile(join(folder, 'no.pem'), '-----BEGIN CERTIFICATE-----\nx')
  for (const [key, file] of [
    ['sslrootcert', '/is-not-there.pem'],
    ['sslcert', folder],
    ['sslkey', join(folder, 'no.pem', 'x')],
  ]) {
    const search = `?${key}=${file}`
    const said = await lastWords({
      DATABASE_URL: database((url) => Object.assign(url, { pathname: '/is_not_there', search })),
    })
    expect(said).toMatch(/^DATABASE_URL names a certificate or key that cannot be read: .*\((ENOENT|EISDIR|ENOTDIR)\)$/)
  }
  const other = createServer((socket) => socket.end('220 smtp.example.com\r\n'))
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void other.close())
  const { port } = other.address() as { port: number }
  expect(await lastWords({ DATABASE_URL: `postgresql://u:p@127.0.0.1:${port}/x` })).toMatch(/^DATABASE_URL leads/)
}, 60_000)

test('a port that is taken and a host that this machine has not are named by PORT and HOST', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void other.close())
  const { port } = other.address() as { port: number }
  const { url } = await newDatabase(`${inject('run')}_template`)
  const taken = await lastWords({ DATABASE_URL: url, PORT: String(port) })
  expect(taken).toMatch(new RegExp(`^PORT ${port} is taken by another program \\(EADDRINUSE\\)`))
  expect(await lastWords({ DATABASE_URL: url, HOST: '203.0.113.1' })).toMatch(/^HOST names no address of this machine/)
}, 60_000)

test('folders below a file, and files that are damaged, are named with what to do', async () => {
  const folder = await scratch()
  await writeFile(join(folder, 'file'), '')
  const below = join(folder, 'file', 'below')
  expect(await lastWords({ DATA_DIR: below })).toMatch(/^DATA_DIR: ".*" cannot be used \(ENOTDIR: a part of this path/)
  expect(await lastWords({ DATA_DIR: below, SECRET_KEY: 'k'.repeat(40) })).toMatch(
    /^DATA_DIR: ".*below" cannot be used/,
  )
  const { url } = await newDatabase(`${inject('run')}_template`)
  expect(await lastWords({ DATABASE_URL: url, UPLOAD_DIR: below })).toMatch(/^UPLOAD_DIR: ".*" cannot be used/)
  for (const text of ['', 'short']) {
    const dataDir = await scratch()
    await writeFile(join(dataDir, 'secret-key'), text)
    expect(await lastWords({ DATA_DIR: dataDir })).toMatch(/secret-key" holds no key of 32 characters: put back a copy/)
  }
  for (const name of ['secret-key', 'first-admin.json']) {
    const dataDir = await scratch()
    await mkdir(join(dataDir, name))
    const said = await lastWords({ DATABASE_URL: url, DATA_DIR: dataDir })
    expect(said).toMatch(new RegExp(`^DATA_DIR: ".*${name}" cannot be used \\(EISDIR: there is a folder in its place`))
  }
  const broken = await scratch()
  await writeFile(join(broken, 'first-admin.json'), '{"email":')
  const said = await lastWords({ DATABASE_URL: url, DATA_DIR: broken })
  expect(said).toMatch(/first-admin\.json" is damaged: put back a copy of it, or delete it/)
  const locked = await scratch()
  await mkdir(join(locked, 'lock'))
  expect(await lastWords({ DATA_DIR: locked })).toMatch(/^DATA_DIR: ".*lock" cannot be used/)
}, 120_000)

test('a damaged embedded database says so in one line', async () => {
  const dataDir = await scratch()
  const first = await startServer(dataDir)
  first.child.kill('SIGTERM')
  await first.exited
  await writeFile(join(dataDir, 'postgres', 'global', 'pg_control'), 'x')
  expect(await lastWords({ DATA_DIR: dataDir })).toMatch(
    /^The embedded database in ".*" does not start: .*put back a copy/,
  )
}, 180_000)

test('the command line says the same sentences', async () => {
  const DATABASE_URL = database((url) => (url.pathname = '/is_not_there'))
  const words = 'DATABASE_URL names a database that does not exist'
  const env = { DATA_DIR: await scratch(), DATABASE_URL }
  for (const args of [['doctor'], ['create-admin', 'ana@example.com']]) {
    const { code, output } = await cli(args, env)
    expect(output).toContain(words)
    expect(code).toBe(1)
  }
  const dataDir = await scratch()
  await writeFile(join(dataDir, 'secret-key'), '')
  const { code, output } = await cli(['ai', 'test'], { DATA_DIR: dataDir })
  expect(output).toMatch(/^".*secret-key" holds no key/)
  expect(code).toBe(1)
}, 120_000)
