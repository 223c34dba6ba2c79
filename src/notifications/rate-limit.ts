import type { NotificationType } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import type { PendingDelivery } from './pending-delivery.ts'
import { policyOf, type SentChannel, sentChannelsSql } from './channels.ts'

const hourMs = 3_600_000

const capOf = (type: NotificationType) => (type === 'alerta' || type === 'seguranca' ? type : 'geral')

/** How many messages one person, and one telephone number on however many accounts, gets by a channel in any sixty minutes. */
export const hourlyCap = (channel: SentChannel, type: NotificationType) => policyOf(channel).hourlyCaps[capOf(type)]

type Candidate = Pick<PendingDelivery, 'id' | 'userId' | 'phone' | 'channel' | 'type'>

/** The telephone that a delivery goes to, if it goes to one. */
const phoneOf = ({ channel, phone }: Pick<Candidate, 'channel' | 'phone'>) =>
  policyOf(channel).reachedBy === 'phone' && phone ? [phone] : []

/** When a sliding window of an hour has room for one more beside these times, in milliseconds; 0 where it has room now. */
function freeAt(times: readonly number[], cap: number) {
  const oldest = times.toSorted((a, b) => a - b)[times.length - cap]
  return oldest === undefined ? 0 : oldest + hourMs
}

/** The first number of `pg_advisory_xact_lock`, for the windows of a person and of a telephone. */
const locks = { person: 2, number: 3 } as const

type Ranked = Pick<Candidate, 'id' | 'type'>

/** The sliding window of a person or a telephone. */
interface Window {
  readonly sent: number[]
  /** Those that wait for room, each with the time that it is promised. */
  readonly waiting: Map<string, { readonly at: number; readonly delivery: Ranked }>
}

/** Reminders first, since they are soon too late; then by age, which the ids follow. */
function goesBefore(one: Ranked, other: Ranked) {
  const [first, second] = [one.type === 'lembrete', other.type === 'lembrete']
  return first === second ? one.id < other.id : first
}

/**
 * The hourly rate limit of some people and their telephones, read from the deliveries themselves and locked until the
 * transaction's end: so it is exact over nodes and restarts.
 */
export async function rateLimit(tx: Tx, due: readonly Candidate[], now: Date) {
  const users = [...new Set(due.map(({ userId }) => userId))]
  const phones = [...new Set(due.flatMap(phoneOf))]
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(space, key) FROM (
      SELECT ${locks.person}::int AS space, unnest(${users}::int[]) AS key
      UNION SELECT ${locks.number}::int, hashtext(unnest(${phones}::text[])) ORDER BY 1, 2
    ) AS counted`
  const since = new Date(now.getTime() - hourMs)
  // Without it what was sent while the clock was ahead would count until the clock is there again.
  const ahead = new Date(now.getTime() + hourMs)
  const rows = await tx.$queryRaw<(Candidate & { at: Date; waits: boolean })[]>`
    WITH people AS (SELECT array(SELECT id FROM users WHERE id = ANY (${users}::int[]) OR phone = ANY (${phones}::text[])) AS ids)
    SELECT found.*, notifications.type, users.phone FROM (
      SELECT id, notification_id, user_id AS "userId", channel, sent_at AS at, false AS waits FROM deliveries
      WHERE user_id = ANY ((SELECT ids FROM people)::int[]) AND channel IN (${sentChannelsSql}) AND sent_at > ${since} AND sent_at < ${ahead}
      UNION ALL
      SELECT id, notification_id, user_id, channel, updated_at, false FROM deliveries
      WHERE user_id = ANY ((SELECT ids FROM people)::int[]) AND status = 'enviando'
      UNION ALL
      SELECT id, notification_id, user_id, channel, coalesce(next_attempt_at, ${now}), true FROM deliveries
      WHERE user_id = ANY ((SELECT ids FROM people)::int[]) AND channel IN (${sentChannelsSql}) AND hold = 'limite'
    ) AS found
    JOIN notifications ON notifications.id = found.notification_id JOIN users ON users.id = found."userId"
    ORDER BY found.id`

  const windows = new Map<string, Window>()
  /** The person's window and, of an SMS, the telephone's. */
  const windowsOf = ({ userId, phone, channel, type }: Omit<Candidate, 'id'>): Window[] =>
    [String(userId), ...phoneOf({ channel, phone })].map((owner) => {
      const key = `${owner}:${channel}:${capOf(type)}`
      const known: Window = windows.get(key) ?? { sent: [], waiting: new Map() }
      windows.set(key, known)
      return known
    })
  for (const row of rows)
    for (const { sent, waiting } of windowsOf(row)) {
      if (row.waits) waiting.set(row.id, { at: row.at.getTime(), delivery: row })
      else sent.push(row.at.getTime())
    }

  return {
    /**
     * Takes a delivery's place in its windows: nothing where it may be sent now, else when it may. Those before it that still
     * wait go first, and reminders before all else: so a reminder waits longer than an hour only behind other reminders.
     */
    take(delivery: Candidate) {
      const own = windowsOf(delivery)
      const cap = hourlyCap(delivery.channel, delivery.type)
      const free = own.map(({ sent, waiting }) => {
        const ahead = [...waiting.values()].filter((other) => goesBefore(other.delivery, delivery)).map(({ at }) => at)
        return freeAt([...sent, ...ahead], cap)
      })
      const at = Math.max(...free)
      for (const { sent, waiting } of own) {
        if (at > now.getTime()) waiting.set(delivery.id, { at, delivery })
        else {
          waiting.delete(delivery.id)
          sent.push(now.getTime())
        }
      }
      return at > now.getTime() ? new Date(at) : undefined
    },
  }
}
