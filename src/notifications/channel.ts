import type { AppointmentStatus, Modality, NotificationType, Role } from '../database/generated/client.ts'

/** A delivery at its turn, with what a channel needs to word and address it: all of it as it is now. */
export interface DueDelivery {
  readonly id: string
  readonly notification: {
    readonly id: number
    readonly type: NotificationType
    readonly title: string
    readonly message: string
    readonly data: Readonly<Record<string, unknown>>
  }
  /** What the notification tells of, where it tells of an appointment. */
  readonly appointment?: {
    readonly id: number
    readonly version: number
    readonly status: AppointmentStatus
    readonly startsAt: Date
    readonly endsAt: Date
    readonly durationMinutes: number
    readonly modality: Modality
    readonly meetingUrl: string | null
    readonly cancelReason: string | null
    readonly patient: { readonly id: number; readonly name: string }
    readonly psychologist: { readonly id: number; readonly name: string }
  }
  readonly user: {
    readonly id: number
    readonly name: string
    readonly email: string | null
    readonly phone: string | null
    readonly locale: string
    readonly timezone: string
    readonly discreet: boolean
    readonly role: Role
  }
  /** When an earlier attempt began whose outcome is not known: it may have gone out. */
  readonly uncertainSince: Date | undefined
}

/** One way to a person that a provider serves. Resolves once the provider has taken the message, else throws `SendError`. */
export interface ChannelSender {
  readonly provider: string
  deliver(delivery: DueDelivery): Promise<{ providerId?: string }>
}
