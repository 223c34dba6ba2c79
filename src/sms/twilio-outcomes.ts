import { SendError } from '../errors.ts'
import type { SmsFacts, SmsReport } from './sms.ts'

/** What a message of Twilio's API says of itself. Its price comes some time after it was sent. */
export const factsOf = (message: { numSegments?: string; price?: string; priceUnit?: string }): SmsFacts => ({
  // Of a messaging service it is 0 until a number was chosen.
  segments: Number(message.numSegments) || undefined,
  ...(message.price ? { price: String(message.price), priceUnit: (message.priceUnit ?? 'USD').toUpperCase() } : {}),
})

/** Twilio's states of a message in the three that matter (https://www.twilio.com/docs/messaging/api/message-resource). */
export const stateOf = (status: string): SmsReport['state'] | undefined =>
  states.find((state) => statuses[state].includes(status))

const statuses = {
  taken: 'accepted scheduled queued sending sent'.split(' '),
  delivered: 'delivered read partially_delivered'.split(' '),
  failed: 'undelivered failed canceled'.split(' '),
}
const states = ['taken', 'delivered', 'failed'] as const

/**
 * Codes that speak of our account, sender or messaging service: once the settings are mended, what waits leaves. 20003
 * credentials, 20005 and 30002 account not active, 20404 no such account, 21212 and 21603 and 21606 and 21659 and 21660 the
 * sender, 21701 and 21703 and 21704 the messaging service (https://www.twilio.com/docs/api/errors).
 */
const ofOurSettings = new Set([20003, 20005, 20404, 21212, 21603, 21606, 21659, 21660, 21701, 21703, 21704, 30002])

/**
 * What carriers report and may pass: 30001 queue overflow, 30003 the telephone is off or out of reach, 30008 unknown, 30009 a
 * part was lost, 30017 congestion, 30022 rate. Not 30004 blocked, 30005 no such telephone, 30006 a landline, 30007 filtered.
 */
const mayPass = new Set([30001, 30003, 30008, 30009, 30017, 30022])

/** Of our sender: as 429, it passes by itself. */
const queueFull = 21611

/** The recipient has written STOP to Twilio. */
const isOptOut = (code: unknown): boolean => Number(code) === 21610

/**
 * A refused request by class: 429 and 20429 (see `tooMany`), 5xx and what speaks of our settings may pass; any other 4xx (21211
 * invalid number, 21610 opted out, 21614 not a mobile …) never will. Without an answer, a connection that was never made is
 * temporary, anything later uncertain; so are 502 and 504, by which a proxy says that it lost the answer.
 */
export function refused(error: unknown): SendError {
  if (error instanceof SendError) return error
  const { status, code, message } = error as { status?: number; code?: number | string; message: string }
  const words = { code: code === undefined ? String(status) : String(code), cause: error }
  if (status === undefined) {
    const never = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(String(code))
    return new SendError(never ? 'temporary' : 'uncertain', message, {
      ...words,
      speaksOf: never ? 'provider' : undefined,
    })
  }
  if (Number(code) === queueFull) return new SendError('temporary', message, words)
  if (status === 502 || status === 504) return new SendError('uncertain', message, words)
  if (status >= 500) return new SendError('temporary', message, { ...words, speaksOf: 'provider' })
  if (status === 401 || ofOurSettings.has(Number(code)))
    return new SendError('temporary', message, { ...words, speaksOf: 'sender' })
  return new SendError('permanent', message, { ...words, optedOut: isOptOut(code) })
}

/** What a carrier says of a message that was taken and did not arrive. */
export function undelivered(code: number | string | undefined, message?: string): SendError {
  const known = code === undefined || code === '' ? undefined : String(code)
  return new SendError(mayPass.has(Number(known)) ? 'temporary' : 'permanent', message || 'a operadora não entregou', {
    code: known,
    optedOut: isOptOut(known),
  })
}

/** Where Twilio does not say when to come back. */
const usualRetryAfterMs = 30_000

export function tooMany({ body, headers }: { body: unknown; headers?: unknown }): SendError {
  const { code, message } = (typeof body === 'string' ? parse(body) : body) as { code?: number; message?: string }
  const seconds = Number((headers as Record<string, unknown> | undefined)?.['retry-after'])
  return new SendError('temporary', message ?? 'Too Many Requests', {
    code: String(code ?? 429),
    retryAfterMs: seconds > 0 ? seconds * 1000 : usualRetryAfterMs,
  })
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) ?? {}
  } catch {
    return {}
  }
}
