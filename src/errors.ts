/**
 * Every refusal a caller can meet: its stable code, its status, and its title in English; other languages say it in `words/`.
 * The answer is RFC 9457 `application/problem+json`; `http/problem.ts` writes it.
 */
export const problems = {
  malformed_json: [400, 'The body is not valid JSON'],
  malformed_request: [400, 'The request is malformed'],
  malformed_multipart: [400, 'The multipart form is malformed'],
  unauthenticated: [401, 'Sign-in required'],
  invalid_credentials: [401, 'Wrong e-mail or password'],
  invalid_refresh_token: [401, 'The session has expired; sign in again'],
  invalid_signature: [403, 'The signature does not match'],
  forbidden: [403, 'You may not do this'],
  not_found: [404, 'Not found'],
  method_not_allowed: [405, 'Method not allowed'],
  request_timeout: [408, 'The request took too long'],
  email_taken: [409, 'This e-mail is already registered'],
  last_admin: [409, 'This is the last administrator'],
  slot_taken: [409, 'This time is already taken'],
  invalid_transition: [409, "The appointment's status does not allow this"],
  psychologist_unavailable: [
    409,
    'The psychologist of this appointment is not practising; the practice will be in touch',
  ],
  too_early: [409, 'The appointment has not started yet'],
  delivery_settled: [409, "The delivery's status does not allow this"],
  version_conflict: [409, 'The appointment has changed since you read it'],
  consent_outdated: [409, 'The text has changed; read it again'],
  idempotency_in_progress: [409, 'The first request under this key is still running'],
  body_too_large: [413, 'The body is too large'],
  file_too_large: [413, 'The file is too large'],
  uri_too_long: [414, 'The address is too long'],
  unsupported_media_type: [415, 'Content type not accepted'],
  range_not_satisfiable: [416, 'The requested range does not exist'],
  expectation_failed: [417, 'The expectation (Expect) cannot be met'],
  validation_failed: [422, 'Some fields are invalid'],
  invalid_cursor: [422, 'The cursor is not valid'],
  invalid_idempotency_key: [422, 'The idempotency key is not valid'],
  idempotency_key_reused: [422, 'This idempotency key was already used for another request'],
  invalid_token: [422, 'The link is no longer valid; ask for another'],
  invalid_code: [422, 'The code is wrong or no longer valid; ask for another'],
  phone_missing: [422, 'The account has no telephone'],
  weak_password: [422, 'This password is easy to guess'],
  patient_not_found: [422, 'Patient not found'],
  psychologist_not_found: [422, 'Psychologist not found'],
  outside_working_hours: [422, 'Outside working hours'],
  starts_in_past: [422, 'The start has to be in the future'],
  too_far_ahead: [422, 'The date is too far ahead'],
  too_many_appointments: [422, 'You have too many appointments ahead; ask the practice to book more'],
  preference_locked: [422, 'These notifications cannot be turned off'],
  file_missing: [422, 'No file was sent'],
  too_many_files: [422, 'Too many files at once'],
  invalid_image: [422, 'The image could not be read'],
  upgrade_required: [426, 'Use a WebSocket connection'],
  rate_limited: [429, 'Too many attempts; wait a little'],
  headers_too_large: [431, 'The headers are too large'],
  internal_error: [500, 'Something went wrong on our side'],
  not_implemented: [501, 'Unknown method'],
  overloaded: [503, 'Too many requests at once; try again in a moment'],
  unavailable: [503, 'Temporarily unavailable'],
  storage_unavailable: [503, 'Storage is unavailable'],
  quota_exceeded: [507, 'Your account has no room left'],
  version_not_supported: [505, 'HTTP version not accepted'],
  storage_full: [507, 'There is no room to store this'],
} as const satisfies Record<string, readonly [status: number, title: string]>

export type ProblemCode = keyof typeof problems

export interface FieldError {
  /** Where in the input, such as `body.startsAt`. */
  readonly path: string
  readonly message: string
}

/** By locale, English among them. */
type Translated = { readonly en: string; readonly [locale: string]: string }

interface AppErrorOptions {
  /** More than the title says, for the caller; no personal data, no internals. Translated where people read it. */
  readonly detail?: string | Translated
  readonly errors?: FieldError[]
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** A refusal that the caller is told of by its code. Anything else that is thrown is a fault: 500, logged, nothing told. */
export class AppError extends Error {
  override name = 'AppError'
  readonly code: ProblemCode
  readonly status: number
  readonly details: Translated | undefined
  readonly errors: AppErrorOptions['errors']
  readonly headers: Readonly<Record<string, string>>
  constructor(code: ProblemCode, { detail, errors, headers = {}, cause }: AppErrorOptions = {}) {
    const [status, title] = problems[code]
    const details = typeof detail === 'string' ? { en: detail } : detail
    super(details?.en ?? title, { cause })
    this.code = code
    this.status = status
    this.details = details
    this.errors = errors
    this.headers = headers
  }
  /** In English. */
  get detail(): string | undefined {
    return this.details?.en
  }
}

/**
 * Why a message could not be handed to a provider, classed once, where the provider's words are known:
 * `temporary` (try again, after `retryAfterMs` where the provider said so), `permanent` (never again),
 * `uncertain` (it may have been taken: the answer was lost).
 */
export class SendError extends Error {
  override name = 'SendError'
  readonly kind: 'temporary' | 'permanent' | 'uncertain'
  /** The provider's own code, such as `550 5.1.1` or `21211`. */
  readonly code: string | undefined
  readonly retryAfterMs: number | undefined
  /** The recipient has told the provider that they want nothing from us. */
  readonly optedOut: boolean
  /** Who refused it, where there are several. */
  provider: string | undefined
  /** What a failure is the fault of, where that is known: us, by our settings; the recipient's mailbox; the provider, out of reach. */
  readonly speaksOf: 'sender' | 'mailbox' | 'provider' | undefined
  constructor(
    kind: SendError['kind'],
    message: string,
    about: Partial<Pick<SendError, 'code' | 'retryAfterMs' | 'optedOut' | 'speaksOf' | 'cause'>> = {},
  ) {
    super(message, about)
    this.kind = kind
    this.code = about.code
    this.retryAfterMs = about.retryAfterMs
    this.optedOut = about.optedOut ?? false
    this.speaksOf = about.speaksOf
  }
}
