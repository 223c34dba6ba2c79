import type { Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { bookingLimits } from '../limits/limits.ts'
import { wallClock } from '../time/wall-clock.ts'
import { type Actor, ahead } from './rules.ts'

/** How many months ahead the actor's role may book. */
const monthsOf = ({ role }: Pick<Actor, 'role'>): number =>
  bookingLimits.monthsAhead[role === 'paciente' ? 'patient' : 'staff']

/** Whether a start lies within what the actor's role may book ahead, by the clinic's calendar. */
export function withinHorizon(actor: Pick<Actor, 'role'>, startsAt: Date, now: Date, timezone: string): boolean {
  const last = new Date(now)
  last.setUTCMonth(last.getUTCMonth() + monthsOf(actor))
  return wallClock(startsAt, timezone).date <= wallClock(last, timezone).date
}

/** Refuses a new start that is too many months ahead for the actor's role. */
export function checkHorizon(actor: Actor, startsAt: Date, now: Date, timezone: string): void {
  if (!withinHorizon(actor, startsAt, now, timezone))
    throw new AppError('too_far_ahead', { detail: `at most ${monthsOf(actor)} months ahead` })
}

/**
 * Refuses one more appointment that a patient books for themselves. What staff booked does not count. After `lockPeople`,
 * which makes bookings of one patient wait for each other: none is counted without those before it.
 */
export async function checkOwnBookings(tx: Tx, patientId: number, psychologistId: number, now: Date): Promise<void> {
  const groups = await tx.appointment.groupBy({
    by: ['psychologistId'],
    where: { patientId, bookedByPatient: true, ...ahead(now) },
    _count: true,
  })
  const all = groups.reduce((sum, { _count }) => sum + _count, 0)
  const here = groups.find((group) => group.psychologistId === psychologistId)?._count ?? 0
  const { newPsychologist, knownPsychologist, total } = bookingLimits.patientAhead
  const known =
    here >= newPsychologist &&
    (await tx.appointment.findFirst({
      where: { patientId, psychologistId, status: 'realizado' },
      select: { id: true },
    }))
  const limit = known ? knownPsychologist : newPsychologist
  if (all >= total) throw new AppError('too_many_appointments', { detail: `at most ${total} ahead` })
  if (here >= limit)
    throw new AppError('too_many_appointments', { detail: `at most ${limit} ahead with one psychologist` })
}
