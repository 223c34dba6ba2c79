import { z } from 'zod'
import { DeliveryStatus, NotificationType, Prisma } from '../database/generated/client.ts'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/page.ts'
import type { Routes } from '../http/routes.ts'
import { across, line } from '../http/validation.ts'
import { adminDeliveryOut, toAdminDelivery } from './deliveries.ts'
import { channel } from './notifications.ts'
import { enqueueDeliveries, type Queued } from './queue.ts'
import { sentChannels } from './channels.ts'

/** Retried in one transaction: whoever changes the same rows waits for it. */
const retryBatch = 500

const params = z.object({ id: z.uuid() })
const withAttempts = {
  notification: { select: { type: true } },
  attempts: { orderBy: { id: 'asc' } },
} as const

/** `/api/v1/admin/deliveries`: what did not arrive, and what an administrator may do about it (contract §4). */
export const adminDeliveryRoutes: Routes = async (app) => {
  const { db, jobs, clock } = app
  const onRequest = app.auth.requires('admin')

  const one = async (id: string) => {
    const found = await db.delivery.findUnique({ where: { id }, include: withAttempts })
    if (!found) throw new AppError('not_found')
    return toAdminDelivery(found)
  }

  app.get(
    '/admin/deliveries',
    {
      onRequest,
      config: { audited: 'delivery.read' },
      schema: {
        querystring: pageQuery.extend({
          status: z.enum(DeliveryStatus).optional(),
          channel: channel.optional(),
          type: z.enum(NotificationType).optional(),
        }),
        response: { 200: pageOf(adminDeliveryOut) },
      },
    },
    async (request) => {
      const { limit, cursor, status, channel: wanted, type } = request.query
      const before = decodeCursor(cursor, z.uuid())
      // The status as it stands (it is one of ours): as a parameter it would not use the index of what has failed.
      const having = status === undefined ? Prisma.sql`TRUE` : Prisma.sql`d.status = ${Prisma.raw(`'${status}'`)}`
      const found = await db.$queryRaw<{ id: string }[]>`
        SELECT d.id::text FROM deliveries d JOIN notifications n ON n.id = d.notification_id
        WHERE ${having} AND (${wanted ?? null}::text IS NULL OR d.channel::text = ${wanted ?? null})
          AND (${type ?? null}::text IS NULL OR n.type::text = ${type ?? null})
          AND (${before ?? null}::uuid IS NULL OR d.id < ${before ?? null}::uuid)
        ORDER BY d.id DESC LIMIT ${limit + 1}`
      const rows = await db.delivery.findMany({
        where: { id: { in: found.map(({ id }) => id) } },
        orderBy: { id: 'desc' },
        include: withAttempts,
      })
      return toPage(rows, limit, (row) => row.id, toAdminDelivery)
    },
  )

  app.get(
    '/admin/deliveries/:id',
    { onRequest, config: { audited: 'delivery.read' }, schema: { params, response: { 200: adminDeliveryOut } } },
    ({ params }) => one(params.id),
  )

  app.post(
    '/admin/deliveries/:id/retry',
    { onRequest, schema: { params, response: { 202: adminDeliveryOut } } },
    async ({ params, caller }, reply) => {
      await transaction(db, async (tx) => {
        const given = await tx.$queryRaw<Queued[]>`
          UPDATE deliveries d SET status = 'pendente', attempt_count = 0, next_attempt_at = NULL, hold = NULL,
            reason = ${`nova tentativa pedida pela administração (conta ${caller.id})`}, updated_at = ${clock.now()}
          FROM notifications n WHERE d.id = ${params.id}::uuid AND d.status = 'falhou' AND n.id = d.notification_id
          RETURNING d.id::text, d.channel, n.type`
        if (given.length === 0) throw await notFailed(tx, params.id)
        await enqueueDeliveries(tx, jobs, given)
        await app.audit.change(tx, { action: 'delivery.retry', resourceId: params.id })
      })
      return reply.code(202).send(await one(params.id))
    },
  )

  app.post(
    '/admin/deliveries/retry',
    {
      onRequest,
      schema: {
        body: across(
          z
            .strictObject({ channel: z.enum(sentChannels), type: z.enum(NotificationType), provider: line(60) })
            .partial(),
          (body) => Object.values(body).some((value) => value !== undefined),
          { message: 'informe channel, type ou provider' },
        ),
        response: { 202: z.object({ count: z.number() }) },
      },
    },
    async ({ body, caller }, reply) => {
      const { channel: way = null, type = null, provider = null } = body
      // Those that have failed by now: what fails again meanwhile is not tried for ever.
      const asked = clock.now()
      let total = 0
      for (let count = retryBatch; count === retryBatch; total += count) {
        count = await transaction(db, async (tx) => {
          const given = await tx.$queryRaw<Queued[]>`
            WITH failed AS (
              SELECT d.id, n.type FROM deliveries d JOIN notifications n ON n.id = d.notification_id
              WHERE d.status = 'falhou' AND d.updated_at <= ${asked}
                AND (${way}::text IS NULL OR d.channel::text = ${way})
                AND (${type}::text IS NULL OR n.type::text = ${type})
                AND (${provider}::text IS NULL OR d.provider = ${provider})
              ORDER BY d.id LIMIT ${retryBatch} FOR UPDATE OF d SKIP LOCKED
            )
            UPDATE deliveries d SET status = 'pendente', attempt_count = 0, next_attempt_at = NULL, hold = NULL,
              reason = ${`nova tentativa pedida pela administração (conta ${caller.id})`}, updated_at = ${clock.now()}
            FROM failed WHERE d.id = failed.id
            RETURNING d.id::text, d.channel, failed.type`
          await enqueueDeliveries(tx, jobs, given)
          if (given.length > 0)
            await app.audit.change(tx, { action: 'delivery.retry', detail: { ...body, count: given.length } })
          return given.length
        })
      }
      return reply.code(202).send({ count: total })
    },
  )

  app.post(
    '/admin/deliveries/:id/discard',
    {
      onRequest,
      schema: { params, body: z.strictObject({ reason: line(200) }), response: { 200: adminDeliveryOut } },
    },
    async ({ params, body, caller }) => {
      await transaction(db, async (tx) => {
        const { count } = await tx.delivery.updateMany({
          where: {
            id: params.id,
            status: { in: ['falhou', 'pendente', 'adiada'] },
            channel: { in: [...sentChannels] },
          },
          data: {
            status: 'cancelada',
            reason: `descartada pela administração (conta ${caller.id}): ${body.reason}`,
            nextAttemptAt: null,
            hold: null,
            updatedAt: clock.now(),
          },
        })
        if (count === 0) throw await notFailed(tx, params.id)
        await app.audit.change(tx, { action: 'delivery.discard', resourceId: params.id })
      })
      return one(params.id)
    },
  )

  const notFailed = async (tx: Pick<typeof db, 'delivery'>, id: string) => {
    const found = await tx.delivery.findUnique({ where: { id }, select: { status: true } })
    return found
      ? new AppError('delivery_settled', { detail: `the delivery is ${found.status}` })
      : new AppError('not_found')
  }
}
