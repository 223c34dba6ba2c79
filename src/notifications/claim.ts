import type { Clock } from '../time/clock.ts'
import type { DeliveryHold, DeliveryStatus } from '../database/generated/client.ts'
import type { Db } from '../database/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { beginWithinMs } from '../email/email.ts'
import { suppressedReasons } from '../email/suppressions.ts'
import type { SmsBudget } from '../sms/budget.ts'
import { wallClock } from '../time/wall-clock.ts'
import type { DueDelivery } from './channel-sender.ts'
import { hourlyCap, rateLimit } from './rate-limit.ts'
import { whyOutdated } from './staleness.ts'
import { quietHoursFor, quietStretch } from './quiet-hours.ts'
import { lockPendingDeliveries, type PendingDelivery, toDue } from './pending-delivery.ts'
import { whyAbroad, whyClosed } from './reachability.ts'
import { policyOf, type SentChannel, sentChannels } from './channels.ts'

/** A delivery that this process alone sends. */
export interface Claimed {
  readonly due: DueDelivery
  readonly channel: SentChannel
  /** Counts from 1. */
  readonly attempt: number
  readonly startedAt: Date
}

interface Options {
  db: Db
  clock: Clock
  /** This process. */
  node: number
  /** The provider of each channel, recorded before it is called: an attempt may be cut off. */
  providers: Record<SentChannel, string>
  budget?: SmsBudget
  smsCountries?: readonly string[]
  /** Whether another node can send what this one could only print. */
  canBeSentElsewhere?: (channel: SentChannel) => Promise<boolean>
}

/** The reason of deliveries that a node hands over to those that can send them, which find them by it. */
export const handedOverReason = 'este nó não tem como enviar: fica para outro'

/** How long a delivery is deferred whose quiet hours cannot be computed. */
const deferMs = 3_600_000

interface Decision {
  readonly status: DeliveryStatus
  readonly reason?: string
  readonly hold?: DeliveryHold
  readonly next_attempt_at?: Date
}

/**
 * Claims deliveries: each is checked against what is true now, and then is this process' to send, or is deferred, suppressed or
 * cancelled with the reason. Gives those to send. Idempotent: claimed twice, a delivery is given once.
 */
export const claimer =
  ({ db, clock, node, providers, budget, smsCountries = ['BR'], canBeSentElsewhere = async () => false }: Options) =>
  async (ids: readonly string[]): Promise<Claimed[]> => {
    const handedOver = new Set<SentChannel>()
    for (const channel of sentChannels) if (await canBeSentElsewhere(channel)) handedOver.add(channel)
    return transaction(db, async (tx) => {
      const beginBy = performance.now() + beginWithinMs
      const now = clock.now()
      const rows = await lockPendingDeliveries(tx, ids)
      if (rows.length === 0) return []
      const mailboxes = rows.flatMap(({ email }) => email ?? [])
      const refused = await suppressedReasons(tx, mailboxes)
      const stopped = new Map(
        rows.map((row) => [
          row.id,
          eligibilityDecision(row, smsCountries, refused, now) ??
            (handedOver.has(row.channel)
              ? { status: 'pendente' as const, reason: handedOverReason }
              : quietHoursDecision(row, now)),
        ]),
      )
      const open = rows.filter(({ id }) => stopped.get(id) === undefined)
      const limit = await rateLimit(tx, open, now)
      // The day is locked last: claims of the same people wait for each other before it, never at it.
      const day = open.some(({ channel }) => policyOf(channel).costs) ? await spending(tx, budget) : undefined
      const decided = rows.map((row) => {
        const decision = stopped.get(row.id) ?? rateLimitDecision(row, limit.take(row)) ?? day?.decide(row)
        return { row, decision: decision ?? { status: 'enviando' as const, provider: providers[row.channel] } }
      })
      await day?.close()
      await tx.$executeRaw`
        UPDATE deliveries SET
          status = next.status, reason = next.reason, hold = next.hold, next_attempt_at = next.next_attempt_at,
          node = CASE WHEN next.status = 'enviando' THEN ${node}::int END,
          provider = coalesce(next.provider, deliveries.provider),
          attempt_count = attempt_count + CASE WHEN next.status = 'enviando' THEN 1 ELSE 0 END,
          updated_at = ${now}
        FROM jsonb_to_recordset(${JSON.stringify(decided.map(({ row, decision }) => ({ id: row.id, ...decision })))}::jsonb)
          AS next (
            id uuid, status "DeliveryStatus", reason text, hold "DeliveryHold", next_attempt_at timestamptz, provider text
          )
        WHERE deliveries.id = next.id`
      return decided
        .filter(({ decision }) => decision.status === 'enviando')
        .map(({ row }) => ({
          due: { ...toDue(row), beginBy },
          channel: row.channel,
          attempt: row.attemptCount + 1,
          startedAt: now,
        }))
    })
  }

/** Cancelled where it is outdated, suppressed where its channel is closed or its mailbox refused our mail for good. */
function eligibilityDecision(
  row: PendingDelivery,
  countries: readonly string[],
  refused: ReadonlyMap<string | null, string>,
  now: Date,
): Decision | undefined {
  const outdated =
    whyOutdated(row.type, row.data, row.appointmentId === null ? undefined : row, now) ??
    (row.closed ? 'a conta foi encerrada' : undefined) ??
    (row.hold === 'escalada' && row.readAt ? 'o alerta foi lido' : undefined)
  if (outdated) return { status: 'cancelada', reason: outdated }
  const closed =
    whyClosed(row.channel, row.type, row) ??
    whyAbroad(row.channel, row.type, row, countries) ??
    (policyOf(row.channel).reachedBy === 'email' ? refused.get(row.email) : undefined)
  return closed === undefined ? undefined : { status: 'suprimida', reason: closed }
}

/** Whether a reminder would come after the start of its appointment if it waited until then. */
const isTooLate = (row: PendingDelivery, until: Date) =>
  row.type === 'lembrete' && row.appointmentId !== null && row.startsAt <= until

/** Deferred by the person's quiet hours. */
function quietHoursDecision(row: PendingDelivery, now: Date): Decision | undefined {
  try {
    const hours = row.immediate ? undefined : quietHoursFor(row.quietHours, row.channel, row.type)
    const until = hours && quietStretch(now, hours, row.timezone)?.until
    if (!until) return undefined
    const reason = `horas de silêncio até ${wallClock(until, row.timezone).time}`
    return isTooLate(row, until)
      ? { status: 'cancelada', reason: `${reason}, depois do início da consulta` }
      : { status: 'adiada', reason, hold: 'silencio', next_attempt_at: until }
  } catch {
    // A zone that this runtime does not know must not hold up the rest of the batch.
    const reason = 'as horas de silêncio não puderam ser calculadas: verifique o fuso da conta'
    return { status: 'adiada', reason, hold: 'silencio', next_attempt_at: new Date(now.getTime() + deferMs) }
  }
}

/** Deferred until the rate limit has room for it. */
function rateLimitDecision({ channel, type }: PendingDelivery, until: Date | undefined): Decision | undefined {
  const reason = `limite de ${hourlyCap(channel, type)} por hora`
  return until && { status: 'adiada', reason, hold: 'limite', next_attempt_at: until }
}

/** Takes what a batch sends from the day's budget of SMS. */
async function spending(tx: Tx, budget: SmsBudget | undefined) {
  if (!budget) return undefined
  const { left, kept, nextDay } = await budget.room(tx)
  let taken = 0
  let refused = false
  return {
    /** Deferred until the next day where the budget is spent. Alerts are not, and its last part is kept for reminders. */
    decide(row: PendingDelivery): Decision | undefined {
      if (!policyOf(row.channel).costs) return undefined
      const open = row.type === 'lembrete' ? left : left - kept
      if (taken < open || row.type === 'alerta') {
        taken++
        return undefined
      }
      const spent = taken >= left
      refused ||= spent
      const reason = spent ? 'orçamento diário de SMS esgotado' : 'o resto do orçamento diário de SMS é dos lembretes'
      return isTooLate(row, nextDay)
        ? { status: 'cancelada', reason: `${reason} até depois do início da consulta` }
        : { status: 'adiada', reason, hold: 'orcamento', next_attempt_at: nextDay }
    },
    close: async () => {
      if (taken > 0 || refused) await budget.spend(tx, taken, refused)
    },
  }
}
