import { visibleText } from '../text/visible-text.ts'

/** One bare mailbox. Never a string that a library could read as a list of recipients. */
export interface Mailbox {
  readonly address: string
  readonly name?: string
}

/** An iCalendar object (RFC 5545) that mail programs offer to enter (iMIP, RFC 6047). */
export interface CalendarPart {
  readonly method: 'REQUEST' | 'CANCEL' | 'PUBLISH'
  readonly content: string
}

export interface EmailMessage {
  readonly to: Mailbox
  /** What the sender is called, instead of the practice's name. The address is the provider's own. */
  readonly senderName?: string
  readonly subject: string
  readonly text: string
  readonly html?: string
  /** Stable over retries, so that a receiver folds doubles. Without angle brackets. */
  readonly messageId?: string
  /** Further headers, such as List-Unsubscribe; one line each. */
  readonly headers?: Readonly<Record<string, string>>
  readonly calendar?: CalendarPart
  /** By when its transaction has to begin (`performance.now()`); after that it fails as temporary, without having begun. */
  readonly beginBy?: number
}

/**
 * For how long what was checked of an account holds: a message that waits longer for its turn at the provider does not leave.
 * Longer than a connection takes to be made or to fail. An erasure waits for as long, so that nothing leaves after it.
 */
export const beginWithinMs = 30_000

/**
 * Hands a message to a mail provider. Resolves once the provider has taken it; throws `SendError` otherwise.
 * It never retries: that is the delivery engine's.
 */
export interface EmailSender {
  readonly provider: string
  /** The address that messages come from. */
  readonly from: string
  send(message: EmailMessage): Promise<{ providerId?: string }>
  /** Whether the provider answers now; throws with its words if not. */
  check(): Promise<void>
  close(): Promise<void>
}

/** A display name or subject as a header may carry it: one line, so that it cannot add another, of at most so many characters. */
export const headerText = (text: string, max = 200): string => {
  const line = visibleText(text)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
  // By code point: half of a surrogate pair is no character.
  return line.length <= max ? line : `${[...line].slice(0, max - 1).join('')}…`
}

/** A message that a test sends. */
export interface EmailTrial {
  readonly to: string
  readonly subject: string
  readonly text: string
}
