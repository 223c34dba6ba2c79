import { z } from 'zod'
import { AppError } from '../errors.ts'
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/page.ts'
import type { Routes } from '../http/routes.ts'
import { flag, id, idParam } from '../http/validation.ts'
import { notificationOut, type NotificationRow, toNotification } from './notifications.ts'

/** `/api/v1/notifications`: a person's own inbox. */
export const notificationRoutes: Routes = async (app) => {
  const { auth, notifications } = app

  app.get(
    '/notifications',
    {
      onRequest: auth.requires(),
      schema: {
        querystring: pageQuery.extend({ unread: flag.optional() }),
        response: { 200: pageOf(notificationOut) },
      },
    },
    async (request) => {
      const { limit, cursor, unread } = request.query
      const before = decodeCursor(cursor, id)
      // What front ends read most: past Prisma, which would take twice the time.
      const rows = await app.database.query<NotificationRow>(
        `SELECT id, type, title, message, data, created_at AS "createdAt", read_at AS "readAt" FROM notifications
         WHERE user_id = $1 AND ($2::boolean IS NULL OR (read_at IS NULL) = $2) AND id < coalesce($3, 2147483647)
         ORDER BY id DESC LIMIT $4`,
        [request.caller.id, unread ?? null, before ?? null, limit + 1],
      )
      return toPage(rows, limit, (row) => row.id, toNotification)
    },
  )

  app.get(
    '/notifications/unread-count',
    { onRequest: auth.requires(), schema: { response: { 200: z.object({ count: z.int() }) } } },
    async (request) => ({
      count: await app.db.notification.count({ where: { userId: request.caller.id, readAt: null } }),
    }),
  )

  app.post(
    '/notifications/:id/read',
    { onRequest: auth.requires(), schema: { params: z.object({ id: idParam }), response: { 200: notificationOut } } },
    async (request) => {
      const { caller, params } = request
      if (!(await notifications.markRead(caller.id, params.id))) throw new AppError('not_found')
      return toNotification(await app.db.notification.findUniqueOrThrow({ where: { id: params.id } }))
    },
  )

  app.post(
    '/notifications/read-all',
    {
      onRequest: auth.requires(),
      schema: { response: { 200: z.object({ count: z.int().describe('How many were unread.') }) } },
    },
    async (request) => ({ count: await notifications.markAllRead(request.caller.id) }),
  )
}
