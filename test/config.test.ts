import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { providers } from '../src/app.ts'
import { ConfigError, coreVariables, loadConfig } from '../src/config.ts'
import { variablesOf } from '../src/provider.ts'

const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'blurosiere-config-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}
const load = (env: Record<string, string> = {}) => loadConfig({ DATA_DIR: folder(), ...env }, providers)
const refusal = (env: Record<string, string>): string => {
  try {
    load(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return ''
}
const good = {
  NODE_ENV: 'production',
  SECRET_KEY: 'w7Xq1zP0mN4cV8bK2jH6gF3dS9aL5tR1yU7iO3pE',
  DATABASE_URL: 'postgresql://user:secret@db.example.com/clinic',
  CORS_ORIGINS: 'https://app.example.com',
}

test('with no variable at all everything has a default', () => {
  expect(load()).toMatchObject({
    production: false,
    port: 8000,
    publicUrl: 'http://localhost:8000',
    appUrl: 'http://localhost:8000',
    corsOrigins: '*',
    timezone: 'America/Sao_Paulo',
    reminderOffsets: [86_400_000, 7_200_000],
    migrateOnStart: true,
    ai: { timeoutMs: 30_000, retentionDays: 90, requireConsent: false },
  })
})

test('blank is unset, and spaces around a value are not part of it', () => {
  expect(load({ PORT: '  ', CLINIC_NAME: ' Clínica Azul ' })).toMatchObject({
    port: 8000,
    clinic: { name: 'Clínica Azul' },
  })
})

test('in development a missing secret is made once, kept with mode 0600, and the same at the next start', () => {
  const dataDir = folder()
  const first = loadConfig({ DATA_DIR: dataDir }, providers).secretKey
  expect(first).toHaveLength(64)
  expect(statSync(join(dataDir, 'secret-key')).mode & 0o777).toBe(0o600)
  expect(loadConfig({ DATA_DIR: dataDir }, providers).secretKey).toBe(first)
})

test.each([
  ['PORT', 'abc'],
  ['PORT', '65536'],
  ['STORAGE_TYPE', 'ftp'],
  ['REMINDER_OFFSETS', 'depois'],
  ['REMINDER_OFFSETS', '0h'],
  ['APP_TIMEZONE', 'Marte/Olimpo'],
  ['APP_TIMEZONE', '+03:00'],
  ['TRUST_PROXY', 'true'],
  ['MIGRATE_ON_START', 'talvez'],
  ['DATABASE_URL', 'mysql://x'],
  ['PUBLIC_URL', 'ftp://x'],
  ['CORS_ORIGINS', 'not an origin'],
  ['LOG_LEVEL', 'loud'],
  ['ADMIN_PASSWORD', 'x'],
])('a malformed %s=%s is refused everywhere, by name and never by value', (name, value) => {
  const message = refusal({ [name]: value })
  expect(message).toContain(name)
  if (value.length > 3) expect(message.replace(name, '')).not.toContain(value)
})

test('production starts with what it needs', () => {
  expect(load(good)).toMatchObject({ production: true, corsOrigins: ['https://app.example.com'] })
})

test('production refuses with everything that is wrong in one message, and no value in it', () => {
  const message = refusal({
    NODE_ENV: 'production',
    SECRET_KEY: 'strong-random-key',
    CORS_ORIGINS: '*',
    PORT: 'abc',
    SMTP_HOST: 'smtp.gmail.com',
    SMTP_USER: 'someone@example.com',
    TWILIO_ACCOUNT_SID: 'your-sid',
    OPENAI_API_KEY: 'sk-your-key-here',
  })
  for (const name of [
    'SECRET_KEY',
    'DATABASE_URL',
    'CORS_ORIGINS',
    'PORT',
    'FROM_EMAIL',
    'TWILIO_ACCOUNT_SID',
    'TWILIO_AUTH_TOKEN',
    'OPENAI_API_KEY',
  ]) {
    expect(message).toContain(name)
  }
  expect(message).not.toMatch(/strong-random-key|someone@|your-sid|sk-your/)
})

test.each([
  ['short', 'abcdefghijklmnopqrstuvwxyz12345'],
  ['one character', 'a'.repeat(64)],
  ['a repeated word', 'abcdefgh12'.repeat(5)],
  ['well known', 'changeme-changeme-changeme-changeme-42'],
])('production refuses a secret that is %s', (_why, secret) => {
  expect(refusal({ ...good, SECRET_KEY: secret })).toContain('SECRET_KEY')
})

test.each([
  ['e-mail without a sender', { SMTP_HOST: 'smtp.example.com' }, 'FROM_EMAIL'],
  [
    'e-mail with a user but no password',
    { SMTP_HOST: 'smtp.example.com', FROM_EMAIL: 'a@example.com', SMTP_USER: 'me' },
    'SMTP_PASSWORD',
  ],
  [
    'SMS without a token',
    { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_PHONE_NUMBER: '+5511999999999' },
    'TWILIO_AUTH_TOKEN',
  ],
  [
    'SMS without a sender',
    { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'x' },
    'TWILIO_PHONE_NUMBER',
  ],
  ['S3 without a bucket', { STORAGE_TYPE: 's3', AWS_REGION: 'us-east-1' }, 'AWS_S3_BUCKET'],
])('%s is half-set: refused in production, and only there', (_what, env: Record<string, string>, missing) => {
  expect(refusal({ ...good, ...env })).toContain(missing)
  expect(refusal(env)).toBe('')
})

test('shared AWS variables alone ask for nothing', () => {
  expect(refusal({ ...good, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'x' })).toBe('')
})

test('.env.example names every variable that the code reads, each once, blank, and no other', () => {
  const lines = readFileSync(new URL('../.env.example', import.meta.url), 'utf8').split('\n')
  const named = lines
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => {
      expect(line).toMatch(/^[A-Z0-9_]+=$/)
      return line.slice(0, -1)
    })
  const read = new Set([...Object.keys(coreVariables.shape), ...providers.flatMap(variablesOf)])
  expect(named.toSorted()).toEqual([...read].toSorted())
})
