import type { Code } from './paths.ts'

/** A field that the server refused. */
export interface FieldProblem {
  /** Where in the request, such as `body.startsAt`. */
  readonly path: string
  /** What is wrong with it, in the user's language. */
  readonly message: string
}

/**
 * Why a call failed: the server's refusal (RFC 9457), `network` where no whole answer came, `http` where something between
 * answered in the server's stead. An abort is not a problem: it throws the signal's reason.
 */
export class Problem extends Error {
  /** The HTTP status; 0 where there was no answer. */
  readonly status: number = 0
  /** The stable word that programs go by. */
  readonly code: Code = 'network'
  /** What happened, for people, in the language of `Accept-Language`. */
  readonly title: string
  /** More than the title says, in this case. */
  declare readonly detail?: string
  /** The fields that are wrong, as with `validation_failed`. */
  declare readonly errors?: readonly FieldProblem[]
  /** Quote it when you ask for help: it stands in the server's log. */
  declare readonly requestId?: string
  /** How long the server wants to be left alone. */
  declare readonly retryAfterMs?: number
  /** With `second_factor_required`: what `secondFactor` takes. */
  declare readonly challenge?: string

  /** Made by the client. */
  constructor(title: string, members?: object, cause?: unknown) {
    super(title, { cause })
    this.name = 'Problem'
    this.title = title
    Object.assign(this, members)
  }
}

/** The problem that an answer tells of. */
export async function problemOf(response: Response): Promise<Problem> {
  const { status, statusText, headers } = response
  const told = (await response.json().catch(() => undefined)) as { title?: string; code?: string } | undefined
  return new Problem(told?.title ?? (statusText || `HTTP ${status}`), {
    code: 'http',
    ...told,
    status,
    retryAfterMs: Number(headers.get('retry-after')) * 1000 || undefined,
  })
}
