import { durationLimits } from '../../appointments/rules.ts'
import { bookingLimits } from '../../limits/limits.ts'
import type { Operations } from '../operation.ts'

const { monthsAhead, patientAhead } = bookingLimits

const appointment = {
  id: 456,
  patientId: 41,
  psychologistId: 2,
  patient: { id: 41, name: 'Ana Souza', avatarUrl: null },
  psychologist: {
    id: 2,
    name: 'Beatriz Carvalho',
    avatarUrl:
      'http://localhost:8000/api/v1/files/01943a5e-7c1b-7d0a-9a53-2f6c1c0f8e11/content?disposition=inline&sig=Yk3vR0c1',
  },
  startsAt: '2027-01-18T17:00:00.000Z',
  endsAt: '2027-01-18T17:50:00.000Z',
  durationMinutes: 50,
  date: '2027-01-18',
  time: '14:00',
  modality: 'online',
  meetingUrl: 'https://meet.example.com/ana-souza',
  status: 'agendado',
  version: 1,
}

const parameters = { id: 'Of the appointment.' }

export const appointmentsOperations: Operations = {
  'GET /api/v1/appointments': {
    id: 'listAppointments',
    tag: 'appointments',
    summary: 'List appointments',
    description: `Those of the caller, the earliest start first: a patient's own, a psychologist's as psychologist and as patient, for an
admin all. Reads by staff are audited.`,
    parameters: {
      status: 'One status, or several with commas between: `agendado,confirmado`.',
      from: "Only what starts then or later: an instant with a zone, or a date for its beginning in the practice's zone.",
      to: "Only what starts before: an instant with a zone, or a date for the end of that day in the practice's zone.",
    },
    answer: { items: [appointment], nextCursor: null },
  },
  'POST /api/v1/appointments': {
    id: 'bookAppointment',
    tag: 'appointments',
    summary: 'Book an appointment',
    description: `A patient books for themselves within working hours and without a \`meetingUrl\`; a psychologist books any patient with
themselves, an admin any patient with any psychologist, both also outside working hours. A patient who books for another patient, and a psychologist with a colleague, are \`forbidden\`.
- ${durationLimits.min} to ${durationLimits.max} minutes (left out: ${durationLimits.default}); at most ${monthsAhead.patient} months ahead for patients, ${monthsAhead.staff} for staff (\`too_far_ahead\`).
- Neither person is booked twice: the loser of a race gets \`slot_taken\`.
- A patient has at most ${patientAhead.newPsychologist} self-booked appointments ahead with a psychologist with whom none took place yet, ${patientAhead.knownPsychologist} with one they know, ${patientAhead.total} in all
  (\`too_many_appointments\`). What staff book does not count.
- Both people's sockets get \`appointment:updated\`; both are told by \`agendamento\` (the psychologist not of their own act), with an
  invitation in the mail, SMS to the patient alone. Reminders follow by themselves.`,
    errors: [
      'forbidden',
      'slot_taken',
      'patient_not_found',
      'psychologist_not_found',
      'outside_working_hours',
      'starts_in_past',
      'too_far_ahead',
      'too_many_appointments',
    ],
    idempotent: true,
    body: { psychologistId: 2, startsAt: '2027-01-18T14:00:00-03:00', durationMinutes: 50, modality: 'online' },
    answer: { ...appointment, meetingUrl: undefined },
  },
  'GET /api/v1/appointments/:id': {
    id: 'getAppointment',
    tag: 'appointments',
    summary: 'Read one appointment',
    description: `For its two people and for admins; for others it is \`not_found\`. Reads by staff are audited.`,
    errors: ['not_found'],
    parameters,
    answer: appointment,
  },
  'PATCH /api/v1/appointments/:id': {
    id: 'updateAppointment',
    tag: 'appointments',
    summary: 'Move an appointment, or change its place',
    description: `For its two people and admins, while it is \`agendado\` or \`confirmado\`; patients only before its start. What changes nothing
is answered with the appointment as it is, and nobody is told.
- A new \`startsAt\` or \`durationMinutes\`: it is \`agendado\` again, to be confirmed anew, and \`version\` rises. Patients stay within working hours.
  A later start is bound like a booking: ${monthsAhead.patient} months ahead for patients, ${monthsAhead.staff} for staff.
- A new \`modality\` or \`meetingUrl\` changes neither status nor \`version\`; \`presencial\` drops the \`meetingUrl\`. Patients may not set one
  (\`forbidden\`).
- With \`version\`: refused as \`version_conflict\` where another than that is current.
- Both people's sockets get \`appointment:updated\`; both are told by \`remarcacao\` (the psychologist not of their own act), with an
  invitation in the mail. SMS goes to the patient alone; of a new place only when another person made it, with less than 24 hours left.`,
    errors: [
      'forbidden',
      'not_found',
      'slot_taken',
      'invalid_transition',
      'psychologist_unavailable',
      'version_conflict',
      'outside_working_hours',
      'starts_in_past',
      'too_far_ahead',
    ],
    parameters,
    body: { startsAt: '2027-01-19T10:00:00-03:00', version: 1 },
    answer: {
      ...appointment,
      startsAt: '2027-01-19T13:00:00.000Z',
      endsAt: '2027-01-19T13:50:00.000Z',
      date: '2027-01-19',
      time: '10:00',
      version: 2,
    },
  },
  'POST /api/v1/appointments/:id/cancel': {
    id: 'cancelAppointment',
    tag: 'appointments',
    summary: 'Cancel an appointment',
    description: `For its two people and admins: from \`agendado\` or \`confirmado\` to \`cancelado\`; patients only before its start. The body may be
left out. \`version\` rises, and \`lateCancel\` tells whether less than 24 hours were left. The time is free again. Both people's sockets get
\`appointment:updated\`; both are told by \`cancelamento\`, with the reason (the psychologist not of their own act).`,
    errors: ['not_found', 'invalid_transition'],
    parameters,
    // The route's schema takes no body, too, which a document says by `required`.
    requestBody: {
      required: false,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            additionalProperties: false,
            properties: { reason: { type: 'string', maxLength: 500, description: 'Both people read it.' } },
          },
          example: { reason: 'Viagem de trabalho' },
        },
      },
    },
    answer: {
      ...appointment,
      status: 'cancelado',
      version: 2,
      cancelReason: 'Viagem de trabalho',
      lateCancel: false,
    },
  },
  'POST /api/v1/appointments/:id/confirm': {
    id: 'confirmAppointment',
    tag: 'appointments',
    summary: 'Confirm an appointment',
    description: `For its two people and admins, before its start: from \`agendado\` to \`confirmado\`. What is \`confirmado\` already is answered
with 200, and nothing happens. Both people's sockets get \`appointment:updated\`; everyone but the caller is told by \`confirmacao\`. Patients
can also confirm by the link in their mail or SMS, without signing in.`,
    errors: ['not_found', 'invalid_transition', 'psychologist_unavailable'],
    parameters,
    answer: { ...appointment, status: 'confirmado' },
  },
  'POST /api/v1/appointments/:id/complete': {
    id: 'completeAppointment',
    tag: 'appointments',
    summary: 'Record that it took place',
    description: `For its psychologist and admins, from its start on: from \`agendado\` or \`confirmado\` to \`realizado\`, which is final. Both people's
sockets get \`appointment:updated\`; there is no notification.`,
    errors: ['forbidden', 'not_found', 'invalid_transition', 'too_early'],
    parameters,
    answer: { ...appointment, status: 'realizado' },
  },
  'POST /api/v1/appointments/:id/no-show': {
    id: 'markNoShow',
    tag: 'appointments',
    summary: 'Record that the patient did not come',
    description: `For its psychologist and admins, from its start on: from \`agendado\` or \`confirmado\` to \`faltou\`, which is final. Both people's
sockets get \`appointment:updated\`; there is no notification.`,
    errors: ['forbidden', 'not_found', 'invalid_transition', 'too_early'],
    parameters,
    answer: { ...appointment, status: 'faltou' },
  },
  'POST /api/v1/appointments/:id/remind': {
    id: 'remindPatient',
    tag: 'appointments',
    summary: 'Remind the patient now',
    description: `For its psychologist and admins, before its start, while it is \`agendado\` or \`confirmado\`. The patient gets a \`lembrete\` on every
channel that is open to them, also in quiet hours; the hourly limits hold. Nothing else changes.`,
    errors: ['forbidden', 'not_found', 'invalid_transition', 'psychologist_unavailable'],
    idempotent: true,
    parameters,
    answer: { notificationId: 123 },
  },
}
