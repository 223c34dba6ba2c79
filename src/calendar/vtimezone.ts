import { DateTime, FixedOffsetZone, IANAZone } from 'luxon'

const minute = 60_000
const day = 86_400_000
/** Zones change at most a few times a year, and never twice within one. */
const step = 7 * day

/**
 * The VTIMEZONE (RFC 5545 §3.6.5) of a zone, true from a year before `from` to a year after `to`: every change of its offset by
 * date rather than by rule, from the zone data that the wall-clock is computed with. Not a published table, such as
 * timezones-ical-library: it knows today's rules only, and may be of another release than the runtime's data.
 */
export function vtimezone(timezone: string, from: Date, to: Date): string {
  const zone = IANAZone.create(timezone)
  const shown = (offset: number) => FixedOffsetZone.instance(offset).formatOffset(0, 'techie')
  let at = from.getTime() - 366 * day
  let offset = zone.offset(at)
  const lines = ['BEGIN:VTIMEZONE', `TZID:${timezone}`]
  const observance = (kind: string, start: string, before: number, after: number) =>
    lines.push(
      `BEGIN:${kind}`,
      `DTSTART:${start}`,
      `TZOFFSETFROM:${shown(before)}`,
      `TZOFFSETTO:${shown(after)}`,
      `END:${kind}`,
    )
  observance('STANDARD', '19700101T000000', offset, offset)
  for (; at < to.getTime() + 366 * day; at += step) {
    const after = zone.offset(at + step)
    if (after === offset) continue
    let [low, high] = [at, at + step]
    while (high - low > minute) {
      const middle = Math.floor((low + high) / 2 / minute) * minute
      if (zone.offset(middle) === offset) low = middle
      else high = middle
    }
    const start = DateTime.fromMillis(high, { zone: FixedOffsetZone.instance(offset) })
    observance(after > offset ? 'DAYLIGHT' : 'STANDARD', start.toFormat("yyyyMMdd'T'HHmmss"), offset, after)
    offset = after
  }
  lines.push('END:VTIMEZONE')
  return lines.join('\r\n')
}
