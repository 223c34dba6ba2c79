import type { Socket } from 'node:net'
import type { Client, ClientBase, Pool, PoolClient, QueryConfig } from 'pg'
import { StartFailure } from '../config/start-failure.ts'

/**
 * Prisma's adapter writes instants without a zone, which another TimeZone would shift. By SET, since PgBouncer refuses it as a
 * startup parameter.
 */
export async function setUp(client: ClientBase): Promise<void> {
  await client.query({ text: `SET TIME ZONE 'UTC'`, query_timeout: 5_000 } as QueryConfig)
}

/**
 * Locks, LISTEN and settings need each connection to be one session of the server. A pooler in transaction mode is detected by
 * its lending the session of an idle connection to another.
 */
export async function checkSessions(pool: Pool): Promise<void> {
  const session = async (client: ClientBase) => {
    const { rows } = await client.query<{ pid: number; zone: string }>(
      `SELECT pg_backend_pid() AS pid, current_setting('TimeZone') AS zone`,
    )
    return rows[0] ?? { pid: 0, zone: '' }
  }
  const taken: PoolClient[] = []
  const take = async () => {
    const client = await pool.connect()
    taken.push(client)
    return client
  }
  let failed = true
  try {
    const one = await take()
    const other = await take()
    const first = await session(one)
    await other.query('BEGIN')
    const { pid, zone } = await session(other)
    const again = pid === first.pid ? undefined : await session(one)
    if (again?.pid !== first.pid)
      throw new StartFailure(
        'DATABASE_URL leads to a pooler in transaction mode, which this server cannot use: set pool_mode = session for it, or connect to PostgreSQL itself',
      )
    if (zone !== 'UTC' || again.zone !== 'UTC')
      throw new StartFailure(
        `DATABASE_URL leads to a server or pooler that does not keep SET TIME ZONE 'UTC': take it off ignore_startup_parameters and the like, or connect to PostgreSQL itself`,
      )
    await other.query('COMMIT')
    failed = false
  } finally {
    for (const client of taken) client.release(failed)
  }
}

/**
 * Keeps one connection, set up by `prepare`, and replaces it when it is lost, until closed. Rejects if the first connect fails;
 * later ones are retried twice a second.
 */
export async function holdSession(
  pg: typeof import('pg').default,
  url: string,
  prepare: (client: Client) => Promise<void>,
): Promise<() => Promise<void>> {
  let closed = false
  let client: Client
  let retry: NodeJS.Timeout | undefined
  const connect = async () => {
    const fresh = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true })
    let ready = false
    const lost = () => {
      if (!ready) return
      ready = false
      again()
    }
    fresh.on('error', lost).on('end', lost)
    client = fresh
    try {
      await fresh.connect()
      await setUp(fresh)
      // The server notices a dead peer, which holds locks, within a dozen seconds instead of two hours.
      await fresh.query(
        'SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3; SET idle_session_timeout = 0',
      )
      await prepare(fresh)
      ready = true
    } catch (error) {
      await end(fresh)
      throw error
    }
  }
  const again = () => {
    if (closed) return
    retry = setTimeout(() => void connect().catch(again), 500)
    retry.unref()
  }
  await connect()
  return async () => {
    closed = true
    clearTimeout(retry)
    await end(client)
  }
}

/** The socket of a connection, which pg's types do not have. */
export const streamOf = (client: ClientBase): Socket =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream

/** Ends a connection, and destroys it if its peer does not answer. */
async function end(client: Client): Promise<void> {
  const cut = setTimeout(() => streamOf(client).destroy(), 1_000)
  await client.end().catch(() => {})
  clearTimeout(cut)
}
