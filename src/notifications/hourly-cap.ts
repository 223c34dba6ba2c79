import type { NotificationType } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { policyOf, type SentChannel, sentChannelsSql } from './channels.ts'

export const hourMs = 3_600_000

const countOf = (type: NotificationType) => (type === 'alerta' || type === 'seguranca' ? type : 'geral')

/** What one person, and one telephone number on however many accounts, gets by a channel in any sixty minutes. */
export const capOf = (channel: SentChannel, type: NotificationType): number =>
  policyOf(channel).hourlyCaps[countOf(type)]

/** The telephone that a delivery goes to, if it goes to one. */
const phoneOf = ({ channel, phone }: Pick<Turn, 'channel' | 'phone'>) =>
  policyOf(channel).reachedBy === 'phone' && phone ? [phone] : []

/**
 * When one more may leave, where these have left within the hour or are promised a time before it: at once (nothing), or in
 * the millisecond in which the window has room. All in milliseconds.
 */
export function turnAfter(times: readonly number[], cap: number): number | undefined {
  const freed = times.toSorted((a, b) => a - b)[times.length - cap]
  return freed === undefined ? undefined : freed + hourMs
}

/** `pg_advisory_xact_lock`'s first number where it counts what a person or a telephone gets: of two workers one counts first. */
const locks = { person: 2, number: 3 } as const

interface Turn {
  readonly id: string
  readonly userId: number
  readonly phone: string | null
  readonly channel: SentChannel
  readonly type: NotificationType
}

interface Counted {
  readonly sent: number[]
  /** Those that wait for room, each with the time that it is promised. */
  readonly waiting: Map<string, { readonly at: number; readonly turn: Pick<Turn, 'id' | 'type'> }>
}

/** Whether one goes before another where there is room for one: a reminder is soon too late; else an id is as old as it is small. */
function goesBefore(one: Pick<Turn, 'id' | 'type'>, other: Pick<Turn, 'id' | 'type'>): boolean {
  const [first, second] = [one.type === 'lembrete', other.type === 'lembrete']
  return first === second ? one.id < other.id : first
}

/**
 * What some people, and their telephones, got within the hour and what waits for room in theirs, read from the deliveries
 * themselves and locked until the transaction's end: so counts are exact over nodes and restarts.
 */
export async function hourly(tx: Tx, due: readonly Turn[], now: Date) {
  const users = [...new Set(due.map(({ userId }) => userId))]
  const phones = [...new Set(due.flatMap(phoneOf))]
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(space, key) FROM (
      SELECT ${locks.person}::int AS space, unnest(${users}::int[]) AS key
      UNION SELECT ${locks.number}::int, hashtext(unnest(${phones}::text[])) ORDER BY 1, 2
    ) AS counted`
  const since = new Date(now.getTime() - hourMs)
  // What was sent while the clock was ahead would count until it is there again.
  const ahead = new Date(now.getTime() + hourMs)
  const rows = await tx.$queryRaw<(Turn & { at: Date; waits: boolean })[]>`
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

  const counts = new Map<string, Counted>()
  /** The person's hour and, of an SMS, the telephone's. */
  const counted = ({ userId, phone, channel, type }: Omit<Turn, 'id'>): Counted[] =>
    [String(userId), ...phoneOf({ channel, phone })].map((owner) => {
      const key = `${owner}:${channel}:${countOf(type)}`
      const known: Counted = counts.get(key) ?? { sent: [], waiting: new Map() }
      counts.set(key, known)
      return known
    })
  for (const row of rows)
    for (const { sent, waiting } of counted(row)) {
      if (row.waits) waiting.set(row.id, { at: row.at.getTime(), turn: row })
      else sent.push(row.at.getTime())
    }

  return {
    /**
     * Takes a delivery's place in its person's and its telephone's hour: nothing where it may leave now, else when. Whoever
     * came before it and still waits goes before it; reminders go before all else, so that none waits longer than an hour
     * but for other reminders.
     */
    take(turn: Turn): Date | undefined {
      const all = counted(turn)
      const turns = all.map(({ sent, waiting }) => {
        const ahead = [...waiting.values()].filter((other) => goesBefore(other.turn, turn)).map(({ at }) => at)
        return turnAfter([...sent, ...ahead], capOf(turn.channel, turn.type)) ?? 0
      })
      const at = Math.max(...turns)
      for (const { sent, waiting } of all) {
        if (at > now.getTime()) waiting.set(turn.id, { at, turn })
        else {
          waiting.delete(turn.id)
          sent.push(now.getTime())
        }
      }
      return at > now.getTime() ? new Date(at) : undefined
    },
  }
}
