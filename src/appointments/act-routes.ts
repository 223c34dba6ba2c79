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
    patientId: id.optional().describe('Needed of staff without `patientEmail`; a patient books for themselves.'),
    patientEmail: email.optional().describe('Of staff, in place of `patientId`: the verified address of a patient.'),
    psychologistId: id.optional().describe('A psychologist may leave it out, and books with themselves.'),
    startsAt: instant.describe('In the future, with a zone.'),
    durationMinutes: durationMinutes.default(durationLimits.default),
    modality: modality.default('presencial'),
    meetingUrl: meetingUrl.optional().describe('https, by staff alone, of `online` appointments alone.'),
  }),
  (body) => body.patientId === undefined || body.patientEmail === undefined,
  { path: ['patientEmail'], message: 'informe patientId ou patientEmail, não os dois' },
)

const change = z
  .strictObject({
    startsAt: instant.describe('In the future, with a zone.'),
    durationMinutes,
    modality,
    meetingUrl: meetingUrl
      .nullable()
      .describe('https, by staff alone, of `online` appointments alone; null takes it away.'),
    version: z
      .number()
      .int()
      .min(1)
      .describe('The one that you read: where it has risen since, 409 `version_conflict`.'),
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
        response: {
          202: z.object({
            notificationId: z
              .int()
              .optional()
              .describe(
                "To be followed at GET `/api/v1/notifications/{id}/deliveries`; absent where the patient's account is gone.",
              ),
          }),
        },
      },
    },
    async (request, reply) =>
      app.idempotent(request, reply, {
        status: 202,
        commit: async (tx) => ({ notificationId: await book.remind(tx, request.caller, request.params.id) }),
      }),
  )
}
