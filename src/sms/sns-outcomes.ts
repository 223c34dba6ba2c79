import { SendError } from '../errors.ts'

/** Where SNS does not say when to come back. */
const retryAfterMs = 30_000

interface Failure extends Error {
  readonly code?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}

const neverConnected = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']

/** Codes that speak of our keys, rights or account (https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html). */
const ofOurAccount =
  /Authorization|AccessDenied|InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClient|ExpiredToken|InvalidSecurity|OptInRequired|CredentialsProvider/

/** The right to call it is missing. */
export const isForbidden = (error: unknown): boolean => /AuthorizationError|AccessDenied/.test((error as Failure).name)

/**
 * A refused call by class: throttling, our account (keys, rights, sender id, spend limit) and 5xx may pass; an opt-out, an
 * invalid number and any other 4xx never will. Without an answer it is temporary where no connection was made or `nothingSent`
 * was on its way, else uncertain; so are 502 and 504, by which a proxy says that it lost the answer
 * (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors).
 */
export function refused(error: unknown, { nothingSent = false } = {}): SendError {
  if (error instanceof SendError) return error
  const { name, message, code, $metadata } = error as Failure
  const status = $metadata?.httpStatusCode
  const words = { code: name, cause: error }
  if (ofOurAccount.test(name) || status === 401 || status === 403)
    return new SendError('temporary', message, { ...words, speaksOf: 'sender' })
  if (status === undefined) {
    const never =
      neverConnected.includes(code ?? '') ||
      /did not establish a connection|without establishing a connection/.test(message)
    if (!never && !nothingSent) return new SendError('uncertain', message, words)
    return new SendError('temporary', message, { ...words, code: code ?? name, speaksOf: 'provider' })
  }
  if (/Throttl|TooManyRequests/.test(name) || status === 429)
    return new SendError('temporary', message, { ...words, retryAfterMs })
  if ((status === 502 || status === 504) && !nothingSent) return new SendError('uncertain', message, words)
  if (status >= 500) return new SendError('temporary', message, { ...words, speaksOf: 'provider' })
  if (/OptedOut/.test(name) || /opted out/i.test(message))
    return new SendError('permanent', message, { ...words, optedOut: true })
  if (/quota|spend|sender ?id|origination/i.test(message))
    return new SendError('temporary', message, { ...words, speaksOf: 'sender' })
  return new SendError('permanent', message, words)
}
