/** Formatters are costly to make. Not luxon: it takes two to five times as long, and loads 20 ms at every start. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(timeZone: string) {
  const found = formatters.get(timeZone)
  if (found) return found
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'short',
  })
  formatters.set(timeZone, made)
  return made
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'

/** `{date: '2025-01-20', time: '14:00', weekday: 'mon'}` of an instant in an IANA zone. */
export function wallClock(instant: Date, timezone: string) {
  const found = Object.fromEntries(
    formatter(timezone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  )
  return {
    date: `${found.year}-${found.month}-${found.day}`,
    time: `${found.hour}:${found.minute}`,
    weekday: (found.weekday ?? '').toLowerCase() as Weekday, // en-CA's short weekdays are these words
  }
}

/** The date so many days later (or earlier), by the calendar: `2025-01-31` and 1 → `2025-02-01`. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00.000Z`) + days * 86_400_000).toISOString().slice(0, 10)

/**
 * The instant at which clocks in the zone show this date and time. Where daylight saving skips it, the same distance
 * after the gap (as Temporal's `compatible`); where it comes twice, the first.
 */
export function instantAt(date: string, time: string, timezone: string): Date {
  const asUtc = Date.parse(`${date}T${time}:00.000Z`)
  const offsetAt = (ms: number) => {
    const shown = wallClock(new Date(ms), timezone)
    return Date.parse(`${shown.date}T${shown.time}:00.000Z`) - Math.floor(ms / 60_000) * 60_000
  }
  const day = 86_400_000
  const before = asUtc - offsetAt(asUtc - day)
  const after = asUtc - offsetAt(asUtc + day)
  if (before === after) return new Date(before)
  // Around a change: the offset that holds at the result is right. In a gap neither does, and the earlier one lands after it.
  const valid = [before, after].filter((ms) => ms + offsetAt(ms) === asUtc)
  return new Date(valid.length > 0 ? Math.min(...valid) : before)
}
