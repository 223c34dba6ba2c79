import type { Delivery, Notification } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { visibleText } from '../text/visible-text.ts'
import { readLocale } from '../words/locale.ts'
import type { DueAppointment, DueUser } from './channel-sender.ts'
import type { Reachable } from './reachability.ts'
import { reportingChannelsSql, type SentChannel } from './channels.ts'

/** A delivery that is not sent yet, with all that decides whether it is, and all that its message says. */
export interface PendingDelivery
  extends
    Pick<Delivery, 'id' | 'attemptCount' | 'hold' | 'notificationId' | 'userId' | 'provider'>,
    Pick<Notification, 'type' | 'title' | 'message' | 'immediate' | 'readAt'>,
    Omit<DueUser, 'id' | 'locale'>,
    Omit<DueAppointment, 'id' | 'patient' | 'psychologist'>,
    Reachable {
  channel: SentChannel
  data: Record<string, unknown>
  locale: string
  quietHours: unknown
  closed: boolean
  appointmentId: number | null
  patientId: number
  patientName: string
  psychologistId: number
  psychologistName: string
  attended: boolean
  uncertainSince: Date | null
  uncertainProviders: string[]
  reportedId: string | null
}

/** Locked until the transaction's end, in the order in which they came; without those that have a time set for later. */
export const lockPendingDeliveries = (tx: Tx, ids: readonly string[]) => tx.$queryRaw<PendingDelivery[]>`
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
    uncertain.since AS "uncertainSince", coalesce(uncertain.providers, '{}') AS "uncertainProviders",
    d.provider,
    CASE WHEN d.channel IN (${reportingChannelsSql}) AND NOT EXISTS (
      SELECT FROM delivery_attempts t WHERE t.delivery_id = d.id AND t.provider_id = d.provider_id
    ) THEN d.provider_id END AS "reportedId"
  FROM deliveries d
  JOIN notifications n ON n.id = d.notification_id
  JOIN users u ON u.id = d.user_id
  LEFT JOIN appointments a ON a.id = n.appointment_id
  LEFT JOIN LATERAL (
    SELECT min(t.at) AS since, array_agg(DISTINCT t.provider) AS providers
    FROM delivery_attempts t WHERE t.delivery_id = d.id AND t.outcome = 'incerta'
  ) uncertain ON true
  LEFT JOIN users patient ON patient.id = a.patient_id
  LEFT JOIN users psychologist ON psychologist.id = a.psychologist_id
  WHERE d.id = ANY (${ids}::uuid[]) AND d.status IN ('pendente', 'adiada') AND d.next_attempt_at IS NULL
  ORDER BY d.id
  FOR UPDATE OF d`

/** As its channel takes it. */
export const toDue = (row: PendingDelivery) => ({
  id: row.id,
  notification: {
    id: row.notificationId,
    type: row.type,
    // Earlier versions stored invisible characters; http/validation.ts refuses them now.
    title: visibleText(row.title),
    message: visibleText(row.message),
    data: row.data,
  },
  appointment:
    row.appointmentId === null
      ? undefined
      : {
          ...row,
          id: row.appointmentId,
          meetingUrl: row.meetingUrl && visibleText(row.meetingUrl),
          cancelReason: row.cancelReason && visibleText(row.cancelReason),
          patient: { id: row.patientId, name: visibleText(row.patientName) },
          psychologist: { id: row.psychologistId, name: visibleText(row.psychologistName) },
        },
  user: { ...row, id: row.userId, name: visibleText(row.name), locale: readLocale(row.locale) },
  uncertainSince: row.uncertainSince,
  uncertainProviders: row.uncertainProviders,
  reported: row.reportedId === null ? undefined : { providerId: row.reportedId, provider: row.provider ?? '' },
})
