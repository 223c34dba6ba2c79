import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { Channel, type Notification, NotificationType, type Prisma } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { instantOut } from '../http/validation.ts'
import { defineJob, type Jobs } from '../jobs/job.ts'
import type { Bus } from '../realtime/bus.ts'
import { appendEvent } from '../realtime/events.ts'

/** What somebody is to be told, before it is decided by which ways. */
export interface Notice {
  readonly userId: number
  readonly type: NotificationType
  readonly title: string
  readonly message: string
  /** What templates render from and front ends link by. */
  readonly data?: Prisma.InputJsonObject
  readonly appointmentId?: number
  /** The natural key: whatever already bears it is not notified again. */
  readonly dedupeKey?: string
  /** By which ways; the inbox and its push always stand. Unset: what the type deserves. */
  readonly channels?: readonly Channel[]
}

/** What the type deserves where nobody narrows it. SMS costs money and interrupts: only what a person must not miss. */
const waysOf: Record<NotificationType, readonly Channel[]> = {
  lembrete: ['in_app', 'websocket', 'email', 'sms'],
  agendamento: ['in_app', 'websocket', 'email', 'sms'],
  confirmacao: ['in_app', 'websocket', 'email', 'sms'],
  remarcacao: ['in_app', 'websocket', 'email', 'sms'],
  cancelamento: ['in_app', 'websocket', 'email', 'sms'],
  mensagem: ['in_app', 'websocket', 'email'],
  alerta: ['in_app', 'websocket', 'sms'],
  sistema: ['in_app', 'websocket'],
  seguranca: ['in_app', 'websocket', 'email'],
}

/** These reach a person whatever was turned off (contract §4). */
export const lockedTypes: readonly NotificationType[] = ['seguranca', 'alerta']

/** One attempt to hand one delivery to its provider. */
export const deliverJob = defineJob('notifications.deliver', z.object({ deliveryId: z.uuid() }), {
  workers: 4,
  batch: 5,
  // Well over what twenty sends over four hanging connections take: a run that only seems dead would send twice.
  expireInSeconds: 600,
})

/** Says that a socket delivery met no socket, unless one was written to by then. */
export const settleSocketJob = defineJob('notifications.settle-socket', z.object({ deliveryId: z.uuid() }))

const socketGraceMs = 2_000

export interface Notify {
  /**
   * Writes the notification, its deliveries, the real-time event and the jobs in the caller's transaction: all of it or
   * nothing. Gives the notification's id, or nothing where its `dedupeKey` was notified before.
   * A transaction that notifies several people does so in ascending order of their ids (see `appendEvent`).
   */
  (tx: Tx, notice: Notice): Promise<number | undefined>
}

export function notifier({ jobs, bus, clock }: { jobs: Jobs; bus: Bus; clock: Clock }): Notify {
  return async (tx, notice) => {
    const { userId, type, title, message, data = {}, appointmentId, dedupeKey } = notice
    const now = clock.now()
    if (dedupeKey !== undefined) {
      // Two writers of one key wait for each other here rather than fail at the unique index and lose their transaction.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${dedupeKey}, 0))`
      if (await tx.notification.findUnique({ where: { dedupeKey }, select: { id: true } })) return undefined
    }
    const user = await tx.user.findUniqueOrThrow({
      where: { id: userId },
      select: { email: true, phone: true, erasedAt: true, preferences: { where: { type } } },
    })
    if (user.erasedAt) return undefined

    const off = new Set(
      lockedTypes.includes(type)
        ? []
        : user.preferences.filter(({ enabled }) => !enabled).map(({ channel }) => channel),
    )
    // The inbox and its push always stand.
    const ways = notice.channels ? [...new Set<Channel>(['in_app', 'websocket', ...notice.channels])] : waysOf[type]
    const deliveries = ways.map((channel) => {
      const refused = off.has(channel)
        ? `a pessoa desligou ${type} por ${channel}`
        : channel === 'email' && !user.email
          ? 'a conta não tem e-mail'
          : channel === 'sms' && !user.phone
            ? 'a conta não tem telefone'
            : undefined
      const base = { id: uuidv7(), userId, channel, createdAt: now, updatedAt: now }
      if (refused) return { ...base, status: 'suprimida' as const, reason: refused }
      if (channel === 'in_app') return { ...base, status: 'entregue' as const, provider: 'in_app', sentAt: now }
      return { ...base, status: 'pendente' as const, nextAttemptAt: now }
    })

    const { id } = await tx.notification.create({
      data: {
        userId,
        type,
        title,
        message,
        data,
        appointmentId,
        dedupeKey,
        createdAt: now,
        deliveries: { createMany: { data: deliveries.map(({ userId: _same, ...row }) => ({ ...row, userId })) } },
      },
      select: { id: true },
    })
    await appendEvent(tx, bus, userId, 'notification:new', { id, title, message, type })
    for (const delivery of deliveries) {
      if (delivery.status !== 'pendente') continue
      if (delivery.channel === 'websocket') {
        await jobs.enqueue(
          tx,
          settleSocketJob,
          { deliveryId: delivery.id },
          { startAfter: new Date(Date.now() + socketGraceMs) },
        )
      } else {
        await jobs.enqueue(tx, deliverJob, { deliveryId: delivery.id })
      }
    }
    return id
  }
}

/** A notification as its owner sees it (contract §4). */
export const notificationOut = z.object({
  id: z.number(),
  type: z.enum(NotificationType),
  title: z.string(),
  message: z.string(),
  data: z.record(z.string(), z.unknown()),
  createdAt: instantOut,
  readAt: instantOut.nullable(),
})

export const toNotification = (row: Notification): z.output<typeof notificationOut> => ({
  id: row.id,
  type: row.type,
  title: row.title,
  message: row.message,
  data: row.data as Record<string, unknown>, // only `notify` writes it, and it takes objects
  createdAt: row.createdAt,
  readAt: row.readAt,
})

export const channel = z.enum(Channel)
