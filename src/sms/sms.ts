export interface SmsMessage {
  /** E.164. */
  readonly to: string
  readonly body: string
}

/** Hands a text message to a provider. Resolves once it was taken; throws `SendError` otherwise. It never retries. */
export interface SmsSender {
  readonly provider: string
  send(message: SmsMessage): Promise<{ providerId?: string }>
  /**
   * Looks for a message whose sending was cut off: the provider's ids of all that are like it and were taken since then, the
   * oldest first. Others that say the same may be among them.
   */
  find?(message: SmsMessage, since: Date): Promise<string[]>
  check(): Promise<void>
}
