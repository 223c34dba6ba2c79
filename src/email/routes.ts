import { z } from 'zod'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/page.ts'
import type { Routes } from '../http/routes.ts'
import { id, idParam, instantOut } from '../http/validation.ts'

const suppressionOut = z
  .object({
    id: z.int(),
    address: z.string(),
    code: z.string().describe('What the mail server refused it with, such as `550 5.1.1`.'),
    createdAt: instantOut,
  })
  .meta({ id: 'Suppression' })

/** `/api/v1/admin/suppressions`: the addresses that nothing is sent to, newest first, and the way to lift one. */
export const emailRoutes: Routes = async (app) => {
  const onRequest = app.auth.requires('admin')

  app.get(
    '/admin/suppressions',
    {
      onRequest,
      config: { audited: 'suppression.read' },
      schema: { querystring: pageQuery, response: { 200: pageOf(suppressionOut) } },
    },
    async ({ query: { limit, cursor } }) => {
      const rows = await app.db.emailSuppression.findMany({
        where: { id: { lt: decodeCursor(cursor, id) } },
        orderBy: { id: 'desc' },
        take: limit + 1,
      })
      return toPage(
        rows,
        limit,
        (row) => row.id,
        (row) => row,
      )
    },
  )

  app.delete(
    '/admin/suppressions/:id',
    {
      onRequest,
      schema: { params: z.object({ id: idParam }), response: { 204: z.void() } },
    },
    async ({ params }, reply) => {
      await transaction(app.db, async (tx) => {
        const { count } = await tx.emailSuppression.deleteMany({ where: params })
        if (count === 0) throw new AppError('not_found')
        await app.audit.change(tx, { action: 'suppression.lift', resourceId: params.id })
      })
      return reply.code(204).send()
    },
  )
}
