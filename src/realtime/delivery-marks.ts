import type { FastifyInstance } from 'fastify'

/** How long writes are gathered before their deliveries are marked: frames do not wait for the bookkeeping. */
const gatherMs = 50
/** Most notifications that one statement marks. */
const batch = 1_000

/** Marks socket deliveries: `entregue` once their frame was written to a socket, `suprimida` where there was none. */
export function socketDeliveries({ db, clock }: FastifyInstance, failed: (error: unknown) => void) {
  const written = new Set<number>()
  let timer: NodeJS.Timeout | undefined
  // One after another: each flush waits for the one under way.
  let flushing = Promise.resolve()

  const mark = async () => {
    while (written.size > 0) {
      const ids = [...written].slice(0, batch)
      await db.delivery.updateMany({
        // Also a row that was marked offline meanwhile: the frame did reach a socket.
        where: {
          notificationId: { in: ids },
          channel: 'websocket',
          OR: [{ status: 'pendente' }, { status: 'suprimida', reason: 'offline' }],
        },
        data: { status: 'entregue', provider: 'websocket', reason: null, nextAttemptAt: null, sentAt: clock.now() },
      })
      for (const id of ids) written.delete(id)
    }
  }
  const flush = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const done = flushing.then(mark)
    flushing = done.catch(() => {})
    return done
  }

  return {
    /** A notification's frame was written to a socket of its user; the mark follows. */
    written(notificationId: number) {
      written.add(notificationId)
      timer ??= setTimeout(() => void flush().catch(failed), gatherMs)
    },
    /** Resolves when all that was written is marked. Rejects if the database is unavailable; the marks are kept. */
    flush,
    /** Suppresses what no socket took in time: the user was offline. */
    async markOffline() {
      await flush()
      const now = clock.now()
      await db.$executeRaw`
        UPDATE deliveries SET status = 'suprimida', reason = 'offline', next_attempt_at = NULL, updated_at = ${now}
        WHERE status = 'pendente' AND channel = 'websocket' AND next_attempt_at <= ${now}`
    },
  }
}
