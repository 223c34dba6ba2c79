/**
 * What is limited, how often and for how long; the answers' RateLimit-Policy carries the name. Sliding in fixed windows. An
 * IPv6 address counts as its /64.
 */
export const limits = {
  /** Wrong passwords for one account from one address. */
  'login-account': { points: 10, seconds: 15 * 60 },
  /** Wrong passwords from one address. */
  'login-address': { points: 100, seconds: 15 * 60 },
  /**
   * Wrong passwords for one account from addresses that it was never used at: distributed guessing. It stops neither the owner's
   * known devices nor the link for a new password, so that it cannot lock an owner out.
   */
  'login-anywhere': { points: 50, seconds: 15 * 60 },
  /** Accounts that were registered from one address. Administrators, who make them by POST /users, are not counted. */
  register: { points: 20, seconds: 60 * 60 },
  /** Registrations from one address that met a taken e-mail: each reveals that an account exists. */
  'register-taken': { points: 10, seconds: 15 * 60 },
  /** Requests for a new password from one address. */
  'forgot-address': { points: 20, seconds: 15 * 60 },
  /**
   * Mails with a new-password link to one account: beyond it none is sent, and the answer is the same. The window is a link's
   * lifetime, so that an attacker cannot leave the owner without a valid one.
   */
  'forgot-account': { points: 5, seconds: 30 * 60 },
  /** Links of account mails tried from one address; each may cost a password hash. */
  'account-link': { points: 60, seconds: 15 * 60 },
  /** Codes sent to prove a telephone: to one account, and to one number whichever accounts ask. */
  'phone-code': { points: 3, seconds: 60 * 60 },
  /** Repeated verification mails of one account. */
  'verify-resend': { points: 3, seconds: 60 * 60 },
  /** Wishes for another e-mail: of one account, and for one address whichever accounts ask. */
  'email-change': { points: 3, seconds: 60 * 60 },
  /** Tokens refreshed from one address. */
  refresh: { points: 600, seconds: 15 * 60 },
  /** Tickets for sockets of one session. */
  'ws-ticket': { points: 60, seconds: 10 * 60 },
  /** Exports of one account. */
  export: { points: 10, seconds: 60 * 60 },
  /** Uploads that were stored; a bulk counts once. */
  upload: { points: 20, seconds: 60 * 60 },
  /** Uploads tried, stored or not. */
  'upload-attempt': { points: 60, seconds: 60 * 60 },
  /** Answers to one telephone number: beyond it its texts are acted on without an answer, against loops of two machines. */
  'sms-answer': { points: 20, seconds: 60 * 60 },
  /** Questions of one user that may go to a language model: beyond it the rules answer. */
  'ai-model': { points: 60, seconds: 60 * 60 },
  /** Messages from one user's browsers, pings aside. */
  'socket-message': { points: 1000, seconds: 60 * 60 },
} as const satisfies Record<string, { points: number; seconds: number }>

/** How much may be booked ahead. */
export const bookingLimits = {
  /**
   * Live appointments ahead that a patient has booked for themselves: with a psychologist with whom none has taken place yet,
   * with one they know, and in all.
   */
  patientAhead: { newPsychologist: 8, knownPsychologist: 30, total: 40 },
  /** How far ahead an appointment may be booked, or moved to. */
  monthsAhead: { patient: 12, staff: 24 },
} as const

export type LimitName = keyof typeof limits

export interface LimitState {
  readonly limit: number
  readonly used: number
  readonly resetSeconds: number
}

export interface Limits {
  /** Counts one, and refuses with 429 `rate_limited` (Retry-After, RateLimit) once the window's points are spent. */
  consume(name: LimitName, key: string): Promise<LimitState>
  /** Refuses with 429 if the points are spent; counts nothing. */
  check(name: LimitName, key: string): Promise<LimitState>
  /** Gives one back. */
  refund(name: LimitName, key: string): Promise<void>
  /** Forgets a key, as after a right password. */
  reset(name: LimitName, key: string): Promise<void>
}
