import type { Clock } from '../time/clock.ts'
import type { Db } from '../database/client.ts'
import { transaction } from '../database/transaction.ts'
import type { Jobs } from '../jobs/job.ts'
import { handedOverReason } from './claim.ts'
import { enqueueDeliveries, inBatches, queueBatch, type Queued } from './queue.ts'
import { type SentChannel, sentChannelsSql } from './channels.ts'

/** Finds deliveries that are due. Safe to run on every node at once: it goes by what the database holds. */
export const dispatcher = ({ db, jobs, clock }: { db: Db; jobs: Pick<Jobs, 'enqueue'>; clock: Clock }) => ({
  /** Queues what is due, the longest due first. Gives how many. */
  due: () =>
    inBatches(async () => {
      const now = clock.now()
      const [any] = await db.$queryRaw<unknown[]>`
        SELECT 1 FROM deliveries
        WHERE status IN ('pendente', 'adiada') AND next_attempt_at <= ${now} AND channel IN (${sentChannelsSql}) LIMIT 1`
      if (!any) return 0
      return transaction(db, async (tx) => {
        const due = await tx.$queryRaw<Queued[]>`
          WITH due AS (
            SELECT id FROM deliveries
            WHERE status IN ('pendente', 'adiada') AND next_attempt_at <= ${now} AND channel IN (${sentChannelsSql})
            ORDER BY next_attempt_at, id LIMIT ${queueBatch} FOR UPDATE SKIP LOCKED
          )
          UPDATE deliveries d SET next_attempt_at = NULL, updated_at = ${now}
          FROM due, notifications n WHERE d.id = due.id AND n.id = d.notification_id
          RETURNING d.id::text, d.channel, n.type`
        // RETURNING promises no order.
        due.sort((a, b) => (a.id < b.id ? -1 : 1))
        await enqueueDeliveries(tx, jobs, due)
        return due.length
      })
    }),

  /** The oldest deliveries that nodes which cannot send by this channel have handed over. They have no job. */
  async handedOver(channel: SentChannel, count: number) {
    const found = await db.$queryRaw<{ id: string }[]>`
      SELECT id::text FROM deliveries
      WHERE status IN ('pendente', 'adiada') AND next_attempt_at IS NULL AND channel = ${channel}::"Channel"
        AND reason = ${handedOverReason} ORDER BY id LIMIT ${count}`
    return found.map(({ id }) => id)
  },
})
