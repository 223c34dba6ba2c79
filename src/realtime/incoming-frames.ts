import type { FastifyInstance } from 'fastify'
import type { RawData, WebSocket } from 'ws'
import type { z } from 'zod'
import type { Caller } from '../auth/callers.ts'
import type { Clock } from '../time/clock.ts'
import { AppError } from '../errors.ts'
import { closeCodes, closeSocket, sendFrame } from './socket.ts'
import { errorFrame, frame, frameOf, type Frames, type Incoming, maxFrameBytes, readData, readFrame } from './frames.ts'

/** A type of frame that browsers may send: its data, and the frames that answer it on the same socket. */
export interface FrameType<Data extends z.ZodType = z.ZodType, Answers extends Frames = Frames> {
  readonly data: Data
  readonly answers: Answers
}

/**
 * Handles frames of one type. Throws `AppError` to refuse. `send` writes to this socket alone; it is false once the socket is
 * closed, and `signal` aborts then.
 */
export type FrameHandler<Data extends z.ZodType = z.ZodType, Answers extends Frames = Frames> = (
  caller: Caller,
  incoming: { readonly data: z.output<Data>; readonly ref: Incoming['ref'] },
  send: <Type extends keyof Answers & string>(type: Type, data: z.input<Answers[Type]>) => boolean,
  signal: AbortSignal,
) => Promise<void>

/** What is parsed by a schema and what handles it, declared together. */
export interface HandledFrame extends FrameType {
  readonly handler: FrameHandler
}

/** Pings beyond these count as messages. */
export const freePingsPerMinute = 10
/** So many malformed frames close a socket. */
export const maxMalformed = 3
/** Frames beyond its limit that a client may send in a row before it is closed. */
export const maxRefused = 50
/** Frames of one socket that are handled concurrently: a reply that streams for long delays no other frame. */
const concurrency = 8
/** Frames of one socket that may wait; beyond it the socket is not read, and TCP's flow control holds the sender. */
const maxWaiting = 32

/** Handles one socket's frames, each within the limits and admitted in order. Binary ones count as malformed. */
export function frameReader(
  { clock, limits }: FastifyInstance,
  {
    socket,
    caller,
    handlers,
    failed,
  }: {
    socket: WebSocket
    caller: Caller
    handlers: ReadonlyMap<string, HandledFrame>
    failed: (error: unknown) => void
  },
): (data: RawData, binary: boolean) => void {
  let malformed = 0
  let refused = 0
  const isFreePing = freePings(clock)
  let queue = Promise.resolve()
  let waiting = 0
  const running = new Set<Promise<void>>()
  const gone = new AbortController()
  socket.once('close', () => gone.abort())
  const send = (type: string, data: unknown) => sendFrame(socket, frameOf(type, data))

  const refuseMalformed = (detail: string) => {
    malformed++
    if (malformed >= maxMalformed) closeSocket(socket, closeCodes.malformed, 'third malformed frame')
    else sendFrame(socket, errorFrame('malformed_frame', detail))
  }

  /** Counts a frame against the user's hourly limit; the client is told when it is near or reached. */
  const admitted = async (ref: Incoming['ref']): Promise<boolean> => {
    try {
      const { used, limit } = await limits.consume('socket-message', String(caller.id))
      refused = 0
      // One count for all of the user's sockets, so that the warning is sent once.
      if (used === Math.ceil(limit * 0.8))
        sendFrame(socket, errorFrame('rate_limit_near', `${limit - used} messages are left in this hour`))
      return true
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (++refused > maxRefused) closeSocket(socket, closeCodes.tooManyMessages, 'too many messages')
      else sendFrame(socket, refusal(error, 'too many messages in this hour', ref))
      return false
    }
  }

  const answer = async (incoming: Incoming): Promise<void> => {
    const { type, ref } = incoming
    if (socket.readyState !== socket.OPEN || !(await admitted(ref))) return
    const handled = handlers.get(type)
    if (!handled) return void sendFrame(socket, errorFrame('unknown_type', `${type} is not a type of ours`, { ref }))
    const handle = async () =>
      handled.handler(caller, { data: readData(handled.data, incoming.data), ref }, send, gone.signal)
    const run = handle()
      .catch((error: unknown) => fault(error, ref))
      .finally(() => running.delete(run))
    running.add(run)
    if (running.size >= concurrency) await Promise.race(running)
  }

  const fault = (error: unknown, ref: Incoming['ref']) => {
    if (error instanceof AppError) return void sendFrame(socket, refusal(error, error.message, ref))
    failed(error)
    sendFrame(socket, errorFrame('internal_error', 'something went wrong on our side', { ref }))
  }

  return (data, binary) => {
    if (socket.readyState !== socket.OPEN) return
    const bytes = Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data)
    if (bytes.length > maxFrameBytes) return closeSocket(socket, closeCodes.frameTooLarge, 'frame over 64 KiB')
    if (binary) return refuseMalformed('binary frames are not accepted')
    const incoming = readFrame(bytes)
    if (!incoming) return refuseMalformed('a frame is JSON: {"type": "…", "data"?: …, "ref"?: …}')
    if (incoming.type === 'ping' && isFreePing()) return void sendFrame(socket, frame('pong', {}))
    if (++waiting >= maxWaiting) socket.pause()
    queue = queue
      .then(() => answer(incoming))
      .catch((error: unknown) => fault(error, incoming.ref))
      .finally(() => {
        if (--waiting < maxWaiting && socket.isPaused) socket.resume()
      })
  }
}

/** Whether a ping is among those that a minute gives for free. */
function freePings(clock: Clock): () => boolean {
  let pings = { minute: 0, count: 0 }
  return () => {
    const minute = Math.floor(clock.now().getTime() / 60_000)
    pings = { minute, count: minute === pings.minute ? pings.count + 1 : 1 }
    return pings.count <= freePingsPerMinute
  }
}

const refusal = (error: AppError, detail: string, ref: Incoming['ref']): string => {
  const seconds = Number(error.headers['retry-after'])
  return errorFrame(error.code, detail, { ...(seconds > 0 ? { retryAfter: seconds } : {}), ref })
}
