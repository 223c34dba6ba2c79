import type { FastifyInstance } from 'fastify'
import type { Delivery, DeliveryStatus } from '../database/generated/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { optedOutReason, optOut } from '../sms/opt-outs.ts'
import type { SmsReport } from '../sms/sms.ts'
import { reportingChannelsSql } from './channels.ts'
import { errorText, firstReportMs, nextTry } from './outcomes.ts'

const minute = 60_000
const hour = 60 * minute

/** When a provider is polled, by how long ago it was sent: a carrier's report may take a day, a price some hours. */
const pollAfterMs = [firstReportMs, hour, 6 * hour, 24 * hour, 72 * hour] as const
/** A message whose state is final has its price soon. */
const priceAfterMs = minute
/** Each attempt that a carrier fails to deliver is paid for. */
const maxAttempts = 3
const pollBatch = 50

interface Row extends Pick<Delivery, 'id' | 'status' | 'attemptCount' | 'providerId' | 'sentAt'> {
  phone: string | null
  price: string | null
  /** The attempt that the provider's id belongs to: the last that has it, else the last whose outcome is not known. */
  attemptId: bigint | null
  /** Whether that attempt has the id already, and its outcome is certain; or a report came before it was recorded. */
  known: boolean
}

/**
 * The state that a report brings a delivery to; nothing where it changes none. States only move forward, in whatever order
 * reports come: not sent → `enviada` → `falhou` → `entregue`. A delivery counts from any attempt, a failure from the last alone.
 */
function stateAfter(row: Row, report: SmsReport, now: Date, waits: readonly number[]) {
  const { status, attemptCount, known } = row
  const { providerId, state, failure } = report
  const next = (status: DeliveryStatus, reason: string | null = null, nextAttemptAt: Date | null = null) => ({
    status,
    reason,
    nextAttemptAt,
  })
  if (status === 'entregue') return undefined
  if (state === 'delivered') return next('entregue')
  // The provider's answer was lost or is not recorded yet; the delivery may have been cancelled since.
  const news = !known && status !== 'enviada'
  if (state === 'taken') return news ? next('enviada') : undefined
  if (!failure || !(news || (status === 'enviada' && row.providerId === providerId))) return undefined
  if (failure.optedOut) return next('suprimida', optedOutReason)
  const why = `a operadora não entregou${failure.code ? ` (${failure.code})` : ''}`
  if (failure.kind === 'permanent') return next('falhou', why)
  const again = attemptCount < maxAttempts ? nextTry(attemptCount, now, waits) : undefined
  return again
    ? next('pendente', `${why}; nova tentativa marcada`, again)
    : next('falhou', `${why}, em ${attemptCount} tentativas`)
}

/** Locked until the transaction's end. By our reference where it came back, else by the provider's id. */
const read = (tx: Tx, { providerId }: SmsReport, deliveryId: string | undefined) => tx.$queryRaw<Row[]>`
    SELECT d.id::text, d.status, d.attempt_count AS "attemptCount", d.provider_id AS "providerId", u.phone,
      d.sent_at AS "sentAt", d.price::text, a.id AS "attemptId",
      coalesce(a.known, false) OR coalesce(d.provider_id = ${providerId}, false) AND d.reported_at IS NOT NULL AS known
    FROM deliveries d JOIN users u ON u.id = d.user_id
    LEFT JOIN LATERAL (
      SELECT t.id, t.provider_id IS NOT NULL AND t.outcome <> 'incerta' AS known FROM delivery_attempts t
      WHERE t.delivery_id = d.id AND (t.provider_id = ${providerId} OR t.provider_id IS NULL AND t.outcome = 'incerta')
      ORDER BY t.provider_id IS NULL, t.id DESC LIMIT 1
    ) a ON true
    WHERE d.channel IN (${reportingChannelsSql}) AND (d.id = ${deliveryId ?? null}::uuid OR d.provider_id = ${providerId})
    ORDER BY d.id = ${deliveryId ?? null}::uuid DESC NULLS LAST LIMIT 1
    FOR UPDATE OF d`

const nextPoll = (sentMs: number, nowMs: number) => {
  const after = pollAfterMs.find((ms) => sentMs + ms > nowMs)
  return after === undefined ? null : new Date(sentMs + after)
}

/** When the provider is polled next: until the state is final and the price known. */
const pollAfter = (row: Row, report: SmsReport, now: Date) => {
  const sentMs = (row.sentAt ?? now).getTime()
  const nowMs = now.getTime()
  if (report.state === 'taken') return nextPoll(sentMs, nowMs)
  if (report.price ?? row.price) return null
  return nowMs - sentMs < firstReportMs ? new Date(nowMs + priceAfterMs) : nextPoll(sentMs, nowMs)
}

/** Delivery reports of text messages that providers have taken. */
export function smsReports({ db, clock, sms, log }: FastifyInstance, waits: readonly number[]) {
  /**
   * Records a provider's report, by our `reference` where it came back. False where there is no such delivery. Idempotent, and
   * reports may come in any order.
   */
  const take = (report: SmsReport, { deliveryId, provider }: { deliveryId?: string; provider?: string } = {}) =>
    transaction(db, async (tx) => {
      const [row] = await read(tx, report, deliveryId)
      if (!row) return false
      const now = clock.now()
      const state = stateAfter(row, report, now, waits)
      const { segments, price, priceUnit, failure, providerId } = report
      if (row.attemptId !== null && (state || !row.known)) {
        const outcome = failure ? (failure.kind === 'permanent' ? 'permanente' : 'temporaria') : 'enviada'
        await tx.deliveryAttempt.update({
          where: { id: row.attemptId },
          data: { provider, providerId, outcome, error: failure ? errorText(failure) : null },
        })
      }
      if (failure?.optedOut && row.phone) await optOut(tx, row.phone, 'operadora')
      await tx.delivery.update({
        where: { id: row.id },
        data: {
          segments,
          price,
          priceUnit,
          ...(state && { ...state, provider, providerId, hold: null, node: null, updatedAt: now }),
          sentAt: state?.status === 'enviada' || state?.status === 'entregue' ? (row.sentAt ?? now) : undefined,
          reportedAt: now,
          reportDueAt: pollAfter(row, report, now),
        },
      })
      return true
    })

  /** Polls the provider for what it has not reported, as where its webhooks do not reach us. Gives how many. */
  const ask = async () => {
    const due = await db.delivery.findMany({
      // What another node's provider took is left to that node.
      where: { reportDueAt: { lte: clock.now() }, provider: { in: [...sms.reporting] } },
      orderBy: { reportDueAt: 'asc' },
      take: pollBatch,
    })
    for (const { id, provider, providerId, sentAt } of due) {
      try {
        const report = providerId && provider ? await sms.report(providerId, provider) : undefined
        if (report && (await take(report, { deliveryId: id }))) continue
      } catch (error) {
        log.warn({ err: error, deliveryId: id }, 'what became of an SMS could not be asked')
        // The others would most likely fail too: the next poll begins with this one.
        break
      }
      await db.delivery.updateMany({
        where: { id },
        data: { reportDueAt: nextPoll(sentAt?.getTime() ?? 0, clock.now().getTime()) },
      })
    }
    return due.length
  }

  return { take, ask }
}

export type SmsReports = ReturnType<typeof smsReports>
