import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from '../clock.ts'
import type { Channel, Prisma } from '../database/generated/client.ts'
import type { Db } from '../database/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { suppress, suppressedReason } from '../email/suppressions.ts'
import type { Jobs } from '../jobs/job.ts'
import { SendError } from '../send-error.ts'
import type { ChannelSender, DueDelivery } from './channel.ts'
import { deliverJob, lockedTypes } from './notifications.ts'

const minute = 60_000
const hour = 60 * minute

/** Waits after each temporary failure: eight attempts over about a day, each wait ±20 % so that an outage's victims do not return as one. */
const waits = [minute / 2, 2 * minute, 10 * minute, 45 * minute, 3 * hour, 8 * hour, 12 * hour] as const

/** What a person gets in an hour by a way that costs or annoys (contract §4); beyond it a delivery waits. */
const hourly: Partial<Record<Channel, number>> = { email: 100, sms: 10 }

/** `pg_advisory_xact_lock`'s first number where it counts what one person gets: of two workers one counts first. */
const lockNamespace = 2

const party = { select: { id: true, name: true } } as const
const reader = {
  ...{ id: true, name: true, email: true, phone: true, locale: true, timezone: true, discreet: true, role: true },
  ...{ disabledAt: true, erasedAt: true },
} as const

interface Options {
  db: Db
  jobs: Jobs
  clock: Clock
  log: FastifyBaseLogger
  channels: Partial<Record<Channel, ChannelSender>>
}

type Claimed = { due: DueDelivery; sender: ChannelSender; attempt: number; startedAt: Date }

/**
 * Brings one delivery forward by one attempt: claims it, checks it against the present, hands it to its channel, records
 * what came of it, and enqueues the next attempt where the failure may pass. Run again for one that is done, it does nothing.
 * At least once; at most once per attempt that was not cut off between the provider's answer and its record.
 */
export const deliverer = ({ db, jobs, clock, log, channels }: Options) => {
  const later = (tx: Tx, deliveryId: string, ms: number) =>
    jobs.enqueue(tx, deliverJob, { deliveryId }, { startAfter: new Date(Date.now() + ms) })

  const claim = (deliveryId: string) =>
    transaction<Claimed | undefined>(db, async (tx) => {
      const now = clock.now()
      // One at a time: whoever comes second reads what the first has left.
      await tx.$executeRaw`SELECT 1 FROM deliveries WHERE id = ${deliveryId}::uuid FOR UPDATE`
      const row = await tx.delivery.findUnique({
        where: { id: deliveryId },
        include: {
          notification: { include: { appointment: { include: { patient: party, psychologist: party } } } },
          user: { select: reader },
          attempts: { where: { outcome: 'incerta' }, orderBy: { id: 'asc' }, take: 1 },
        },
      })
      if (!row || !['pendente', 'adiada', 'enviando'].includes(row.status)) return undefined
      const sender = channels[row.channel]
      if (!sender) throw new Error(`no sender for channel ${row.channel}`)
      const { notification, user } = row

      const outdated =
        whyOutdated(notification, now) ?? (user.disabledAt || user.erasedAt ? 'a conta foi encerrada' : undefined)
      if (outdated) {
        await tx.delivery.update({
          where: { id: row.id },
          data: { status: 'cancelada', reason: outdated, nextAttemptAt: null },
        })
        return undefined
      }

      const suppressed = row.channel === 'email' && user.email ? await suppressedReason(tx, user.email) : undefined
      if (suppressed) {
        const data = { status: 'suprimida', reason: suppressed, nextAttemptAt: null } as const
        await tx.delivery.update({ where: { id: row.id }, data })
        return undefined
      }

      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lockNamespace}::int, ${row.userId}::int)`
      const cap = lockedTypes.includes(notification.type) ? undefined : hourly[row.channel]
      const wait = cap === undefined || row.status === 'enviando' ? 0 : await waitForTurn(tx, row, cap, now)
      if (wait > 0) {
        const nextAttemptAt = new Date(now.getTime() + wait)
        const reason = `limite de ${cap} por hora`
        await tx.delivery.update({ where: { id: row.id }, data: { status: 'adiada', reason, nextAttemptAt } })
        await later(tx, row.id, wait)
        return undefined
      }

      const [uncertain] = row.attempts
      if (row.status === 'enviando') {
        // Its worker died between the claim and the record: that attempt, too, is told of.
        const cutOff = { provider: sender.provider, outcome: 'incerta', error: 'interrompida', latencyMs: 0 }
        await tx.deliveryAttempt.create({ data: { deliveryId: row.id, at: row.updatedAt, ...cutOff } })
      }
      // From the first attempt whose outcome is not known it may have gone out.
      const uncertainSince = uncertain?.at ?? (row.status === 'enviando' ? row.updatedAt : undefined)
      const { attemptCount } = await tx.delivery.update({
        where: { id: row.id },
        data: { status: 'enviando', attemptCount: { increment: 1 }, nextAttemptAt: null, reason: null, updatedAt: now },
      })
      const { id, type, title, message, data, appointment } = notification
      return {
        due: {
          id: row.id,
          notification: { id, type, title, message, data: data as Record<string, unknown> },
          appointment: appointment ?? undefined,
          user,
          uncertainSince,
        }, // `notify` writes objects only
        sender,
        attempt: attemptCount,
        startedAt: now,
      }
    })

  const record = (
    { due, sender, attempt, startedAt }: Claimed,
    latencyMs: number,
    result: { providerId?: string } | SendError,
  ) =>
    transaction(db, async (tx) => {
      const failed = result instanceof SendError
      const outcome = !failed
        ? 'enviada'
        : ({ temporary: 'temporaria', permanent: 'permanente', uncertain: 'incerta' } as const)[result.kind]
      const providerId = failed ? undefined : result.providerId
      const error = failed ? [result.code, result.message].filter(Boolean).join(': ').slice(0, 500) : undefined
      await tx.deliveryAttempt.create({
        data: { deliveryId: due.id, at: startedAt, provider: sender.provider, providerId, outcome, error, latencyMs },
      })
      const wait = failed && result.kind !== 'permanent' ? waits[attempt - 1] : undefined
      const common = { provider: sender.provider, updatedAt: clock.now() }
      const update: Prisma.DeliveryUpdateInput = !failed
        ? { ...common, status: 'enviada', providerId, sentAt: clock.now() }
        : wait === undefined
          ? {
              ...common,
              status: 'falhou',
              reason: result.kind === 'permanent' ? 'recusada pelo provedor' : 'tentativas esgotadas',
            }
          : { ...common, status: 'pendente', reason: 'nova tentativa marcada' }
      if (failed && wait !== undefined) {
        const ms = Math.max(wait * (0.8 + 0.4 * Math.random()), result.retryAfterMs ?? 0)
        update.nextAttemptAt = new Date(clock.now().getTime() + ms)
        await later(tx, due.id, ms)
      }
      await tx.delivery.update({ where: { id: due.id }, data: update })
      if (failed && result.kind === 'permanent' && sender === channels.email && due.user.email)
        await suppress(tx, due.user.email, result.code)
      return update.status
    })

  return async ({ deliveryId }: { deliveryId: string }): Promise<void> => {
    const claimed = await claim(deliveryId)
    if (!claimed) return
    const started = performance.now()
    const result = await claimed.sender.deliver(claimed.due).catch((error: unknown) => {
      if (error instanceof SendError) return error
      // A fault of ours, not the provider's word: it is tried again, and it is seen.
      log.error({ err: error, deliveryId }, 'a delivery failed unexpectedly')
      return new SendError('temporary', error instanceof Error ? error.message : String(error))
    })
    const status = await record(claimed, Math.round(performance.now() - started), result)
    if (result instanceof SendError) {
      const how = {
        deliveryId,
        provider: claimed.sender.provider,
        kind: result.kind,
        code: result.code,
        attempt: claimed.attempt,
      }
      log.warn(how, status === 'falhou' ? 'a delivery failed for good' : 'a delivery failed; it will be tried again')
    }
  }
}

/** Why a reminder must not leave any more, whatever was true when it was written. */
function whyOutdated(
  notification: {
    type: string
    data: Prisma.JsonValue
    appointment: { status: string; version: number; startsAt: Date } | null
  },
  now: Date,
): string | undefined {
  const { type, appointment, data } = notification
  if (type !== 'lembrete' || !appointment) return undefined
  if (appointment.status !== 'agendado' && appointment.status !== 'confirmado')
    return `a consulta está ${appointment.status}`
  const { version } = (data ?? {}) as { version?: unknown }
  if (version !== undefined && version !== appointment.version) return 'a consulta foi remarcada'
  if (appointment.startsAt <= now) return 'a consulta já começou'
  return undefined
}

/** Milliseconds until the person's hour has room for one more by this channel; 0 if it has. */
async function waitForTurn(
  tx: Tx,
  row: { id: string; userId: number; channel: Channel },
  cap: number,
  now: Date,
): Promise<number> {
  const since = new Date(now.getTime() - hour)
  const recent = await tx.delivery.findMany({
    where: {
      userId: row.userId,
      channel: row.channel,
      NOT: { id: row.id },
      OR: [{ sentAt: { gt: since } }, { status: 'enviando', updatedAt: { gt: since } }],
    },
    select: { sentAt: true, updatedAt: true },
    orderBy: { sentAt: 'desc' },
    take: cap,
  })
  if (recent.length < cap) return 0
  const oldest = Math.min(...recent.map(({ sentAt, updatedAt }) => (sentAt ?? updatedAt).getTime()))
  return Math.max(1_000, oldest + hour - now.getTime())
}
