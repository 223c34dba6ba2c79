// What version 2.0.0 kept in DATA_DIR/postgres (PGlite) becomes the PostgreSQL that this version runs:
//   npm run from-2.0.0
// Accounts, sessions, files, tokens and jobs stay as they are. The old folder is kept, as DATA_DIR/postgres-2.0.0; it is read
// from a copy. Stop the server first. Its two packages are fetched from the npm registry, into a temporary folder.
import { execFileSync } from 'node:child_process'
import { existsSync, renameSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { loadConfig } from '../src/config/config.ts'
import { isOldCluster, keptOldCluster } from '../src/database/cluster.ts'
import { startEmbedded } from '../src/database/embedded.ts'
import { lockFolder } from '../src/database/lock.ts'
import { withDotEnv } from '../src/config/environment.ts'

// PGlite as 2.0.0 had it, and its pg_dump. That asks for another patch of PGlite; both are PostgreSQL 18.
const packages = ['@electric-sql/pglite@0.5.16', '@electric-sql/pglite-tools@0.4.8']

interface PGlite {
  query<Row>(sql: string): Promise<{ rows: Row[] }>
  close(): Promise<void>
}
interface PGliteModule {
  PGlite: { create(folder: string, options: object): Promise<PGlite> }
}

try {
  const dataDir = resolve(loadConfig(withDotEnv(process.env), []).dataDir)
  const lock = lockFolder(dataDir, join(dataDir, 'lock'))
  try {
    await bringOver(dataDir)
  } finally {
    lock.release()
  }
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}

async function bringOver(dataDir: string): Promise<void> {
  const folder = join(dataDir, 'postgres')
  const kept = keptOldCluster(folder)
  // The new database grows in a folder of its own, and takes its place when it is whole.
  const growing = join(dataDir, 'from-pglite')
  if (!existsSync(kept)) {
    if (!isOldCluster(folder))
      throw new Error(`"${folder}" holds no database of version 2.0.0: there is nothing to do.`)
    await rm(growing, { recursive: true, force: true })
    const { dump, counts } = await dumpOf(folder)
    await load(growing, dump, counts)
    renameSync(folder, kept)
  } else if (existsSync(folder)) throw new Error(`"${kept}" was brought over already: there is nothing to do.`)
  renameSync(join(growing, 'postgres'), folder)
  await rm(growing, { recursive: true, force: true })
  console.log(`✔ the database is in ${folder}, the old one in ${kept}: delete that when you no longer need it`)
}

/** A dump of a copy of the folder, with the rows of each table. */
async function dumpOf(folder: string): Promise<{ dump: string; counts: Map<string, number> }> {
  const work = await mkdtemp(join(tmpdir(), 'from-pglite-'))
  try {
    console.log(`· fetching ${packages.join(' and ')}`)
    const install = [
      'install',
      '--prefix',
      work,
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--legacy-peer-deps',
      ...packages,
    ]
    execFileSync('npm', install, { stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' })
    await cp(folder, join(work, 'copy'), { recursive: true })
    const from = createRequire(join(work, 'package.json'))
    const load = async (name: string) => (await import(pathToFileURL(from.resolve(name)).href)) as unknown
    const { PGlite } = (await load('@electric-sql/pglite')) as PGliteModule
    const { btree_gist } = (await load('@electric-sql/pglite/contrib/btree_gist')) as { btree_gist: unknown }
    const { pgDump } = (await load('@electric-sql/pglite-tools/pg_dump')) as { pgDump(asked: object): Promise<Blob> }
    const old = await PGlite.create(join(work, 'copy'), { extensions: { btree_gist } })
    const counts = await rowsOf(async (sql) => (await old.query<Record<string, unknown>>(sql)).rows)
    const dump = await (await pgDump({ pg: old, args: ['--no-owner', '--no-acl'] })).text()
    await old.close()
    return { dump, counts }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** A new cluster with the dump in it, in one transaction; refused unless each table has the rows that it had. */
async function load(growing: string, dump: string, counts: Map<string, number>): Promise<void> {
  const server = await startEmbedded(growing)
  const client = new pg.Client({ connectionString: server.url })
  try {
    await client.connect()
    await client.query(dump)
    const loaded = await rowsOf(async (sql) => (await client.query<Record<string, unknown>>(sql)).rows)
    for (const [table, rows] of counts)
      if (loaded.get(table) !== rows)
        throw new Error(`${table} had ${rows} rows and now has ${loaded.get(table) ?? 'none'}`)
    const people = counts.get('public.users') ?? 0
    console.log(
      `✔ ${counts.size} tables, ${[...counts.values()].reduce((sum, rows) => sum + rows, 0)} rows, ${people} accounts`,
    )
  } finally {
    await client.end()
    await server.stop()
  }
}

async function rowsOf(query: (sql: string) => Promise<Record<string, unknown>[]>): Promise<Map<string, number>> {
  const tables = await query(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss') ORDER BY 1`,
  )
  const counts = new Map<string, number>()
  for (const { name } of tables) {
    const [row] = await query(`SELECT count(*)::int AS rows FROM ${String(name)}`)
    counts.set(String(name), Number(row?.rows))
  }
  return counts
}
