import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { FastifyBaseLogger } from 'fastify'
import { mailbox } from './mailbox.ts'
import { type Env, inspect, isPlaceholder, type Problem, type Provider, type ProviderContext } from './provider.ts'

const blankless = z.string().trim().min(1)

const toggle = z
  .enum(['true', 'false', '1', '0'], { error: 'use true or false' })
  .transform((value) => value === 'true' || value === '1')

const url = blankless
  .refine(
    (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
    'use an http:// or https:// address',
  )
  .transform((value) => value.replace(/\/+$/, ''))

const wholeNumber = (min: number, max: number) =>
  blankless
    .regex(/^\d+$/, `use a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `use a whole number from ${min} to ${max}`)

const timezone = blankless.refine(isTimezone, 'use an IANA zone such as America/Sao_Paulo')

const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 }

/** `24h,2h` → milliseconds before the start, longest first. */
const offsets = blankless
  .regex(/^\s*\d+[dhms]\s*(,\s*\d+[dhms]\s*)*$/, 'use a comma list such as 24h,2h (units d h m s)')
  .transform((value) => {
    const parsed = value.split(',').map((part) => {
      const text = part.trim()
      return Number(text.slice(0, -1)) * unitMs[text.at(-1) as keyof typeof unitMs] // the regex admits only these units
    })
    return [...new Set(parsed)].sort((a, b) => b - a)
  })
  .refine(
    (value) => value.every((ms) => ms > 0 && ms <= 30 * unitMs.d) && value.length <= 10,
    'from 1s to 30d, ten at most',
  )

const origins = blankless.transform((value, context) => {
  if (value === '*') return '*' as const
  const list = value
    .split(',')
    .map((part) => part.trim().replace(/\/+$/, ''))
    .filter(Boolean)
  for (const origin of list) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      context.addIssue({ code: 'custom', message: 'use a comma list of origins such as https://app.example.com' })
    }
  }
  return list
})

const addresses = blankless
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .refine(
    (list) => list.every((item) => /^(loopback|linklocal|uniquelocal|[0-9a-f.:]+(\/\d{1,3})?)$/i.test(item)),
    'use a comma list of addresses or CIDR blocks of your proxies, such as 10.0.0.0/8; trusting every sender would let anybody forge an address',
  )

const regionNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
const countries = blankless
  .transform((value) => value.split(',').map((part) => part.trim().toUpperCase()))
  .refine(
    (list) => list.every((code) => /^(?!ZZ|EU|EZ|UN|XA|XB)[A-Z]{2}$/.test(code) && regionNames.of(code) !== undefined),
    'use a comma list of ISO 3166-1 codes of countries, such as BR,PT,US',
  )
  // "UK" is an alias of GB, under which its numbers are known.
  .transform((list) => list.map((code) => new Intl.Locale(`und-${code}`).region ?? code))

/** The variables that belong to no provider. What they mean stands in .env.example. */
export const coreVariables = z.object({
  NODE_ENV: blankless.optional(),
  PORT: wholeNumber(0, 65_535).default(8000),
  HOST: blankless.default('0.0.0.0'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DATA_DIR: blankless.default('.data'),
  UPLOAD_DIR: blankless.default('uploads'),
  PUBLIC_URL: url.optional(),
  APP_URL: url.optional(),
  SECRET_KEY: blankless.optional(),
  SECRET_KEY_PREVIOUS: blankless.optional(),
  DATABASE_URL: blankless.regex(/^postgres(ql)?:\/\/\S+$/, 'use a postgresql:// address').optional(),
  MIGRATE_ON_START: toggle.default(true),
  REDIS_URL: blankless.regex(/^rediss?:\/\/\S+$/, 'use a redis:// or rediss:// address').optional(),
  CORS_ORIGINS: origins.optional(),
  TRUST_PROXY: addresses.optional(),
  METRICS_TOKEN: blankless.optional(),
  ADMIN_EMAIL: mailbox({ localPart: 'only ASCII may stand before the @' })
    .transform((value) => value.toLowerCase())
    .optional(),
  ADMIN_PASSWORD: z.string().min(10, 'at least 10 characters').max(128, 'at most 128 characters').optional(),
  APP_TIMEZONE: timezone.default('America/Sao_Paulo'),
  REMINDER_OFFSETS: offsets.default([24 * unitMs.h, 2 * unitMs.h]),
  STORAGE_TYPE: z.enum(['local', 's3'], { error: 'use local or s3' }).optional(),
  STORAGE_QUOTA_MB: wholeNumber(1, 10_000_000).default(1000),
  SMS_DAILY_BUDGET: wholeNumber(0, 10_000_000).default(1000),
  SMS_COUNTRIES: countries.default(['BR']),
  AI_TIMEOUT_MS: wholeNumber(100, 600_000).default(30_000),
  AI_RETENTION_DAYS: wholeNumber(1, 3650).default(90),
  AI_REQUIRE_CONSENT: toggle.default(false),
  CLINIC_NAME: blankless.optional(),
  CLINIC_PHONE: blankless.optional(),
  CLINIC_ADDRESS: blankless.optional(),
  RETENTION_YEARS: wholeNumber(1, 100).default(20),
})

export interface Config {
  readonly production: boolean
  readonly port: number
  readonly host: string
  readonly logLevel: string
  readonly dataDir: string
  readonly uploadDir: string
  /** Where this server is reached from outside, without a trailing slash. */
  readonly publicUrl: string
  /** The front end; the same as `publicUrl` where none is configured. */
  readonly appUrl: string
  readonly secretKey: string
  readonly previousSecretKey: string | undefined
  /** Unset: the embedded database in `dataDir`. */
  readonly databaseUrl: string | undefined
  readonly migrateOnStart: boolean
  readonly redisUrl: string | undefined
  readonly corsOrigins: readonly string[] | '*'
  readonly trustProxy: readonly string[] | false
  readonly metricsToken: string | undefined
  readonly firstAdmin: { readonly email: string; readonly password: string } | undefined
  readonly timezone: string
  /** Milliseconds before the start, longest first. */
  readonly reminderOffsets: readonly number[]
  /** What the files of one account may take. */
  readonly storageQuotaBytes: number
  readonly smsDailyBudget: number
  /** ISO 3166-1 codes of the countries whose numbers get SMS. */
  readonly smsCountries: readonly string[]
  readonly ai: { readonly timeoutMs: number; readonly retentionDays: number; readonly requireConsent: boolean }
  readonly clinic: { readonly name?: string; readonly phone?: string; readonly address?: string }
  readonly retentionYears: number
}

/** What every provider is opened with. */
export const providerContext = (config: Config, log: FastifyBaseLogger): ProviderContext => ({
  log,
  production: config.production,
  senderName: config.clinic.name ?? 'BluRosiere',
  publicUrl: config.publicUrl,
})

/** Everything that is wrong with an environment, in one message, by variable and never by value. */
export class ConfigError extends Error {
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[]) {
    super(`The configuration cannot be used:\n${problems.map(({ message }) => `  - ${message}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/** Trims every value and drops the blank ones: blank is unset (contract §8). */
export function cleanEnv(env: Env): Env {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  )
}

/**
 * Reads the whole environment, once. Malformed values are refused everywhere; in production also a missing or weak
 * secret, a missing database, missing or open origins, and any half-set provider. Throws one `ConfigError` with all of it.
 * In development a missing SECRET_KEY is made and kept in DATA_DIR (mode 0600), so that tokens outlive a restart.
 */
export function loadConfig(rawEnv: Env, providers: readonly Provider<unknown>[]): Config {
  const env = cleanEnv(rawEnv)
  const production = env.NODE_ENV === 'production'
  const parsed = coreVariables.safeParse(env)
  const problems: Problem[] = (parsed.error?.issues ?? []).map((issue) => {
    const variable = String(issue.path[0])
    return { variable, kind: 'malformed', message: `${variable} is malformed: ${issue.message}` }
  })
  const missing = (variable: string, message: string) =>
    problems.push({ variable, kind: 'missing', message: `${variable} ${message}` })

  if (Boolean(env.ADMIN_EMAIL) !== Boolean(env.ADMIN_PASSWORD)) {
    missing(
      env.ADMIN_EMAIL ? 'ADMIN_PASSWORD' : 'ADMIN_EMAIL',
      'is missing: ADMIN_EMAIL and ADMIN_PASSWORD go together',
    )
  }
  for (const provider of providers) {
    const found = inspect(provider, env)
    if (found.state !== 'half') continue
    problems.push(...found.problems.filter(({ kind }) => production || kind === 'malformed'))
  }
  if (production) {
    const weak = weakness(env.SECRET_KEY)
    if (weak) missing('SECRET_KEY', weak)
    if (!env.DATABASE_URL) missing('DATABASE_URL', 'is missing: production needs a PostgreSQL server')
    else if (isPlaceholder(env.DATABASE_URL)) missing('DATABASE_URL', "still holds the guide's example")
    if (!env.CORS_ORIGINS) missing('CORS_ORIGINS', 'is missing: list the origins of your front end')
    else if (env.CORS_ORIGINS === '*') missing('CORS_ORIGINS', 'is *: list the origins of your front end')
    else if (isPlaceholder(env.CORS_ORIGINS)) missing('CORS_ORIGINS', "still holds the guide's example")
  }
  const unique = [...new Map(problems.map((problem) => [problem.message, problem])).values()]
  if (unique.length > 0 || !parsed.success) throw new ConfigError(unique)

  const core = parsed.data
  const publicUrl = core.PUBLIC_URL ?? `http://localhost:${core.PORT}`
  return {
    production,
    port: core.PORT,
    host: core.HOST,
    logLevel: core.LOG_LEVEL,
    dataDir: core.DATA_DIR,
    uploadDir: core.UPLOAD_DIR,
    publicUrl,
    appUrl: core.APP_URL ?? publicUrl,
    secretKey: core.SECRET_KEY ?? keptSecret(core.DATA_DIR),
    previousSecretKey: core.SECRET_KEY_PREVIOUS,
    databaseUrl: core.DATABASE_URL,
    migrateOnStart: core.MIGRATE_ON_START,
    redisUrl: core.REDIS_URL,
    corsOrigins: core.CORS_ORIGINS ?? '*',
    trustProxy: core.TRUST_PROXY ?? false,
    metricsToken: core.METRICS_TOKEN,
    firstAdmin:
      core.ADMIN_EMAIL && core.ADMIN_PASSWORD ? { email: core.ADMIN_EMAIL, password: core.ADMIN_PASSWORD } : undefined,
    timezone: core.APP_TIMEZONE,
    reminderOffsets: core.REMINDER_OFFSETS,
    storageQuotaBytes: core.STORAGE_QUOTA_MB * 1024 ** 2,
    smsDailyBudget: core.SMS_DAILY_BUDGET,
    smsCountries: core.SMS_COUNTRIES,
    ai: {
      timeoutMs: core.AI_TIMEOUT_MS,
      retentionDays: core.AI_RETENTION_DAYS,
      requireConsent: core.AI_REQUIRE_CONSENT,
    },
    clinic: { name: core.CLINIC_NAME, phone: core.CLINIC_PHONE, address: core.CLINIC_ADDRESS },
    retentionYears: core.RETENTION_YEARS,
  }
}

/** Whether `zone` is an IANA time zone that this runtime knows. */
export function isTimezone(zone: string): boolean {
  // Bare offsets such as +03:00 pass Intl, but know no daylight saving; UTC is the one zone without a slash that people mean.
  if (zone !== 'UTC' && !zone.includes('/')) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

const wellKnownSecrets =
  /^(secret|changeme|change-me|change_me|password|mysecret|supersecret|your-?secret|default|development|test)/i

/** Why a key must not sign tokens in production, or nothing. */
function weakness(key: string | undefined): string | undefined {
  if (!key) return 'is missing: make one with `openssl rand -base64 48`'
  if (isPlaceholder(key) || wellKnownSecrets.test(key))
    return 'is a well-known value: make one with `openssl rand -base64 48`'
  if (key.length < 32) return 'is weak: under 32 characters'
  if (new Set(key).size < 10 || /^(.{1,16})\1+$/.test(key)) return 'is weak: it repeats itself'
  return undefined
}

function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'secret-key')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  if (!existsSync(file)) {
    // Written aside and linked into place: a kill leaves no empty key, and of two processes one makes it.
    const draft = `${file}.${process.pid}`
    writeFileSync(draft, randomBytes(48).toString('base64url'), { mode: 0o600 })
    try {
      linkSync(draft, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      unlinkSync(draft)
    }
  }
  return readFileSync(file, 'utf8').trim()
}
