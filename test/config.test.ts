import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { providers } from '../src/cli/providers.ts'
import { checkEnvironment, ConfigError, coreVariables, loadConfig } from '../src/config/config.ts'
import { variablesOf } from '../src/config/provider.ts'

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
  ['NODE_ENV', 'prd'],
  ['NODE_ENV', 'Production'],
  ['TRUST_PROXY', 'true'],
  ['TRUST_PROXY', '1'],
  ['TRUST_PROXY', '0.0.0.0/0'],
  ['TRUST_PROXY', '::/0'],
  ['TRUST_PROXY', '0.0.0.0/1,128.0.0.0/1'],
  ['TRUST_PROXY', '10.0.0.0/99'],
  ['TRUST_PROXY', '::ffff:0:0/96'],
  ['TRUST_PROXY', '0:0:0:0:0:FFFF:0.0.0.0/103'],
  ['TRUST_PROXY', '::/64'],
  ['TRUST_PROXY', '10.1.2'],
  ['TRUST_PROXY', 'caddy'],
  ['PUBLIC_URL', 'https://h.example.com/?a=1'],
  ['PUBLIC_URL', 'https://u:p@h.example.com'],
  ['PUBLIC_URL', 'https://h.example.com/#top'],
  ['PUBLIC_URL', 'https:u:p@h.example.com'],
  ['PUBLIC_URL', 'https:/u:p@h.example.com'],
  ['PUBLIC_URL', 'https:///u:p@h.example.com'],
  ['PUBLIC_URL', 'https:\\\\u:p@h.example.com'],
  ['PUBLIC_URL', 'https://h.example.com\\a'],
  ['APP_URL', 'https://u@h.example.com'],
  ['CORS_ORIGINS', 'https://*.com.br'],
  ['CORS_ORIGINS', 'http://*'],
  ['CORS_ORIGINS', 'https://app.*.example.com'],
  ['CORS_ORIGINS', 'wss://app.example.com'],
  ['CORS_ORIGINS', 'https://app.example.com/login'],
  ['DATABASE_URL', 'postgresql://u:a#b@h/d'],
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

test.each([
  '::ffff:10.0.0.0/104',
  '::ffff:10.1.2.3',
  '::1',
  '::1/128',
  '::ffff:0/112',
  '10.0.0.0/8,loopback',
  'fc00::/7',
])('TRUST_PROXY=%s is taken', (value) => expect(load({ TRUST_PROXY: value }).trustProxy).toEqual(value.split(',')))

test.each([
  ['https://h.example.com/', 'https://h.example.com'],
  ['HTTPS://h.example.com/@maria', 'HTTPS://h.example.com/@maria'],
])('PUBLIC_URL=%s is taken', (value, kept) => expect(load({ PUBLIC_URL: value }).publicUrl).toBe(kept))

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

test('each rule of several variables is told, whatever else is missing', () => {
  const sms = refusal({ ...good, TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}` })
  for (const name of ['TWILIO_AUTH_TOKEN', 'TWILIO_PHONE_NUMBER', 'TWILIO_MESSAGING_SERVICE_SID'])
    expect(sms).toContain(name)
  const files = refusal({ ...good, STORAGE_TYPE: 's3', AWS_ACCESS_KEY_ID: 'AKIA' })
  for (const name of ['AWS_S3_BUCKET', 'AWS_REGION', 'AWS_SECRET_ACCESS_KEY']) expect(files).toContain(name)
  const mail = refusal({ ...good, SMTP_HOST: 'smtp.example.com', SMTP_PORT: 'x', SMTP_PASSWORD: 'y' })
  for (const name of ['SMTP_PORT', 'SMTP_USER', 'FROM_EMAIL']) expect(mail).toContain(name)
})

test.each([
  ['SMPT_HOST', 'SMTP_HOST'],
  ['SMTP_PASS', 'SMTP_PASSWORD'],
  ['SMTP_USERNAME', 'SMTP_USER'],
  ['TWILLIO_ACCOUNT_SID', 'TWILIO_ACCOUNT_SID'],
  ['TWILLIO_SID', 'TWILIO_ACCOUNT_SID'],
  ['DATABSE_URL', 'DATABASE_URL'],
  ['CORS_ORIGIN', 'CORS_ORIGINS'],
  ['OPEN_AI_API_KEY', 'OPENAI_API_KEY'],
  ['JWT_SECRET', 'SECRET_KEY'],
  ['smtp_host', 'SMTP_HOST'],
])('for %s it asks whether %s was meant', (given, meant) => {
  const { warnings, problems } = checkEnvironment({ [given]: 'x' }, providers)
  expect(problems).toEqual([])
  expect(warnings).toEqual([`${given} is not a variable of this server: did you mean ${meant}?`])
})

test('a misspelt name stops production while the variable that was meant is not set', () => {
  expect(refusal({ ...good, SMPT_HOST: 'smtp.example.com' })).toMatch(/SMPT_HOST .*did you mean SMTP_HOST\?/)
  expect(refusal({ ...good, DATABSE_URL: 'x' })).toBe('')
})

test('names of the system and of other programs are no misspellings', () => {
  const others =
    `HOME HOSTNAME PATH PWD USER SHELL TERM LANG TZ SHLVL PORTS SORT API_URL AWS_DEFAULT_REGION AWS_SESSION_TOKEN
    AWS_EXECUTION_ENV AWS_PROFILE REDIS_PORT REDIS_SERVICE_HOST POSTGRES_PASSWORD PGHOST PGUSER NODE_OPTIONS NODE_PATH
    NODE_VERSION npm_config_cache npm_package_name npm_lifecycle_event http_proxy HTTPS_PROXY NO_PROXY OPENAI_ORG_ID
    KUBERNETES_PORT KUBERNETES_SERVICE_HOST LOGNAME MAIL EDITOR CI GIT_DIR DOMAIN SMTP_PORT_587_TCP HUGGINGFACE_HUB_CACHE
    HF_HOME XDG_DATA_DIRS XDG_RUNTIME_DIR DEBUG FORCE_COLOR COLORTERM`.split(/\s+/)
  expect(checkEnvironment(Object.fromEntries(others.map((name) => [name, 'x'])), providers).warnings).toEqual([])
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
