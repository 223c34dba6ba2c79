import { z } from 'zod'
import { AppError } from '../errors.ts'
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/page.ts'
import type { Routes } from '../http/routes.ts'
import { flag, id, idParam } from '../http/validation.ts'
import { notificationOut, type NotificationRow, toNotification } from './notifications.ts'

/** `/api/v1/notifications`: a person's own inbox. */
export const notificationRoutes: Routes = async (app) => {
  const { auth, notifications } = app
  const onRequest = auth.requires()
  const counted = { 200: z.object({ count: z.int() }) }

  app.get(
    '/notifications',
    {
      onRequest,
      schema: {
        querystring: pageQuery.extend({ unread: flag.optional() }),
        response: { 200: pageOf(notificationOut) },
      },
    },
    async (request) => {
      const { limit, cursor, unread } = request.query
      // What front ends read most: past Prisma, which would take twice the time.
      const rows = await app.database.query<NotificationRow>(
        `SELECT id, type, title, message, data, created_at AS "createdAt", read_at AS "readAt" FROM notifications
         WHERE user_id = $1 AND ($2::boolean IS NULL OR (read_at IS NULL) = $2) AND id < coalesce($3, 2147483647)
         ORDER BY id DESC LIMIT $4`,
        [request.caller.id, unread, decodeCursor(cursor, id), limit + 1],
      )
      return toPage(rows, limit, (row) => row.id, toNotification)
    },
  )

  app.get('/notifications/unread-count', { onRequest, schema: { response: counted } }, async (request) => ({
    count: await app.db.notification.count({ where: { userId: request.caller.id, readAt: null } }),
  }))

  app.post(
    '/notifications/:id/read',
    { onRequest, schema: { params: z.object({ id: idParam }), response: { 200: notificationOut } } },
    async ({ caller, params }) => {
      if (!(await notifications.markRead(caller.id, params.id))) throw new AppError('not_found')
      return toNotification(await app.db.notification.findUniqueOrThrow({ where: params }))
    },
  )

  app.post('/notifications/read-all', { onRequest, schema: { response: counted } }, async (request) => ({
    count: await notifications.markAllRead(request.caller.id),
  }))
}
