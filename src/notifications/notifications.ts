import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import type { Clock } from '../time/clock.ts'
import { Channel, type Notification, NotificationType, type Prisma, type Role } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { instantOut } from '../http/validation.ts'
import type { Jobs } from '../jobs/job.ts'
import type { Bus } from '../bus/bus.ts'
import { appendEvent } from '../bus/events.ts'
import { enqueueDeliveries } from './queue.ts'
import { type Reachable, whyAbroad, whyClosed, whyNotChosen } from './reachability.ts'
import { byChannel, isSent, sentChannels } from './channels.ts'
import { escalationMs } from './notification-types.ts'

/** What a person is notified of, before the channels are decided. */
export interface Notice {
  readonly userId: number
  readonly type: NotificationType
  readonly title: string
  readonly message: string
  /** What templates render from and front ends link by. */
  readonly data?: Prisma.InputJsonObject
  readonly appointmentId?: number
  /** A natural key: what has it already is not notified again. */
  readonly dedupeKey?: string
  /** Beside the inbox and its push. By default those of the type. */
  readonly channels?: readonly Channel[]
  /** Asked for by a person just now: quiet hours do not defer it. */
  readonly immediate?: boolean
  /** The unread alert that this one escalates. */
  readonly escalatedFromId?: number
  /** About a booking of the person's own: an unverified mailbox gets few of these. */
  readonly ownBooking?: boolean
}

/**
 * How many e-mails about its own bookings a self-registered account gets before its mailbox is verified: the address may be a
 * stranger's, whose mailbox could be flooded by booking.
 */
const unverifiedMails = 3

/** How long a push waits for a socket before it is recorded as suppressed. */
const socketGraceMs = 2_000

interface NewDelivery {
  readonly id: string
  readonly channel: Channel
  readonly status: 'pendente' | 'adiada' | 'entregue' | 'suprimida'
  readonly provider?: string
  readonly reason?: string
  readonly hold?: 'escalada'
  readonly next_attempt_at?: Date
  readonly sent_at?: Date
}

/** Each channel's decision. An alert's e-mail waits for the alert to be read, unless it cannot go by SMS. */
function decide(
  { type, channels }: Notice,
  person: Person,
  { countries, crowded, now }: { countries: readonly string[]; crowded: boolean; now: Date },
): NewDelivery[] {
  const closed = byChannel(
    (channel) =>
      whyNotChosen(channel, type, channels) ??
      whyClosed(channel, type, person) ??
      whyAbroad(channel, type, person, countries) ??
      (crowded && channel === 'email' ? 'unverified_mailbox' : undefined),
  )
  const sent = sentChannels.map((channel): NewDelivery => {
    const base = { id: uuidv7(), channel }
    const reason = closed[channel]
    if (reason !== undefined) return { ...base, status: 'suprimida', reason }
    if (type !== 'alerta' || channel !== 'email' || closed.sms !== undefined) return { ...base, status: 'pendente' }
    const held = { status: 'adiada', hold: 'escalada', reason: 'sai se o alerta não for lido em 5 min' } as const
    return { ...base, ...held, next_attempt_at: new Date(now.getTime() + escalationMs.email) }
  })
  return [
    { id: uuidv7(), channel: 'in_app', status: 'entregue', provider: 'in_app', sent_at: now },
    {
      id: uuidv7(),
      channel: 'websocket',
      status: 'pendente',
      next_attempt_at: new Date(now.getTime() + socketGraceMs),
    },
    ...sent,
  ]
}

interface Person extends Reachable {
  readonly role: Role
  readonly unverified: boolean
  readonly erasedAt: Date | null
}

/** How many e-mails about its own bookings an account was sent, or is about to be. */
async function ownBookingMails(tx: Tx, userId: number) {
  return tx.delivery.count({
    where: {
      channel: 'email',
      status: { not: 'suprimida' },
      notification: { userId, data: { path: ['ownBooking'], equals: true } },
    },
  })
}

export type Notify = ReturnType<typeof notifier>

/**
 * Writes the notification, a delivery for each channel (for a closed one with the reason), the real-time event and the jobs in
 * the caller's transaction. Gives the notification's id, or nothing where its `dedupeKey` was notified before or the account
 * was erased.
 * A transaction that notifies several people does so in ascending order of their ids (see `appendEvent`).
 */
export function notifier({
  jobs,
  bus,
  clock,
  smsCountries = ['BR'],
}: {
  jobs: Pick<Jobs, 'enqueue'>
  bus: Bus
  clock: Clock
  smsCountries?: readonly string[]
}) {
  return async (tx: Tx, notice: Notice) => {
    const { userId, type, title, message, appointmentId, dedupeKey, immediate, escalatedFromId, ownBooking } = notice
    const data = { ...notice.data, ...(ownBooking ? { ownBooking } : {}) }
    const now = clock.now()
    const [person] = await tx.$queryRaw<Person[]>`
      SELECT email, phone, role, erased_at AS "erasedAt",
        self_registered AND email_verified_at IS NULL AS unverified, ARRAY(
        SELECT channel::text FROM preferences
        WHERE user_id = users.id AND type = ${type}::"NotificationType" AND NOT enabled
      ) AS off, EXISTS (SELECT FROM sms_opt_outs o WHERE o.phone = users.phone) AS "optedOut"
      FROM users WHERE id = ${userId} FOR KEY SHARE`
    // The lock waits for an erasure under next.
    if (!person) throw new Error(`there is no user ${userId}`)
    if (person.erasedAt) return undefined

    const crowded = ownBooking === true && person.unverified && (await ownBookingMails(tx, userId)) >= unverifiedMails
    const deliveries = decide(notice, person, { countries: smsCountries, crowded, now })
    // Of two writers of one key the second waits here for the first, and then writes nothing.
    const [made] = await tx.$queryRaw<{ id: number }[]>`
      WITH made AS (
        INSERT INTO notifications
          (user_id, type, title, message, data, appointment_id, dedupe_key, immediate, escalated_from_id, created_at)
        VALUES (
          ${userId}, ${type}::"NotificationType", ${title}, ${message}, ${JSON.stringify(data)}::jsonb,
          ${appointmentId ?? null}::int, ${dedupeKey ?? null}, ${immediate ?? false}, ${escalatedFromId ?? null}::int, ${now}
        )
        ON CONFLICT (dedupe_key) DO NOTHING
        RETURNING id
      ), made_deliveries AS (
        INSERT INTO deliveries
          (id, notification_id, user_id, channel, status, provider, reason, hold, next_attempt_at, sent_at, created_at, updated_at)
        SELECT next.id, made.id, ${userId}, next.channel, next.status, next.provider, next.reason, next.hold,
          next.next_attempt_at, next.sent_at, ${now}, ${now}
        FROM made, jsonb_to_recordset(${JSON.stringify(deliveries)}::jsonb) AS next (
          id uuid, channel "Channel", status "DeliveryStatus", provider text, reason text, hold "DeliveryHold",
          next_attempt_at timestamptz, sent_at timestamptz
        )
      )
      SELECT id FROM made`
    if (!made) return undefined

    await appendEvent(tx, bus, userId, 'notification:new', { id: made.id, title, message, type })
    const ready = deliveries.filter(({ status }) => status === 'pendente')
    await enqueueDeliveries(
      tx,
      jobs,
      ready.flatMap(({ id, channel }) => (isSent(channel) ? [{ id, channel, type }] : [])),
    )
    return made.id
  }
}

/** A notification as its owner sees it. */
export const notificationOut = z
  .object({
    id: z.int(),
    type: z.enum(NotificationType),
    title: z.string(),
    message: z.string(),
    data: z
      .record(z.string(), z.unknown())
      .describe('What to link by: `appointmentId` of an appointment, `from` of a message from staff; others may come.'),
    createdAt: instantOut,
    readAt: instantOut.nullable(),
  })
  .meta({ id: 'Notification' })

export type NotificationRow = Pick<Notification, 'id' | 'type' | 'title' | 'message' | 'data' | 'createdAt' | 'readAt'>

export const toNotification = (row: NotificationRow) => ({
  ...row,
  data: row.data as Record<string, unknown>, // only `notify` writes it, and it takes objects
})

export const channel = z.enum(Channel)
