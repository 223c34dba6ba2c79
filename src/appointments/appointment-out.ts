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
