import type { FastifyInstance } from 'fastify'
import { type Channel, type DeliveryStatus, type NotificationType, Prisma } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { sentChannels } from './channels.ts'
import { toAdminDelivery } from './deliveries.ts'
import { enqueueDeliveries, queueBatch, type Queued } from './queue.ts'

interface Filter {
  channel?: Channel
  type?: NotificationType
}

const include = { notification: { select: { type: true } }, attempts: { orderBy: { id: 'asc' } } } as const

const matching = ({ channel, type }: Filter) => Prisma.sql`
  (${channel ?? null}::text IS NULL OR d.channel::text = ${channel ?? null})
  AND (${type ?? null}::text IS NULL OR n.type::text = ${type ?? null})`

/** What an administrator sees of deliveries and may do about those that did not arrive. */
export const deliveryAdministration = ({ db, jobs, clock }: FastifyInstance) => {
  /** Gives the failed deliveries that the query selects to the queue, as if they had never been tried. Gives how many. */
  const retry = async (tx: Tx, failed: Prisma.Sql, adminId: number) => {
    const retried = await tx.$queryRaw<Queued[]>`
      WITH failed AS (${failed})
      UPDATE deliveries d SET status = 'pendente', attempt_count = 0, next_attempt_at = NULL, hold = NULL,
        reason = ${`nova tentativa pedida pela administração (conta ${adminId})`}, updated_at = ${clock.now()}
      FROM failed, notifications n WHERE d.id = failed.id AND n.id = d.notification_id
      RETURNING d.id::text, d.channel, n.type`
    await enqueueDeliveries(tx, jobs, retried)
    return retried.length
  }

  const notFailed = async (tx: Tx, id: string) => {
    const found = await tx.delivery.findUnique({ where: { id } })
    return found
      ? new AppError('delivery_settled', { detail: `the delivery is ${found.status}` })
      : new AppError('not_found')
  }

  return {
    async one(id: string) {
      const found = await db.delivery.findUnique({ where: { id }, include })
      if (!found) throw new AppError('not_found')
      return toAdminDelivery(found)
    },

    /** The newest first. */
    async list(filter: Filter & { status?: DeliveryStatus }, before: string | undefined, limit: number) {
      const { status } = filter
      // The status as it stands (it is one of ours): as a parameter it would not use the index of what has failed.
      const having = status === undefined ? Prisma.sql`TRUE` : Prisma.sql`d.status = ${Prisma.raw(`'${status}'`)}`
      const found = await db.$queryRaw<{ id: string }[]>`
        SELECT d.id::text FROM deliveries d JOIN notifications n ON n.id = d.notification_id
        WHERE ${having} AND ${matching(filter)} AND (${before ?? null}::uuid IS NULL OR d.id < ${before ?? null}::uuid)
        ORDER BY d.id DESC LIMIT ${limit}`
      return db.delivery.findMany({
        where: { id: { in: found.map(({ id }) => id) } },
        orderBy: { id: 'desc' },
        include,
      })
    },

    async retryOne(tx: Tx, id: string, adminId: number) {
      const failed = Prisma.sql`SELECT id FROM deliveries WHERE id = ${id}::uuid AND status = 'falhou' FOR UPDATE`
      if ((await retry(tx, failed, adminId)) === 0) throw await notFailed(tx, id)
    },

    /** Retries a batch of those that had failed by then. */
    retryBatch: (tx: Tx, filter: Filter & { provider?: string }, by: Date, adminId: number) =>
      retry(
        tx,
        Prisma.sql`
          SELECT d.id FROM deliveries d JOIN notifications n ON n.id = d.notification_id
          WHERE d.status = 'falhou' AND d.updated_at <= ${by} AND ${matching(filter)}
            AND (${filter.provider ?? null}::text IS NULL OR d.provider = ${filter.provider ?? null})
          ORDER BY d.id LIMIT ${queueBatch} FOR UPDATE OF d SKIP LOCKED`,
        adminId,
      ),

    async discard(tx: Tx, id: string, reason: string, adminId: number) {
      const { count } = await tx.delivery.updateMany({
        where: { id, status: { in: ['falhou', 'pendente', 'adiada'] }, channel: { in: [...sentChannels] } },
        data: {
          status: 'cancelada',
          reason: `descartada pela administração (conta ${adminId}): ${reason}`,
          nextAttemptAt: null,
          hold: null,
          updatedAt: clock.now(),
        },
      })
      if (count === 0) throw await notFailed(tx, id)
    },
  }
}
