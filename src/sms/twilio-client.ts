import type { Twilio } from 'twilio'
import { z } from 'zod'
import { tooMany } from './twilio-outcomes.ts'

export const variables = z.object({
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
  TWILIO_API_BASE_URL: z.url({ protocol: /^https?$/, error: 'use an http:// or https:// address' }).optional(),
})

export type TwilioSettings = z.output<typeof variables>

const timeoutMs = 15_000
/** Twilio's own client, speaking to the origin of TWILIO_API_BASE_URL where that is set. */
export async function twilioClient(settings: TwilioSettings): Promise<Twilio> {
  const { default: sdk } = await import('twilio')
  const plain = new sdk.RequestClient({ timeout: timeoutMs, keepAlive: true })
  const base = settings.TWILIO_API_BASE_URL?.replace(/\/+$/, '')
  const httpClient = Object.assign(Object.create(plain) as typeof plain, {
    async request(options: Parameters<typeof plain.request>[0]) {
      // The SDK's host is hard-coded; this puts our origin in its place, for proxies and tests.
      const { pathname, search } = new URL(options.uri)
      const response = await plain.request(base ? { ...options, uri: base + pathname + search } : options)
      // The SDK's own error of a 429 drops the header that says when to come back.
      if (response.statusCode === 429) throw tooMany(response)
      return response
    },
  }) satisfies typeof plain
  return sdk(settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, { httpClient })
}

/** Whom messages come from, as Twilio's API takes it. */
export const senderOf = ({ TWILIO_MESSAGING_SERVICE_SID: service, TWILIO_PHONE_NUMBER: from }: TwilioSettings) =>
  service ? { messagingServiceSid: service } : { from }

/** Where Twilio reports to; nothing where it could not reach us, and would refuse the message for it (21609). */
export function callbackUrl(publicUrl: string, { TWILIO_API_BASE_URL: base }: TwilioSettings): string | undefined {
  const { hostname } = new URL(publicUrl)
  const here = /^(localhost|.*\.local|127\..*|10\..*|192\.168\..*|172\.(1[6-9]|2\d|3[01])\..*|\[.*\])$/.test(hostname)
  // A stand-in for Twilio may well be on this machine.
  return here && !base ? undefined : `${publicUrl}/api/v1/webhooks/twilio/status`
}
