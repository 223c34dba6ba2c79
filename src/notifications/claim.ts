import type { Clock } from '../time/clock.ts'
import type { DeliveryHold, DeliveryStatus, NotificationType } from '../database/generated/client.ts'
import type { Db } from '../database/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { beginWithinMs } from '../email/email.ts'
import { suppressedReasons } from '../email/suppressions.ts'
import type { SmsBudget } from '../sms/budget.ts'
import { wallClock } from '../time/wall-clock.ts'
import type { DueDelivery } from './channel.ts'
import { capOf, hourly } from './hourly-cap.ts'
import { whyOutdated } from './staleness.ts'
import { quietHoursFor, quietStretch } from './quiet-hours.ts'
import { lockWaiting, toDue, type Waiting } from './pending-delivery.ts'
import { whyAbroad, whyClosed } from './channel-policy.ts'
import { policyOf, type SentChannel, sentChannels } from './channels.ts'

/** A delivery that is this process' to send, once. */
export interface Claimed {
  readonly due: DueDelivery
  readonly channel: SentChannel
  readonly type: NotificationType
  /** Counts from 1. */
  readonly attempt: number
  readonly startedAt: Date
}

interface Options {
  db: Db
  clock: Clock
  /** This process. */
  node: number
  /** Who serves a channel here, so that an attempt which is cut off can be told of. */
  providers: Record<SentChannel, string>
  /** What may leave by SMS in a day, where that is bounded. */
  budget?: SmsBudget | undefined
  smsCountries?: readonly string[]
  /** Whether another node can send what this one could only print. */
  leaves?: (channel: SentChannel) => Promise<boolean>
}

/** What a node leaves to those that can send it, which look for it by these words. */
export const leftReason = 'este nó não tem como enviar: fica para outro'

/** When one that cannot be judged is looked at again. */
const putOffMs = 3_600_000

interface Decision {
  readonly status: DeliveryStatus
  readonly reason?: string
  readonly hold?: DeliveryHold
  readonly next_attempt_at?: Date
}

/**
 * Claims deliveries whose turn it is: each is checked against what is true now, and then is this process' to send, or
 * deferred, suppressed or cancelled with the reason. Gives those to send; claimed twice, a delivery is given once.
 */
export const claimer =
  ({ db, clock, node, providers, budget, smsCountries = ['BR'], leaves = async () => false }: Options) =>
  async (ids: readonly string[]): Promise<Claimed[]> => {
    const left = new Set<SentChannel>()
    for (const channel of sentChannels) if (await leaves(channel)) left.add(channel)
    return transaction(db, async (tx) => {
      const beginBy = performance.now() + beginWithinMs
      const now = clock.now()
      const rows = await lockWaiting(tx, ids)
      if (rows.length === 0) return []
      const mailboxes = rows.flatMap(mailboxOf)
      const refused = await suppressedReasons(tx, mailboxes)
      const over = new Map(
        rows.map((row) => [
          row.id,
          whyOver(row, smsCountries, now) ??
            whyRefused(row, refused) ??
            (left.has(row.channel) ? { status: 'pendente' as const, reason: leftReason } : orPutOff(row, now)),
        ]),
      )
      const waiting = rows.filter(({ id }) => over.get(id) === undefined)
      const hours = await hourly(tx, waiting, now)
      // The day is locked last: claims of the same people wait for each other before it, never at it.
      const day = waiting.some(({ channel }) => policyOf(channel).costs) ? await spending(tx, budget) : undefined
      const decided = rows.map((row) => {
        const decision = over.get(row.id) ?? whyFull(row, hours.take(row)) ?? day?.whySpent(row)
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
          type: row.type,
          attempt: row.attemptCount + 1,
          startedAt: now,
        }))
    })
  }

/** Why it shall not leave at all. */
function whyOver(row: Waiting, countries: readonly string[], now: Date): Decision | undefined {
  const outdated =
    whyOutdated(row.type, row.data, row.appointmentId === null ? undefined : row, now) ??
    (row.closed ? 'a conta foi encerrada' : undefined) ??
    (row.hold === 'escalada' && row.readAt ? 'o alerta foi lido' : undefined)
  if (outdated) return { status: 'cancelada', reason: outdated }
  const closed = whyClosed(row.channel, row.type, row) ?? whyAbroad(row.channel, row.type, row, countries)
  return closed === undefined ? undefined : { status: 'suprimida', reason: closed }
}

/** The mailbox that a delivery goes to, if it goes to one. */
const mailboxOf = ({ channel, email }: Waiting) => (policyOf(channel).reachedBy === 'email' && email ? [email] : [])

/** Why its mailbox takes nothing from us. */
function whyRefused(row: Waiting, refused: ReadonlyMap<string, string>): Decision | undefined {
  const [reason] = mailboxOf(row).flatMap((mailbox) => refused.get(mailbox) ?? [])
  return reason === undefined ? undefined : { status: 'suprimida', reason }
}

/** One row that cannot be judged, as by a zone that this runtime no longer knows, holds up no other of its batch. */
function orPutOff(row: Waiting, now: Date): Decision | undefined {
  try {
    return whyLater(row, now)
  } catch {
    const reason = 'as horas de silêncio não puderam ser calculadas: verifique o fuso da conta'
    return { status: 'adiada', reason, hold: 'silencio', next_attempt_at: new Date(now.getTime() + putOffMs) }
  }
}

/** Why it shall not leave in the person's quiet hours. */
function whyLater(row: Waiting, now: Date): Decision | undefined {
  const hours = row.immediate ? undefined : quietHoursFor(row.quietHours, row.channel, row.type)
  const quiet = hours && quietStretch(now, hours, row.timezone)
  if (!quiet) return undefined
  const reason = `horas de silêncio até ${wallClock(quiet.until, row.timezone).time}`
  return row.type === 'lembrete' && row.appointmentId !== null && row.startsAt <= quiet.until
    ? { status: 'cancelada', reason: `${reason}, depois do início da consulta` }
    : { status: 'adiada', reason, hold: 'silencio', next_attempt_at: quiet.until }
}

/** Why the person's hour has no room for it. */
function whyFull(row: Waiting, turn: Date | undefined): Decision | undefined {
  if (!turn) return undefined
  const reason = `limite de ${capOf(row.channel, row.type)} por hora`
  return { status: 'adiada', reason, hold: 'limite', next_attempt_at: turn }
}

/** Takes from the day's budget of SMS what a batch sends; nothing where there is no budget. */
async function spending(tx: Tx, budget: SmsBudget | undefined) {
  if (!budget) return undefined
  const { left, kept, nextDay } = await budget.room(tx)
  let taken = 0
  let refused = false
  return {
    /** Why it waits for the next day: an alert does not, and the last of the day is a reminder's. */
    whySpent(row: Waiting): Decision | undefined {
      if (!policyOf(row.channel).costs) return undefined
      const open = row.type === 'lembrete' ? left : left - kept
      if (taken < open || row.type === 'alerta') {
        taken++
        return undefined
      }
      const spent = taken >= left
      refused ||= spent
      const reason = spent ? 'orçamento diário de SMS esgotado' : 'o resto do orçamento diário de SMS é dos lembretes'
      return row.type === 'lembrete' && row.appointmentId !== null && row.startsAt <= nextDay
        ? { status: 'cancelada', reason: `${reason} até depois do início da consulta` }
        : { status: 'adiada', reason, hold: 'orcamento', next_attempt_at: nextDay }
    },
    close: async () => {
      if (taken > 0 || refused) await budget.spend(tx, taken, refused)
    },
  }
}
