import type { RequestClient } from 'twilio'
import { z } from 'zod'
import type { Provider } from '../provider.ts'
import { SendError } from '../send-error.ts'
import type { SmsSender } from './sms.ts'

const variables = z
  .object({
    TWILIO_ACCOUNT_SID: z.string().regex(/^AC[0-9a-f]{32}$/i, 'an account SID is AC and 32 hexadecimal digits'),
    TWILIO_AUTH_TOKEN: z.string().min(1),
    TWILIO_PHONE_NUMBER: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/, 'use E.164, such as +5511999999999')
      .optional(),
    TWILIO_MESSAGING_SERVICE_SID: z
      .string()
      .regex(/^MG[0-9a-f]{32}$/i, 'a messaging service SID is MG and 32 hexadecimal digits')
      .optional(),
    TWILIO_API_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  })
  .superRefine((env, context) => {
    if (env.TWILIO_PHONE_NUMBER || env.TWILIO_MESSAGING_SERVICE_SID) return
    context.addIssue({
      code: 'custom',
      path: ['TWILIO_PHONE_NUMBER'],
      message: 'a number or a messaging service is needed',
    })
  })

const timeoutMs = 15_000
/** How far our clock and Twilio's may be apart. */
const clockSkewMs = 60_000

/** Text messages by Twilio's REST API (2010-04-01, Messages). */
export const twilio: Provider<SmsSender, z.output<typeof variables>> = {
  name: 'twilio',
  service: 'sms',
  trigger: { variable: 'TWILIO_ACCOUNT_SID' },
  variables,
  async open(settings) {
    const { default: sdk } = await import('twilio')
    const plain = new sdk.RequestClient({ timeout: timeoutMs, keepAlive: true })
    const base = settings.TWILIO_API_BASE_URL?.replace(/\/+$/, '')
    const httpClient = Object.assign(Object.create(plain) as RequestClient, {
      async request(options: Parameters<RequestClient['request']>[0]) {
        // The SDK's host is hard-coded; this puts our origin in its place, for proxies and tests.
        const { pathname, search } = new URL(options.uri)
        const response = await plain.request(base ? { ...options, uri: base + pathname + search } : options)
        // The SDK's own error of a 429 drops the header that says when to come back.
        if (response.statusCode === 429) throw tooMany(response)
        return response
      },
    }) satisfies RequestClient
    const client = sdk(settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, { httpClient })
    const sender = settings.TWILIO_MESSAGING_SERVICE_SID
      ? { messagingServiceSid: settings.TWILIO_MESSAGING_SERVICE_SID }
      : { from: settings.TWILIO_PHONE_NUMBER }
    return {
      provider: 'twilio',
      async send({ to, body }) {
        try {
          const message = await client.messages.create({ to, body, ...sender })
          return { providerId: message.sid }
        } catch (error) {
          throw classed(error)
        }
      },
      async find({ to, body }, since) {
        // The newest first. Not by DateSent, which a message that Twilio still holds has not.
        const recent = await client.messages.list({ to, limit: 50 })
        const earliest = new Date(since.getTime() - clockSkewMs)
        return recent
          .filter((message) => message.body === body && message.dateCreated >= earliest)
          .map(({ sid }) => sid)
          .reverse()
      },
      check: async () => void (await client.api.v2010.accounts(settings.TWILIO_ACCOUNT_SID).fetch()),
    }
  },
}

/** Where Twilio does not say when to come back. */
const usualRetryAfterMs = 30_000

function tooMany({ body, headers }: { body: unknown; headers?: unknown }): SendError {
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

/**
 * Twilio's refusals by class: 429 and 20429 with their Retry-After, and 5xx, may pass; any other 4xx (21211 invalid number,
 * 21610 opted out, 21614 not a mobile …) never will. Without an answer, a connection that was never made is temporary,
 * anything later uncertain (https://www.twilio.com/docs/api/errors).
 */
function classed(error: unknown): SendError {
  if (error instanceof SendError) return error
  const { status, code, message } = error as { status?: number; code?: number | string; message: string }
  const words = { code: code === undefined ? String(status) : String(code), cause: error }
  if (status === undefined) {
    const never = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(String(code))
    return new SendError(never ? 'temporary' : 'uncertain', message, words)
  }
  // A token that was replaced: the settings get mended, and what waits leaves.
  if (status === 401 || status >= 500) return new SendError('temporary', message, words)
  return new SendError('permanent', message, words)
}
