import type { FastifyInstance } from 'fastify'
import { transaction } from '../database/transaction.ts'
import { appendEvent } from '../bus/events.ts'

/** How many one transaction marks as read: other changes of the same rows wait for it. */
const readBatch = 200

/** Marks a person's own notifications as read, which reaches all of the person's sockets. */
export function inbox({ db, bus, clock }: FastifyInstance) {
  /** Marks a batch of what is unread, or the one, each with its event. Gives how many. */
  const read = (userId: number, id?: number) =>
    transaction(db, async (tx) => {
      const unread = await tx.notification.findMany({
        where: { userId, readAt: null, id },
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
    /** Marks one of the user's notifications as read, and tells the user's sockets. False if there is none. */
    markRead: async (userId: number, id: number) =>
      (await read(userId, id)).fresh > 0 || (await db.notification.count({ where: { id, userId } })) > 0,
    /** Marks all as read; how many there were. */
    async markAllRead(userId: number) {
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
