import { wallClock } from '../time/wall-clock.ts'

const day = 86_400_000
/** Zones change at most a few times a year, and never twice within one. */
const step = 7 * day

/** Milliseconds that the zone is ahead of UTC, to the minute. */
const offsetAt = (ms: number, timezone: string): number => {
  const { date, time } = wallClock(new Date(ms), timezone)
  return Date.parse(`${date}T${time}:00.000Z`) - Math.floor(ms / 60_000) * 60_000
}

const shown = (ms: number): string => {
  const minutes = Math.abs(ms) / 60_000
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${ms < 0 ? '-' : '+'}${two(minutes / 60)}${two(minutes % 60)}`
}

/** `20270301T090000`: the wall-clock of an instant that is that much ahead of UTC. */
const local = (ms: number, offset: number): string =>
  new Date(ms + offset).toISOString().replace(/[-:]/g, '').slice(0, 15)

/**
 * The VTIMEZONE (RFC 5545 §3.6.5) of a zone, true from a year before `from` to a year after `to`: every change of its
 * offset by date rather than by rule. It comes from the runtime's own zone data. A published table that was tried first
 * still gave São Paulo the daylight saving time that Brazil gave up in 2019: an hour off, all summer.
 */
export function vtimezone(timezone: string, from: Date, to: Date): string {
  const end = to.getTime() + 366 * day
  let at = from.getTime() - 366 * day
  let offset = offsetAt(at, timezone)
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
  for (; at < end; at += step) {
    const after = offsetAt(at + step, timezone)
    if (after === offset) continue
    let [low, high] = [at, at + step]
    while (high - low > 60_000) {
      const middle = Math.floor((low + high) / 120_000) * 60_000
      if (offsetAt(middle, timezone) === offset) low = middle
      else high = middle
    }
    observance(after > offset ? 'DAYLIGHT' : 'STANDARD', local(high, offset), offset, after)
    offset = after
  }
  lines.push('END:VTIMEZONE')
  return lines.join('\r\n')
}
