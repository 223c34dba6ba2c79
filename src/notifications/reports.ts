import { reportingChannelsSql } from './channels.ts'
import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from '../time/clock.ts'
import type { Db } from '../database/client.ts'
import type { DeliveryStatus } from '../database/generated/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { optedOutReason, optOut } from '../sms/opt-outs.ts'
import type { SmsReport, SmsSender } from '../sms/sms.ts'
import { errorText, firstReportMs, nextTry } from './outcomes.ts'

const minute = 60_000
const hour = 60 * minute

/** When a provider is asked, by how long ago it was sent: a carrier's word may take a day, a price some hours. */
const askedAfterMs = [firstReportMs, hour, 6 * hour, 24 * hour, 72 * hour] as const
/** What is final has its price soon. */
const priceAfterMs = minute
/** What a carrier could not deliver is not tried for a day: each try is paid for. */
const mostTries = 3
/** Asked about in one look. */
const askedAtOnce = 50

interface Row {
  id: string
  status: DeliveryStatus
  attemptCount: number
  providerId: string | null
  reportedAt: Date | null
  phone: string | null
  sentAt: Date | null
  price: string | null
  /** The attempt that the provider's id belongs to: the last that has it, else the last whose outcome is not known. */
  attemptId: bigint | null
  /** Whether that attempt has the id already, and is not in doubt. */
  known: boolean
}

/** What becomes of a delivery. */
interface Verdict {
  readonly status: DeliveryStatus
  readonly reason: string | null
  readonly nextAttemptAt: Date | null
}

/**
 * What a report makes of a delivery; nothing where it is no news. States only move forward, in whatever order reports come: not
 * sent → `enviada` → `falhou` → `entregue`. That a telephone has it is true of whichever attempt; that it did not arrive is
 * news of the last alone.
 */
function judge(row: Row, report: SmsReport, now: Date, waits: readonly number[]): Verdict | undefined {
  const { status, attemptCount, known } = row
  const { providerId, state, failure } = report
  const verdict = (next: DeliveryStatus, reason: string | null = null, nextAttemptAt: Date | null = null): Verdict => ({
    status: next,
    reason,
    nextAttemptAt,
  })
  if (status === 'entregue') return undefined
  if (state === 'delivered') return verdict('entregue')
  // An attempt of which nobody knew has left: its answer was lost, or is still on its way. Also where it was cancelled since.
  const news = !known && status !== 'enviada'
  if (state === 'taken') return news ? verdict('enviada') : undefined
  if (!failure || !(news || (status === 'enviada' && row.providerId === providerId))) return undefined
  if (failure.optedOut) return verdict('suprimida', optedOutReason)
  const why = `a operadora não entregou${failure.code ? ` (${failure.code})` : ''}`
  if (failure.kind === 'permanent') return verdict('falhou', why)
  const again = attemptCount < mostTries ? nextTry(attemptCount, now, waits) : undefined
  return again
    ? verdict('pendente', `${why}; nova tentativa marcada`, again)
    : verdict('falhou', `${why}, em ${attemptCount} tentativas`)
}

interface Options {
  db: Db
  clock: Clock
  sms: Pick<SmsSender, 'report'>
  log: FastifyBaseLogger
  waits: readonly number[]
}

/** What providers say of text messages that they have taken. */
export function smsReports({ db, clock, sms, log, waits }: Options) {
  /** Locked until the transaction's end. By our reference where it came back, else by the provider's id. */
  const read = (tx: Tx, { providerId }: SmsReport, deliveryId: string | undefined) => tx.$queryRaw<Row[]>`
    SELECT d.id::text, d.status, d.attempt_count AS "attemptCount", d.provider_id AS "providerId", d.reported_at AS "reportedAt", u.phone,
      d.sent_at AS "sentAt", d.price::text, a.id AS "attemptId", coalesce(a.known, false) AS known
    FROM deliveries d JOIN users u ON u.id = d.user_id
    LEFT JOIN LATERAL (
      SELECT t.id, t.provider_id IS NOT NULL AND t.outcome <> 'incerta' AS known FROM delivery_attempts t
      WHERE t.delivery_id = d.id AND (t.provider_id = ${providerId} OR t.provider_id IS NULL AND t.outcome = 'incerta')
      ORDER BY t.provider_id IS NULL, t.id DESC LIMIT 1
    ) a ON true
    WHERE d.channel IN (${reportingChannelsSql}) AND (d.id = ${deliveryId ?? null}::uuid OR d.provider_id = ${providerId})
    ORDER BY d.id = ${deliveryId ?? null}::uuid DESC NULLS LAST LIMIT 1
    FOR UPDATE OF d`

  /** When the provider is asked next: until it has said how it ended and what it cost. */
  const nextAsk = (row: Row, report: SmsReport, now: Date): Date | null => {
    const sent = (row.sentAt ?? now).getTime()
    const priced = (report.price ?? row.price) !== null && (report.price ?? row.price) !== undefined
    if (report.state !== 'taken' && priced) return null
    if (report.state !== 'taken' && now.getTime() - sent < firstReportMs) return new Date(now.getTime() + priceAfterMs)
    const after = askedAfterMs.find((ms) => sent + ms > now.getTime())
    return after === undefined ? null : new Date(sent + after)
  }

  /**
   * Takes in what a provider says of a message, by our `reference` where it came back. False where there is no such delivery.
   * Told twice, or in another order, it changes nothing twice.
   */
  const take = (report: SmsReport, deliveryId?: string): Promise<boolean> =>
    transaction(db, async (tx) => {
      const [found] = await read(tx, report, deliveryId)
      if (!found) return false
      // Told of before its attempt was recorded: from then on it is no news.
      const told = found.providerId === report.providerId && found.reportedAt !== null
      const row = told ? { ...found, known: true } : found
      const now = clock.now()
      const verdict = judge(row, report, now, waits)
      const { segments, price, priceUnit, failure, providerId } = report
      if (row.attemptId !== null && (verdict || !row.known)) {
        const outcome = failure ? (failure.kind === 'permanent' ? 'permanente' : 'temporaria') : 'enviada'
        await tx.deliveryAttempt.update({
          where: { id: row.attemptId },
          data: { providerId, outcome, error: failure ? errorText(failure) : null },
        })
      }
      if (failure?.optedOut && row.phone) await optOut(tx, row.phone, 'operadora')
      await tx.delivery.update({
        where: { id: row.id },
        data: {
          ...(segments === undefined ? {} : { segments }),
          ...(price === undefined ? {} : { price, priceUnit: priceUnit ?? null }),
          ...(verdict ? { ...verdict, providerId, hold: null, node: null, updatedAt: now } : {}),
          ...(verdict?.status === 'enviada' || verdict?.status === 'entregue' ? { sentAt: row.sentAt ?? now } : {}),
          reportedAt: now,
          reportDueAt: nextAsk(row, report, now),
        },
      })
      return true
    })

  /** Asks the provider about what it has not told of by itself, as where its calls do not reach us. Gives how many. */
  const ask = async (): Promise<number> => {
    const asking = sms.report
    if (!asking) return 0
    const due = await db.delivery.findMany({
      where: { reportDueAt: { lte: clock.now() } },
      orderBy: { reportDueAt: 'asc' },
      take: askedAtOnce,
      select: { id: true, provider: true, providerId: true, sentAt: true },
    })
    for (const { id, provider, providerId, sentAt } of due) {
      try {
        const report = providerId ? await asking(providerId, provider) : undefined
        if (report && (await take(report, id))) continue
      } catch (error) {
        log.warn({ err: error, deliveryId: id }, 'what became of an SMS could not be asked')
        // The others would wait as long for the same answer: the next look begins with this one.
        break
      }
      const sent = sentAt?.getTime() ?? 0
      const after = askedAfterMs.find((ms) => sent + ms > clock.now().getTime())
      await db.delivery.updateMany({
        where: { id },
        data: { reportDueAt: after === undefined ? null : new Date(sent + after) },
      })
    }
    return due.length
  }

  return { take, ask }
}

export type SmsReports = ReturnType<typeof smsReports>
