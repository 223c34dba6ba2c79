import type { Db } from '../database/client.ts'
import { overlapping } from './rules.ts'
import { isOpen, slotsOf, type Span, type Week } from './working-hours.ts'

interface Search {
  psychologistId: number
  hours: Week
  patientId: number
  range: Span
  timezone: string
  now: Date
}

/** When one psychologist can be booked by one patient within `range`: clear of both people's appointments. */
export async function availability(db: Db, { psychologistId, hours, patientId, range, timezone, now }: Search) {
  const busy = await db.appointment.findMany({
    where: overlapping([psychologistId, patientId], range),
    select: { startsAt: true, endsAt: true },
  })
  const isClear = ({ startsAt, endsAt }: Span) =>
    startsAt > now && !busy.some((taken) => taken.startsAt < endsAt && taken.endsAt > startsAt)
  return {
    slots: (durationMinutes: number) => slotsOf(hours, range, durationMinutes, timezone).filter(isClear),
    /** Whether an appointment may stand at any such time in the range, in a slot or between two. */
    isFree: (span: Span) => isClear(span) && isOpen(hours, span, timezone),
  }
}

export type Availability = Awaited<ReturnType<typeof availability>>
