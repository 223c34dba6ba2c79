import { z } from 'zod'
import { type Delivery, type DeliveryAttempt, DeliveryStatus, NotificationType } from '../database/generated/client.ts'
import type { Db } from '../database/client.ts'
import { instantOut } from '../http/validation.ts'
import { channel } from './notifications.ts'

const attemptOut = z
  .object({
    at: instantOut,
    provider: z.string(),
    providerId: z.string().optional(),
    /** `enviada`, `temporaria`, `permanente` or `incerta`. */
    outcome: z.string(),
    /** With the provider's own code, such as `550 5.1.1` or `21211`. */
    error: z.string().optional(),
    latencyMs: z.number(),
  })
  .meta({ id: 'DeliveryAttempt' })

/** What one channel decided, and what came of it. */
export const deliveryOut = z
  .object({
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
  .meta({ id: 'Delivery' })

type WithAttempts = Delivery & { attempts: DeliveryAttempt[] }

/** The schema of the answer leaves out what it does not name. */
const toDelivery = ({ segments, price, priceUnit, attempts, ...row }: WithAttempts): z.output<typeof deliveryOut> => ({
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
    event: z.enum(['criada', 'tentativa', 'relatada', 'lida', 'escalada']),
    channel: channel.optional(),
    outcome: z.string().optional(),
    /** Of an escalation: the person who was notified, and by which notification. */
    userId: z.number().optional(),
    notificationId: z.number().optional(),
  }),
)

/** The deliveries and the timeline of the notification that `where` selects. */
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
    ...deliveries.flatMap(({ channel, attempts, reportedAt, status }) => [
      ...attempts.map(({ at, outcome }) => ({ at, event: 'tentativa' as const, channel, outcome })),
      ...(reportedAt ? [{ at: reportedAt, event: 'relatada' as const, channel, outcome: status }] : []),
    ]),
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

/** A delivery as administrators see it: never what it says. */
export const adminDeliveryOut = deliveryOut
  .extend({
    userId: z.number(),
    type: z.enum(NotificationType),
    attemptCount: z.number(),
    createdAt: instantOut,
    updatedAt: instantOut,
  })
  .meta({ id: 'AdminDelivery' })

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
