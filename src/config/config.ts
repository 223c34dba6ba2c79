import type { FastifyBaseLogger } from 'fastify'
import { z } from 'zod'
import {
  blankless,
  countries,
  databaseUrl,
  namesIn,
  offsets,
  origins,
  proxies,
  redisUrl,
  serverUrl,
  timezone,
  toggle,
  unitMs,
  url,
  wholeNumber,
} from './values.ts'
import { mailbox } from '../text/mailbox.ts'
import { misspelt } from './misspelt.ts'
import {
  type Env,
  inspect,
  isPlaceholder,
  problem,
  type Problem,
  type Provider,
  type ProviderContext,
  together,
  variablesOf,
} from './provider.ts'
import { keptSecret, secretProblem } from './secret-key.ts'
import { StartFailure } from './start-failure.ts'

/** The variables that belong to no provider. What they mean stands in .env.example. */
export const coreVariables = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'], { error: 'use development, test or production, or leave it blank' })
    .optional(),
  PORT: wholeNumber(0, 65_535).default(8000),
  HOST: blankless.default('0.0.0.0'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'use fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
  DATA_DIR: blankless.default('.data'),
  UPLOAD_DIR: blankless.default('uploads'),
  PUBLIC_URL: serverUrl.optional(),
  APP_URL: url.optional(),
  SECRET_KEY: blankless.optional(),
  SECRET_KEY_PREVIOUS: blankless.optional(),
  DATABASE_URL: databaseUrl.optional(),
  MIGRATE_ON_START: toggle.default(true),
  REDIS_URL: redisUrl.optional(),
  CORS_ORIGINS: origins.optional(),
  TRUST_PROXY: proxies.optional(),
  METRICS_TOKEN: blankless.optional(),
  DOCS: toggle.optional(),
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
  SMS_PROVIDERS: blankless.optional(),
  AI_TIMEOUT_MS: wholeNumber(100, 600_000).default(30_000),
  AI_RETENTION_DAYS: wholeNumber(1, 3650).default(90),
  AI_REQUIRE_CONSENT: toggle.default(false),
  CLINIC_NAME: blankless.optional(),
  CLINIC_PHONE: blankless.optional(),
  CLINIC_ADDRESS: blankless.optional(),
  RETENTION_YEARS: wholeNumber(1, 100).default(20),
})

export type Config = Readonly<ReturnType<typeof configOf>>

function configOf(core: z.output<typeof coreVariables>) {
  const publicUrl = core.PUBLIC_URL ?? `http://localhost:${core.PORT}`
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = core
  return {
    production: core.NODE_ENV === 'production',
    port: core.PORT,
    host: core.HOST,
    logLevel: core.LOG_LEVEL,
    dataDir: core.DATA_DIR,
    uploadDir: core.UPLOAD_DIR,
    /** Where this server is reached from outside, without a trailing slash. */
    publicUrl,
    /** The front end; the same as `publicUrl` where none is configured. */
    appUrl: core.APP_URL ?? publicUrl,
    /** Whether a front end answers its own addresses: else the pages that letters lead to are ours. */
    hasFrontEnd: core.APP_URL !== undefined && core.APP_URL !== publicUrl,
    secretKey: core.SECRET_KEY ?? keptSecret(core.DATA_DIR),
    previousSecretKey: core.SECRET_KEY_PREVIOUS,
    /** Unset: the embedded database in `dataDir`. */
    databaseUrl: core.DATABASE_URL,
    migrateOnStart: core.MIGRATE_ON_START,
    redisUrl: core.REDIS_URL,
    corsOrigins: core.CORS_ORIGINS ?? ('*' as const),
    trustProxy: core.TRUST_PROXY ?? [],
    metricsToken: core.METRICS_TOKEN,
    /** Whether the documents of the API and their pages are shown. */
    docs: core.DOCS ?? core.NODE_ENV !== 'production',
    firstAdmin: email && password ? { email, password } : undefined,
    timezone: core.APP_TIMEZONE,
    /** Milliseconds before the start, longest first. */
    reminderOffsets: core.REMINDER_OFFSETS,
    /** What the files of one account may take. */
    storageQuotaBytes: core.STORAGE_QUOTA_MB * 1024 ** 2,
    smsDailyBudget: core.SMS_DAILY_BUDGET,
    /** ISO 3166-1 codes of the countries whose numbers get SMS. */
    smsCountries: core.SMS_COUNTRIES,
    ai: {
      timeoutMs: core.AI_TIMEOUT_MS,
      retentionDays: core.AI_RETENTION_DAYS,
      requireConsent: core.AI_REQUIRE_CONSENT,
    },
    clinic: {
      name: core.CLINIC_NAME,
      /** The name, or the product's where a name has to stand. */
      brand: core.CLINIC_NAME ?? 'BluRosiere',
      phone: core.CLINIC_PHONE,
      address: core.CLINIC_ADDRESS,
    },
    retentionYears: core.RETENTION_YEARS,
  }
}

declare module 'fastify' {
  interface FastifyInstance {
    config: Config
  }
}

/** What every provider is opened with. */
export const providerContext = (config: Config, log: FastifyBaseLogger): ProviderContext => ({
  log,
  production: config.production,
  senderName: config.clinic.brand,
  publicUrl: config.publicUrl,
})

/** Everything that is wrong with an environment, in one message, by variable and never by value. */
export class ConfigError extends StartFailure {
  override name = 'ConfigError'
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[]) {
    const before = problems.length === 1 ? ' ' : '\n  - '
    super(`The configuration cannot be used:${problems.map(({ message }) => before + message).join('')}`)
    this.problems = problems
  }
}

/** Trims every value and drops the blank ones: blank is unset. */
export const cleanEnv = (env: Env): Env =>
  Object.fromEntries(
    Object.entries(env)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value),
  )

/** Told wherever it is broken. */
const adminRules = together('ADMIN_EMAIL', 'ADMIN_PASSWORD', 'ADMIN_EMAIL and ADMIN_PASSWORD go together')

/** Names in a list of providers that are none. */
function unknownProviders(env: Env, providers: readonly Provider<unknown>[]): Problem[] {
  const lists = new Set(providers.flatMap(({ listedIn }) => listedIn ?? []))
  return [...lists].flatMap((variable) => {
    const known = providers.filter(({ listedIn }) => listedIn === variable).map(({ name }) => name)
    if (namesIn(env[variable] ?? known.join()).every((name) => known.includes(name))) return []
    return problem(variable, 'malformed', `is malformed: use a comma list of ${known.join(', ')}`)
  })
}

/** What production refuses beyond what is malformed anywhere. */
function production(env: Env): Problem[] {
  const { SECRET_KEY, SECRET_KEY_PREVIOUS, ADMIN_PASSWORD, DATABASE_URL, CORS_ORIGINS } = env
  const missing = (variable: string, words: string) => problem(variable, 'missing', words)
  return [
    secretProblem('SECRET_KEY', SECRET_KEY, 'key'),
    SECRET_KEY_PREVIOUS && secretProblem('SECRET_KEY_PREVIOUS', SECRET_KEY_PREVIOUS, 'key'),
    ADMIN_PASSWORD && secretProblem('ADMIN_PASSWORD', ADMIN_PASSWORD, 'password'),
    !DATABASE_URL && missing('DATABASE_URL', 'is missing: production needs a PostgreSQL server'),
    isPlaceholder(DATABASE_URL) && missing('DATABASE_URL', "still holds the guide's example"),
    !CORS_ORIGINS && missing('CORS_ORIGINS', 'is missing: list the origins of your front end'),
    CORS_ORIGINS === '*' && missing('CORS_ORIGINS', 'is *: list the origins of your front end'),
    isPlaceholder(CORS_ORIGINS) && missing('CORS_ORIGINS', "still holds the guide's example"),
  ].filter((problem) => typeof problem === 'object')
}

/**
 * Looks at a whole environment: what stops a start (`problems`), and what is probably not meant (`warnings`). A misspelt name
 * stops production where the variable that was meant is not set, as anything half set does.
 */
export function checkEnvironment(rawEnv: Env, providers: readonly Provider<unknown>[]) {
  const env = cleanEnv(rawEnv)
  const strict = env.NODE_ENV === 'production'
  const parsed = coreVariables.safeParse(env)
  const malformed = (parsed.error?.issues ?? []).map(({ path, message }) =>
    problem(String(path[0]), 'malformed', `is malformed: ${message}`),
  )
  const halfSet = providers.flatMap((provider) => inspect(provider, env).problems ?? [])
  const ours = new Set([...Object.keys(coreVariables.shape), ...providers.flatMap(variablesOf)])
  const strange = providers.length > 0 ? misspelt(env, ours) : []
  const unheard = strange.filter(({ typo, meant }) => strict && typo && env[meant] === undefined)
  const problems: Problem[] = [
    ...malformed,
    ...adminRules.flatMap(({ variable, message, broken }) =>
      broken(env) ? problem(variable, 'missing', `is missing: ${message}`) : [],
    ),
    ...unknownProviders(env, providers),
    ...halfSet.filter(({ kind }) => strict || kind === 'malformed'),
    ...(strict ? production(env) : []),
    ...unheard,
  ]
  return {
    parsed,
    problems: [...new Map(problems.map((one) => [one.message, one])).values()],
    warnings: strange.filter((one) => !unheard.includes(one)).map(({ message }) => message),
  }
}

/**
 * Reads the whole environment, once. Malformed values are refused everywhere; in production also a missing or weak
 * secret, a missing database, missing or open origins, and any half-set provider. Throws one `ConfigError` with all of it.
 * In development a missing SECRET_KEY is made and kept in DATA_DIR (mode 0600), so that tokens outlive a restart.
 */
export function loadConfig(
  rawEnv: Env,
  providers: readonly Provider<unknown>[],
  /** What was seen of how the environment was given, said with what is wrong. */
  seen: readonly string[] = [],
): Config {
  const { parsed, problems, warnings } = checkEnvironment(rawEnv, providers)
  if (problems.length > 0 || !parsed.success)
    // What was misspelt may be what is missing.
    throw new ConfigError([
      ...problems,
      ...[...seen, ...warnings].map((message) => ({ variable: '', kind: 'malformed', message }) as const),
    ])
  return configOf(parsed.data)
}
