import { PassThrough } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { AppError } from '../errors.ts'
import { problemText } from './problem.ts'

export const wantsEvents = ({ headers }: FastifyRequest): boolean =>
  new Negotiator({ headers }).mediaTypes().includes('text/event-stream')

/**
 * Answers with server-sent events as `produce` sends them; `signal` aborts when the caller leaves. A failure becomes an
 * `event: error` with the problem, since the status has been sent.
 */
export function eventStream(
  request: FastifyRequest,
  reply: FastifyReply,
  produce: (send: (event: string, data: unknown) => void, signal: AbortSignal) => Promise<void>,
): FastifyReply {
  const gone = new AbortController()
  const body = new PassThrough()
  // The caller has closed the connection.
  body.on('error', () => {})
  // Fastify destroys it when the caller leaves.
  body.once('close', () => gone.abort())
  // The headers do not wait for the first event.
  reply.raw.once('pipe', () => reply.raw.flushHeaders())
  const write = (event: string, data: string) => {
    if (!gone.signal.aborted && !body.destroyed) body.write(`event: ${event}\ndata: ${data}\n\n`)
  }
  void produce((event, data) => write(event, JSON.stringify(data)), gone.signal)
    .catch((error: unknown) => {
      if (!(error instanceof AppError)) request.log.error({ err: error }, 'a stream of events broke off')
      write('error', problemText(request, error instanceof AppError ? error : new AppError('internal_error')))
    })
    .finally(() => body.end())
  return (
    reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      // Against buffering by nginx.
      .header('x-accel-buffering', 'no')
      .send(body)
  )
}
