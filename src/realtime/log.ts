import { batched } from '../async/batch.ts'
import type { Database } from '../database/client.ts'
import { textFrame } from './wire.ts'

/** An event as sockets are sent it. */
export interface LogEntry {
  /** Grows by one per user and event, without a hole. */
  readonly id: number
  /** The WebSocket frame: encoded once for all sockets. */
  readonly frame: Buffer
  /** The notification that a `notification:new` tells of. */
  readonly notificationId: number | undefined
}

/** The state of a user's log for a socket that connects. */
export interface LogState {
  /** 0 before the first event. */
  readonly lastId: number
  /** Whether everything after `since` is still there; false for an id that does not exist yet. */
  readonly reachesBack: boolean
}

/** How long events are kept for replay. */
export const keptDays = 7
/** Rows and bytes of one query, shared among its users. */
const rowsAtOnce = 400
const bytesAtOnce = 2 * 1024 * 1024
const usersAtOnce = 50

type Query = Database['query']

/** Entries after an id, oldest first and without a hole; `more` says whether to ask again. */
const after = (query: Query) =>
  batched<{ userId: number; after: number }, { entries: LogEntry[]; more: boolean }>(
    async (asked) => {
      const mostRows = Math.floor(rowsAtOnce / asked.length)
      const mostBytes = Math.floor(bytesAtOnce / asked.length)
      const users = asked.map(({ userId }) => userId)
      const from = asked.map((one) => one.after)
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
  )

const state = (query: Query) =>
  batched<{ userId: number; since: number | undefined }, LogState>(
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
  )

/** The per-user log that sockets read, in batches of users. `appendEvent` writes it. */
export const eventLog = ({ db, query }: Pick<Database, 'db' | 'query'>) => ({
  after: after(query),
  state: state(query),

  /** The users with events of the last seconds, by the start of their transactions, and the last id of each. */
  recent: (seconds: number) =>
    query<{ userId: number; lastId: number }>(
      `SELECT user_id AS "userId", max(id)::float8 AS "lastId" FROM events
      WHERE created_at > now() - make_interval(secs => $1) GROUP BY user_id`,
      [seconds],
    ),

  /** Which of these users have events beyond the given id. */
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
   * Deletes events older than 7 days, and returns how many. A user's up to some id, not by age alone: a slow transaction's event
   * could outlive a later one, and leave a hole that `reachesBack` does not see.
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
