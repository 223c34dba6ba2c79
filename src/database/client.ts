import { statfs } from 'node:fs/promises'
import type { QueryConfig, QueryResult } from 'pg'
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

/** An open PostgreSQL: the same schema, the same SQL, whoever runs it. */
export interface Database {
  readonly kind: Kind
  /** What a client connects by. Holds a password, where there is one. */
  readonly url: string
  readonly db: Db
  /**
   * The rows of one statement, prepared and without Prisma between, which costs more than the statement where that runs for
   * every request or event. Outside of any transaction. `bigint` comes as text: cast it to float8.
   */
  query<Row>(sql: string, params: readonly unknown[]): Promise<Row[]>
  /** One statement in the form that `pg` takes, for libraries that bring their own: on the pool that requests share. */
  execute(asked: string | QueryConfig, values?: unknown[]): Promise<QueryResult>
  /** A session of its own for migrations: one connection, so that session locks hold. */
  withSession<T>(work: (session: SqlSession) => Promise<T>): Promise<T>
  /** Calls back for each NOTIFY on the channel, and after each reconnect (with no payload), since some may have been missed. */
  listen(channel: string, onNotify: (payload: string | undefined) => void): Promise<() => Promise<void>>
  /** This process among those that share the database: whoever takes something over for long writes it beside it. */
  readonly node: number
  /**
   * Makes this process known as alive until it closes: from then on `isGone` (nodes.ts) is false for its `node`. If no other
   * is alive, runs `whenAlone` before any other can be: for taking back what a killed one has left.
   */
  announce(whenAlone: () => Promise<void>): Promise<void>
  /** Connections of the pool that requests share: open, idle, and who waits for one. */
  pool(): { open: number; idle: number; waiting: number }
  /** Bytes that are free on its disk, where that is this machine's. */
  room?(): Promise<number>
  close(): Promise<void>
}

/** The advisory lock that every live process shares. */
const aliveLock = 7_203_003

/**
 * A connection of the pool that brings nothing for so long is cut, and whatever waits on it fails: pg's own query timeout would
 * leave it open, and what follows on it (a transaction's ROLLBACK, the next request) would wait again.
 */
const silenceMs = 10_000

// An interactive transaction waits its turn for one of the pool's connections, which is refused after 5 s.
const transactionOptions = { maxWait: 6_000 }

/** Whose PostgreSQL: a child of this process (or of the server beside it), or one that `DATABASE_URL` names. */
type Kind = 'embedded' | 'postgres'

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

/** As `openDatabase`, or the embedded database that a server holds which is running: for what is done beside it. */
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
  const pool = new pg.Pool({
    connectionString: url,
    max: 12,
    connectionTimeoutMillis: 5_000,
    // Less than `silenceMs`: who is idle says goodbye.
    idleTimeoutMillis: 8_000,
    keepAlive: true,
    // pg-pool waits for it, which its types do not say.
    // eslint-disable-next-line @typescript-eslint/no-misused-promises
    onConnect: setUp,
  })
  // A connection that dies while idle: the pool makes a new one, and a request that was using it gets its own error.
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    const stream = streamOf(client)
    stream.setTimeout(silenceMs, () => stream.destroy())
  })
  // The embedded one is reached without anything between.
  if (kind === 'postgres')
    await checkSessions(pool).catch(async (error: unknown) => {
      await pool.end()
      throw databaseFailure(error)
    })
  const db = new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions })
  const node = newNode()
  // By its name each connection knows a statement that it has prepared.
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
    async withSession(work) {
      const client = await pool.connect()
      // A migration, or the wait for another node's, takes as long as it takes.
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
        // What a failure has left in the session ends with it.
        client.release(failed)
      }
    },
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
      // Only at the start: when this connection is lost later, what is running is this process' own.
      let started = false
      leave = await holdSession(pg, url, async (client) => {
        await client.query('SELECT pg_advisory_lock($1, $2)', [nodeLock, node])
        if (!started) {
          const { rows } = await client.query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1) AS alone', [
            aliveLock,
          ])
          if (rows[0]?.alone) {
            await whenAlone()
            await client.query('SELECT pg_advisory_lock_shared($1), pg_advisory_unlock($1)', [aliveLock])
            started = true
            return
          }
        }
        // Shared with all that are alive; whoever starts second waits here until the one who was alone is done.
        await client.query('SELECT pg_advisory_lock_shared($1)', [aliveLock])
        started = true
      })
    },
    async close() {
      await leave()
      await db.$disconnect()
      if (!pool.ended) await pool.end()
    },
  }
}
