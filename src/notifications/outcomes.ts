import type { Clock } from '../time/clock.ts'
import type { Db } from '../database/client.ts'
import { transaction } from '../database/transaction.ts'
import { suppress } from '../email/suppressions.ts'
import type { SendError } from '../errors.ts'
import type { SmsBudget } from '../sms/budget.ts'
import { optedOutReason, optOut } from '../sms/opt-outs.ts'
import type { SentSms } from '../sms/sms.ts'
import { policyOf } from './channels.ts'
import type { Claimed } from './claim.ts'

const minute = 60_000
const hour = 60 * minute

/** Waits after each temporary failure: eight attempts over about a day. */
export const retryWaits: readonly number[] = [
  minute / 2,
  2 * minute,
  10 * minute,
  45 * minute,
  3 * hour,
  8 * hour,
  12 * hour,
]

/** Also where a provider asks for more (`retryAfterMs`). */
const longestWaitMs = 24 * hour

/** How long after sending a provider of text messages is first polled, where it has sent no report. */
export const firstReportMs = 10 * minute

export interface Outcome {
  readonly claimed: Claimed
  readonly provider: string
  readonly latencyMs: number
  readonly result: SentSms | { readonly error: SendError }
}

const outcomes = { temporary: 'temporaria', permanent: 'permanente', uncertain: 'incerta' } as const

/**
 * Records attempts and the next state of their deliveries, all in one transaction: `enviada`, `pendente` with the time of the next
 * attempt, or `falhou`. Where another process has taken a delivery over since this one seemed dead, only the attempt is
 * recorded; but what was sent is not sent again if it has not begun. An erased account leaves nothing to record.
 */
export const recorder =
  ({
    db,
    clock,
    node,
    waits,
    budget,
  }: {
    db: Db
    clock: Clock
    node: number
    waits: readonly number[]
    budget?: SmsBudget
  }) =>
  (batch: readonly Outcome[]) => {
    const rows = batch.map((outcome) => toRow(outcome, clock.now(), waits))
    return transaction(db, async (tx) => {
      const now = clock.now()
      const json = JSON.stringify(rows)
      await tx.$executeRaw`
        INSERT INTO delivery_attempts (delivery_id, at, provider, provider_id, outcome, error, latency_ms)
        SELECT attempt.* FROM jsonb_to_recordset(${json}::jsonb) AS attempt (
          id uuid, at timestamptz, provider text, provider_id text, outcome text, error text, latency_ms int
        ) JOIN deliveries ON deliveries.id = attempt.id`
      const mine = await tx.$queryRaw<{ id: string }[]>`
        UPDATE deliveries SET
          status = next.status, reason = next.reason, next_attempt_at = next.next_attempt_at, node = NULL,
          provider = next.provider, provider_id = coalesce(next.provider_id, deliveries.provider_id),
          segments = next.segments, price = next.price, price_unit = next.price_unit, report_due_at = next.report_due_at,
          sent_at = CASE WHEN next.status = 'enviada' THEN ${now} ELSE sent_at END, updated_at = ${now}
        FROM jsonb_to_recordset(${json}::jsonb) AS next (
          id uuid, attempt int, status "DeliveryStatus", reason text, next_attempt_at timestamptz, provider text,
          provider_id text, segments int, price numeric, price_unit text, report_due_at timestamptz
        )
        WHERE deliveries.id = next.id AND deliveries.status = 'enviando' AND deliveries.node = ${node}::int
          AND attempt_count = next.attempt
        RETURNING deliveries.id::text`
      for (const { claimed, result } of batch) {
        if (!('error' in result) || result.error.kind !== 'permanent') continue
        const { email, phone } = claimed.due.user
        const { reachedBy } = policyOf(claimed.channel)
        if (reachedBy === 'email' && email) await suppress(tx, email, result.error)
        if (reachedBy === 'phone' && phone && result.error.optedOut && (await tx.user.count({ where: { phone } })) > 0)
          await optOut(tx, phone, 'operadora')
      }
      const sent = rows.filter(({ id, status }) => status === 'enviada' && !mine.some((own) => own.id === id))
      // Unless a report of this attempt has set the state already.
      if (sent.length > 0)
        await tx.$executeRaw`
        UPDATE deliveries SET
          status = 'enviada', reason = NULL, hold = NULL, next_attempt_at = NULL, sent_at = ${now}, updated_at = ${now},
          provider = next.provider, provider_id = next.provider_id
        FROM jsonb_to_recordset(${JSON.stringify(sent)}::jsonb) AS next (id uuid, provider text, provider_id text)
        WHERE deliveries.id = next.id AND deliveries.status IN ('pendente', 'adiada')
          AND deliveries.provider_id IS DISTINCT FROM next.provider_id`
      const untaken = batch.flatMap(({ claimed, result }) =>
        policyOf(claimed.channel).costs && 'error' in result && result.error.kind !== 'uncertain'
          ? claimed.startedAt
          : [],
      )
      if (untaken.length > 0) await budget?.refund(tx, untaken)
    })
  }

/** Servers quote the mailbox and Twilio the number, which must not be read with the failure. PostgreSQL stores no NUL. */
const storable = (text: string) =>
  text
    .replaceAll('\0', '')
    .replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '[…]')
    .replace(/\+?\d(?:[\s().-]?\d){7,}/g, '[…]')

/** A failure as an attempt keeps it: the provider's code and words. */
export const errorText = ({ code, message }: SendError) =>
  storable([code, message].filter(Boolean).join(': ')).slice(0, 500).toWellFormed()

/** When a failed attempt is retried: each wait ±20 %, so that an outage's deliveries do not return all at once. */
export function nextTry(attempt: number, now: Date, waits: readonly number[], retryAfterMs = 0) {
  const wait = waits[attempt - 1]
  if (wait === undefined) return undefined
  const ms = Math.max(wait * (0.8 + 0.4 * Math.random()), Math.min(retryAfterMs, longestWaitMs))
  return new Date(now.getTime() + ms)
}

/** An attempt and its delivery's next state, in the columns of both tables. */
function toRow({ claimed, provider, latencyMs, result }: Outcome, now: Date, waits: readonly number[]) {
  const { due, attempt, startedAt } = claimed
  const base = { id: due.id, at: startedAt, provider, latency_ms: latencyMs, attempt }
  if (!('error' in result)) {
    const { providerId, segments, price, priceUnit } = result
    const reported = policyOf(claimed.channel).reports && providerId !== undefined && !result.final
    return {
      ...base,
      outcome: 'enviada',
      provider_id: providerId,
      status: 'enviada',
      segments,
      price,
      price_unit: priceUnit,
      report_due_at: reported ? new Date(now.getTime() + firstReportMs) : undefined,
    }
  }
  const { kind, optedOut, retryAfterMs } = result.error
  const failed = { ...base, outcome: outcomes[kind], error: errorText(result.error) }
  if (kind === 'permanent')
    return optedOut
      ? { ...failed, status: 'suprimida', reason: optedOutReason }
      : { ...failed, status: 'falhou', reason: 'recusada pelo provedor' }
  const again = nextTry(attempt, now, waits, retryAfterMs)
  if (again === undefined)
    return {
      ...failed,
      status: 'falhou',
      reason: kind === 'uncertain' ? 'tentativas esgotadas; a última pode ter saído' : 'tentativas esgotadas',
    }
  return {
    ...failed,
    status: 'pendente',
    reason: `nova tentativa marcada (${attempt + 1} de ${waits.length + 1})`,
    next_attempt_at: again,
  }
}
