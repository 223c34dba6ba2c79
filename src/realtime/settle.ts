import type { Clock } from '../clock.ts'
import type { Db } from '../database/client.ts'

/** How long writes are gathered before their deliveries are marked: frames do not wait for the bookkeeping. */
const gatherMs = 50

/** Marks socket deliveries: `entregue` once their frame was written to a socket, `suprimida` where there was none. */
export function socketDeliveries({ db, clock, failed }: { db: Db; clock: Clock; failed: (error: unknown) => void }) {
  let ids = new Set<number>()
  let timer: NodeJS.Timeout | undefined

  const flush = async () => {
    clearTimeout(timer)
    timer = undefined
    const notificationId = { in: [...ids] }
    ids = new Set()
    if (notificationId.in.length === 0) return
    await db.delivery.updateMany({
      where: { notificationId, channel: 'websocket', status: 'pendente' },
      data: { status: 'entregue', provider: 'websocket', reason: null, nextAttemptAt: null, sentAt: clock.now() },
    })
  }

  return {
    /** A notification's frame was written to a socket of its user. */
    written(notificationId: number): void {
      ids.add(notificationId)
      timer ??= setTimeout(() => void flush().catch(failed), gatherMs)
    },
    flush,
    /** What no socket took by now met nobody. */
    async offline({ deliveryId }: { deliveryId: string }): Promise<void> {
      await flush()
      await db.delivery.updateMany({
        where: { id: deliveryId, status: 'pendente' },
        data: { status: 'suprimida', reason: 'offline', nextAttemptAt: null },
      })
    },
  }
}
