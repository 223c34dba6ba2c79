import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export const accountSid = `AC${'a1b2'.repeat(8)}`

interface Refusal {
  readonly status: number
  readonly code: number
  readonly message: string
  readonly retryAfter?: number
}

/**
 * A small server that speaks Twilio's Messages resource on loopback. `refuse` may answer with a status and Twilio's code;
 * for `lost` the message is taken and the connection cut before the answer, for `dropped` it is cut and nothing taken.
 */
export async function twilioServer(refuse: (to: string) => Refusal | 'lost' | 'dropped' | undefined = () => undefined) {
  const messages: { sid: string; to: string; from: string; body: string; date_created: string }[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      const json = (status: number, body: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      const expected = `Basic ${Buffer.from(`${accountSid}:secret-token`).toString('base64')}`
      if (request.headers.authorization !== expected)
        return json(401, { code: 20003, message: 'Authenticate', status: 401 })
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x')
      if (pathname === `/2010-04-01/Accounts/${accountSid}.json`)
        return json(200, { sid: accountSid, status: 'active' })
      if (pathname !== `/2010-04-01/Accounts/${accountSid}/Messages.json`)
        return json(404, { code: 20404, message: 'not found', status: 404 })
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
      const message = {
        sid: `SM${String(messages.length + 1).padStart(32, '0')}`,
        to,
        from: form.get('From') ?? '',
        body: form.get('Body') ?? '',
        date_created: new Date().toUTCString(),
      }
      messages.push(message)
      if (refusal === 'lost') return request.socket.destroy()
      return json(201, { ...message, status: 'queued', num_segments: '1' })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    messages,
    env: {
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: 'secret-token',
      TWILIO_PHONE_NUMBER: '+5511900000000',
      TWILIO_API_BASE_URL: url,
    },
  }
}
