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

interface Report {
  good(what: string, words: string): void
  /** Something that is neither: a fallback by choice, or what cannot be known from here. */
  note(what: string, words: string): void
  bad(what: string, words: string, todo: string): void
}

/**
 * Looks at all that an operator may have to mend: each variable, what it means and where it came from (never a secret's
 * value), each integration tried for real, folders, room, clock. Exit code 1 if anything is wrong.
 */
export const doctor: Command = {
  name: 'doctor',
  summary: 'checks every variable and tries every integration; exit code 1 if something is wrong',
  async run({ env, sourceOf, say }) {
    let wrong = 0
    const line = (mark: string, what: string, words: string) => say(`${mark} ${what.padEnd(14)} ${words}`)
    const report: Report = {
      good: (what, words) => line('✔', what, words),
      note: (what, words) => line('·', what, words),
      bad(what, words, todo) {
        wrong++
        line('✘', what, words)
        line(' ', '', `→ ${todo}`)
      },
    }
    describeVariables(env, sourceOf, say)
    say('')
    const config = checkConfiguration(env, dotEnvWarnings(sourceOf), report)
    if (config) {
      await checkDatabase(config, report)
      await checkRedis(config, report)
      await checkVendors(config, env, report)
      checkFolders(config, report)
      await checkAddress(config, report)
    }
    say(wrong === 0 ? '\nNothing is wrong.' : `\nTo be mended: ${wrong}.`)
    return wrong === 0 ? 0 : 1
  },
}

/** The comments of .env.example, which is where each variable is explained. */
function meanings(): Map<string, string> {
  const file = new URL('../../.env.example', import.meta.url)
  const found = new Map<string, string>()
  let comment: string[] = []
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
    const [, name] = /^([A-Z0-9_]+)=/.exec(line) ?? []
    if (name && comment.length > 0) found.set(name, comment.join(' '))
    if (line.startsWith('#') && !line.startsWith('# ---')) comment.push(line.slice(1).trim())
    else comment = []
  }
  return found
}

function describeVariables(env: Env, sourceOf: CommandContext['sourceOf'], say: CommandContext['say']): void {
  const explained = meanings()
  const names = new Set([...Object.keys(coreVariables.shape), ...providers.flatMap(variablesOf)])
  for (const name of names) {
    const value = env[name]
    const shown =
      value === undefined ? 'not set' : isSecret(name) ? `set, ${value.length} characters, not shown` : value
    const placeholder = isPlaceholder(value) ? ", the guide's example: not filled in" : ''
    const source = value === undefined ? '' : ` (${sourceOf(name)})`
    say(`${name}: ${shown}${source}${placeholder}`)
    const meaning = explained.get(name)
    if (meaning) say(`    ${meaning}`)
  }
}

function checkConfiguration(env: Env, seen: readonly string[], { good, note, bad }: Report): Config | undefined {
  for (const provider of providers) {
    const found = inspect<unknown>(provider, env)
    const { variable } = provider.trigger
    if (found.state === 'unset') note(provider.name, `not asked for (${triggerOf(provider)})`)
    if (found.state === 'half') {
      const each = found.problems.map(({ message }) => message).join('; ')
      bad(
        provider.name,
        fallbackHint({ problems: found.problems, triggers: [] }),
        `${each}: fill them in, or leave ${variable} blank`,
      )
    }
  }
  const { problems, warnings } = checkEnvironment(env, providers)
  for (const message of [...seen, ...warnings]) bad('configuration', message, 'mend it in .env or in the environment')
  for (const { message } of problems) bad('configuration', message, 'mend it in .env or in the environment')
  if (problems.length > 0) return undefined
  try {
    const config = loadConfig(env, providers)
    good('configuration', config.production ? 'production' : 'development: NODE_ENV=production has stricter rules')
    return config
  } catch (error) {
    const words = startFailure(error)
    if (words === undefined) throw error
    return void bad('configuration', words, 'mend it, then ask again')
  }
}

const failure = (error: unknown): string => {
  const known = startFailure(error)
  if (known !== undefined) return known
  const { code, message } = error as { code?: unknown; message: string }
  return [code, message].filter(Boolean).join(': ').slice(0, 200)
}

const bounded = <T>(work: Promise<T>): Promise<T> =>
  pTimeout(work, { milliseconds: patienceMs, message: `no answer within ${patienceMs / 1000} s` })

async function checkDatabase(config: Config, report: Report): Promise<void> {
  const { good, note, bad } = report
  const todo = config.databaseUrl
    ? 'see that the server of DATABASE_URL runs, that this machine reaches it, and that user and password are right'
    : 'see that DATA_DIR is writable and its disk is sound; restore a copy if it is not'
  if (!config.databaseUrl && !existsSync(join(config.dataDir, 'postgres')))
    return note('database', 'embedded: the first start makes it')
  try {
    const database = await bounded(openBesideServer(config))
    try {
      const [row] = await bounded(
        database.query<{ version: string; clock: number }>(
          `SELECT current_setting('server_version') AS version, extract(epoch FROM now())::float8 AS clock`,
          [],
        ),
      )
      good('database', `${config.databaseUrl ? 'PostgreSQL' : 'embedded PostgreSQL'} ${row?.version}`)
      if (config.databaseUrl && Number.parseInt(row?.version ?? '', 10) < 15)
        bad('database', 'it is older than PostgreSQL 15', 'bring it up to date')
      const seconds = Math.abs(Date.now() / 1000 - (row?.clock ?? 0))
      if (seconds > 30)
        bad(
          'clock',
          `${Math.round(seconds)} s off the database's`,
          'synchronise the clocks (NTP): tokens and reminders go by them',
        )
      await checkNodes(database, report)
    } finally {
      await database.close()
    }
  } catch (error) {
    bad('database', failure(error), todo)
  }
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

async function checkRedis({ redisUrl }: Config, { good, note, bad }: Report): Promise<void> {
  if (!redisUrl) return note('redis', 'not asked for (REDIS_URL): nodes signal each other by the database')
  const { Redis } = await import('ioredis')
  const redis = new Redis(redisUrl, { lazyConnect: true, connectTimeout: 3_000, retryStrategy: () => null })
  redis.on('error', () => {})
  try {
    await redis.connect()
    await redis.ping()
    good('redis', 'it answers')
  } catch (error) {
    bad('redis', failure(error), 'see that it runs, and that this machine reaches it at REDIS_URL')
  } finally {
    redis.disconnect()
  }
}

async function checkVendors(config: Config, env: Env, { good, bad }: Report): Promise<void> {
  const context = providerContext(config, await quietLog())
  for (const provider of providers as readonly Vendor[]) {
    // each service's port has a check
    const found = inspect<unknown>(provider, env)
    if (found.state !== 'ready') continue
    const more = closer[provider.service]
    try {
      const port = await provider.open(found.settings, context)
      try {
        await bounded(port.check())
      } finally {
        await port.close?.()
      }
      good(provider.name, `it answers, and takes our credentials; npm run cli -- ${more} goes all the way`)
    } catch (error) {
      bad(provider.name, failure(error), `npm run cli -- ${more} says at which step, and what to do`)
    }
  }
}

function checkFolders({ dataDir, uploadDir }: Config, { good, bad }: Report): void {
  for (const [name, folder] of Object.entries({ DATA_DIR: dataDir, UPLOAD_DIR: uploadDir })) {
    try {
      inFolder(name, () => {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        accessSync(folder, constants.W_OK)
      })
      const { bavail, bsize } = statfsSync(folder)
      const gigabytes = (bavail * bsize) / enoughBytes
      if (gigabytes < 1)
        bad(name, `${gigabytes.toFixed(1)} GiB free`, 'make room: uploads answer 507 when there is none')
      else good(name, `writable, ${gigabytes.toFixed(0)} GiB free`)
    } catch (error) {
      bad(name, failure(error), 'let the user that runs the server write there')
    }
  }
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
