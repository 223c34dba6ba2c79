import { PassThrough } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { AppError } from '../errors.ts'
import { problemText } from './problem.ts'

/** Whether the caller asks for a stream of events. */
export const wantsEvents = ({ headers }: FastifyRequest): boolean =>
  new Negotiator({ headers }).mediaTypes().includes('text/event-stream')

/**
 * Answers with server-sent events (WHATWG HTML §9.2) as `produce` sends them. `signal` aborts when the caller leaves; what is
 * sent afterwards goes nowhere. A failure is sent as `event: error` with the problem that a plain answer would have been:
 * its status can no longer be.
 */
export function eventStream(
  request: FastifyRequest,
  reply: FastifyReply,
  produce: (send: (event: string, data: unknown) => void, signal: AbortSignal) => Promise<void>,
): FastifyReply {
  const gone = new AbortController()
  const body = new PassThrough()
  // Cut off by the caller: there is nobody to tell.
  body.on('error', () => {})
  // Fastify destroys it when the caller leaves, also where that was before this line.
  body.once('close', () => gone.abort())
  // The caller learns at once that the stream is open, however long its first event takes.
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
      // nginx would gather it (its X-Accel-Buffering).
      .header('x-accel-buffering', 'no')
      .send(body)
  )
}
