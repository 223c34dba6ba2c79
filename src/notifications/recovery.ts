import type { Clock } from '../time/clock.ts'
import type { Db } from '../database/client.ts'
import { isGone } from '../database/nodes.ts'
import { transaction } from '../database/transaction.ts'
import type { Jobs } from '../jobs/job.ts'
import { sentChannelsSql } from './channels.ts'
import { retryWaits } from './outcomes.ts'
import { deliverJobs, enqueueDeliveries, inBatches, queueBatch, type Queued } from './queue.ts'

/** Earlier versions recorded no node on their deliveries: those are taken back only after so long. */
const nodelessMs = 2 * 60_000

/** How far the clocks of two nodes may be apart. */
const clockSkewMs = 60_000

/**
 * Recovers deliveries that a crash, a lost job or a changed clock has left behind. Safe to run on every node at once: it goes
 * by what the database holds.
 */
export function deliveryRecovery({
  db,
  jobs,
  clock,
  node,
  has,
}: {
  db: Db
  jobs: Pick<Jobs, 'enqueue'>
  clock: Clock
  /** This process, and which deliveries it is sending. */
  node: number
  has: (deliveryId: string) => boolean
}) {
  const takeBackFrom = (owner: number | null) =>
    transaction(db, async (tx) => {
      if (owner !== null && owner !== node && !(await isGone(tx, owner))) return 0
      const now = clock.now()
      const held = await tx.$queryRaw<Queued[]>`
        SELECT d.id::text, d.channel, n.type FROM deliveries d JOIN notifications n ON n.id = d.notification_id
        WHERE d.status = 'enviando' AND d.node IS NOT DISTINCT FROM ${owner}::int
          AND (d.node IS NOT NULL OR d.updated_at < ${new Date(now.getTime() - nodelessMs)})
        ORDER BY d.id FOR UPDATE OF d SKIP LOCKED`
      const lost = held.filter(({ id }) => owner !== node || !has(id))
      const ids = lost.map(({ id }) => id)
      await tx.$executeRaw`
        INSERT INTO delivery_attempts (delivery_id, at, provider, outcome, error, latency_ms)
        SELECT id, updated_at, coalesce(provider, ''), 'incerta', 'interrompida', 0
        FROM deliveries WHERE id = ANY (${ids}::uuid[])`
      // A delivery that crashes its process each time is not retried for ever.
      const again = await tx.$queryRaw<{ id: string; status: string }[]>`
        UPDATE deliveries SET node = NULL, next_attempt_at = NULL, updated_at = ${now},
          status = CASE WHEN attempt_count > ${retryWaits.length}::int THEN 'falhou' ELSE 'pendente' END::"DeliveryStatus",
          reason = CASE WHEN attempt_count > ${retryWaits.length}::int
            THEN 'tentativas esgotadas; a última pode ter saído' ELSE 'a tentativa foi interrompida' END
        WHERE id = ANY (${ids}::uuid[])
        RETURNING id::text, status`
      const pending = new Set(again.filter(({ status }) => status === 'pendente').map(({ id }) => id))
      await enqueueDeliveries(
        tx,
        jobs,
        lost.filter(({ id }) => pending.has(id)),
      )
      return lost.length
    })

  return {
    /**
     * Takes back what a process was sending that has ended since, or has lost its connection: the attempt is recorded as
     * uncertain, and the next one is queued. Gives how many.
     */
    async takeBack() {
      const nodes = await db.$queryRaw<{ node: number | null }[]>`
        SELECT DISTINCT node FROM deliveries WHERE status = 'enviando'`
      let total = 0
      for (const { node: owner } of nodes) total += await takeBackFrom(owner)
      return total
    },

    /**
     * Makes due what was deferred while the clock was ahead: set back since, it may not reach that time for days. Gives how
     * many.
     */
    async wakeDeferredAhead() {
      const now = clock.now()
      return db.$executeRaw`
        UPDATE deliveries SET next_attempt_at = ${now}, updated_at = ${now}
        WHERE status IN ('pendente', 'adiada') AND next_attempt_at > ${now}
          AND updated_at > ${new Date(now.getTime() + clockSkewMs)}`
    },

    /** Queues again what has had no job for five minutes, as after a job was deleted or used up its retries. Gives how many. */
    stragglers: () =>
      inBatches(() =>
        transaction(db, async (tx) => {
          const names = Object.values(deliverJobs).map(({ name }) => name)
          // EXCEPT, which is hashed or sorted once: as NOT EXISTS it was compared row by row where statistics were old
          // (50,000 waiting: minutes).
          const lost = await tx.$queryRaw<Queued[]>`
            WITH jobless AS (
              SELECT id FROM deliveries
              WHERE status IN ('pendente', 'adiada') AND next_attempt_at IS NULL AND channel IN (${sentChannelsSql})
                AND updated_at < now() - interval '5 minutes'
              EXCEPT
              SELECT (data ->> 'deliveryId')::uuid FROM pgboss.job
              WHERE name = ANY (${names}) AND state IN ('created', 'retry', 'active')
            )
            SELECT d.id::text, d.channel, n.type FROM jobless
            JOIN deliveries d ON d.id = jobless.id JOIN notifications n ON n.id = d.notification_id
            ORDER BY d.id LIMIT ${queueBatch}`
          await enqueueDeliveries(tx, jobs, lost)
          return lost.length
        }),
      ),
  }
}

export type DeliveryRecovery = ReturnType<typeof deliveryRecovery>
