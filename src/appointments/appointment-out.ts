import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { AppointmentStatus, Modality } from '../database/generated/client.ts'
import { instantOut } from '../http/validation.ts'
import { wallClock } from '../time/wall-clock.ts'
import { personOut, toPerson } from '../users/users.ts'
import type { AppointmentWithPeople } from './locks.ts'

export const modality = z.enum(Modality)
export const status = z.enum(AppointmentStatus)

export const appointmentOut = z
  .object({
    id: z.int(),
    patientId: z.int(),
    psychologistId: z.int(),
    patient: personOut,
    psychologist: personOut,
    startsAt: instantOut,
    endsAt: instantOut,
    durationMinutes: z.int(),
    date: z.string().describe("Of the start, `YYYY-MM-DD`, in the practice's zone."),
    time: z.string().describe("Of the start, `HH:MM`, in the practice's zone."),
    modality: modality.describe('`presencial`: at the practice.'),
    meetingUrl: z.string().optional().describe('Of `online` appointments alone, and not of all.'),
    status: status.describe(
      'In order: booked, confirmed, took place, the patient did not come, cancelled. The last three are final.',
    ),
    version: z
      .int()
      .describe(
        'From 1; rises with each new time and on cancellation, not with a change of status, place or psychologist.',
      ),
    cancelReason: z.string().optional().describe('As whoever cancelled wrote it.'),
    lateCancel: z.boolean().optional().describe('Once cancelled: whether less than 24 hours were left.'),
  })
  .meta({ id: 'Appointment' })

/** An appointment as clients see it: the schema leaves out the row's other columns. */
export const toAppointment =
  ({ avatarUrl, config }: FastifyInstance) =>
  (row: AppointmentWithPeople): z.output<typeof appointmentOut> => ({
    ...row,
    ...wallClock(row.startsAt, config.timezone),
    patient: toPerson(row.patient, avatarUrl),
    psychologist: toPerson(row.psychologist, avatarUrl),
    // An older release left the address in place when an appointment became presencial.
    meetingUrl: (row.modality === 'online' && row.meetingUrl) || undefined,
    cancelReason: row.cancelReason ?? undefined,
    lateCancel: row.lateCancel ?? undefined,
  })
