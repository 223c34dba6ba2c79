import { z } from 'zod'
import type { NotificationType } from '../database/generated/client.ts'
import { across } from '../http/validation.ts'
import { addDays, instantAt, wallClock } from '../time/wall-clock.ts'
import { policyOf, type SentChannel } from './channels.ts'
import { notificationTypes } from './notification-types.ts'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use HH:MM')

/** `{enabled, start, end}` as a person sets them, in their own zone. Past midnight where the end is before the start. */
export const quietHours = across(
  z.strictObject({
    enabled: z.boolean(),
    start: time.describe("`HH:MM` in the person's zone."),
    end: time.describe("`HH:MM` in the person's zone; before `start`, it is on the next day."),
  }),
  ({ start, end }) => start !== end,
  { path: ['end'], message: 'precisa ser diferente de start' },
)
type QuietHours = z.output<typeof quietHours>

/** The quiet hours that a type respects on a channel, by what the person has stored (null: nothing). */
export function quietHoursFor(stored: unknown, channel: SentChannel, type: NotificationType) {
  if (!notificationTypes[type].deferred) return undefined
  const hours = quietHours.safeParse(stored).data ?? policyOf(channel).quietHours
  return hours?.enabled ? hours : undefined
}

const minuteMs = 60_000

/**
 * The stretch of quiet hours that an instant lies in, on the person's clock; nothing if it lies in none. Where clocks
 * change it is over as soon as they show its end or more, also where they skip it, and at the first where it comes twice.
 */
export function quietStretch(instant: Date, { start, end }: QuietHours, timezone: string) {
  const overnight = end < start
  const isInside = (time: string) => (overnight ? time >= start || time < end : time >= start && time < end)
  const { date, time: now } = wallClock(instant, timezone)
  if (!isInside(now)) return undefined
  const began = overnight && now < end ? addDays(date, -1) : date
  let until = instantAt(overnight ? addDays(began, 1) : began, end, timezone)
  // An end that is skipped is found after the gap; the last quiet minute lies before it.
  if (wallClock(until, timezone).time !== end)
    while (!isInside(wallClock(new Date(until.getTime() - minuteMs), timezone).time))
      until = new Date(until.getTime() - minuteMs)
  return until > instant ? { from: instantAt(began, start, timezone), until } : undefined
}
