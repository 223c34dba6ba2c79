import { type Channel, Prisma } from '../database/generated/client.ts'

export interface ChannelRecord {
  /** As staff read it. */
  readonly label: string
  /** What of an account it goes to. Who has one number on several accounts is capped by the number as well. */
  readonly reachedBy: 'email' | 'phone'
  /** Queue workers of a process, and how many jobs one claims at once. */
  readonly queue: { readonly workers: number; readonly batch: number }
  /**
   * Deliveries under way at once in a process. More than a provider takes would be checked against the present long before
   * they leave, and would seem cut off when the process dies.
   */
  readonly concurrency: number
  /** What one person gets in any sixty minutes; alerts and news of the account are counted each by itself. */
  readonly hourlyCaps: { readonly geral: number; readonly alerta: number; readonly seguranca: number }
  /** Hours in which reminders and messages wait, for people who have set none. */
  readonly quietHours?: { readonly enabled: boolean; readonly start: string; readonly end: string }
  /** Of several reminders only the last goes this way. */
  readonly lastReminderOnly?: boolean
  /** Each message costs: SMS_DAILY_BUDGET holds, and SMS_COUNTRIES. */
  readonly costs?: boolean
  /** Its provider tells later what became of a message. */
  readonly reports?: boolean
}

export const defaultQuietHours = { enabled: true, start: '22:00', end: '07:00' } as const

/**
 * The channels that a provider serves and a person may turn off, in the order in which they are decided. The inbox and its push
 * always stand. Queues, caps, quiet hours, preferences and SQL lists derive from these records.
 */
export const channels = {
  email: {
    label: 'e-mail',
    reachedBy: 'email',
    queue: { workers: 2, batch: 4 },
    // The mail provider has four connections; one message more waits for each.
    concurrency: 8,
    hourlyCaps: { geral: 100, alerta: 30, seguranca: 30 },
  },
  sms: {
    label: 'SMS',
    reachedBy: 'phone',
    queue: { workers: 2, batch: 10 },
    concurrency: 20,
    hourlyCaps: { geral: 10, alerta: 30, seguranca: 30 },
    quietHours: defaultQuietHours,
    lastReminderOnly: true,
    costs: true,
    reports: true,
  },
} as const satisfies Partial<Record<Channel, ChannelRecord>>

export type SentChannel = keyof typeof channels

export const sentChannels = Object.keys(channels) as SentChannel[] // Object.keys forgets the keys it was given

export const policyOf = (channel: SentChannel): ChannelRecord => channels[channel]

export const isSent = (channel: Channel): channel is SentChannel => channel in channels

/** Something for each channel, made by `make`. */
export const byChannel = <Value>(make: (channel: SentChannel) => Value): Record<SentChannel, Value> =>
  Object.fromEntries(sentChannels.map((channel) => [channel, make(channel)])) as Record<SentChannel, Value> // one for each

const sqlList = (channels: readonly SentChannel[]) => Prisma.raw(channels.map((channel) => `'${channel}'`).join(', '))

/** For `channel IN (…)`: constants rather than parameters, so that partial indexes serve. */
export const sentChannelsSql = sqlList(sentChannels)
export const reportingChannelsSql = sqlList(sentChannels.filter((channel) => policyOf(channel).reports))
