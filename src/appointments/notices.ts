import type { Appointment, Channel, Prisma } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import type { AppointmentKind, PlaceChange } from '../words/appointment-facts.ts'

/** What has to be known of an appointment to tell people of it. */
type NotifiableAppointment = Pick<
  Appointment,
  | 'id'
  | 'patientId'
  | 'psychologistId'
  | 'startsAt'
  | 'durationMinutes'
  | 'modality'
  | 'meetingUrl'
  | 'version'
  | 'revision'
  | 'cancelReason'
>

export interface AppointmentNotice {
  readonly kind: AppointmentKind
  readonly appointment: NotifiableAppointment
  /** Where a `remarcacao` changed the place, alone or with the time. */
  readonly change?: PlaceChange | undefined
  /** Ids of its people to notify. */
  readonly to: readonly number[]
  /** Tells this occasion from others of the same kind and version, such as one of several reminders. */
  readonly dedupe?: string
  readonly channels?: readonly Channel[] | undefined
  /** Asked for by a person, now: quiet hours do not defer it. */
  readonly immediate?: boolean
  /** The patient booked it. */
  readonly ownBooking?: boolean
}

/** News of an account that concerns appointments, already worded for its reader. */
interface AccountNotice {
  readonly userId: number
  readonly type: 'sistema'
  readonly title: string
  readonly message: string
  readonly data: Prisma.InputJsonObject
  readonly channels: readonly Channel[]
}

/**
 * What appointments tell people, in the caller's transaction; notifications keep it. A transaction that tells several people
 * does so in ascending order of their ids (see `appendEvent`).
 */
export interface Notices {
  /** Tells an appointment's people of a change of it, each in their language and zone. */
  appointment(tx: Tx, notice: AppointmentNotice): Promise<void>
  /** Reminds the patient on every channel, now, also in quiet hours. */
  sendAppointmentReminder(tx: Tx, appointment: NotifiableAppointment): Promise<void>
  notify(tx: Tx, notice: AccountNotice): Promise<unknown>
}

/** Every channel but the phone. */
export const withoutSms: readonly Channel[] = ['in_app', 'websocket', 'email']
