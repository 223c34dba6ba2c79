import { z } from 'zod'
import { transaction, type Tx } from '../database/transaction.ts'
import type { Routes } from '../http/routes.ts'
import { across, id, idParam, instant, line, paragraph } from '../http/validation.ts'
import { email } from '../users/users.ts'
import { appointmentOut, modality, toAppointment } from './appointment-out.ts'
import type { AppointmentWithPeople } from './locks.ts'
import { durationLimits, durationMinutes } from './rules.ts'

/** A line first: the URL parser would take an address with line breaks in it. */
const meetingUrl = line(500).pipe(z.url({ protocol: /^https$/ }).regex(/^https:\/\/\S+$/i))
const params = z.object({ id: idParam })

const booking = across(
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
)

const change = z
  .strictObject({
    startsAt: instant,
    durationMinutes,
    modality,
    meetingUrl: meetingUrl.nullable(),
    version: z.number().int().min(1),
  })
  .partial()

// No body at all is fine, and so is a reason left blank.
const cancellation = z
  .strictObject({
    reason: z
      .string()
      .trim()
      .pipe(z.union([z.literal(''), paragraph(500)]))
      .optional(),
  })
  .nullish()

/** Writes to `/api/v1/appointments`: booking, and what may happen to an appointment. */
export const appointmentActRoutes: Routes = async (app) => {
  const book = app.appointments
  const onRequest = app.auth.requires()
  const show = toAppointment(app)
  const response = { 200: appointmentOut }

  const inTransaction = async (work: (tx: Tx) => Promise<AppointmentWithPeople>) =>
    show(await transaction(app.db, work))

  app.post(
    '/appointments',
    { onRequest, schema: { body: booking, response: { 201: appointmentOut } } },
    async (request, reply) =>
      app.idempotent(request, reply, {
        status: 201,
        commit: async (tx) => show(await book.book(tx, request.caller, request.body)),
      }),
  )

  app.patch('/appointments/:id', { onRequest, schema: { params, body: change, response } }, async (request) =>
    inTransaction((tx) => book.change(tx, request.caller, request.params.id, request.body)),
  )

  app.post(
    '/appointments/:id/cancel',
    { onRequest, schema: { params, body: cancellation, response } },
    async ({ caller, params: { id }, body }) =>
      inTransaction((tx) => book.cancel(tx, caller, id, body?.reason || undefined)),
  )

  const acts = { confirm: book.confirm, complete: book.complete, 'no-show': book.noShow }
  for (const [path, act] of Object.entries(acts)) {
    app.post(
      `/appointments/:id/${path}`,
      { onRequest, schema: { params, response } },
      async ({ caller, params: { id } }) => inTransaction((tx) => act(tx, caller, id)),
    )
  }

  app.post(
    '/appointments/:id/remind',
    {
      onRequest,
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
