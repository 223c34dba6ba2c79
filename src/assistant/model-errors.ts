import type OpenAI from 'openai'
import { ModelError } from './chat.ts'

/** Statuses that speak of this request rather than of the provider. */
const aboutTheRequest = [400, 413, 422]

/** A code or a parameter's name of a provider, if it is one: anything longer may quote what was said. */
const word = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[a-z][\w.[\]-]{0,60}$/i.test(value) ? value : undefined

/** Any error of a request to a model as a `ModelError`, with the provider's error code where it sent one. */
export function toModelError(error: unknown, library: typeof OpenAI): ModelError {
  if (error instanceof ModelError) return error
  if (error instanceof library.APIConnectionError)
    return new ModelError('temporary', 'the provider cannot be reached', { cause: error })
  if (error instanceof library.APIError) {
    const { status, code, param, type, headers } = error as InstanceType<typeof library.APIError>
    const reasons = [word(code) ?? word(type), word(param)].filter(Boolean).join(': ')
    const told =
      status === undefined ? 'the provider reported an error in the stream' : `the provider answered ${status}`
    const words = reasons ? `${told} (${reasons})` : told
    const options = { cause: error, ...retryAfter(headers) }
    // A bill that is not paid is a 429, too, and waiting does not pay it.
    if (code === 'insufficient_quota') return new ModelError('permanent', words, options)
    if (status === undefined || status === 408 || status === 409 || status === 429 || status >= 500)
      return new ModelError('temporary', words, options)
    if (aboutTheRequest.includes(status)) return new ModelError('refused', words, { ...options, rejected: true })
    return new ModelError('permanent', words, options)
  }
  if (error instanceof SyntaxError) return new ModelError('temporary', 'the answer was malformed', { cause: error })
  return new ModelError('temporary', 'the answer broke off', { cause: error })
}

/** RFC 9110 §10.2.3 in seconds, or OpenAI's own header in milliseconds. */
function retryAfter(headers: Headers | undefined): { retryAfterMs?: number } {
  const ms = Number(headers?.get('retry-after-ms') ?? Number.NaN)
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN)
  if (Number.isFinite(ms)) return { retryAfterMs: ms }
  return Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {}
}
