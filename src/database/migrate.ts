import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartFailure } from '../config/start-failure.ts'

/**
 * One connection, which holds the lock and a transaction over several calls: neither a pool nor a pooler in transaction mode.
 */
export interface SqlSession {
  query(sql: string, params?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>
  /** Runs a script of any number of statements. */
  exec(sql: string): Promise<void>
}

export interface Migration {
  /** The folder's name, `<yyyymmddhhmmss>_<what>`. */
  name: string
  sql: string
  /** SHA-256 of the file, in hex, as Prisma computes it. */
  checksum: string
}

/** The database is older than this version, and migrations are not to be applied. */
export class PendingMigrationsError extends StartFailure {
  override name = 'PendingMigrationsError'
  pending: string[]

  constructor(pending: string[]) {
    super(
      `the database lacks ${pending.length} migration(s) of this version: ${pending.join(', ')} (MIGRATE_ON_START=true applies them)`,
    )
    this.pending = pending
  }
}

/** The database's migrations do not match this version's. Nothing was changed. */
export class MigrationMismatchError extends StartFailure {
  override name = 'MigrationMismatchError'
}

/** A migration failed; those before it stay applied. */
export class MigrationFailedError extends Error {
  override name = 'MigrationFailedError'
  migration: string

  constructor(migration: string, message: string, cause: unknown) {
    super(`migration ${migration} failed: ${message}`, { cause })
    this.migration = migration
  }
}

/** Every migration of a folder, in the order in which they apply. */
export async function loadMigrations(folder: URL): Promise<Migration[]> {
  const path = fileURLToPath(folder)
  const entries = await readdir(path, { withFileTypes: true })
  // Not localeCompare: the order must be the same on every machine, and Prisma's.
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(path, name, 'migration.sql')).catch((cause: unknown) => {
        throw new Error(`the migration ${name} has no migration.sql that can be read`, { cause })
      })
      return { name, sql: bytes.toString('utf8'), checksum: createHash('sha256').update(bytes).digest('hex') }
    }),
  )
}

/** The key of `prisma migrate`'s own lock, so that neither runs while the other does. */
const lockKey = 72707369

/** Exactly as Prisma creates it, so that `prisma migrate deploy` and `status` work on our databases. */
const createHistory = `CREATE TABLE _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`

/**
 * Brings the database to this version and names what it applied.
 *
 * - Runs one at a time for each database: of several nodes that start together one applies, the others wait
 *   for it and find nothing left.
 * - Each migration and its row in `_prisma_migrations` share a transaction: wherever the process or its connection
 *   dies, a migration is there whole and recorded, or not at all.
 * - A history that does not fit (a changed file, an unknown or a half-applied migration) is refused with a
 *   `MigrationMismatchError` before anything is written.
 * - With `apply: false` it writes nothing, and throws a `PendingMigrationsError` if there is something to apply.
 */
export async function migrate(
  session: SqlSession,
  migrations: Migration[],
  { apply }: { apply: boolean },
): Promise<{ applied: string[] }> {
  // The lock and a migration may take longer than the limits against hung queries.
  await session.exec('SET statement_timeout = 0; SET lock_timeout = 0')
  try {
    await session.query(`SELECT pg_advisory_lock(${lockKey})`)
    const { rows } = await session.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`)
    const hasHistory = rows[0]?.exists === true
    const done = hasHistory ? await recorded(session, migrations) : []
    const pending = migrations.filter((migration) => !done.includes(migration.name))
    if (pending.length > 0 && !apply) throw new PendingMigrationsError(pending.map(({ name }) => name))
    if (!hasHistory && apply) await session.exec(createHistory)
    for (const migration of pending) await applyOne(session, migration)
    return { applied: pending.map(({ name }) => name) }
  } finally {
    // A dead connection has released the lock; its error must not hide the first.
    await session
      .exec(`SELECT pg_advisory_unlock(${lockKey}); RESET statement_timeout; RESET lock_timeout`)
      .catch(() => undefined)
  }
}

/** The names of the applied migrations, which match this version's. */
async function recorded(session: SqlSession, migrations: Migration[]): Promise<string[]> {
  const { rows } = await session.query(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  )
  const faults = rows.flatMap(({ name, checksum, finished }) => {
    const file = migrations.find((migration) => migration.name === name)
    if (finished !== true)
      return `${String(name)} was begun by \`prisma migrate\` and not finished; see \`prisma migrate resolve\``
    if (!file)
      return `${String(name)} is applied, but this version does not know it (an older server on a newer database?)`
    return file.checksum === checksum
      ? []
      : `${file.name} was changed after it was applied; restore the file and write a new migration instead`
  })
  if (faults.length > 0)
    throw new MigrationMismatchError(`the database does not fit this version: ${faults.join('; ')}`)
  return rows.map(({ name }) => String(name))
}

async function applyOne(session: SqlSession, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await session.exec('BEGIN')
    const before = await transactionId(session)
    await session.exec(sql)
    // A COMMIT in the file would apply it without its row. `npm run db:check` finds this earlier.
    if ((await transactionId(session)) !== before) {
      throw new Error('its file ends the transaction that it runs in: part of it may stand, unrecorded')
    }
    await session.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    )
    await session.exec('COMMIT')
  } catch (error) {
    // On a dead connection this fails, and the server rolls back by itself.
    await session.exec('ROLLBACK').catch(() => undefined)
    throw new MigrationFailedError(name, error instanceof Error ? error.message : String(error), error)
  }
}

async function transactionId(session: SqlSession): Promise<unknown> {
  const { rows } = await session.query('SELECT pg_current_xact_id()::text AS id')
  return rows[0]?.id
}
