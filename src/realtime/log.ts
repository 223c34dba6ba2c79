import type { Db } from '../database/client.ts'

/** An event as sockets are sent it. */
export interface LogEntry {
  readonly id: bigint
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
  /** The frame's text, in the bytes that leave: made once, for however many sockets. */
  readonly frame: Buffer
}

/** How long events are kept for replay. */
const keptDays = 7
/** Small enough that what a paused socket leaves of it is no great loss to read again. */
const batch = 200

/** The per-user log, as sockets read it. `appendEvent` writes it. */
export const eventLog = (db: Db) => ({
  /** Entries after an id, oldest first and without a hole, at most 200; `more` says whether to ask again. */
  async after(userId: number, after: bigint): Promise<{ entries: LogEntry[]; more: boolean }> {
    const rows = await db.event.findMany({
      where: { userId, id: { gt: after } },
      orderBy: { id: 'asc' },
      take: batch,
      select: { id: true, type: true, data: true },
    })
    const entries = rows.map(({ id, type, data }) => ({
      id,
      type,
      data: data as Record<string, unknown>, // only `appendEvent` writes it, and it takes objects
      frame: Buffer.from(JSON.stringify({ type, data, id: Number(id) })),
    }))
    return { entries, more: rows.length === batch }
  },

  /** The last id given out to this user; 0 before the first. */
  async lastId(userId: number): Promise<bigint> {
    return (await db.eventCounter.findUnique({ where: { userId } }))?.lastId ?? 0n
  },

  /** Whether everything after `since` is still there: neither trimmed, nor a number that was never given out. */
  async reachesBack(userId: number, since: bigint, lastId: bigint): Promise<boolean> {
    if (since >= lastId) return since === lastId
    const next = await db.event.findUnique({
      where: { userId_id: { userId, id: since + 1n } },
      select: { id: true },
    })
    return next !== null
  },

  /** Those of these users who have events beyond the given id, in one query. */
  async behind(cursors: ReadonlyMap<number, bigint>): Promise<number[]> {
    const users = [...cursors.keys()]
    const reached = [...cursors.values()].map(String)
    const rows = await db.$queryRaw<{ userId: number }[]>`
      SELECT counter.user_id AS "userId" FROM event_counters counter
      JOIN unnest(${users}::int[], ${reached}::text[]) AS at (user_id, id) ON at.user_id = counter.user_id
      WHERE counter.last_id > at.id::bigint`
    return rows.map(({ userId }) => userId)
  },

  /**
   * Forgets what is older than 7 days; how many that were. Always a user's oldest up to some id: by age alone a slow
   * transaction's event could outlive a later one, and the log would have a hole that `reachesBack` does not see.
   */
  async trim(now: Date): Promise<number> {
    const oldest = new Date(now.getTime() - keptDays * 86_400_000)
    return db.$executeRaw`
      DELETE FROM events USING (
        SELECT user_id, max(id) AS id FROM events WHERE created_at < ${oldest} GROUP BY user_id
      ) AS old
      WHERE events.user_id = old.user_id AND events.id <= old.id`
  },
})

export type EventLog = ReturnType<typeof eventLog>
