import type { Modality } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { type Actor, liveStatuses } from './rules.ts'

export interface Booking {
  readonly patientId?: number
  readonly patientEmail?: string
  readonly psychologistId?: number
  readonly startsAt: Date
  readonly durationMinutes: number
  readonly modality: Modality
  readonly meetingUrl?: string
}

/** When an appointment of so many minutes is over. */
export const endOf = (startsAt: Date, minutes: number): Date => new Date(startsAt.getTime() + minutes * 60_000)

/** Appointments of any of these people, as patient or as psychologist: one person may be both. */
export const ofAny = (userIds: readonly number[]) => ({
  OR: [{ patientId: { in: [...userIds] } }, { psychologistId: { in: [...userIds] } }],
})

/**
 * Refuses (`slot_taken`) where any of these people has a live appointment in this time, on either side of it; `but` is the one
 * that is being moved. Of two at once the constraints decide, each for one side.
 */
export async function refuseTaken(
  tx: Tx,
  userIds: readonly number[],
  { startsAt, endsAt }: { readonly startsAt: Date; readonly endsAt: Date },
  but?: number,
): Promise<void> {
  const overlap = { startsAt: { lt: endsAt }, endsAt: { gt: startsAt } }
  const busy = { ...ofAny(userIds), status: { in: [...liveStatuses] }, ...overlap, NOT: { id: but ?? 0 } }
  if ((await tx.appointment.count({ where: busy })) > 0) throw new AppError('slot_taken')
}

/** The patient and the psychologist of a booking, by the role of the caller; `forbidden` where that role may not choose them. */
export async function peopleOf(
  tx: Tx,
  actor: Actor,
  booking: Booking,
): Promise<{ patientId: number; psychologistId: number }> {
  const { patientId, patientEmail, psychologistId, startsAt, durationMinutes } = booking
  if (actor.role === 'paciente') {
    const others = patientEmail !== undefined || (patientId ?? actor.id) !== actor.id
    if (others || booking.meetingUrl !== undefined) throw new AppError('forbidden')
    return { patientId: actor.id, psychologistId: required('psychologistId', psychologistId) }
  }
  const own = actor.role === 'psicologo' ? (psychologistId ?? actor.id) : required('psychologistId', psychologistId)
  if (actor.role === 'psicologo' && own !== actor.id) throw new AppError('forbidden')
  if (patientEmail === undefined) return { patientId: required('patientId', patientId), psychologistId: own }
  // Everything that the caller can know beforehand is refused before the address is looked up: otherwise a booking that
  // must fail would tell, without a trace, who is a patient here. One that succeeds tells the patient.
  await refuseTaken(tx, [own], { startsAt, endsAt: endOf(startsAt, durationMinutes) })
  const where = { email: patientEmail, emailVerifiedAt: { not: null }, role: 'paciente' } as const
  const patient = await tx.user.findFirst({ where, select: { id: true } })
  if (!patient) throw new AppError('patient_not_found')
  return { patientId: patient.id, psychologistId: own }
}

/** Where people meet in person there is no link to be followed. */
export function refuseLink(modality: Modality, meetingUrl: string | null | undefined): void {
  if (modality === 'online' || meetingUrl == null) return
  throw new AppError('validation_failed', {
    errors: [{ path: 'body.meetingUrl', message: 'só vale para consulta online; informe modality: "online"' }],
  })
}

function required<T>(field: string, value: T | undefined): T {
  if (value !== undefined) return value
  throw new AppError('validation_failed', { errors: [{ path: `body.${field}`, message: 'é obrigatório' }] })
}
