import type { Db } from '../database/client.ts'

/** An event as sockets are sent it. */
export interface LogEntry {
  readonly id: bigint
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
  /** The frame's text. */
  readonly frame: string
}

/** How long events are kept for replay. */
const keptDays = 7
const batch = 500

/** The per-user log, as sockets read it. */
export const eventLog = (db: Db) => ({
  /** Entries after an id, oldest first, at most 500; `more` says whether to ask again. */
  async after(userId: number, after: bigint): Promise<{ entries: LogEntry[]; more: boolean }> {
    const rows = await db.event.findMany({ where: { userId, id: { gt: after } }, orderBy: { id: 'asc' }, take: batch })
    const entries = rows.map(({ id, type, data }) => ({
      id,
      type,
      data: data as Record<string, unknown>, // only `appendEvent` writes it, and it takes objects
      frame: JSON.stringify({ type, data, id: Number(id) }),
    }))
    return { entries, more: rows.length === batch }
  },

  /** The last id given out to this user; 0 before the first. */
  async lastId(userId: number): Promise<bigint> {
    return (await db.eventCounter.findUnique({ where: { userId } }))?.lastId ?? 0n
  },

  /** Whether everything after `since` is still there. */
  async reachesBack(userId: number, since: bigint, lastId: bigint): Promise<boolean> {
    if (since > lastId) return false
    if (since === lastId) return true
    return (await db.event.findUnique({ where: { userId_id: { userId, id: since + 1n } }, select: { id: true } })) !== null
  },

  /** Those of these users who have events beyond the given id. */
  async behind(cursors: ReadonlyMap<number, bigint>): Promise<number[]> {
    const rows = await db.eventCounter.findMany({ where: { userId: { in: [...cursors.keys()] } } })
    return rows.filter(({ userId, lastId }) => lastId > (cursors.get(userId) ?? 0n)).map(({ userId }) => userId)
  },

  /** Forgets what is older than 7 days. */
  async trim(now: Date): Promise<number> {
    const { count } = await db.event.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - keptDays * 86_400_000) } } })
    return count
  },
})

export type EventLog = ReturnType<typeof eventLog>
