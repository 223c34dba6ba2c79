import { z } from 'zod'
import { AppointmentStatus, Modality } from '../database/generated/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/page.ts'
import type { Routes } from '../http/routes.ts'
import { across, dayOrInstant, id, idParam, instant, instantOut, line, paragraph } from '../http/validation.ts'
import { email, personOut, toPerson } from '../users/users.ts'
import { wallClock } from '../time/wall-clock.ts'
import { type AppointmentWithPeople, withPeople } from './appointments.ts'
import { type Actor, durationLimits, durationMinutes, visibleTo } from './rules.ts'

const modality = z.enum(Modality)
/** A line first: the URL parser would take an address with line breaks in it. */
const meetingUrl = line(500).pipe(z.url({ protocol: /^https$/ }).regex(/^https:\/\/\S+$/i))
const status = z.enum(AppointmentStatus)
const params = z.object({ id: idParam })

const appointmentOut = z.object({
  id: z.number(),
  patientId: z.number(),
  psychologistId: z.number(),
  patient: personOut,
  psychologist: personOut,
  startsAt: instantOut,
  endsAt: instantOut,
  durationMinutes: z.number(),
  date: z.string(),
  time: z.string(),
  modality,
  meetingUrl: z.string().optional(),
  status,
  version: z.number(),
  cancelReason: z.string().optional(),
  lateCancel: z.boolean().optional(),
})

const cursorKey = z.object({ at: instant, id })

/** `/api/v1/appointments` (contract §3). */
export const appointmentRoutes: Routes = async (app) => {
  const { avatarUrl, config } = app
  const { auth, db } = app
  const { timezone } = config
  const book = app.appointments

  const toAppointment = (row: AppointmentWithPeople): z.output<typeof appointmentOut> => {
    const { date, time } = wallClock(row.startsAt, timezone)
    return {
      id: row.id,
      patientId: row.patientId,
      psychologistId: row.psychologistId,
      patient: toPerson(row.patient, avatarUrl),
      psychologist: toPerson(row.psychologist, avatarUrl),
      startsAt: row.startsAt,
      endsAt: row.endsAt,
      durationMinutes: row.durationMinutes,
      date,
      time,
      modality: row.modality,
      // An older release left the address in place when an appointment became presencial.
      meetingUrl: (row.modality === 'online' && row.meetingUrl) || undefined,
      status: row.status,
      version: row.version,
      cancelReason: row.cancelReason ?? undefined,
      lateCancel: row.lateCancel ?? undefined,
    }
  }

  const inTransaction = async (work: (tx: Tx) => Promise<AppointmentWithPeople>) =>
    toAppointment(await transaction(db, work))

  app.post(
    '/appointments',
    {
      onRequest: auth.requires(),
      schema: {
        body: across(
          z.strictObject({
            patientId: id.optional(),
            patientEmail: email.optional(),
            psychologistId: id.optional(),
            startsAt: instant,
            durationMinutes: durationMinutes.default(durationLimits.default),
            modality: modality.default('presencial'),
            meetingUrl: meetingUrl.optional(),
          }),
          (body) => body.patientId === undefined || body.patientEmail === undefined,
          { path: ['patientEmail'], message: 'informe patientId ou patientEmail, não os dois' },
        ),
        response: { 201: appointmentOut },
      },
    },
    async (request, reply) =>
      app.idempotent(request, reply, {
        status: 201,
        commit: async (tx) => toAppointment(await book.book(tx, request.caller, request.body)),
      }),
  )

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
      return toPage(rows, limit, (row) => ({ at: row.startsAt.toISOString(), id: row.id }), toAppointment)
    },
  )

  app.get(
    '/appointments/:id',
    {
      onRequest: auth.requires(),
      config: { audited: 'appointment.read' },
      schema: { params, response: { 200: appointmentOut } },
    },
    async (request) => {
      const where = { AND: [{ id: request.params.id }, visibleTo(request.caller)] }
      const found = await db.appointment.findFirst({ where, include: withPeople })
      if (!found) throw new AppError('not_found')
      return toAppointment(found)
    },
  )

  app.patch(
    '/appointments/:id',
    {
      onRequest: auth.requires(),
      schema: {
        params,
        body: z
          .strictObject({
            startsAt: instant,
            durationMinutes,
            modality,
            meetingUrl: meetingUrl.nullable(),
            version: z.number().int().min(1),
          })
          .partial(),
        response: { 200: appointmentOut },
      },
    },
    async ({ caller, params, body }) => inTransaction((tx) => book.change(tx, caller, params.id, body)),
  )

  app.post(
    '/appointments/:id/cancel',
    {
      onRequest: auth.requires(),
      schema: {
        params,
        // No body at all is fine, and so is a reason left blank.
        body: z
          .strictObject({
            reason: z
              .string()
              .trim()
              .pipe(z.union([z.literal(''), paragraph(500)]))
              .optional(),
          })
          .nullish(),
        response: { 200: appointmentOut },
      },
    },
    async ({ caller, params, body }) =>
      inTransaction((tx) => book.cancel(tx, caller, params.id, body?.reason || undefined)),
  )

  const acts: Record<string, (tx: Tx, actor: Actor, id: number) => Promise<AppointmentWithPeople>> = {
    confirm: book.confirm,
    complete: book.complete,
    'no-show': book.noShow,
  }
  for (const [path, act] of Object.entries(acts)) {
    app.post(
      `/appointments/:id/${path}`,
      { onRequest: auth.requires(), schema: { params, response: { 200: appointmentOut } } },
      async ({ caller, params }) => inTransaction((tx) => act(tx, caller, params.id)),
    )
  }

  app.post(
    '/appointments/:id/remind',
    {
      onRequest: auth.requires(),
      schema: {
        params,
        // To be followed at GET /notifications/:id/deliveries; absent where the patient's account is gone.
        response: { 202: z.object({ notificationId: z.number().optional() }) },
      },
    },
    async (request, reply) =>
      app.idempotent(request, reply, {
        status: 202,
        commit: async (tx) => ({ notificationId: await book.remind(tx, request.caller, request.params.id) }),
      }),
  )
}
