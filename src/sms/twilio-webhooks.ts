import type { InboundSms, SmsReport, SmsWebhooks } from './sms.ts'
import { readNumber } from '../users/phone-number.ts'
import { stateOf, undelivered } from './twilio-outcomes.ts'

type Fields = Readonly<Record<string, unknown>>

const text = (fields: Fields, ...names: readonly string[]): string | undefined => {
  for (const name of names) {
    const value = fields[name]
    // JSON may carry a code as a number.
    if (typeof value === 'string' || typeof value === 'number') return String(value)
  }
  return undefined
}

const optOutTypes: Readonly<Record<string, InboundSms['optOut']>> = { STOP: 'stop', START: 'start', HELP: 'help' }

/** A message's id as Twilio makes it; anything else is none. */
const sid = (given: string | undefined) => /^(?:SM|MM)[0-9a-f]{32}$/i.exec(given ?? '')?.[0]

/** A form's fields; one that comes several times is the list of its values, as the signature counts them. */
function formFields(body: Buffer): Record<string, string | string[]> {
  // Without a prototype, so that no field's name means anything.
  const fields = Object.create(null) as Record<string, string | string[]>
  for (const [name, value] of new URLSearchParams(body.toString('utf8')))
    fields[name] = name in fields ? [fields[name] ?? [], value].flat() : value
  return fields
}

function jsonFields(body: Buffer): Fields | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
  } catch {
    return undefined
  }
}

/**
 * Twilio's calls. They are signed with the account's token over the address that Twilio was given, which is PUBLIC_URL and not
 * what a proxy made of it, and over the form's fields; of a JSON body the address carries the hash
 * (https://www.twilio.com/docs/usage/security#validating-requests).
 */
export async function twilioWebhooks({
  authToken,
  publicUrl,
}: {
  authToken: string
  publicUrl: string
}): Promise<SmsWebhooks> {
  const { default: sdk } = await import('twilio')
  return {
    authentic({ path, headers: { 'content-type': contentType = '', 'x-twilio-signature': given }, body }) {
      const signature = typeof given === 'string' ? given : ''
      const url = publicUrl + path
      if (/^application\/json\b/i.test(contentType)) {
        if (!sdk.validateRequestWithBody(authToken, signature, url, body.toString('utf8'))) return undefined
        return jsonFields(body)
      }
      const fields = formFields(body)
      return sdk.validateRequest(authToken, signature, url, fields) ? fields : undefined
    },
    report(fields) {
      const providerId = sid(text(fields, 'MessageSid', 'SmsSid'))
      const state = stateOf(text(fields, 'MessageStatus', 'SmsStatus') ?? '')
      if (!providerId || !state) return undefined
      const code = /^\d{1,6}$/.exec(text(fields, 'ErrorCode') ?? '')?.[0]
      const report: SmsReport = { providerId, state }
      return state === 'failed' ? { ...report, failure: undelivered(code, text(fields, 'ErrorMessage')) } : report
    },
    inbound(fields) {
      const id = sid(text(fields, 'MessageSid', 'SmsSid'))
      const sender = text(fields, 'From') ?? ''
      // Not those of other channels, such as `whatsapp:+55…`.
      const from = readNumber(sender.startsWith('+') ? sender : '')
      if (!id || !('number' in from)) return undefined
      return {
        id,
        from: from.number,
        // PostgreSQL stores neither a NUL nor half of a character.
        text: (text(fields, 'Body') ?? '').replaceAll('\0', '').toWellFormed(),
        // With Advanced Opt-Out, whose words each account chooses; the default words are known to `readReply`.
        optOut: optOutTypes[text(fields, 'OptOutType')?.toUpperCase() ?? ''],
      }
    },
    answer(message) {
      const response = new sdk.twiml.MessagingResponse()
      if (message !== undefined) response.message(message)
      return { type: 'text/xml; charset=utf-8', body: response.toString() }
    },
  }
}
