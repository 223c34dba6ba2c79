import type { Db } from '../database/client.ts'
import { ofAny } from './booking.ts'
import { liveStatuses } from './rules.ts'
import { freeSlots, isOpen, type Span, type Week } from './working-hours.ts'

/** When one psychologist can be booked by one patient, within a range that was looked up. */
export interface Availability {
  slots(durationMinutes: number): Span[]
  /** Whether an appointment may stand at any such time in the range, in a slot or between two. */
  isFree(span: Span): boolean
}

/** Looks up what stands in the way in `range`: the psychologist's appointments, and the patient's own, since nobody is booked twice. */
export async function availability(
  db: Db,
  {
    psychologistId,
    hours,
    patientId,
    range,
    timezone,
    now,
  }: {
    psychologistId: number
    hours: Week
    patientId: number
    range: Span
    timezone: string
    now: Date
  },
): Promise<Availability> {
  const busy = await db.appointment.findMany({
    where: {
      ...ofAny([psychologistId, patientId]),
      status: { in: [...liveStatuses] },
      startsAt: { lt: range.endsAt },
      endsAt: { gt: range.startsAt },
    },
    select: { startsAt: true, endsAt: true },
  })
  return {
    slots: (durationMinutes) => freeSlots(hours, range, { durationMinutes, timezone, now, busy }),
    isFree: (span) =>
      span.startsAt > now &&
      isOpen(hours, span, timezone) &&
      !busy.some((taken) => taken.startsAt < span.endsAt && taken.endsAt > span.startsAt),
  }
}
