import { z } from 'zod'
import { type Delivery, type DeliveryAttempt, DeliveryStatus, NotificationType } from '../database/generated/client.ts'
import type { Db } from '../database/client.ts'
import { instantOut } from '../http/validation.ts'
import { channel } from './notifications.ts'

const attemptOut = z.object({
  at: instantOut,
  provider: z.string(),
  providerId: z.string().optional(),
  /** `enviada`, `temporaria`, `permanente` or `incerta`. */
  outcome: z.string(),
  /** With the provider's own code, such as `550 5.1.1` or `21211`. */
  error: z.string().optional(),
  latencyMs: z.number(),
})

/** One channel's decision and what came of it (contract §4). */
export const deliveryOut = z.object({
  id: z.string(),
  notificationId: z.number(),
  channel,
  status: z.enum(DeliveryStatus),
  provider: z.string().nullable(),
  reason: z.string().nullable(),
  nextAttemptAt: instantOut.nullable(),
  /** Of an SMS that the provider has taken: how many messages it was to the carrier, and its price, once that is known. */
  segments: z.number().optional(),
  price: z.object({ amount: z.string(), currency: z.string() }).optional(),
  attempts: z.array(attemptOut),
})

type WithAttempts = Delivery & { attempts: DeliveryAttempt[] }

export const toDelivery = (row: WithAttempts): z.output<typeof deliveryOut> => ({
  id: row.id,
  notificationId: row.notificationId,
  channel: row.channel,
  status: row.status,
  provider: row.provider,
  reason: row.reason,
  nextAttemptAt: row.nextAttemptAt,
  ...(row.segments === null ? {} : { segments: row.segments }),
  ...(row.price === null ? {} : { price: { amount: row.price.toString(), currency: row.priceUnit ?? '' } }),
  attempts: row.attempts.map(({ at, provider, providerId, outcome, error, latencyMs }) => ({
    at,
    provider,
    ...(providerId ? { providerId } : {}),
    outcome,
    ...(error ? { error } : {}),
    latencyMs,
  })),
})

/** What happened to a notification, in order: when it was made, tried, last reported on by its provider, read, and passed on to others. */
export const timelineOut = z.array(
  z.object({
    at: instantOut,
    event: z.enum(['criada', 'tentativa', 'relatada', 'lida', 'escalada']),
    channel: channel.optional(),
    outcome: z.string().optional(),
    /** Whom an unread alert was passed on to, by the notification that told them. */
    userId: z.number().optional(),
    notificationId: z.number().optional(),
  }),
)

/** A notification's deliveries and its timeline; nothing if there is none, or `where` does not hold for it. */
export async function deliveriesOf(
  db: Db,
  where: NonNullable<NonNullable<Parameters<Db['notification']['findFirst']>[0]>['where']>,
) {
  const found = await db.notification.findFirst({
    where,
    include: {
      deliveries: { orderBy: { channel: 'asc' }, include: { attempts: { orderBy: { id: 'asc' } } } },
      escalations: { orderBy: { id: 'asc' }, select: { id: true, userId: true, createdAt: true } },
    },
  })
  if (!found) return undefined
  const { createdAt, readAt, deliveries, escalations } = found
  const timeline: z.output<typeof timelineOut> = [
    { at: createdAt, event: 'criada' },
    ...deliveries.flatMap((delivery) =>
      delivery.attempts.map(({ at, outcome }) => ({
        at,
        event: 'tentativa' as const,
        channel: delivery.channel,
        outcome,
      })),
    ),
    ...deliveries.flatMap(({ reportedAt, channel: by, status }) =>
      reportedAt ? [{ at: reportedAt, event: 'relatada' as const, channel: by, outcome: status }] : [],
    ),
    ...escalations.map(({ id, userId, createdAt: at }) => ({
      at,
      event: 'escalada' as const,
      userId,
      notificationId: id,
    })),
    ...(readAt ? [{ at: readAt, event: 'lida' as const }] : []),
  ]
  timeline.sort((a, b) => a.at.getTime() - b.at.getTime())
  return { items: deliveries.map(toDelivery), timeline }
}

/** A delivery as an administrator works through them: to whom and of what kind, never what it says. */
export const adminDeliveryOut = deliveryOut.extend({
  userId: z.number(),
  type: z.enum(NotificationType),
  attemptCount: z.number(),
  createdAt: instantOut,
  updatedAt: instantOut,
})

export const toAdminDelivery = (
  row: WithAttempts & { notification: { type: NotificationType } },
): z.output<typeof adminDeliveryOut> => ({
  ...toDelivery(row),
  userId: row.userId,
  type: row.notification.type,
  attemptCount: row.attemptCount,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
})
