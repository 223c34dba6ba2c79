import { accessSync, constants, existsSync, mkdirSync, readFileSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import pTimeout from 'p-timeout'
import { checkEnvironment, type Config, coreVariables, loadConfig, providerContext } from '../config/config.ts'
import { type Database, openBesideServer } from '../database/client.ts'
import { differences, livingNodes } from '../database/nodes.ts'
import { dotEnvWarnings } from '../config/environment.ts'
import {
  type Env,
  fallbackHint,
  inspect,
  isPlaceholder,
  type Provider,
  triggerOf,
  variablesOf,
} from '../config/provider.ts'
import { inFolder, startFailure } from '../config/start-failure.ts'
import type { Command, CommandContext } from './command.ts'
import { providers } from './providers.ts'
import { quietLog } from '../config/diagnosis.ts'

type Vendor = Provider<{ check(): Promise<unknown>; close?(): unknown }>

/** The command that looks closer. */
const closer: Record<Vendor['service'], string> = {
  email: 'email test <to>',
  sms: 'sms test <to>',
  storage: 'storage test',
  ai: 'ai test',
}

const patienceMs = 15_000
const enoughBytes = 1024 ** 3

const isSecret = (name: string) => /SECRET|PASSWORD|TOKEN|KEY|_SID$|^DATABASE_URL$|^REDIS_URL$|_USER$/.test(name)

function reportTo(say: (line: string) => void) {
  let wrong = 0
  const line = (mark: string) => (what: string, words: string) => say(`${mark} ${what.padEnd(14)} ${words}`)
  const bad = (what: string, words: string, todo: string) => {
    wrong++
    line('✘')(what, words)
    line(' ')('', `→ ${todo}`)
  }
  return {
    good: line('✔'),
    /** Something that is neither: a fallback by choice, or what cannot be known from here. */
    note: line('·'),
    bad,
    /** Does it; where that fails, this is wrong. */
    async attempt<T>(what: string, todo: string, work: () => T | Promise<T>): Promise<T | undefined> {
      try {
        return await work()
      } catch (error) {
        return void bad(what, failure(error), todo)
      }
    },
    wrong: () => wrong,
  }
}
type Report = ReturnType<typeof reportTo>

/**
 * Looks at all that an operator may have to mend: each variable, what it means and where it came from (never a secret's
 * value), each integration tried for real, folders, room, clock. Exit code 1 if anything is wrong.
 */
export const doctor: Command = {
  name: 'doctor',
  summary: 'checks every variable and tries every integration; exit code 1 if something is wrong',
  async run(context) {
    const { env, sourceOf, say } = context
    const report = reportTo(say)
    describeVariables(context)
    say('')
    const config = await checkConfiguration(env, dotEnvWarnings(sourceOf), report)
    if (config) {
      await checkDatabase(config, report)
      await checkRedis(config, report)
      await checkVendors(config, env, report)
      await checkFolders(config, report)
      await checkAddress(config, report)
    }
    const wrong = report.wrong()
    say(wrong === 0 ? '\nNothing is wrong.' : `\nTo be mended: ${wrong}.`)
    return wrong === 0 ? 0 : 1
  },
}

/** The comments of .env.example, which is where each variable is explained. */
function meanings(): Map<string | undefined, string> {
  const file = new URL('../../.env.example', import.meta.url)
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const explained = text.matchAll(/^((?:#(?! ---).*\n)+)([A-Z0-9_]+)=/gm)
  return new Map([...explained].map(([, comment = '', name]) => [name, comment.replace(/\s*^#\s*/gm, ' ').trim()]))
}

function describeVariables({ env, sourceOf, say }: CommandContext): void {
  const explained = meanings()
  for (const name of new Set([...Object.keys(coreVariables.shape), ...providers.flatMap(variablesOf)])) {
    const value = env[name]
    const shown = value && isSecret(name) ? `set, ${value.length} characters, not shown` : (value ?? 'not set')
    const source = value === undefined ? '' : ` (${sourceOf(name)})`
    const placeholder = isPlaceholder(value) ? ", the guide's example: not filled in" : ''
    say(`${name}: ${shown}${source}${placeholder}`)
    const meaning = explained.get(name)
    if (meaning) say(`    ${meaning}`)
  }
}

async function checkConfiguration(env: Env, seen: readonly string[], { good, note, bad, attempt }: Report) {
  for (const provider of providers) {
    const { state, problems } = inspect<unknown>(provider, env)
    if (state === 'unset') note(provider.name, `not asked for (${triggerOf(provider)})`)
    if (state !== 'half') continue
    const todo = `fill them in, or leave ${provider.trigger.variable} blank`
    const each = problems.map(({ message }) => message).join('; ')
    bad(provider.name, fallbackHint({ problems, triggers: [] }), `${each}: ${todo}`)
  }
  const { problems, warnings } = checkEnvironment(env, providers)
  for (const message of [...seen, ...warnings, ...problems.map((problem) => problem.message)])
    bad('configuration', message, 'mend it in .env or in the environment')
  if (problems.length > 0) return undefined
  const config = await attempt('configuration', 'mend it, then ask again', () => loadConfig(env, providers))
  if (config)
    good('configuration', config.production ? 'production' : 'development: NODE_ENV=production has stricter rules')
  return config
}

const failure = (error: unknown): string => {
  const { code, message } = error as { code?: unknown; message: string }
  return startFailure(error) ?? [code, message].filter(Boolean).join(': ').slice(0, 200)
}

const bounded = <T>(work: Promise<T>): Promise<T> =>
  pTimeout(work, { milliseconds: patienceMs, message: `no answer within ${patienceMs / 1000} s` })

async function checkDatabase({ databaseUrl, dataDir }: Config, report: Report): Promise<void> {
  const { good, note, bad, attempt } = report
  const todo = databaseUrl
    ? 'see that the server of DATABASE_URL runs, that this machine reaches it, and that user and password are right'
    : 'see that DATA_DIR is writable and its disk is sound; restore a copy if it is not'
  if (!databaseUrl && !existsSync(join(dataDir, 'postgres')))
    return note('database', 'embedded: the first start makes it')
  await attempt('database', todo, async () => {
    const database = await bounded(openBesideServer({ databaseUrl, dataDir }))
    try {
      const [{ version, clock } = { version: '', clock: 0 }] = await bounded(
        database.query<{ version: string; clock: number }>(
          `SELECT current_setting('server_version') AS version, extract(epoch FROM now())::float8 AS clock`,
          [],
        ),
      )
      good('database', `${databaseUrl ? 'PostgreSQL' : 'embedded PostgreSQL'} ${version}`)
      if (databaseUrl && Number.parseInt(version, 10) < 15)
        bad('database', 'it is older than PostgreSQL 15', 'bring it up to date')
      const seconds = Math.abs(Date.now() / 1000 - clock)
      const todo = 'synchronise the clocks (NTP): tokens and reminders go by them'
      if (seconds > 30) bad('clock', `${Math.round(seconds)} s off the database's`, todo)
      await checkNodes(database, report)
    } finally {
      await database.close()
    }
  })
}

async function checkNodes(database: Pick<Database, 'query'>, { good, bad }: Report): Promise<void> {
  const query = database.query.bind(database)
  // A database that no server of this version has opened yet has no such table.
  const [table] = await bounded(query<{ made: boolean }>(`SELECT to_regclass('nodes') IS NOT NULL AS made`, []))
  const nodes = table?.made ? await bounded(livingNodes(query)) : []
  const differing = differences(nodes)
  if (differing.length === 0) return good('nodes', `${nodes.length} running, configured alike`)
  bad('nodes', `they differ: ${differing.join('; ')}`, 'give every node the same variables')
}

async function checkRedis({ redisUrl }: Config, { good, note, attempt }: Report): Promise<void> {
  if (!redisUrl) return note('redis', 'not asked for (REDIS_URL): nodes signal each other by the database')
  const { Redis } = await import('ioredis')
  const redis = new Redis(redisUrl, { lazyConnect: true, connectTimeout: 3_000, retryStrategy: () => null })
  redis.on('error', () => {})
  await attempt('redis', 'see that it runs, and that this machine reaches it at REDIS_URL', async () => {
    await redis.connect()
    await redis.ping()
    good('redis', 'it answers')
  })
  redis.disconnect()
}

async function checkVendors(config: Config, env: Env, { good, attempt }: Report): Promise<void> {
  const context = providerContext(config, await quietLog())
  for (const provider of providers as readonly Vendor[]) {
    // each service's port has a check
    const { state, settings } = inspect<unknown>(provider, env)
    if (state !== 'ready') continue
    const more = `npm run cli -- ${closer[provider.service]}`
    await attempt(provider.name, `${more} says at which step, and what to do`, async () => {
      const port = await provider.open(settings, context)
      await bounded(port.check()).finally(() => port.close?.())
      good(provider.name, `it answers, and takes our credentials; ${more} goes all the way`)
    })
  }
}

async function checkFolders({ dataDir, uploadDir }: Config, { good, bad, attempt }: Report): Promise<void> {
  for (const [name, folder] of Object.entries({ DATA_DIR: dataDir, UPLOAD_DIR: uploadDir }))
    await attempt(name, 'let the user that runs the server write there', () => {
      inFolder(name, () => {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        accessSync(folder, constants.W_OK)
      })
      const { bavail, bsize } = statfsSync(folder)
      const gigabytes = (bavail * bsize) / enoughBytes
      if (gigabytes < 1)
        bad(name, `${gigabytes.toFixed(1)} GiB free`, 'make room: uploads answer 507 when there is none')
      else good(name, `writable, ${gigabytes.toFixed(0)} GiB free`)
    })
}

async function checkAddress({ publicUrl }: Config, { good, note }: Report): Promise<void> {
  const answer = await fetch(`${publicUrl}/health/live`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)
  if (answer?.ok) good('PUBLIC_URL', `${publicUrl} answers`)
  else
    note(
      'PUBLIC_URL',
      `${publicUrl} does not answer from here: right, if the server is not running or is reached from outside only`,
    )
}
