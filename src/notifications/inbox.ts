import type { Clock } from '../time/clock.ts'
import type { Db } from '../database/client.ts'
import { transaction } from '../database/transaction.ts'
import type { Bus } from '../bus/bus.ts'
import { appendEvent } from '../bus/events.ts'

/** Marked as read in one transaction: whoever changes the same rows waits for it. */
const readBatch = 200

/** What a person may do with their own notifications. Each change reaches all of the person's sockets. */
export function inbox({ db, bus, clock }: { db: Db; bus: Bus; clock: Clock }) {
  /** Marks what is still unread, or the one, each with its event; at most so many in one transaction. */
  const read = (userId: number, notificationId?: number) =>
    transaction(db, async (tx) => {
      const unread = await tx.notification.findMany({
        where: { userId, readAt: null, ...(notificationId === undefined ? {} : { id: notificationId }) },
        orderBy: { id: 'asc' },
        take: readBatch,
        select: { id: true },
      })
      const fresh = await tx.notification.updateManyAndReturn({
        where: { id: { in: unread.map(({ id }) => id) }, readAt: null },
        data: { readAt: clock.now() },
        select: { id: true },
      })
      for (const { id } of fresh) await appendEvent(tx, bus, userId, 'notification:read', { id })
      return { fresh: fresh.length, more: unread.length === readBatch }
    })

  return {
    async markRead(userId: number, notificationId: number): Promise<boolean> {
      if ((await read(userId, notificationId)).fresh > 0) return true
      return (await db.notification.count({ where: { id: notificationId, userId } })) > 0
    },
    async markAllRead(userId: number): Promise<number> {
      let count = 0
      for (let more = true; more;) {
        const marked = await read(userId)
        count += marked.fresh
        more = marked.more
      }
      return count
    },
  }
}
