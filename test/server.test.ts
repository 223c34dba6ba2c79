import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../src/config/config.ts'
import { ensureFirstAdmin } from '../src/auth/first-admin.ts'
import { startApp } from './app.ts'
import { cli, scratch, spawnServer, startServer } from './process.ts'

test(
  'the first start makes a database and an administrator, the second takes them, and no two share a folder',
  { timeout: 60_000 },
  async () => {
    const dataDir = await scratch()
    const first = await startServer(dataDir)
    const file = join(dataDir, 'first-admin.json')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const admin = JSON.parse(readFileSync(file, 'utf8')) as { email: string; password: string }
    expect(admin.email).toBe('admin@localhost')
    expect(first.output()).toContain(admin.password)
    expect(first.output()).toContain(`BluRosiere listens on ${first.url}`)
    expect(first.output()).toMatch(/e-mail\s+console \(fallback; set SMTP_HOST to change\)/)
    const login = () =>
      fetch(`${first.url}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(admin),
      })
    const { accessToken } = (await (await login()).json()) as { accessToken: string }

    const rival = spawnServer({ DATA_DIR: dataDir, PORT: '0' })
    expect(await rival.exited).toBe(1)
    expect(rival.output()).toMatch(/in use by another process/)
    expect(rival.output()).not.toMatch(/ at .*\.ts:\d+/)

    // Beside the server, in its database.
    const made = await cli(['create-admin', 'Chefe@example.com', 'Chefe'], { DATA_DIR: dataDir })
    const password = /Password, shown only here: (\S+)/.exec(made.output)?.[1]
    const chief = await fetch(`${first.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'chefe@example.com', password }),
    })
    expect(((await chief.json()) as { user: { role: string } }).user.role).toBe('admin')

    first.child.kill('SIGTERM')
    expect(await first.exited).toBe(0)

    const { port } = new URL(first.url)
    const second = await startServer(dataDir, { PORT: port })
    expect(second.output()).not.toContain(admin.password)
    // The secret outlives the restart, and so do sessions.
    expect(
      (await fetch(`${second.url}/api/v1/me`, { headers: { authorization: `Bearer ${accessToken}` } })).status,
    ).toBe(200)
    expect((await login()).status).toBe(200)
  },
)

test('a configuration that cannot be used is said in words and ends the process with 1', async () => {
  const { exited, output } = spawnServer({ NODE_ENV: 'production', PORT: 'abc', SMTP_HOST: 'smtp.example.com' })
  expect(await exited).toBe(1)
  for (const name of ['PORT', 'SECRET_KEY', 'DATABASE_URL', 'CORS_ORIGINS', 'FROM_EMAIL'])
    expect(output()).toContain(name)
  expect(output()).not.toMatch(/ at .*\.ts:\d+/)
})

test('ADMIN_EMAIL and ADMIN_PASSWORD make the first administrator, and no second one', async () => {
  const { app, call, dataDir } = await startApp()
  const first = { email: 'chefe@example.com', password: 'senha da chefe toda' }
  const config = loadConfig({ DATA_DIR: dataDir, ADMIN_EMAIL: first.email, ADMIN_PASSWORD: first.password }, [])
  await ensureFirstAdmin(app, config)
  expect((await call('POST', '/auth/login', first)).body.user.role).toBe('admin')
  const second = { ADMIN_EMAIL: 'outra@example.com', ADMIN_PASSWORD: 'senha da outra toda' }
  await ensureFirstAdmin(app, loadConfig({ DATA_DIR: dataDir, ...second }, []))
  expect((await call('POST', '/auth/login', { ...first, email: 'outra@example.com' })).status).toBe(401)
  expect(() => statSync(join(dataDir, 'first-admin.json'))).toThrow('ENOENT')
})
