import { z } from 'zod'
import { DeliveryStatus, NotificationType } from '../database/generated/client.ts'
import { transaction } from '../database/transaction.ts'
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/page.ts'
import type { Routes } from '../http/routes.ts'
import { across, line } from '../http/validation.ts'
import { adminDeliveryOut, toAdminDelivery } from './deliveries.ts'
import { deliveryAdministration } from './delivery-administration.ts'
import { channel } from './notifications.ts'
import { inBatches } from './queue.ts'
import { sentChannels } from './channels.ts'

const params = z.object({ id: z.uuid() })

const filter = pageQuery.extend({
  status: z.enum(DeliveryStatus).optional(),
  channel: channel.optional(),
  type: z.enum(NotificationType).optional(),
})

const retryFilter = across(
  z
    .strictObject({
      channel: z.enum(sentChannels),
      type: z.enum(NotificationType),
      provider: line(60).describe('Who was asked last, such as `twilio` or `smtp`.'),
    })
    .partial(),
  (body) => Object.values(body).some((value) => value !== undefined),
  { message: 'informe channel, type ou provider' },
)

/** `/api/v1/admin/deliveries`: what did not arrive, and what an administrator may do about it. */
export const adminDeliveryRoutes: Routes = async (app) => {
  const { db, clock, audit } = app
  const deliveries = deliveryAdministration(app)
  const onRequest = app.auth.requires('admin')
  const config = { audited: 'delivery.read' } as const

  app.get(
    '/admin/deliveries',
    { onRequest, config, schema: { querystring: filter, response: { 200: pageOf(adminDeliveryOut) } } },
    async ({ query }) => {
      const rows = await deliveries.list(query, decodeCursor(query.cursor, z.uuid()), query.limit + 1)
      return toPage(rows, query.limit, (row) => row.id, toAdminDelivery)
    },
  )

  app.get(
    '/admin/deliveries/:id',
    { onRequest, config, schema: { params, response: { 200: adminDeliveryOut } } },
    ({ params }) => deliveries.one(params.id),
  )

  app.post(
    '/admin/deliveries/:id/retry',
    { onRequest, schema: { params, response: { 202: adminDeliveryOut } } },
    async ({ params: { id }, caller }, reply) => {
      await transaction(db, async (tx) => {
        await deliveries.retryOne(tx, id, caller.id)
        await audit.change(tx, { action: 'delivery.retry', resourceId: id })
      })
      return reply.code(202).send(await deliveries.one(id))
    },
  )

  app.post(
    '/admin/deliveries/retry',
    { onRequest, schema: { body: retryFilter, response: { 202: z.object({ count: z.int() }) } } },
    async ({ body, caller }, reply) => {
      // What fails again meanwhile is not retried for ever.
      const failedBy = clock.now()
      const total = await inBatches(() =>
        transaction(db, async (tx) => {
          const count = await deliveries.retryBatch(tx, body, failedBy, caller.id)
          if (count > 0) await audit.change(tx, { action: 'delivery.retry', detail: { ...body, count } })
          return count
        }),
      )
      return reply.code(202).send({ count: total })
    },
  )

  app.post(
    '/admin/deliveries/:id/discard',
    {
      onRequest,
      schema: {
        params,
        body: z.strictObject({ reason: line(200).describe('For staff; part of the `reason` of the delivery.') }),
        response: { 200: adminDeliveryOut },
      },
    },
    async ({ params: { id }, body, caller }) => {
      await transaction(db, async (tx) => {
        await deliveries.discard(tx, id, body.reason, caller.id)
        await audit.change(tx, { action: 'delivery.discard', resourceId: id })
      })
      return deliveries.one(id)
    },
  )
}
