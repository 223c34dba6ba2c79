import type { Modality } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { type AppointmentActs, orSlotTaken } from './acts.ts'
import { checkHorizon, checkOwnBookings } from './booking-limits.ts'
import { lockPeople, withPeople } from './locks.ts'
import { type Actor, overlapping } from './rules.ts'
import { isOpen, type Span, weekOf } from './working-hours.ts'

interface Booking {
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

/**
 * Refuses (`slot_taken`) where any of these people has a live appointment in this time, on either side of it; `but` is the one
 * that is being moved. Of two at once the constraints decide, each for one side.
 */
export async function refuseTaken(tx: Tx, userIds: number[], span: Span, but = 0): Promise<void> {
  const busy = { ...overlapping(userIds, span), NOT: { id: but } }
  if ((await tx.appointment.count({ where: busy })) > 0) throw new AppError('slot_taken')
}

/** The patient and the psychologist of a booking, by the role of the caller; `forbidden` where that role may not choose them. */
async function peopleOf(tx: Tx, actor: Actor, booking: Booking) {
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

export const appointmentBookings = ({ clock, timezone, announce }: AppointmentActs) => ({
  /** Books: a patient for themselves within working hours, a psychologist with themselves, an admin for all. */
  async book(tx: Tx, actor: Actor, booking: Booking) {
    const { startsAt, durationMinutes, modality, meetingUrl } = booking
    const now = clock.now()
    if (startsAt <= now) throw new AppError('starts_in_past')
    checkHorizon(actor, startsAt, now, timezone)
    const { patientId, psychologistId } = await peopleOf(tx, actor, booking)
    refuseLink(modality, meetingUrl)
    const span = { startsAt, endsAt: endOf(startsAt, durationMinutes) }
    // Before the lock, too: once the time is taken, the others that want it need not queue for the lock.
    await refuseTaken(tx, [psychologistId], span)
    await lockPeople(tx, [patientId, psychologistId])
    await refuseTaken(tx, [patientId, psychologistId], span)
    // After the lock, so that an account which is being erased is seen either before its booking or not at all.
    const week = await weekOf(tx, psychologistId)
    const patient = { id: patientId, role: 'paciente', disabledAt: null, erasedAt: null } as const
    if ((await tx.user.count({ where: patient })) === 0) throw new AppError('patient_not_found')
    const bookedByPatient = actor.role === 'paciente'
    if (bookedByPatient) {
      if (!isOpen(week, span, timezone)) throw new AppError('outside_working_hours')
      await checkOwnBookings(tx, patientId, psychologistId, now)
    }
    const time = { ...span, durationMinutes, scheduledAt: now, createdAt: now }
    const data = { patientId, psychologistId, modality, meetingUrl, bookedByPatient, ...time }
    const made = await orSlotTaken(tx.appointment.create({ data, include: withPeople }))
    return announce(tx, actor, 'book', made, { kind: 'agendamento' })
  },
})

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
