import { z } from 'zod'
import type { NotificationType } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { defineJob, type Jobs } from '../jobs/job.ts'
import { byChannel, policyOf, type SentChannel, sentChannels } from './channels.ts'
import { notificationTypes } from './notification-types.ts'

const deliveryData = z.object({ deliveryId: z.uuid() })

/**
 * A queue for each channel, of one job for each attempt: a mail server that hangs delays no SMS. Taken in batches, since a batch
 * is claimed in one transaction; deliver.ts limits the concurrency.
 */
export const deliverJobs = byChannel((channel) =>
  defineJob(`notifications.${channel}`, deliveryData, policyOf(channel).queue),
)

export interface Queued {
  readonly id: string
  readonly channel: SentChannel
  readonly type: NotificationType
}

/** Enqueues a job for each delivery. Their rows have no time set: from now on the queue decides. */
export async function enqueueDeliveries(tx: Tx, jobs: Pick<Jobs, 'enqueue'>, deliveries: readonly Queued[]) {
  for (const channel of sentChannels) {
    const own = deliveries.filter((delivery) => delivery.channel === channel)
    const items = own.map(({ id, type }) => ({
      data: { deliveryId: id },
      priority: notificationTypes[type].priority ?? 0,
    }))
    if (items.length > 0) await jobs.enqueue(tx, deliverJobs[channel], items)
  }
}

/** Deliveries that one transaction queues: other changes of the same rows wait for it. */
export const queueBatch = 500

/** Repeats `work`, which queues at most `queueBatch` deliveries, until it finds less than that. Gives how many in all. */
export async function inBatches(work: () => Promise<number>) {
  let total = 0
  for (let count = queueBatch; count === queueBatch; total += count) count = await work()
  return total
}
