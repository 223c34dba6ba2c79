import { statfs } from 'node:fs/promises'
import type { Pool, QueryConfig, QueryResult } from 'pg'
import type { Config } from '../config/config.ts'
import { PrismaClient } from './generated/client.ts'
import { databaseFailure } from './failure.ts'
import { type EmbeddedLog, runningEmbedded, startEmbedded } from './embedded.ts'
import { FolderInUseError } from './lock.ts'
import type { SqlSession } from './migrate.ts'
import { newNode, nodeLock } from './nodes.ts'
import { checkSessions, holdSession, setUp, streamOf } from './sessions.ts'

/** Prisma's client: for reads and single writes. Inside a transaction only its `tx` may be used. */
export type Db = PrismaClient

/** An open PostgreSQL, embedded or of `DATABASE_URL`. */
export interface Database {
  readonly kind: Kind
  /** May hold a password. */
  readonly url: string
  readonly db: Db
  /**
   * The rows of a prepared statement, outside of any transaction and without Prisma, whose overhead exceeds a hot statement's cost.
   * `bigint` comes as text: cast it to float8.
   */
  query<Row>(sql: string, params: readonly unknown[]): Promise<Row[]>
  /** One statement of a library that brings its own, on the shared pool. */
  execute(asked: string | QueryConfig, values?: unknown[]): Promise<QueryResult>
  /** A session of its own for migrations: one connection, so that session locks hold. */
  withSession<T>(work: (session: SqlSession) => Promise<T>): Promise<T>
  /** Calls back for each NOTIFY on the channel, and after each reconnect (with no payload), since some may have been missed. */
  listen(channel: string, onNotify: (payload: string | undefined) => void): Promise<() => Promise<void>>
  /** This process among those that share the database, as the owner of what it has claimed. */
  readonly node: number
  /**
   * Marks this node as alive until it closes (`isGone` of nodes.ts is false). If no other is alive, `whenAlone` runs before any
   * other can start, to take back what a killed one has left.
   */
  announce(whenAlone: () => Promise<void>): Promise<void>
  /** Connections of the shared pool, and requests that wait for one. */
  pool(): { open: number; idle: number; waiting: number }
  /** Free bytes of its disk, where that is this machine's. */
  room?(): Promise<number>
  close(): Promise<void>
}

/** The advisory lock that every live process shares. */
const aliveLock = 7_203_003

/**
 * A pooled connection that is silent for this long is destroyed: pg's query timeout would leave it open, and the next statement
 * on it would wait again.
 */
const silenceMs = 10_000

// Longer than the pool's `connectionTimeoutMillis`, whose error it would hide.
const transactionOptions = { maxWait: 6_000 }

type Kind = 'embedded' | 'postgres'

type Pg = typeof import('pg').default

/**
 * Opens the server of `DATABASE_URL`, or else starts the embedded one in `DATA_DIR`, which ends with `close`.
 * Throws `EmbeddedDatabaseError`; of its kinds `FolderInUseError` where another process runs that one.
 */
export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  log?: EmbeddedLog,
): Promise<Database> {
  if (config.databaseUrl) return connect(config.databaseUrl, 'postgres')
  const server = await startEmbedded(config.dataDir, log)
  try {
    const database = await connect(server.url, 'embedded')
    return {
      ...database,
      async room() {
        const { bavail, bsize } = await statfs(config.dataDir)
        return bavail * bsize
      },
      async close() {
        await database.close()
        await server.stop()
      },
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** As `openDatabase`; also the embedded database of a server that is running. */
export async function openBesideServer(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<Database> {
  try {
    return await openDatabase(config)
  } catch (error) {
    const running = error instanceof FolderInUseError ? runningEmbedded(config.dataDir) : undefined
    if (running === undefined) throw error
    return connect(running, 'embedded')
  }
}

async function connect(url: string, kind: Kind): Promise<Database> {
  const [{ default: pg }, { PrismaPg }] = await Promise.all([import('pg'), import('@prisma/adapter-pg')])
  const pool = await openPool(pg, url, kind)
  const db = new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions })
  const node = newNode()
  // Names of prepared statements.
  const names = new Map<string, string>()
  let leave = async () => {}
  return {
    kind,
    url,
    node,
    db,
    pool: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    query: async <Row>(text: string, values: readonly unknown[]) => {
      let name = names.get(text)
      if (name === undefined) names.set(text, (name = `blurosiere_${names.size}`))
      return (await pool.query({ name, text, values: [...values] })).rows as Row[] // by the statement's own columns
    },
    execute: (asked, values) => pool.query(asked as string, values),
    withSession: (work) => withSession(pool, work),
    async listen(channel, onNotify) {
      let first = true
      return holdSession(pg, url, async (client) => {
        client.on('notification', (message) => onNotify(message.payload))
        const listen = { text: `LISTEN ${pg.escapeIdentifier(channel)}`, query_timeout: 5_000 }
        await client.query(listen)
        if (!first) onNotify(undefined)
        first = false
      })
    },
    async announce(whenAlone) {
      leave = await announceNode(pg, url, node, whenAlone)
    },
    async close() {
      await leave()
      await db.$disconnect()
      if (!pool.ended) await pool.end()
    },
  }
}

async function openPool(pg: Pg, url: string, kind: Kind): Promise<Pool> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 12,
    connectionTimeoutMillis: 5_000,
    // Less than `silenceMs`: idle connections close in order.
    idleTimeoutMillis: 8_000,
    keepAlive: true,
    // pg-pool awaits it; its types do not say so.
    // eslint-disable-next-line @typescript-eslint/no-misused-promises
    onConnect: setUp,
  })
  // Of an idle connection, which the pool replaces.
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    const stream = streamOf(client)
    stream.setTimeout(silenceMs, () => stream.destroy())
  })
  // The embedded one has no pooler before it.
  if (kind === 'postgres')
    await checkSessions(pool).catch(async (error: unknown) => {
      await pool.end()
      throw databaseFailure(error)
    })
  return pool
}

async function withSession<T>(pool: Pool, work: (session: SqlSession) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  // Migrations, and waiting for those of another node, may take longer.
  streamOf(client).setTimeout(0)
  let failed = true
  try {
    const result = await work({
      query: async (sql, params) => ({ rows: (await client.query<Record<string, unknown>>(sql, params)).rows }),
      exec: async (sql) => void (await client.query(sql)),
    })
    failed = false
    return result
  } finally {
    streamOf(client).setTimeout(silenceMs)
    // After a failure the session's state is unknown: it is closed.
    client.release(failed)
  }
}

/** Holds this node's locks for as long as it lives; the first node to take them runs `whenAlone` before any other may start. */
async function announceNode(pg: Pg, url: string, node: number, whenAlone: () => Promise<void>) {
  // Only at the start: after a reconnect, what is running is this process's own.
  let started = false
  return holdSession(pg, url, async (client) => {
    await client.query('SELECT pg_advisory_lock($1, $2)', [nodeLock, node])
    const first = started ? [] : (await client.query('SELECT WHERE pg_try_advisory_lock($1)', [aliveLock])).rows
    if (first.length > 0) await whenAlone()
    // Shared by all that are alive; a second node waits here until the first has run `whenAlone`.
    await client.query('SELECT pg_advisory_lock_shared($1)', [aliveLock])
    if (first.length > 0) await client.query('SELECT pg_advisory_unlock($1)', [aliveLock])
    started = true
  })
}
