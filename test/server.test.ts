import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch, spawnServer, startServer } from './process.ts'

test(
  'the first start makes a database and an administrator, the second takes them, and no two share a folder',
  { timeout: 60_000 },
  async () => {
    const dataDir = await scratch()
    const first = await startServer(dataDir)
    expect(first.readyMs).toBeLessThan(15_000)
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

    first.child.kill('SIGTERM')
    expect(await first.exited).toBe(0)

    const { port } = new URL(first.url)
    const second = await startServer(dataDir, { PORT: port })
    expect(second.output()).not.toContain(admin.password)
    // The secret outlives the restart, and so does whoever is signed in.
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

test('ADMIN_EMAIL and ADMIN_PASSWORD make the first administrator', async () => {
  const { url, dataDir } = await startServer(await scratch(), {
    ADMIN_EMAIL: 'chefe@example.com',
    ADMIN_PASSWORD: 'senha da chefe toda',
  })
  const login = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'chefe@example.com', password: 'senha da chefe toda' }),
  })
  expect(((await login.json()) as { user: { role: string } }).user.role).toBe('admin')
  expect(() => statSync(join(dataDir, 'first-admin.json'))).toThrow('ENOENT')
})
