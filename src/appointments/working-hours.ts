import { z } from 'zod'
import type { Prisma } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { instantAt, type Weekday, wallClock } from '../time/wall-clock.ts'
import { practising } from './rules.ts'

/** A stretch of time, its end excluded. */
export interface Span {
  readonly startsAt: Date
  readonly endsAt: Date
}

const opening = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const closing = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/)

// Compared as text: `HH:MM` sorts as it reads, and 24:00 comes last.
const interval = z
  .tuple([opening, closing])
  .refine(([from, to]) => from < to, 'o início precisa vir antes do fim, como ["08:00", "12:00"]')

const day = z
  .array(interval)
  .max(24)
  .refine(
    (list) => list.every(([from], index) => index === 0 || (list[index - 1]?.[1] ?? '') <= from),
    'os intervalos precisam estar em ordem e não se sobrepor',
  )

/** Wall-clock hours in the clinic's zone. A day that is missing is a day off. */
const week = z.strictObject({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day }).partial()

export type Week = z.output<typeof week>

/** `{days: {mon: [["08:00","12:00"], …], …}}`. */
export const workingHours = z
  .strictObject({
    days: week.describe(
      "By day: up to 24 stretches of wall-clock in the practice's zone, in order and without overlap. `24:00` ends a day; a day that is left out is a day off.",
    ),
  })
  .meta({ id: 'WorkingHours' })

const officeDay: [string, string][] = [['08:00', '18:00']]

/** Until a psychologist sets their hours. */
const defaultWeek: Week = { mon: officeDay, tue: officeDay, wed: officeDay, thu: officeDay, fri: officeDay }

/** The week of a user's row. */
export const readWeek = (stored: Prisma.JsonValue): Week => (stored === null ? defaultWeek : week.parse(stored))

/** The week of a psychologist who practises; others have no working hours. */
export async function weekOf(
  tx: Tx,
  id: number,
  refusal: 'psychologist_not_found' | 'not_found' = 'psychologist_not_found',
) {
  const found = await tx.user.findFirst({ where: { id, ...practising }, select: { workingHours: true } })
  if (!found) throw new AppError(refusal)
  return readWeek(found.workingHours)
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const satisfies readonly Weekday[]
const dayMs = 86_400_000

/** Looked back for the beginning of an opening: two weeks, since a change of the clocks may close the only gap in one. */
const lookBackDays = 15
/** Where hours around the clock have no beginning, slots are counted from the first midnight of this Monday. */
const roundTheClockSince = '2024-01-01'

/**
 * Every opening around the span, in order, as instants: each date by itself, so that daylight saving is right. Openings that
 * touch are one, also across midnight.
 */
function openings(hours: Week, { startsAt, endsAt }: Span, timezone: string): Span[] {
  const midnight = (instant: Date) => Date.parse(`${wallClock(instant, timezone).date}T00:00:00.000Z`)
  const first = midnight(startsAt) - lookBackDays * dayMs
  const found: { startsAt: Date; endsAt: Date }[] = []
  for (let at = first; at <= midnight(endsAt); at += dayMs) {
    const date = new Date(at).toISOString().slice(0, 10)
    for (const [from, to] of hours[weekdays[new Date(at).getUTCDay()] ?? 'sun'] ?? []) {
      const open = { startsAt: instantAt(date, from, timezone), endsAt: instantAt(date, to, timezone) }
      const last = found.at(-1)
      // In the spring hour that clocks skip there is nothing to open.
      if (open.startsAt >= open.endsAt) continue
      if (!last || last.endsAt < open.startsAt) found.push(open)
      else if (last.endsAt < open.endsAt) last.endsAt = open.endsAt
    }
  }
  const begun = instantAt(new Date(first).toISOString().slice(0, 10), '00:00', timezone)
  const [oldest] = found
  if (oldest?.startsAt.getTime() === begun.getTime() && oldest.endsAt > startsAt)
    oldest.startsAt = instantAt(roundTheClockSince, '00:00', timezone)
  return found.filter((open) => open.endsAt > startsAt)
}

/** Whether the psychologist works throughout the span. */
export const isOpen = (hours: Week, span: Span, timezone: string): boolean =>
  openings(hours, span, timezone).some((open) => open.startsAt <= span.startsAt && open.endsAt >= span.endsAt)

/**
 * The slots of `durationMinutes` within `range` that lie in working hours. Each opening is cut from its beginning on, so that a
 * slot does not depend on the range that is asked for.
 */
export function slotsOf(hours: Week, range: Span, durationMinutes: number, timezone: string): Span[] {
  const step = durationMinutes * 60_000
  const slots: Span[] = []
  for (const open of openings(hours, range, timezone)) {
    const begin = open.startsAt.getTime()
    const until = Math.min(open.endsAt.getTime(), range.endsAt.getTime())
    const skipped = Math.max(0, Math.ceil((range.startsAt.getTime() - begin) / step))
    for (let at = begin + skipped * step; at + step <= until; at += step)
      slots.push({ startsAt: new Date(at), endsAt: new Date(at + step) })
  }
  return slots
}
