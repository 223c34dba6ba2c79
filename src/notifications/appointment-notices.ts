import type { Appointment, Channel } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import type { Notify } from './notifications.ts'
import { type AppointmentKind, appointmentWords } from './templates/appointment.ts'

/** What has to be known of an appointment to tell people of it. */
export type NotifiableAppointment = Pick<
  Appointment,
  | 'id'
  | 'patientId'
  | 'psychologistId'
  | 'startsAt'
  | 'durationMinutes'
  | 'modality'
  | 'meetingUrl'
  | 'version'
  | 'cancelReason'
>

export interface AppointmentNotice {
  readonly kind: AppointmentKind
  readonly appointment: NotifiableAppointment
  /** Ids of those of its two people who are told. */
  readonly to: readonly number[]
  /** Tells this occasion from others of the same kind and version, such as one of several reminders. */
  readonly dedupe?: string
  readonly channels?: readonly Channel[]
  /** Asked for by a person, now: quiet hours do not defer it. */
  readonly immediate?: boolean
}

/** Only the patient's phone rings for an appointment: a psychologist has many a day. */
const psychologistChannels: readonly Channel[] = ['in_app', 'websocket', 'email']

/** Notifies people of an appointment, each in their own language and zone, once per (appointment, version, kind, recipient). */
export const appointmentNotifier =
  (notify: Notify) =>
  async (tx: Tx, { kind, appointment, to, dedupe, channels, immediate }: AppointmentNotice): Promise<void> => {
    const people = await tx.user.findMany({
      where: { id: { in: [appointment.patientId, appointment.psychologistId] } },
      select: { id: true, name: true, locale: true, timezone: true },
    })
    const nameOf = (id: number) => people.find((person) => person.id === id)?.name ?? ''
    // Ascending, as `appendEvent` asks.
    for (const person of people.filter(({ id }) => to.includes(id)).sort((a, b) => a.id - b.id)) {
      const forPatient = person.id === appointment.patientId
      const words = appointmentWords(kind, {
        locale: person.locale,
        timezone: person.timezone,
        forPatient,
        otherName: nameOf(forPatient ? appointment.psychologistId : appointment.patientId),
        startsAt: appointment.startsAt,
        modality: appointment.modality,
        meetingUrl: appointment.meetingUrl,
        reason: appointment.cancelReason,
      })
      await notify(tx, {
        userId: person.id,
        type: kind,
        title: words.title,
        message: words.message,
        appointmentId: appointment.id,
        data: {
          appointmentId: appointment.id,
          version: appointment.version,
          startsAt: appointment.startsAt.toISOString(),
          date: words.date,
          time: words.time,
        },
        dedupeKey: ['consulta', appointment.id, appointment.version, kind, person.id, dedupe].filter(Boolean).join(':'),
        channels: channels ?? (forPatient ? undefined : psychologistChannels),
        immediate,
      })
    }
  }
