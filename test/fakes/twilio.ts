import { createHash, createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export const accountSid = `AC${'a1b2'.repeat(8)}`
export const authToken = 'secret-token'

interface Refusal {
  readonly status: number
  readonly code: number
  readonly message: string
  readonly retryAfter?: number
}

interface Message {
  sid: string
  to: string
  from: string
  body: string
  date_created: string
  status: string
  num_segments: string
  price: string | null
  price_unit: string
  error_code: number | null
  error_message: string | null
  statusCallback: string | undefined
  validityPeriod: string | undefined
}

/**
 * Twilio's signature, written from its documentation and not from our check: the address, then each form field's name and
 * value in the order of the names, HMAC-SHA1 by the account's token, base64
 * (https://www.twilio.com/docs/usage/security#validating-requests).
 */
export function twilioSignature(url: string, fields: Readonly<Record<string, string>>, token = authToken): string {
  let signed = url
  for (const name of Object.keys(fields).sort()) signed += name + fields[name]
  return createHmac('sha1', token).update(signed, 'utf8').digest('base64')
}

/**
 * A small server that speaks Twilio's Messages resource on loopback. `refuse` may answer with a status and Twilio's code;
 * for `lost` the message is taken and the connection cut before the answer, for `dropped` it is cut and nothing taken.
 */
export async function twilioServer(refuse: (to: string) => Refusal | 'lost' | 'dropped' | undefined = () => undefined) {
  const messages: Message[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      const json = (status: number, body: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
      if (request.headers.authorization !== expected)
        return json(401, { code: 20003, message: 'Authenticate', status: 401 })
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x')
      if (pathname === `/2010-04-01/Accounts/${accountSid}.json`)
        return json(200, { sid: accountSid, status: 'active', type: 'Full' })
      if (pathname === `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`)
        return json(200, {
          incoming_phone_numbers:
            searchParams.get('PhoneNumber') === '+5511900000000'
              ? [{ sid: `PN${'0'.repeat(32)}`, phone_number: '+5511900000000', capabilities: { sms: true } }]
              : [],
        })
      const messagesPath = `/2010-04-01/Accounts/${accountSid}/Messages`
      const [, sid] = /\/Messages\/(\w+)\.json$/.exec(pathname) ?? []
      if (request.method === 'GET' && sid) {
        const found = messages.find((message) => message.sid === sid)
        return found ? json(200, found) : json(404, { code: 20404, message: 'not found', status: 404 })
      }
      if (pathname !== `${messagesPath}.json`) return json(404, { code: 20404, message: 'not found', status: 404 })
      if (request.method === 'GET') {
        const to = searchParams.get('To')
        return json(200, { messages: messages.filter((message) => message.to === to).toReversed() })
      }
      const form = new URLSearchParams(text)
      const to = form.get('To') ?? ''
      const refusal = refuse(to)
      if (refusal === 'dropped') return request.socket.destroy()
      if (refusal && refusal !== 'lost') {
        if (refusal.retryAfter !== undefined) response.setHeader('retry-after', refusal.retryAfter)
        return json(refusal.status, refusal)
      }
      const message: Message = {
        sid: `SM${String(messages.length + 1).padStart(32, '0')}`,
        to,
        from: form.get('From') ?? '',
        body: form.get('Body') ?? '',
        date_created: new Date().toUTCString(),
        status: 'queued',
        num_segments: '1',
        price: null,
        price_unit: 'USD',
        error_code: null,
        error_message: null,
        statusCallback: form.get('StatusCallback') ?? undefined,
        validityPeriod: form.get('ValidityPeriod') ?? undefined,
      }
      messages.push(message)
      if (refusal === 'lost') return request.socket.destroy()
      return json(201, message)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  /** Posts a signed form, as Twilio does. */
  const post = async (address: string, fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const answer = await fetch(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'x-twilio-signature': twilioSignature(address, fields),
        ...headers,
      },
      body: new URLSearchParams(fields).toString(),
    })
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
  }

  return {
    messages,
    url,
    post,
    /** Reports the state of a message to the address that was given with it. */
    report(message: Message, status: string, errorCode?: number) {
      const fields = {
        AccountSid: accountSid,
        ApiVersion: '2010-04-01',
        From: message.from,
        To: message.to,
        MessageSid: message.sid,
        MessageStatus: status,
        SmsSid: message.sid,
        SmsStatus: status,
        ...(errorCode === undefined ? {} : { ErrorCode: String(errorCode) }),
      }
      return post(message.statusCallback ?? '', fields)
    },
    /** The same in JSON: the address carries the body's hash, and the signature covers the address alone. */
    reportJson(message: Message, status: string, token = authToken) {
      const body = JSON.stringify({ MessageSid: message.sid, MessageStatus: status })
      const hash = createHash('sha256').update(body).digest('hex')
      const address = `${message.statusCallback}&bodySHA256=${hash}`
      const signature = createHmac('sha1', token).update(address).digest('base64')
      const headers = { 'content-type': 'application/json', 'x-twilio-signature': signature }
      return fetch(address, { method: 'POST', headers, body })
    },
    /** An inbound text. Returns the texts that are answered. */
    async write(server: string, from: string, body: string, sid?: string, more: Record<string, string> = {}) {
      const fields = {
        AccountSid: accountSid,
        ApiVersion: '2010-04-01',
        Body: body,
        From: from,
        To: '+5511900000000',
        MessageSid: sid ?? `SM${createHash('md5').update(String(Math.random())).digest('hex')}`,
        NumMedia: '0',
        NumSegments: '1',
        ...more,
      }
      const { status, type, text } = await post(`${server}/api/v1/webhooks/twilio/inbound`, fields)
      if (status !== 200 || !/^text\/xml/.test(type ?? '')) throw new Error(`answered with ${status} ${type}: ${text}`)
      return [...text.matchAll(/<Message>(.*?)<\/Message>/gs)].map(([, words = '']) => words)
    },
    env: {
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: authToken,
      TWILIO_PHONE_NUMBER: '+5511900000000',
      TWILIO_API_BASE_URL: url,
    },
  }
}
