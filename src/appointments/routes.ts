import { z } from 'zod'
import { AppError } from '../errors.ts'
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/page.ts'
import type { Routes } from '../http/routes.ts'
import { dayOrInstant, id, idParam, instant } from '../http/validation.ts'
import { appointmentOut, status, toAppointment } from './appointment-out.ts'
import { withPeople } from './locks.ts'
import { visibleTo } from './rules.ts'

const cursorKey = z.object({ at: instant, id })

/** `GET /api/v1/appointments`: lists and reads. */
export const appointmentRoutes: Routes = async (app) => {
  const { auth, config, db } = app
  const { timezone } = config
  const show = toAppointment(app)

  app.get(
    '/appointments',
    {
      onRequest: auth.requires(),
      config: { audited: 'appointment.read' },
      schema: {
        querystring: pageQuery.extend({
          // One, or a comma list.
          status: z
            .string()
            .transform((text) => text.split(','))
            .pipe(z.array(status).max(5))
            .optional(),
          from: dayOrInstant(timezone).optional().describe('startsAt not before'),
          to: dayOrInstant(timezone, 'end').optional().describe('startsAt before'),
        }),
        response: { 200: pageOf(appointmentOut) },
      },
    },
    async (request) => {
      const { limit, cursor, status: wanted, from, to } = request.query
      const last = decodeCursor(cursor, cursorKey)
      const after = last && new Date(last.at)
      const rows = await db.appointment.findMany({
        where: {
          AND: [
            visibleTo(request.caller),
            { startsAt: { gte: from, lt: to }, ...(wanted ? { status: { in: wanted } } : {}) },
            last ? { OR: [{ startsAt: { gt: after } }, { startsAt: after, id: { gt: last.id } }] } : {},
          ],
        },
        orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
        take: limit + 1,
        include: withPeople,
      })
      return toPage(rows, limit, (row) => ({ at: row.startsAt.toISOString(), id: row.id }), show)
    },
  )

  app.get(
    '/appointments/:id',
    {
      onRequest: auth.requires(),
      config: { audited: 'appointment.read' },
      schema: { params: z.object({ id: idParam }), response: { 200: appointmentOut } },
    },
    async (request) => {
      const where = { AND: [{ id: request.params.id }, visibleTo(request.caller)] }
      const found = await db.appointment.findFirst({ where, include: withPeople })
      if (!found) throw new AppError('not_found')
      return show(found)
    },
  )
}
