import { z } from 'zod'
import { inCareOf } from '../appointments/rules.ts'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'
import { id, idParam, line, paragraph } from '../http/validation.ts'
import { deliveriesOf, deliveryOut, timelineOut } from './deliveries.ts'
import { channel } from './notifications.ts'

/** `/api/v1/notifications`: what staff write to people, and what became of it. */
export const staffNotificationRoutes: Routes = async (app) => {
  const onRequest = app.auth.requires('psicologo', 'admin')

  app.post(
    '/notifications',
    {
      onRequest,
      schema: {
        body: z.strictObject({
          userId: id,
          title: line(150),
          message: paragraph(4000),
          channels: z
            .array(channel)
            .min(1)
            .max(4)
            .optional()
            .describe('Beside the inbox and its push, which always stand. Left out: `email`.'),
        }),
        response: { 202: z.object({ id: z.int().describe('Of the notification.') }) },
      },
    },
    async (request, reply) => {
      const { userId, title, message, channels } = request.body
      const { caller } = request
      return app.idempotent(request, reply, {
        status: 202,
        commit: async (tx) => {
          // For a psychologist only their own patients exist.
          const theirs = caller.role === 'admin' ? {} : inCareOf(caller.id)
          if (!(await tx.user.findFirst({ where: { id: userId, erasedAt: null, ...theirs } })))
            throw new AppError('not_found')
          const made = await app.notifications.notify(tx, {
            userId,
            type: 'mensagem',
            title,
            message,
            channels,
            data: { from: caller.id },
          })
          if (made === undefined) throw new AppError('not_found')
          await app.audit.change(tx, { action: 'notification.send', resourceId: made, detail: { userId } })
          return { id: made }
        },
      })
    },
  )

  app.get(
    '/notifications/:id/deliveries',
    {
      onRequest,
      config: { audited: 'notification.read' },
      schema: {
        params: z.object({ id: idParam }),
        response: { 200: z.object({ items: z.array(deliveryOut), timeline: timelineOut }) },
      },
    },
    ({ caller, params: { id } }) =>
      deliveriesOf(app.db, {
        id,
        OR: caller.role === 'admin' ? undefined : [{ userId: caller.id }, { user: inCareOf(caller.id) }],
      }),
  )
}
