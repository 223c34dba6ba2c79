import { z } from 'zod'
import type { Db } from '../database/client.ts'
import { transaction } from '../database/transaction.ts'
import { defineJob, type Jobs } from '../jobs/job.ts'
import { deliverJob } from './notifications.ts'

/** Looks for deliveries that have no job left, every five minutes, once among all nodes. */
export const stragglersJob = defineJob('notifications.stragglers', z.object({}))

/**
 * Gives a job to each delivery that is due and has none: what a used-up or deleted job would else leave lying for ever.
 * One that has a job is left alone, so nothing is sent twice by this. Gives how many there were.
 */
export async function enqueueStragglers(db: Db, jobs: Jobs): Promise<number> {
  const lost = await db.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM deliveries d
    WHERE d.channel IN ('email', 'sms')
      AND ((d.status IN ('pendente', 'adiada') AND d.next_attempt_at < now() - interval '5 minutes')
        OR (d.status = 'enviando' AND d.updated_at < now() - interval '5 minutes'))
      AND NOT EXISTS (
        SELECT 1 FROM pgboss.job j
        WHERE j.name = ${deliverJob.name} AND j.state IN ('created', 'retry', 'active') AND j.data ->> 'deliveryId' = d.id::text
      )
    LIMIT 500`
  for (const { id } of lost) await transaction(db, (tx) => jobs.enqueue(tx, deliverJob, { deliveryId: id }))
  return lost.length
}
