import type { Clock } from '../time/clock.ts'
import type { Db } from '../database/client.ts'
import { isGone } from '../database/nodes.ts'
import { transaction } from '../database/transaction.ts'
import type { Jobs } from '../jobs/job.ts'
import { leftReason } from './claim.ts'
import { deliverJobs, enqueueDeliveries, type Queued } from './queue.ts'
import { retryWaits } from './outcomes.ts'
import { type SentChannel, sentChannelsSql } from './channels.ts'

/** An older version marks nothing with its process: what it has under way is left to it for so long. */
const olderVersionMs = 2 * 60_000

/** So far the clocks of two nodes may be apart. */
const clockSlackMs = 60_000

/** Given to the queue in one transaction: whoever changes the same rows waits for it. */
const batch = 500

interface Options {
  db: Db
  jobs: Pick<Jobs, 'enqueue'>
  clock: Clock
  /** This process, and what it has under way. */
  node: number
  has: (deliveryId: string) => boolean
}

/**
 * What moves deliveries by the time that stands on their rows. Each part may run on every node at once, as often as it
 * likes: it goes by what the database holds.
 */
export function dispatcher({ db, jobs, clock, node, has }: Options) {
  return {
    /** Gives to the queue what is due, the longest due first. Gives how many. */
    async due(): Promise<number> {
      let total = 0
      for (let count = batch; count === batch; total += count) {
        const now = clock.now()
        const [any] = await db.$queryRaw<unknown[]>`
          SELECT 1 FROM deliveries
          WHERE status IN ('pendente', 'adiada') AND next_attempt_at <= ${now} AND channel IN (${sentChannelsSql}) LIMIT 1`
        if (!any) break
        count = await transaction(db, async (tx) => {
          const given = await tx.$queryRaw<Queued[]>`
            WITH due AS (
              SELECT id FROM deliveries
              WHERE status IN ('pendente', 'adiada') AND next_attempt_at <= ${now} AND channel IN (${sentChannelsSql})
              ORDER BY next_attempt_at, id LIMIT ${batch} FOR UPDATE SKIP LOCKED
            )
            UPDATE deliveries d SET next_attempt_at = NULL, updated_at = ${now}
            FROM due, notifications n WHERE d.id = due.id AND n.id = d.notification_id
            RETURNING d.id::text, d.channel, n.type`
          // RETURNING promises no order.
          await enqueueDeliveries(
            tx,
            jobs,
            given.sort((a, b) => (a.id < b.id ? -1 : 1)),
          )
          return given.length
        })
      }
      return total
    },

    /** Some of what nodes have left that cannot send it, the oldest first: without a job, for a node that can. */
    async left(channel: SentChannel, count: number): Promise<string[]> {
      const found = await db.$queryRaw<{ id: string }[]>`
        SELECT id::text FROM deliveries
        WHERE status IN ('pendente', 'adiada') AND next_attempt_at IS NULL AND channel = ${channel}::"Channel"
          AND reason = ${leftReason} ORDER BY id LIMIT ${count}`
      return found.map(({ id }) => id)
    },

    /**
     * Takes back what a process had under way that has ended since, or lost its connection: its attempt is told of as one
     * whose outcome is not known, and the next begins. Gives how many.
     */
    async takeBack(): Promise<number> {
      const nodes = await db.$queryRaw<{ node: number | null }[]>`
        SELECT DISTINCT node FROM deliveries WHERE status = 'enviando'`
      let total = 0
      for (const { node: owner } of nodes) {
        total += await transaction(db, async (tx) => {
          if (owner !== null && owner !== node && !(await isGone(tx, owner))) return 0
          const now = clock.now()
          const held = await tx.$queryRaw<Queued[]>`
            SELECT d.id::text, d.channel, n.type FROM deliveries d JOIN notifications n ON n.id = d.notification_id
            WHERE d.status = 'enviando' AND d.node IS NOT DISTINCT FROM ${owner}::int
              AND (d.node IS NOT NULL OR d.updated_at < ${new Date(now.getTime() - olderVersionMs)})
            ORDER BY d.id FOR UPDATE OF d SKIP LOCKED`
          const lost = held.filter(({ id }) => owner !== node || !has(id))
          const ids = lost.map(({ id }) => id)
          await tx.$executeRaw`
            INSERT INTO delivery_attempts (delivery_id, at, provider, outcome, error, latency_ms)
            SELECT id, updated_at, coalesce(provider, ''), 'incerta', 'interrompida', 0
            FROM deliveries WHERE id = ANY (${ids}::uuid[])`
          // One during which its process dies each time is not tried for ever.
          const again = await tx.$queryRaw<{ id: string; status: string }[]>`
            UPDATE deliveries SET node = NULL, next_attempt_at = NULL, updated_at = ${now},
              status = CASE WHEN attempt_count > ${retryWaits.length}::int THEN 'falhou' ELSE 'pendente' END::"DeliveryStatus",
              reason = CASE WHEN attempt_count > ${retryWaits.length}::int
                THEN 'tentativas esgotadas; a última pode ter saído' ELSE 'a tentativa foi interrompida' END
            WHERE id = ANY (${ids}::uuid[])
            RETURNING id::text, status`
          const waiting = new Set(again.filter(({ status }) => status === 'pendente').map(({ id }) => id))
          await enqueueDeliveries(
            tx,
            jobs,
            lost.filter(({ id }) => waiting.has(id)),
          )
          return lost.length
        })
      }
      return total
    },

    /**
     * Decides anew what was put off while the clock was ahead, and so waits for a time that the clock, set back since, may not
     * reach for days. Gives how many.
     */
    async putOffAhead(): Promise<number> {
      const now = clock.now()
      return db.$executeRaw`
        UPDATE deliveries SET next_attempt_at = ${now}, updated_at = ${now}
        WHERE status IN ('pendente', 'adiada') AND next_attempt_at > ${now}
          AND updated_at > ${new Date(now.getTime() + clockSlackMs)}`
    },

    /**
     * Gives a job to what should have one and has none, five minutes after it was given to the queue: what a used-up or
     * deleted job would else leave lying for ever. One that has a job is left alone. Gives how many.
     */
    async stragglers(): Promise<number> {
      const names = Object.values(deliverJobs).map(({ name }) => name)
      let total = 0
      for (let count = batch; count === batch; total += count) {
        count = await transaction(db, async (tx) => {
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
            ORDER BY d.id LIMIT ${batch}`
          await enqueueDeliveries(tx, jobs, lost)
          return lost.length
        })
      }
      return total
    },
  }
}

export type Dispatcher = ReturnType<typeof dispatcher>
