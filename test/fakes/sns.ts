import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export const accessKeyId = 'AKIAEXEMPLO'
export const secretAccessKey = 'segredo/de+exemplo'
const region = 'sa-east-1'

interface Refusal {
  readonly status: number
  readonly code: string
  readonly message: string
}

const sha256 = (data: string) => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest()

/**
 * Whether a request bears a signature of version 4 by our key, written from its documentation and not from the SDK
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 */
function isSigned({ method, url, headers }: IncomingMessage, body: string): boolean {
  const [, date = '', signed = '', signature = ''] =
    new RegExp(
      `^AWS4-HMAC-SHA256 Credential=${accessKeyId}/(\\d{8})/${region}/sns/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$`,
    ).exec(headers.authorization ?? '') ?? []
  const at = String(headers['x-amz-date'])
  const age = Date.now() - Date.parse(at.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'))
  if (!signature || !at.startsWith(date) || Math.abs(age) > 5 * 60_000 || !signed.split(';').includes('host'))
    return false
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}\n`)
  const { pathname, search } = new URL(url ?? '/', 'http://x')
  const canonical = [method, pathname, search.slice(1), lines.join(''), signed, sha256(body)].join('\n')
  const scope = `${date}/${region}/sns/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n')
  const key = [region, 'sns', 'aws4_request'].reduce<Buffer>(hmac, hmac(`AWS4${secretAccessKey}`, date))
  return hmac(key, toSign).toString('hex') === signature
}

/**
 * A small server that speaks SNS's query protocol (version 2010-03-31) on loopback. `refuse` may answer an action with a status
 * and SNS's code; for `lost` the message is taken and the connection cut before the answer.
 */
export async function snsServer(refuse: (action: string) => Refusal | 'lost' | undefined = () => undefined) {
  const messages: { to: string; body: string; type: string; sender: string | undefined }[] = []
  const optedOut = new Set<string>()
  const actions: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const xml = (status: number, content: string) =>
        response.writeHead(status, { 'content-type': 'text/xml' }).end(`<?xml version="1.0"?>${content}`)
      const fault = (status: number, code: string, message: string) =>
        xml(
          status,
          `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
        )
      if (!isSigned(request, body))
        return fault(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match')
      const form = new URLSearchParams(body)
      const action = form.get('Action') ?? ''
      actions.push(action)
      const answer = (result: string) =>
        xml(
          200,
          `<${action}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${action}Response>`,
        )
      if (form.get('Version') !== '2010-03-31') return fault(400, 'InvalidParameter', 'Version')
      const refusal = refuse(action)
      if (refusal && refusal !== 'lost') return fault(refusal.status, refusal.code, refusal.message)
      if (action === 'GetSMSAttributes')
        return answer('<attributes><entry><key>MonthlySpendLimit</key><value>1</value></entry></attributes>')
      if (action === 'GetSMSSandboxAccountStatus') return answer('<IsInSandbox>false</IsInSandbox>')
      if (action === 'CheckIfPhoneNumberIsOptedOut')
        return answer(`<isOptedOut>${optedOut.has(form.get('phoneNumber') ?? '')}</isOptedOut>`)
      if (action !== 'Publish') return fault(400, 'InvalidAction', action)
      const attributes = new Map<string, string>()
      for (let n = 1; form.has(`MessageAttributes.entry.${n}.Name`); n++)
        attributes.set(
          form.get(`MessageAttributes.entry.${n}.Name`) ?? '',
          form.get(`MessageAttributes.entry.${n}.Value.StringValue`) ?? '',
        )
      messages.push({
        to: form.get('PhoneNumber') ?? '',
        body: form.get('Message') ?? '',
        type: attributes.get('AWS.SNS.SMS.SMSType') ?? '',
        sender: attributes.get('AWS.SNS.SMS.SenderID'),
      })
      if (refusal === 'lost') return request.socket.destroy()
      return answer(`<MessageId>${crypto.randomUUID()}</MessageId>`)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const env = {
    SMS_PROVIDERS: 'sns',
    AWS_SNS_REGION: region,
    AWS_SNS_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  }
  return { env, messages, optedOut, actions }
}
