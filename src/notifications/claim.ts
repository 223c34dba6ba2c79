import type { Clock } from '../clock.ts'
import type {
  AppointmentStatus,
  DeliveryHold,
  DeliveryStatus,
  Modality,
  NotificationType,
  Role,
} from '../database/generated/client.ts'
import type { Db } from '../database/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { beginWithinMs } from '../email/email.ts'
import { suppressedReasons } from '../email/suppressions.ts'
import type { SmsBudget } from '../sms/budget.ts'
import { visibleText } from '../visible-text.ts'
import { wallClock } from '../wall-clock.ts'
import type { DueDelivery } from './channel.ts'
import { capOf, hourly } from './hourly.ts'
import { whyOutdated } from './present.ts'
import { quietHoursFor, quietStretch } from './quiet-hours.ts'
import { type SentChannel, whyAbroad, whyClosed } from './ways.ts'

/** A delivery that is this process' to send, once. */
export interface Claimed {
  readonly due: DueDelivery
  readonly channel: SentChannel
  readonly type: NotificationType
  /** Counts from 1. */
  readonly attempt: number
  readonly startedAt: Date
}

interface Row {
  id: string
  channel: SentChannel
  attemptCount: number
  hold: DeliveryHold | null
  notificationId: number
  type: NotificationType
  title: string
  message: string
  data: Record<string, unknown>
  immediate: boolean
  readAt: Date | null
  userId: number
  name: string
  email: string | null
  phone: string | null
  phoneVerifiedAt: Date | null
  locale: string
  timezone: string
  discreet: boolean
  role: Role
  quietHours: unknown
  closed: boolean
  off: string[]
  optedOut: boolean
  appointmentId: number | null
  version: number
  revision: number
  calendarUid: string | null
  status: AppointmentStatus
  startsAt: Date
  endsAt: Date
  durationMinutes: number
  modality: Modality
  meetingUrl: string | null
  cancelReason: string | null
  patientId: number
  patientName: string
  psychologistId: number
  psychologistName: string
  attended: boolean
  uncertainSince: Date | null
  reportedId: string | null
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

/** Locked until the transaction's end, in the order in which they came. One that has a time set is not to leave yet. */
const read = (tx: Tx, ids: readonly string[]) => tx.$queryRaw<Row[]>`
  SELECT d.id::text, d.channel, d.attempt_count AS "attemptCount", d.hold,
    n.id AS "notificationId", n.type, n.title, n.message, n.data, n.immediate, n.read_at AS "readAt",
    u.id AS "userId", u.name, u.email, u.phone, u.phone_verified_at AS "phoneVerifiedAt", u.locale, u.timezone, u.discreet, u.role, u.quiet_hours AS "quietHours",
    u.disabled_at IS NOT NULL OR u.erased_at IS NOT NULL AS closed,
    ARRAY(
      SELECT p.channel::text FROM preferences p WHERE p.user_id = u.id AND p.type = n.type AND NOT p.enabled
    ) AS off,
    EXISTS (SELECT FROM sms_opt_outs o WHERE o.phone = u.phone) AS "optedOut",
    a.id AS "appointmentId", a.version, a.revision, a.calendar_uid AS "calendarUid", a.status, a.starts_at AS "startsAt", a.ends_at AS "endsAt",
    a.duration_minutes AS "durationMinutes", a.modality, a.meeting_url AS "meetingUrl", a.cancel_reason AS "cancelReason",
    patient.id AS "patientId", patient.name AS "patientName",
    psychologist.id AS "psychologistId", psychologist.name AS "psychologistName",
    psychologist.role = 'psicologo' AND psychologist.disabled_at IS NULL AND psychologist.erased_at IS NULL AS attended,
    (SELECT min(t.at) FROM delivery_attempts t WHERE t.delivery_id = d.id AND t.outcome = 'incerta') AS "uncertainSince",
    CASE WHEN d.channel = 'sms' AND NOT EXISTS (
      SELECT FROM delivery_attempts t WHERE t.delivery_id = d.id AND t.provider_id = d.provider_id
    ) THEN d.provider_id END AS "reportedId"
  FROM deliveries d
  JOIN notifications n ON n.id = d.notification_id
  JOIN users u ON u.id = d.user_id
  LEFT JOIN appointments a ON a.id = n.appointment_id
  LEFT JOIN users patient ON patient.id = a.patient_id
  LEFT JOIN users psychologist ON psychologist.id = a.psychologist_id
  WHERE d.id = ANY (${ids}::uuid[]) AND d.status IN ('pendente', 'adiada') AND d.next_attempt_at IS NULL
  ORDER BY d.id
  FOR UPDATE OF d`

/**
 * Claims deliveries whose turn it is: each is checked against what is true now, and then is this process' to send, or
 * deferred, suppressed or cancelled with the reason. Gives those to send; claimed twice, a delivery is given once.
 */
export const claimer =
  ({ db, clock, node, providers, budget, smsCountries = ['BR'], leaves = async () => false }: Options) =>
  async (ids: readonly string[]): Promise<Claimed[]> => {
    const left = { email: await leaves('email'), sms: await leaves('sms') }
    return transaction(db, async (tx) => {
      const beginBy = performance.now() + beginWithinMs
      const now = clock.now()
      const rows = await read(tx, ids)
      if (rows.length === 0) return []
      const mailboxes = rows.flatMap(({ channel, email }) => (channel === 'email' && email ? [email] : []))
      const refused = await suppressedReasons(tx, mailboxes)
      const over = new Map(
        rows.map((row) => [
          row.id,
          whyOver(row, smsCountries, now) ??
            whyRefused(row, refused) ??
            (left[row.channel] ? { status: 'pendente' as const, reason: leftReason } : orPutOff(row, now)),
        ]),
      )
      const waiting = rows.filter(({ id }) => over.get(id) === undefined)
      const hours = await hourly(tx, waiting, now)
      // The day is locked last: claims of the same people wait for each other before it, never at it.
      const day = waiting.some(({ channel }) => channel === 'sms') ? await spending(tx, budget) : undefined
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
function whyOver(row: Row, countries: readonly string[], now: Date): Decision | undefined {
  const outdated =
    whyOutdated(row.type, row.data, row.appointmentId === null ? undefined : row, now) ??
    (row.closed ? 'a conta foi encerrada' : undefined) ??
    (row.hold === 'escalada' && row.readAt ? 'o alerta foi lido' : undefined)
  if (outdated) return { status: 'cancelada', reason: outdated }
  const closed = whyClosed(row.channel, row.type, row) ?? whyAbroad(row.channel, row.type, row, countries)
  return closed === undefined ? undefined : { status: 'suprimida', reason: closed }
}

/** Why its mailbox takes nothing from us. */
function whyRefused({ channel, email }: Row, refused: ReadonlyMap<string, string>): Decision | undefined {
  const reason = channel === 'email' && email ? refused.get(email) : undefined
  return reason === undefined ? undefined : { status: 'suprimida', reason }
}

/** One row that cannot be judged, as by a zone that this runtime no longer knows, holds up no other of its batch. */
function orPutOff(row: Row, now: Date): Decision | undefined {
  try {
    return whyLater(row, now)
  } catch {
    const reason = 'as horas de silêncio não puderam ser calculadas: verifique o fuso da conta'
    return { status: 'adiada', reason, hold: 'silencio', next_attempt_at: new Date(now.getTime() + putOffMs) }
  }
}

/** Why it shall not leave in the person's quiet hours. */
function whyLater(row: Row, now: Date): Decision | undefined {
  const hours = row.immediate ? undefined : quietHoursFor(row.quietHours, row.channel, row.type)
  const quiet = hours && quietStretch(now, hours, row.timezone)
  if (!quiet) return undefined
  const reason = `horas de silêncio até ${wallClock(quiet.until, row.timezone).time}`
  return row.type === 'lembrete' && row.appointmentId !== null && row.startsAt <= quiet.until
    ? { status: 'cancelada', reason: `${reason}, depois do início da consulta` }
    : { status: 'adiada', reason, hold: 'silencio', next_attempt_at: quiet.until }
}

/** Why the person's hour has no room for it. */
function whyFull(row: Row, turn: Date | undefined): Decision | undefined {
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
    whySpent(row: Row): Decision | undefined {
      if (row.channel !== 'sms') return undefined
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

const toDue = (row: Row): Omit<DueDelivery, 'beginBy'> => ({
  id: row.id,
  notification: {
    id: row.notificationId,
    type: row.type,
    // Of earlier versions: what is written now has nothing invisible (http/validation.ts).
    title: visibleText(row.title),
    message: visibleText(row.message),
    data: row.data,
  },
  ...(row.appointmentId === null
    ? {}
    : {
        appointment: {
          id: row.appointmentId,
          version: row.version,
          revision: row.revision,
          calendarUid: row.calendarUid,
          status: row.status,
          startsAt: row.startsAt,
          endsAt: row.endsAt,
          durationMinutes: row.durationMinutes,
          modality: row.modality,
          meetingUrl: row.meetingUrl && visibleText(row.meetingUrl),
          cancelReason: row.cancelReason && visibleText(row.cancelReason),
          patient: { id: row.patientId, name: visibleText(row.patientName) },
          psychologist: { id: row.psychologistId, name: visibleText(row.psychologistName) },
        },
      }),
  user: {
    id: row.userId,
    name: visibleText(row.name),
    email: row.email,
    phone: row.phone,
    phoneVerifiedAt: row.phoneVerifiedAt,
    locale: row.locale,
    timezone: row.timezone,
    discreet: row.discreet,
    role: row.role,
  },
  uncertainSince: row.uncertainSince ?? undefined,
  reportedId: row.reportedId ?? undefined,
})
