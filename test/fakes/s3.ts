import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const keys = { accessKeyId: 'BLUACCESS', secretAccessKey: 'BLUSECRET123' }

interface Stored {
  bytes: Buffer
  contentType: string
  at: Date
  headers: IncomingMessage['headers']
}

interface Unfinished {
  key: string
  at: Date
  contentType: string
  parts: Map<number, Buffer>
}

/** What goes wrong with the next requests that match: an answer instead of the deed, or after it none at all. */
export interface Fault {
  method?: string
  path?: RegExp
  /** How many times; without it for ever. */
  times?: number
  status?: number
  code?: string
  hang?: true
  /** The whole file, with 200, whatever range was asked for. */
  ignoresRange?: true
  /** Done, but the answer is lost. */
  answerLost?: true
  /** The answer breaks off after so many bytes. */
  cutAfter?: number
  /** The answer stops after so many bytes, and the connection stays. */
  stallAfter?: number
}

export interface FakeS3 {
  readonly endpoint: string
  readonly bucket: string
  readonly objects: Map<string, Stored>
  readonly unfinished: Map<string, Unfinished>
  /** Method, path and headers of every request, in order. */
  readonly requests: { method: string; url: URL; headers: IncomingMessage['headers'] }[]
  faults: Fault[]
  close(): Promise<void>
}

/**
 * A small S3 on loopback that trusts no request: each one's AWS Signature Version 4 is computed anew from what arrived
 * (the body's hash too), and a wrong one is 403. By path style, one bucket, in memory.
 */
export async function fakeS3(bucket = 'clinica'): Promise<FakeS3> {
  const objects = new Map<string, Stored>()
  const unfinished = new Map<string, Unfinished>()
  const requests: FakeS3['requests'] = []
  const fake = { objects, unfinished, requests, bucket, faults: [] as Fault[] }
  const pageSize = 3

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    requests.push({ method: request.method ?? '', url, headers: request.headers })
    const fault = fake.faults.find(
      (one) =>
        (one.times ?? 1) > 0 &&
        (!one.method || one.method === request.method) &&
        (!one.path || one.path.test(request.url ?? '')),
    )
    if (fault?.times !== undefined) fault.times--
    const chunks: Buffer[] = []
    request.on('error', () => {})
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (fault?.hang) return
      if (fault?.status) return problem(response, fault.status, fault.code ?? 'InternalError')
      const body = Buffer.concat(chunks)
      if (!isSigned(request, url, body)) return problem(response, 403, 'SignatureDoesNotMatch')
      if (fault?.answerLost) {
        response.end = (() => (request.socket.destroy(), response)) as typeof response.end
      }
      answer(request, response, url, body, fault)
    })
  })

  function answer(request: IncomingMessage, response: ServerResponse, url: URL, body: Buffer, fault?: Fault): unknown {
    const [, inBucket = '', ...rest] = decodeURIComponent(url.pathname).split('/')
    const key = rest.join('/')
    const query = url.searchParams
    const uploadId = query.get('uploadId')
    if (inBucket !== bucket) return problem(response, 404, 'NoSuchBucket')
    if (key === '') {
      if (request.method === 'HEAD') return response.writeHead(200).end()
      if (query.has('uploads')) return xml(response, listUploads(query.get('prefix') ?? ''))
      if (query.get('list-type') === '2') return xml(response, listObjects(query))
      return problem(response, 501, 'NotImplemented')
    }
    switch (`${request.method}${query.has('uploads') ? ' uploads' : uploadId ? ' part' : ''}`) {
      case 'POST uploads': {
        const id = randomUUID()
        unfinished.set(id, {
          key,
          at: new Date(),
          contentType: request.headers['content-type'] ?? '',
          parts: new Map(),
        })
        return xml(
          response,
          `<InitiateMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${key}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
        )
      }
      case 'PUT part': {
        const upload = unfinished.get(uploadId ?? '')
        if (!upload) return problem(response, 404, 'NoSuchUpload')
        upload.parts.set(Number(query.get('partNumber')), body)
        return response.writeHead(200, { etag: etagOf(body) }).end()
      }
      case 'POST part': {
        const upload = unfinished.get(uploadId ?? '')
        if (!upload) return problem(response, 404, 'NoSuchUpload')
        const parts = [...upload.parts].sort(([a], [b]) => a - b)
        if (parts.slice(0, -1).some(([, bytes]) => bytes.length < 5 * 1024 * 1024))
          return problem(response, 400, 'EntityTooSmall')
        if (
          parts.some(
            ([number, bytes]) =>
              !body.toString().includes(`<PartNumber>${number}</PartNumber>`) ||
              !body.toString().replaceAll('&quot;', '"').includes(etagOf(bytes)),
          )
        ) {
          return problem(response, 400, 'InvalidPart')
        }
        unfinished.delete(uploadId ?? '')
        objects.set(key, {
          bytes: Buffer.concat(parts.map(([, bytes]) => bytes)),
          contentType: upload.contentType,
          at: new Date(),
          headers: request.headers,
        })
        return xml(
          response,
          `<CompleteMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${key}</Key><ETag>"x-${parts.length}"</ETag></CompleteMultipartUploadResult>`,
        )
      }
      case 'DELETE part':
        return unfinished.delete(uploadId ?? '')
          ? response.writeHead(204).end()
          : problem(response, 404, 'NoSuchUpload')
      case 'PUT':
        objects.set(key, {
          bytes: body,
          contentType: request.headers['content-type'] ?? '',
          at: new Date(),
          headers: request.headers,
        })
        return response.writeHead(200, { etag: etagOf(body) }).end()
      case 'DELETE':
        objects.delete(key)
        return response.writeHead(204).end()
      case 'GET':
      case 'HEAD': {
        const found = objects.get(key)
        if (!found)
          return request.method === 'HEAD' ? response.writeHead(404).end() : problem(response, 404, 'NoSuchKey')
        return send(request, response, found, fault)
      }
      default:
        return problem(response, 405, 'MethodNotAllowed')
    }
  }

  const listObjects = (query: URLSearchParams) => {
    const from = query.get('continuation-token') ?? ''
    const found = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '') && key > from).sort()
    const page = found.slice(0, pageSize)
    const more = found.length > page.length
    const contents = page.map(
      (key) =>
        `<Contents><Key>${key}</Key><LastModified>${objects.get(key)?.at.toISOString()}</LastModified><Size>${objects.get(key)?.bytes.length}</Size></Contents>`,
    )
    return `<ListBucketResult><Name>${bucket}</Name><IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''}${contents.join('')}</ListBucketResult>`
  }
  const listUploads = (prefix: string) =>
    `<ListMultipartUploadsResult><Bucket>${bucket}</Bucket><IsTruncated>false</IsTruncated>${[...unfinished]
      .filter(([, { key }]) => key.startsWith(prefix))
      .map(
        ([id, { key, at }]) =>
          `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${at.toISOString()}</Initiated></Upload>`,
      )
      .join('')}</ListMultipartUploadsResult>`

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(fake, {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}

function send(request: IncomingMessage, response: ServerResponse, { bytes, contentType }: Stored, fault?: Fault): void {
  const range = fault?.ignoresRange ? null : /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')
  const body = range ? bytes.subarray(Number(range[1]), Number(range[2]) + 1) : bytes
  response.writeHead(range ? 206 : 200, {
    'content-type': contentType,
    'content-length': body.length,
    ...(range ? { 'content-range': `bytes ${range[1]}-${range[2]}/${bytes.length}` } : {}),
  })
  if (request.method === 'HEAD') response.end()
  else if (fault?.stallAfter !== undefined) response.write(body.subarray(0, fault.stallAfter))
  else if (fault?.cutAfter === undefined) response.end(body)
  else response.write(body.subarray(0, fault.cutAfter), () => request.socket.destroy())
}

const etagOf = (bytes: Buffer) => `"${createHash('md5').update(bytes).digest('hex')}"`

const xml = (response: ServerResponse, body: string) =>
  response.writeHead(200, { 'content-type': 'application/xml' }).end(`<?xml version="1.0" encoding="UTF-8"?>${body}`)

const problem = (response: ServerResponse, status: number, code: string) =>
  void response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`)

/** AWS Signature Version 4, as its documentation computes it, over the very headers, query and body that came. */
function isSigned(request: IncomingMessage, url: URL, body: Buffer): boolean {
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    )
  if (!parts) return false
  const [, id = '', date = '', region = '', signedHeaders = '', signature = ''] = parts
  const names = signedHeaders.split(';')
  if (id !== keys.accessKeyId || !names.includes('host') || !names.includes('x-amz-content-sha256')) return false
  const moment = String(request.headers['x-amz-date'])
  const sentAt = Date.parse(moment.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!moment.startsWith(date) || Math.abs(Date.now() - sentAt) > 900_000) return false
  const claimed = String(request.headers['x-amz-content-sha256'])
  const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
  if (claimed !== 'UNSIGNED-PAYLOAD' && claimed !== sha256(body)) return false

  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
  const headers = names
    .map(
      (name) =>
        `${name}:${String(request.headers[name] ?? '')
          .trim()
          .replace(/ +/g, ' ')}\n`,
    )
    .join('')
  const canonical = [request.method, url.pathname, query, headers, signedHeaders, claimed].join('\n')
  const scope = `${date}/${region}/s3/aws4_request`
  const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest()
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${keys.secretAccessKey}`, date), region))
  const expected = hmac(key, ['AWS4-HMAC-SHA256', moment, scope, sha256(canonical)].join('\n'))
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'))
}
