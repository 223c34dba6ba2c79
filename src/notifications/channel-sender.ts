import type { Appointment, NotificationType, User } from '../database/generated/client.ts'
import type { SentSms } from '../sms/sms.ts'
import type { Locale } from '../words/locale.ts'

/** One of an appointment's two people. */
interface Party {
  readonly id: number
  readonly name: string
}

/** An appointment as it is when its notification is sent. */
export interface DueAppointment extends Readonly<
  Pick<
    Appointment,
    | 'id'
    | 'version'
    | 'revision'
    | 'calendarUid'
    | 'status'
    | 'startsAt'
    | 'endsAt'
    | 'durationMinutes'
    | 'modality'
    | 'meetingUrl'
    | 'cancelReason'
  >
> {
  readonly patient: Party
  readonly psychologist: Party
}

/** The recipient, as the account is now. */
export type DueUser = Readonly<
  Pick<User, 'id' | 'name' | 'email' | 'phone' | 'phoneVerifiedAt' | 'timezone' | 'discreet' | 'role'> & {
    locale: Locale
  }
>

/** A delivery that is being sent, with what a channel needs to word and address it. */
export interface DueDelivery {
  readonly id: string
  readonly notification: {
    readonly id: number
    readonly type: NotificationType
    readonly title: string
    readonly message: string
    readonly data: Readonly<Record<string, unknown>>
  }
  readonly appointment?: DueAppointment
  readonly user: DueUser
  /** When an earlier attempt began whose outcome is not known: it may have been sent. */
  readonly uncertainSince: Date | null
  /** Who may have taken it then. */
  readonly uncertainProviders: readonly string[]
  /** That attempt as its provider has reported it since. */
  readonly reported: { readonly providerId: string; readonly provider: string } | undefined
  /** The `performance.now()` by which sending must begin: what the claim checked holds no longer. */
  readonly beginBy: number
}

/** Sends by one channel. Resolves once the provider has taken the message (an e-mail has no more than an id), else throws `SendError`. */
export interface ChannelSender {
  readonly provider: string
  /** It only prints, and leaves to other nodes what they can send. */
  readonly fallback?: boolean
  deliver(delivery: DueDelivery): Promise<SentSms>
}
