import type { Appointment, NotificationType, User } from '../database/generated/client.ts'
import type { SentSms } from '../sms/sms.ts'
import type { Locale } from '../words/locale.ts'

/** One of an appointment's two people. */
interface Party {
  readonly id: number
  readonly name: string
}

/** An appointment as it is at the moment of sending, whatever was true when the notification was written. */
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

/** Who is to be told, as the account is now. */
export type DueUser = Readonly<
  Pick<User, 'id' | 'name' | 'email' | 'phone' | 'phoneVerifiedAt' | 'timezone' | 'discreet' | 'role'> & {
    locale: Locale
  }
>

/** A delivery at its turn, with what a channel needs to word and address it. */
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
  /** When an earlier attempt began whose outcome is not known: it may have gone out. */
  readonly uncertainSince: Date | undefined
  /** The provider's id of that attempt, where the provider has told of it since. */
  readonly reportedId: string | undefined
  /** By when it has to begin to leave (`performance.now()`): what was checked of its person holds no longer. */
  readonly beginBy: number
}

/** One way to a person that a provider serves. Resolves once the provider has taken the message (an e-mail has no more than an id), else throws `SendError`. */
export interface ChannelSender {
  readonly provider: string
  deliver(delivery: DueDelivery): Promise<SentSms>
}
