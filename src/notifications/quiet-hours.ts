import { z } from 'zod'
import type { NotificationType } from '../database/generated/client.ts'
import { addDays, instantAt, wallClock } from '../wall-clock.ts'
import type { SentChannel } from './ways.ts'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use HH:MM')

/** `{enabled, start, end}` as a person sets them, in their own zone. Past midnight where the end is before the start. */
export const quietHours = z
  .strictObject({ enabled: z.boolean(), start: time, end: time })
  .refine(({ start, end }) => start !== end, { path: ['end'], message: 'precisa ser diferente de start' })
export type QuietHours = z.output<typeof quietHours>

/** What holds for whoever has set nothing, and then for SMS alone (contract §4). */
export const defaultQuietHours: QuietHours = { enabled: true, start: '22:00', end: '07:00' }

const deferred: readonly NotificationType[] = ['lembrete', 'mensagem']

/** The quiet hours that a type respects on a channel, by what the person has stored (null: nothing); nothing if none. */
export function quietHoursFor(stored: unknown, channel: SentChannel, type: NotificationType): QuietHours | undefined {
  if (!deferred.includes(type)) return undefined
  const set = stored === null ? undefined : quietHours.safeParse(stored).data
  const hours = set ?? (channel === 'sms' ? defaultQuietHours : undefined)
  return hours?.enabled ? hours : undefined
}

export interface Stretch {
  readonly from: Date
  readonly until: Date
}

/**
 * The stretch of quiet hours that an instant lies in, on the person's clock; nothing if it lies in none. Where clocks
 * change it begins and ends when they show those times: an end that comes twice is over at its first.
 */
export function quietStretch(instant: Date, { start, end }: QuietHours, timezone: string): Stretch | undefined {
  const { date, time: now } = wallClock(instant, timezone)
  const overnight = end < start
  const inside = overnight ? now >= start || now < end : now >= start && now < end
  if (!inside) return undefined
  const began = overnight && now < end ? addDays(date, -1) : date
  const stretch = {
    from: instantAt(began, start, timezone),
    until: instantAt(overnight ? addDays(began, 1) : began, end, timezone),
  }
  return stretch.until > instant ? stretch : undefined
}
