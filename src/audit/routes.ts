import { z } from 'zod'
import type { AuditEntry } from '../database/generated/client.ts'
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/page.ts'
import type { Routes } from '../http/routes.ts'
import { dayOrInstant, idParam, instantOut, line } from '../http/validation.ts'
import { type AuditAction, auditActions } from './audit.ts'

const entryOut = z
  .object({
    id: z.string(),
    at: instantOut,
    actorId: z
      .int()
      .nullable()
      .describe('Null without a signed-in user: a refused sign-in, a signed address, a schedule.'),
    action: z.enum(auditActions),
    resource: z.string().describe('The part of `action` before the dot.'),
    resourceId: z.string().nullable().describe('Null where a list was read: `detail.ids` then has what it showed.'),
    ip: z.string().nullable().describe('Null outside of a request, as for an SMS.'),
    requestId: z.string().nullable().describe('The `X-Request-Id` of the answer.'),
    detail: z
      .record(z.string(), z.unknown())
      .describe("Ids and names of changed fields; never a person's name, contact or text."),
  })
  .meta({ id: 'AuditEntry' })

/** In a cursor: the id, as text. */
const position = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt)

const toEntry = (row: AuditEntry) => ({
  ...row,
  id: String(row.id),
  // Written by `auditRow` alone.
  action: row.action as AuditAction,
  detail: row.detail as Record<string, unknown>,
})

/** Of a list the note has the ids that it showed. */
const showed = (id: string | number) => ({ detail: { path: ['ids'], array_contains: [id] } })

/** `/api/v1/admin/audit`: who saw or changed what, newest first; looking is noted, too. */
export const auditRoutes: Routes = async (app) => {
  const { timezone } = app.config
  app.get(
    '/admin/audit',
    {
      onRequest: app.auth.requires('admin'),
      config: { audited: 'audit.read' },
      schema: {
        querystring: pageQuery.extend({
          actorId: idParam.optional(),
          action: z.enum(auditActions).optional(),
          resource: line(40).optional(),
          resourceId: line(64).optional(),
          from: dayOrInstant(timezone).optional().describe('not before'),
          to: dayOrInstant(timezone, 'end').optional().describe('before'),
        }),
        response: { 200: pageOf(entryOut) },
      },
    },
    async ({ query: { limit, cursor, from, to, resourceId, ...fields } }) => {
      const before = decodeCursor(cursor, position)
      const rows = await app.db.auditEntry.findMany({
        where: {
          ...fields,
          OR:
            resourceId === undefined
              ? undefined
              : [
                  { resourceId },
                  showed(resourceId),
                  ...(/^\d{1,9}$/.test(resourceId) ? [showed(Number(resourceId))] : []),
                ],
          at: { gte: from, lt: to },
          id: { lt: before },
        },
        orderBy: { id: 'desc' },
        take: limit + 1,
      })
      return toPage(rows, limit, ({ id }) => String(id), toEntry)
    },
  )
}
