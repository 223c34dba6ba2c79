/**
 * Why a message could not be handed to a provider, classed once, where the provider's words are known:
 * `temporary` (try again, after `retryAfterMs` where the provider said so), `permanent` (never again),
 * `uncertain` (it may have been taken: the answer was lost).
 */
export class SendError extends Error {
  readonly kind: 'temporary' | 'permanent' | 'uncertain'
  /** The provider's own code, such as `550 5.1.1` or `21211`. */
  readonly code: string | undefined
  readonly retryAfterMs: number | undefined
  /** The recipient has told the provider that they want nothing from us. */
  readonly optedOut: boolean
  /** What a failure is the fault of, where that is known: us, by our settings; the recipient's mailbox; the provider, out of reach. */
  readonly speaksOf: 'sender' | 'mailbox' | 'provider' | undefined
  constructor(
    kind: 'temporary' | 'permanent' | 'uncertain',
    message: string,
    {
      code,
      retryAfterMs,
      optedOut = false,
      speaksOf,
      cause,
    }: Partial<Pick<SendError, 'code' | 'retryAfterMs' | 'optedOut' | 'speaksOf' | 'cause'>> = {},
  ) {
    super(message, { cause })
    this.name = 'SendError'
    this.kind = kind
    this.code = code
    this.retryAfterMs = retryAfterMs
    this.optedOut = optedOut
    this.speaksOf = speaksOf
  }
}
