import { batched } from '../async/batch.ts'
import type { Database } from '../database/client.ts'
import { textFrame } from './wire.ts'

/** An event as sockets are sent it. */
export interface LogEntry {
  /** Grows by one per user and event, without a hole. */
  readonly id: number
  /** The frame in the bytes that leave: made once, for however many sockets. */
  readonly frame: Buffer
  /** The notification that a `notification:new` tells of. */
  readonly notificationId: number | undefined
}

/** Where a user's log stands, as a socket that arrives finds it. */
export interface LogState {
  /** The last id given out; 0 before the first. */
  readonly lastId: number
  /** Whether everything after `since` is still there: neither trimmed, nor a number that was never given out. */
  readonly reachesBack: boolean
}

/** How long events are kept for replay. */
const keptDays = 7
/** Rows and bytes of one read, shared among its users: what a paused socket leaves of it is read again. */
const rowsAtOnce = 400
const bytesAtOnce = 2 * 1024 * 1024
const usersAtOnce = 50

/** The per-user log, as sockets read it; what is asked in one turn is read in one query. `appendEvent` writes it. */
export const eventLog = ({ db, query }: Pick<Database, 'db' | 'query'>) => ({
  /** Entries after an id, oldest first and without a hole; `more` says whether to ask again. */
  after: batched<{ userId: number; after: number }, { entries: LogEntry[]; more: boolean }>(
    async (asked) => {
      const mostRows = Math.floor(rowsAtOnce / asked.length)
      const mostBytes = Math.floor(bytesAtOnce / asked.length)
      const users = asked.map(({ userId }) => userId)
      const from = asked.map(({ after }) => after)
      const rows = await query<{
        index: number
        id: number
        frame: string
        notificationId: number | null
        bytes: number
      }>(
        `SELECT asked.index::int AS index, event.*
        FROM unnest($1::int[], $2::bigint[]) WITH ORDINALITY AS asked (user_id, after, index)
        CROSS JOIN LATERAL (
          SELECT id::float8 AS id, frame,
            CASE type WHEN 'notification:new' THEN (data->>'id')::int END AS "notificationId",
            sum(length(frame)) OVER (ORDER BY id)::int AS bytes
          FROM (
            SELECT id, type, data, '{"type":"' || type || '","data":' || data::text || ',"id":' || id || '}' AS frame
            FROM events WHERE user_id = asked.user_id AND id > asked.after
            ORDER BY id LIMIT $3
          ) AS next
        ) AS event
        WHERE event.bytes - length(event.frame) < $4
        ORDER BY asked.index, event.id`,
        [users, from, mostRows, mostBytes],
      )
      const found = asked.map(() => ({ entries: [] as LogEntry[], more: false }))
      for (const { index, id, frame, notificationId, bytes } of rows) {
        const one = found[index - 1]
        if (!one) continue
        one.entries.push({ id, frame: textFrame(frame), notificationId: notificationId ?? undefined })
        one.more = one.entries.length === mostRows || bytes >= mostBytes
      }
      return found
    },
    { most: usersAtOnce },
  ),

  state: batched<{ userId: number; since: number | undefined }, LogState>(
    async (asked) => {
      const users = asked.map(({ userId }) => userId)
      const since = asked.map((one) => (Number.isSafeInteger(one.since) ? one.since : -1))
      const rows = await query<{ lastId: number; next: boolean }>(
        `SELECT coalesce(counter.last_id, 0)::float8 AS "lastId",
          EXISTS (SELECT FROM events WHERE user_id = asked.user_id AND id = asked.since + 1) AS next
        FROM unnest($1::int[], $2::bigint[]) WITH ORDINALITY AS asked (user_id, since, index)
        LEFT JOIN event_counters counter ON counter.user_id = asked.user_id
        ORDER BY asked.index`,
        [users, since],
      )
      return rows.map(({ lastId, next }, index) => ({
        lastId,
        reachesBack: next || asked[index]?.since === lastId,
      }))
    },
    { spacingMs: 10 },
  ),

  /** The users with events of the last so many seconds, by the start of their transactions, and the last id of each. */
  recent: (seconds: number) =>
    query<{ userId: number; lastId: number }>(
      `SELECT user_id AS "userId", max(id)::float8 AS "lastId" FROM events
      WHERE created_at > now() - make_interval(secs => $1) GROUP BY user_id`,
      [seconds],
    ),

  /** Those of these users who have events beyond the given id, in one query. */
  async behind(cursors: ReadonlyMap<number, number>): Promise<number[]> {
    const users = [...cursors.keys()]
    const reached = [...cursors.values()]
    const rows = await query<{ userId: number }>(
      `SELECT counter.user_id AS "userId" FROM event_counters counter
      JOIN unnest($1::int[], $2::bigint[]) AS at (user_id, id) ON at.user_id = counter.user_id
      WHERE counter.last_id > at.id`,
      [users, reached],
    )
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
