import { execFileSync, spawn } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { until } from '../app.ts'
import { comingMonday } from '../clinic.ts'
import { freePort } from '../ports.ts'
import { scratch, spawnServer, startServer } from '../process.ts'
import { adminEnv, call, connectTo, signIn } from './clinic.ts'
import { hasPostgres, ownPostgres, service, whom } from './services.ts'

const installed = (() => {
  try {
    return hasPostgres && execFileSync('pgbouncer', ['--version']).length > 0
  } catch {
    return false
  }
})()

/** A database whose own zone is not UTC, and a real PgBouncer before it; gives the addresses of both ways. */
async function pooled(settings: Record<string, string>) {
  const postgres = await ownPostgres()
  const direct = new URL(postgres.url)
  const admin = await until('PostgreSQL to have started', () => connectTo(direct.href).catch(() => undefined), 20_000)
  await admin.query(`CREATE DATABASE clinic`)
  await admin.query(`ALTER DATABASE clinic SET timezone = 'America/Sao_Paulo'`)
  direct.pathname = '/clinic'
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'blurosiere-pgbouncer-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const user = whom()
  const ini = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    auth_type: 'any',
    unix_socket_dir: '',
    default_pool_size: 60,
  }
  const lines = Object.entries({ ...ini, ...settings }).map(([name, value]) => `${name} = ${value}`)
  const file = join(folder, 'pgbouncer.ini')
  writeFileSync(
    file,
    ['[databases]', `* = host=127.0.0.1 port=${direct.port} user=postgres`, '[pgbouncer]', ...lines, ''].join('\n'),
  )
  if (user.uid !== undefined) for (const path of [folder, file]) chownSync(path, user.uid, user.gid)
  const bouncer = service(
    '',
    port,
    () => spawn('pgbouncer', ['-q', file], { ...user, cwd: folder, stdio: 'ignore' }),
    false,
  )
  await bouncer.start()
  const through = new URL(direct)
  through.port = String(port)
  return { direct: direct.href, through: through.href }
}

test.skipIf(!installed).each([
  ['as it comes', {}],
  ['that drops the options of a start', { ignore_startup_parameters: 'options' }],
])('behind PgBouncer in session mode, %s, the server runs and keeps instants as they are', async (_kind, settings) => {
  const { direct, through } = await pooled({ pool_mode: 'session', ...settings })
  const server = await startServer(await scratch(), { ...adminEnv, DATABASE_URL: through })
  const token = await signIn(server.url)
  const post = (path: string, body: unknown) => call(server.url, 'POST', path, { token, body })
  const password = 'uma senha bem longa'
  const people = []
  for (const [role, email] of [
    ['paciente', 'maria@example.com'],
    ['psicologo', 'ana@example.com'],
  ])
    people.push((await post('/users', { name: 'Maria', email, password, role })).body.id as number)
  const startsAt = new Date(comingMonday()).toISOString()
  const [patientId, psychologistId] = people
  expect(await post('/appointments', { patientId, psychologistId, startsAt })).toMatchObject({
    status: 201,
    body: { startsAt },
  })
  const { rows } = await (
    await connectTo(direct)
  ).query<{ at: Date; made: Date }>('SELECT starts_at AS at, created_at AS made FROM appointments')
  expect(rows[0]?.at.toISOString()).toBe(startsAt)
  expect(Math.abs(Date.now() - Number(rows[0]?.made))).toBeLessThan(120_000)
})

test.skipIf(!installed)('PgBouncer in transaction mode is refused at the start, with what to set', async () => {
  const { through } = await pooled({ pool_mode: 'transaction' })
  const dataDir = await scratch()
  const { exited, output } = spawnServer({ DATA_DIR: dataDir, DATABASE_URL: through, PORT: '0', HOST: '127.0.0.1' })
  expect(await exited, output()).toBe(1)
  expect(output()).toContain('set pool_mode = session')
})
