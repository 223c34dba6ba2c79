import type { NotificationType } from '../database/generated/client.ts'

/** A delivery at its turn, with what a channel needs to word and address it. */
export interface DueDelivery {
  readonly id: string
  readonly notification: {
    readonly type: NotificationType
    readonly title: string
    readonly message: string
    readonly data: Readonly<Record<string, unknown>>
  }
  readonly user: {
    readonly name: string
    readonly email: string | null
    readonly phone: string | null
    readonly locale: string
  }
  /** When an earlier attempt began whose outcome is not known: it may have gone out. */
  readonly uncertainSince: Date | undefined
}

/** One way to a person that a provider serves. Resolves once the provider has taken the message, else throws `SendError`. */
export interface ChannelSender {
  readonly provider: string
  deliver(delivery: DueDelivery): Promise<{ providerId?: string }>
}
