import { durationLimits } from '../../appointments/rules.ts'
import { bookingLimits } from '../../limits/limits.ts'
import type { Operations } from '../operation.ts'
import { exampleUser } from './examples.ts'

const { monthsAhead } = bookingLimits

const patient = {
  ...exampleUser,
  id: 41,
  name: 'Ana Souza',
  email: 'ana.souza@example.com',
  createdAt: '2026-11-03T12:30:00.000Z',
}

const week = {
  days: {
    mon: [
      ['08:00', '12:00'],
      ['14:00', '18:00'],
    ],
    wed: [['13:00', '20:00']],
  },
}

const psychologistId = { id: 'Of the psychologist.' }

export const peopleOperations: Operations = {
  'GET /api/v1/users': {
    id: 'listUsers',
    tag: 'users',
    summary: 'Search people',
    description: `By name, in its order. What there is depends on the caller's role:
- \`paciente\`: practising psychologists, of each \`{id, name, avatarUrl}\`. Another \`role\` than \`psicologo\` is \`forbidden\`.
- \`psicologo\`: the staff, and patients with whom an appointment that was not cancelled joins them, each with the whole account.
- \`admin\`: everyone, disabled accounts included.

Reads by staff are audited.`,
    errors: ['forbidden'],
    parameters: {
      role: 'Only people of this role.',
      q: 'A part of the name, in any case; of staff also of the e-mail.',
    },
    answer: { items: [patient], nextCursor: null },
  },
  'POST /api/v1/users': {
    id: 'createUser',
    tag: 'users',
    summary: 'Create an account',
    description: `Of any role. A given password (10 to 128 characters, none that is easy to guess) works at once. Without one an invitation is
mailed, whose link is good for 7 days: its owner chooses the password, and the mailbox is verified by it. Afterwards
\`POST /auth/forgot-password\` sends another. A telephone counts as verified.
\`email_taken\` also stands for an address that its former owner may still restore.`,
    errors: ['email_taken', 'weak_password'],
    idempotent: true,
    body: { name: 'Ana Souza', email: 'ana.souza@example.com', role: 'paciente', phone: '(11) 98765-4321' },
    answer: { ...patient, emailVerified: false },
  },
  'PATCH /api/v1/users/:id': {
    id: 'updateUser',
    tag: 'users',
    summary: "Correct a patient's details, or change what an account may do",
    description: `- \`name\`, \`phone\`, \`locale\`, \`timezone\`: of patients alone, by an admin, or by a psychologist in whose care they are (others are
  \`not_found\` for a psychologist). The patient is told, also by mail, which of them changed; a new telephone counts as verified.
- \`role\`, \`disabled\`, \`appointments\`: by admins (\`forbidden\` for psychologists, as is an empty body). Another role, or \`disabled: true\`,
  ends the account's sessions and closes its sockets within a second. The last admin stays (\`last_admin\`).
- \`appointments: "keep"\`: the appointments ahead stay. Of a psychologist who stops no reminder leaves, their patients and the admins are told
  by \`sistema\`; POST \`/api/v1/admin/users/{id}/transfer\` moves them to a colleague. A disabled patient's psychologists are told.
- \`appointments: "cancel"\`: they are cancelled, and both people of each told; 422 where the account goes on practising.`,
    errors: ['forbidden', 'not_found', 'last_admin'],
    parameters: { id: 'Of the account.' },
    body: { disabled: true, appointments: 'keep' },
    answer: {
      ...patient,
      id: 2,
      name: 'Beatriz Carvalho',
      email: 'beatriz@example.com',
      role: 'psicologo',
      phone: null,
      phoneVerified: false,
      smsReachable: false,
      appointmentsAhead: 7,
    },
  },
  'GET /api/v1/users/:id/working-hours': {
    id: 'getWorkingHours',
    tag: 'users',
    summary: "Read a psychologist's working hours",
    description: `For everyone who is signed in. Wall-clock in the practice's zone; until they are set, Monday to Friday 08:00 to 18:00. Who does not
practise as a psychologist is \`not_found\`.`,
    errors: ['not_found'],
    parameters: psychologistId,
    answer: week,
  },
  'PUT /api/v1/users/:id/working-hours': {
    id: 'setWorkingHours',
    tag: 'users',
    summary: "Set a psychologist's working hours",
    description: `By the psychologist and admins. Replaces the whole week: a day that is left out is a day off. Appointments that are booked already
stay. The answer is what was sent.`,
    errors: ['forbidden', 'not_found'],
    parameters: psychologistId,
    body: week,
    answer: week,
  },
  'GET /api/v1/users/:id/slots': {
    id: 'listSlots',
    tag: 'users',
    summary: 'List free times of a psychologist',
    description: `In order, all at once. Each stretch of working hours is cut from its beginning into slots of \`durationMinutes\`; stretches that touch
are one, also across midnight. Left out are slots in the past, those that meet an appointment of the psychologist or of the caller, and those
that the caller may not book yet: more than ${monthsAhead.patient} months ahead for patients, ${monthsAhead.staff} for staff. A slot may be gone by the time that it is booked.`,
    errors: ['not_found'],
    parameters: {
      ...psychologistId,
      from: "Slots that start then or later: an instant with a zone, or a date for its beginning in the practice's zone.",
      to: "Slots that end by then: an instant with a zone, or a date for the end of that day in the practice's zone. At most 62 days after `from`.",
      durationMinutes: `Of each slot: ${durationLimits.min} to ${durationLimits.max}.`,
    },
    answer: {
      items: [
        {
          startsAt: '2027-01-18T17:00:00.000Z',
          endsAt: '2027-01-18T17:50:00.000Z',
          date: '2027-01-18',
          time: '14:00',
        },
        {
          startsAt: '2027-01-18T17:50:00.000Z',
          endsAt: '2027-01-18T18:40:00.000Z',
          date: '2027-01-18',
          time: '14:50',
        },
      ],
    },
  },
  'POST /api/v1/admin/users/:id/transfer': {
    id: 'transferAppointments',
    tag: 'admin',
    summary: "Move a psychologist's appointments to a colleague",
    description: `All that are \`agendado\` or \`confirmado\` and have not begun, each at its time: status and \`version\` stay, the \`meetingUrl\` goes. What is
not free with the colleague or outside their working hours stays where it is, among \`conflicts\`. \`psychologist_not_found\`: the colleague does
not practise, or is the same person.

The sockets of the patient and of both psychologists get \`appointment:updated\`. Patients and the colleague are told of each by \`remarcacao\`,
a former psychologist who still practises of all by one \`sistema\`.`,
    errors: ['not_found', 'psychologist_not_found'],
    parameters: { id: 'Of the psychologist who gives them up, practising or not.' },
    body: { psychologistId: 3 },
    answer: {
      transferred: [456, 460],
      conflicts: [{ appointmentId: 471, startsAt: '2027-01-25T17:00:00.000Z', code: 'slot_taken' }],
    },
  },
}
