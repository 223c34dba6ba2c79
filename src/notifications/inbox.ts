import type { Clock } from '../time/clock.ts'
import type { Db } from '../database/client.ts'
import { transaction } from '../database/transaction.ts'
import type { Bus } from '../bus/bus.ts'
import { appendEvent } from '../bus/events.ts'

/** How many one transaction marks as read: other changes of the same rows wait for it. */
const readBatch = 200

/** Marks a person's own notifications as read, which reaches all of the person's sockets. */
export function inbox({ db, bus, clock }: { db: Db; bus: Bus; clock: Clock }) {
  /** Marks a batch of what is unread, or the one, each with its event. */
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
