/** One bare mailbox. Never a string that a library could read as a list of recipients. */
export interface Mailbox {
  readonly address: string
  readonly name?: string
}

export interface EmailMessage {
  readonly to: Mailbox
  readonly subject: string
  readonly text: string
  readonly html?: string
  /** Stable over retries, so that a receiver folds doubles. Without angle brackets. */
  readonly messageId?: string
}

/**
 * Hands a message to a mail provider. Resolves once the provider has taken it; throws `SendError` otherwise.
 * It never retries: that is the delivery engine's.
 */
export interface EmailSender {
  readonly provider: string
  send(message: EmailMessage): Promise<{ providerId?: string }>
  /** Whether the provider answers now; throws with its words if not. */
  check(): Promise<void>
  close(): Promise<void>
}

/** A display name or subject as a header may carry it: one line, so that it cannot add another. */
export const headerText = (text: string, max = 200): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, max)
