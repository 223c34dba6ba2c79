import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../errors.ts'
import { answerRaw } from './problem.ts'

/** Node's parser accepts two dozen more (WebDAV's, RTSP's), which Fastify answers with a 500. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'])

/** As Node matches it. */
const continues = /(?:^|\W)100-continue(?:$|\W)/i

/** Node keeps the first of several Host headers; a proxy may have used another (RFC 9112 §3.2). */
export function hostsOf(rawHeaders: readonly string[]): number {
  let hosts = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++
  }
  return hosts
}

/** Answers with problems what Node or Fastify would answer in plain text, with a 500 or not at all. */
export function refuseOddRequests(app: FastifyInstance): void {
  app.server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) =>
    app.server.emit('request', request, response),
  )
  // Without a listener a CONNECT would be closed without an answer.
  app.server.on('connect', (_request, socket) =>
    answerRaw(
      socket.on('error', () => {}),
      'not_implemented',
    ),
  )
  app.addHook('onRequest', async ({ raw: { method = '', httpVersion, headers, rawHeaders } }) => {
    if (!methods.has(method)) throw new AppError('not_implemented')
    if (hostsOf(rawHeaders) > 1)
      throw new AppError('malformed_request', { detail: 'there is more than one Host header' })
    if (httpVersion === '1.0') return
    if (headers.host === undefined) throw new AppError('malformed_request', { detail: 'the Host header is missing' })
    if (headers.expect !== undefined && !continues.test(headers.expect)) throw new AppError('expectation_failed')
  })
}
