import { z } from 'zod'
import {
  type DeliveryAttempt,
  type Delivery,
  DeliveryStatus,
  NotificationType,
  type Prisma,
} from '../database/generated/client.ts'
import type { Db } from '../database/client.ts'
import { AppError } from '../errors.ts'
import { instantOut } from '../http/validation.ts'
import { channel } from './notifications.ts'

const attemptOut = z
  .object({
    at: instantOut,
    provider: z.string().describe('`smtp`, `twilio`, `sns`, or `console`, which sends nothing.'),
    providerId: z.string().optional().describe("The provider's own id of the message."),
    outcome: z
      .string()
      .describe(
        '`enviada`, `temporaria` (it is tried again), `permanente`, or `incerta`: the answer was lost, so it may have left.',
      ),
    error: z.string().optional().describe("With the provider's own code, such as `550 5.1.1` or `21211`."),
    latencyMs: z.int().describe('How long the provider took.'),
  })
  .meta({ id: 'DeliveryAttempt' })

/** What one channel decided, and what came of it. */
export const deliveryOut = z
  .object({
    id: z.string(),
    notificationId: z.int(),
    channel,
    status: z
      .enum(DeliveryStatus)
      .describe(
        'In order: queued, put off (a limit, quiet hours, the budget, an alert that may still be read), being sent, taken by the provider, arrived, failed for good, not sent as this channel is closed, no longer true or discarded.',
      ),
    provider: z.string().nullable(),
    reason: z
      .string()
      .nullable()
      .describe(
        'Why it stands so: Portuguese words for staff, or `offline`, `country_not_allowed`, `unverified_mailbox`.',
      ),
    nextAttemptAt: instantOut.nullable(),
    segments: z.int().optional().describe('Of an SMS: how many messages it was to the carrier.'),
    price: z
      .object({ amount: z.string().describe('A decimal number.'), currency: z.string().describe('ISO 4217.') })
      .optional()
      .describe('Of an SMS, once the provider has told it.'),
    attempts: z.array(attemptOut),
  })
  .meta({ id: 'Delivery' })

type WithAttempts = Delivery & { attempts: DeliveryAttempt[] }

/** The schema of the answer leaves out what it does not name. */
const toDelivery = ({ segments, price, priceUnit, attempts, ...row }: WithAttempts) => ({
  ...row,
  segments: segments ?? undefined,
  price: price ? { amount: price.toString(), currency: priceUnit ?? '' } : undefined,
  attempts: attempts.map(({ providerId, error, ...attempt }) => ({
    ...attempt,
    providerId: providerId || undefined,
    error: error || undefined,
  })),
})

/** In order: when a notification was made, tried, last reported on by its provider, read, and escalated. */
export const timelineOut = z.array(
  z.object({
    at: instantOut,
    event: z
      .enum(['criada', 'tentativa', 'relatada', 'lida', 'escalada'])
      .describe('Made, tried, reported on by its provider, read, passed on to an administrator.'),
    channel: channel.optional(),
    outcome: z.string().optional().describe('Of an attempt its outcome, of a report the status that it led to.'),
    userId: z.int().optional().describe('Of an escalation: who was notified.'),
    notificationId: z.int().optional().describe('Of an escalation: the notification that they got.'),
  }),
)

/** The deliveries and the timeline of the notification that `where` selects; 404 where there is none. */
export async function deliveriesOf(db: Db, where: Prisma.NotificationWhereInput) {
  const found = await db.notification.findFirst({
    where,
    include: {
      deliveries: { orderBy: { channel: 'asc' }, include: { attempts: { orderBy: { id: 'asc' } } } },
      escalations: { orderBy: { id: 'asc' } },
    },
  })
  if (!found) throw new AppError('not_found')
  const { createdAt, readAt, deliveries, escalations } = found
  const timeline: z.output<typeof timelineOut> = [
    { at: createdAt, event: 'criada' },
    ...deliveries.flatMap(({ channel, attempts, reportedAt, status }) => [
      ...attempts.map(({ at, outcome }) => ({ at, event: 'tentativa' as const, channel, outcome })),
      ...(reportedAt ? [{ at: reportedAt, event: 'relatada' as const, channel, outcome: status }] : []),
    ]),
    ...escalations.map(({ id: notificationId, userId, createdAt: at }) => ({
      at,
      event: 'escalada' as const,
      userId,
      notificationId,
    })),
    ...(readAt ? [{ at: readAt, event: 'lida' as const }] : []),
  ]
  timeline.sort((a, b) => a.at.getTime() - b.at.getTime())
  return { items: deliveries.map(toDelivery), timeline }
}

/** A delivery as administrators see it: never what it says. */
export const adminDeliveryOut = deliveryOut
  .extend({
    userId: z.int().describe('Whom it is for.'),
    type: z.enum(NotificationType),
    attemptCount: z.int().describe('Since it was made, or last retried by an administrator.'),
    createdAt: instantOut,
    updatedAt: instantOut,
  })
  .meta({ id: 'AdminDelivery' })

export const toAdminDelivery = (row: WithAttempts & { notification: { type: NotificationType } }) => ({
  ...toDelivery(row),
  type: row.notification.type,
})
