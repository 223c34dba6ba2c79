import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { mendPartHeaders } from './part-headers.ts'
import { fileTooLarge, tooManyFiles } from './refusals.ts'

/** One file of a form, on its way in. */
export interface IncomingFile {
  readonly field: string
  /** As the client wrote it: for display only, after cleaning. */
  readonly filename: string | undefined
  readonly declaredType: string
  /**
   * The bytes, once; the consumer owns the chunks. Throws 413 `file_too_large` beyond the limit, 400 `malformed_multipart` when
   * the form is broken, the client disconnects or stalls.
   */
  readonly bytes: AsyncIterable<Uint8Array>
}

export interface FormLimits {
  /** Files in the form; one more is 422 `too_many_files`. */
  readonly files: number
  readonly fileBytes: number
}

export interface Timeouts {
  /** Without a byte while we wait for one. */
  readonly stallMs: number
  /** From the first byte of the request to its last. */
  readonly totalMs: number
}

export const defaultTimeouts: Timeouts = { stallMs: 30_000, totalMs: 300_000 }

const maxFields = 20
const maxFieldBytes = 1024

/**
 * Reads a form as it arrives: files one after another to `onFile`, with the fields that came before; what it leaves unread is
 * discarded. Returns the fields (the first of each name). Parser errors are 400 `malformed_multipart`. When this throws, the rest
 * of the body is drained, so that the client can read its answer.
 */
export async function readForm(
  request: FastifyRequest,
  limits: FormLimits,
  onFile: (file: IncomingFile, fields: ReadonlyMap<string, string>) => Promise<void>,
  times: Timeouts = defaultTimeouts,
): Promise<ReadonlyMap<string, string>> {
  const arrival = watch(request.raw, times)
  const fields = new Map<string, string>()
  mendPartHeaders(request.raw)
  try {
    const parts = request.parts({
      limits: {
        files: limits.files,
        // One more than is allowed, so that too much can be told from just enough.
        fileSize: limits.fileBytes + 1,
        fields: maxFields,
        fieldSize: maxFieldBytes,
        parts: limits.files + maxFields + 1,
        headerPairs: 50,
        headerSize: 16 * 1024,
      },
    })
    for (;;) {
      const next = await arrival.wait(parts.next()).catch((error: unknown) => refuse(error, limits.files))
      if (next.done) return fields
      const part = next.value
      if (part.type === 'field') {
        if (part.valueTruncated || part.fieldname === undefined || part.fieldname.length > 200)
          malformed('a field is too long')
        const { value } = part
        if (!fields.has(part.fieldname))
          fields.set(part.fieldname, typeof value === 'string' ? value : JSON.stringify(value))
        continue
      }
      const bytes = bytesOf(part, arrival, limits)
      await onFile({ field: part.fieldname ?? '', filename: part.filename, declaredType: part.mimetype, bytes }, fields)
      // `onFile` may not have read it to its end.
      await bytes.return()
      if (!part.file.readableEnded) part.file.resume()
    }
  } finally {
    // An unread epilogue, or rest of a refused form, would block the connection.
    request.raw.unpipe()
    request.raw.resume()
  }
}

/** Bytes of one file that wait to be consumed. */
const highWater = 512 * 1024

/** A file's bytes. By events, since a stream's own iterator concatenates (copies) its chunks. */
async function* bytesOf(
  { file }: MultipartFile,
  arrival: Arrival,
  { files, fileBytes: limit }: FormLimits,
): AsyncGenerator<Uint8Array, void> {
  let size = 0
  let held = 0
  let chunks: Buffer[] = []
  let state: 'open' | 'ended' | { readonly error: unknown } = stateOf(file)
  let wake = () => {}

  const onData = (chunk: Buffer) => {
    size += chunk.length
    held += chunk.length
    chunks.push(chunk)
    if (held >= highWater || size > limit) {
      file.pause()
      wake()
    }
  }
  const onEnd = () => {
    state = 'ended'
    wake()
  }
  const onError = (error: unknown) => {
    if (state === 'open') state = { error }
    wake()
  }
  const onClose = () => onError(new Error('closed before its end'))
  file.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose)
  const more = () =>
    new Promise<void>((resolve) => {
      wake = resolve
      file.resume()
    })
  try {
    for (;;) {
      if (state === 'open' && held === 0) await arrival.wait(more())
      if (typeof state === 'object') refuse(state.error, files)
      if (size > limit) throw fileTooLarge(limit)
      if (held === 0) return
      const batch = chunks
      chunks = []
      held = 0
      yield* batch
    }
  } finally {
    // The error listener stays: an unhandled 'error' would crash the process.
    file.off('data', onData).off('end', onEnd).off('close', onClose)
    file.pause()
  }
}

/** A stream may have ended or failed before its listeners were added. */
function stateOf({ readableEnded, destroyed, errored }: Readable): 'open' | 'ended' | { readonly error: unknown } {
  if (readableEnded) return 'ended'
  return destroyed ? { error: errored ?? new Error('closed before its end') } : 'open'
}

function refuse(error: unknown, files: number): never {
  if (error instanceof AppError) throw error
  const { code } = error as { code?: string }
  if (code === 'FST_FILES_LIMIT') throw tooManyFiles(files, error)
  throw new AppError('malformed_multipart', { cause: error })
}

function malformed(detail: string): never {
  throw new AppError('malformed_multipart', { detail })
}

interface Arrival {
  /** Waits for the client; throws when it stalls. */
  wait<T>(promise: Promise<T>): Promise<T>
}

/**
 * Times a request's body. Only the client's pauses count, not those of slow writes. It goes on after a refusal until the body has
 * ended or the connection is cut.
 */
function watch(raw: IncomingMessage, { stallMs, totalMs }: Timeouts): Arrival {
  const began = performance.now()
  let moved = began
  let read = raw.socket.bytesRead
  let waiting: { since: number; seen: boolean; fail(error: AppError): void } | undefined

  const check = () => {
    const now = performance.now()
    if (raw.socket.bytesRead !== read) {
      read = raw.socket.bytesRead
      moved = now
    }
    if (raw.readableEnded || raw.complete) {
      // Some malformed endings leave the parser waiting for ever.
      if (waiting?.seen && now - waiting.since > 1_000) give('the form does not end')
      else if (waiting) waiting.seen = true
      else if (raw.readableEnded) stop()
      return
    }
    const idle = now - Math.max(moved, waiting?.since ?? 0)
    if (now - began > totalMs) give('the request took too long')
    else if (idle > stallMs && (waiting || raw.readableFlowing)) give('nothing came for too long')
  }
  const give = (detail: string) => {
    if (!waiting) {
      // After a refusal, while the rest of the body is drained.
      raw.destroy()
      return stop()
    }
    const { fail } = waiting
    waiting = undefined
    fail(new AppError('malformed_multipart', { detail, headers: { connection: 'close' } }))
  }
  let timer: NodeJS.Timeout | undefined
  const start = () => {
    timer ??= setInterval(check, Math.min(1_000, stallMs / 4)).unref()
  }
  const stop = () => {
    clearInterval(timer)
    timer = undefined
  }
  start()
  raw.once('close', () => {
    if (!waiting) stop()
  })

  return {
    wait: (promise) =>
      new Promise((resolve, reject) => {
        const mine = { since: performance.now(), seen: false, fail: reject }
        waiting = mine
        // A complete body stops the timer, while the parser may still be reading it.
        start()
        const settled = () => {
          if (waiting === mine) waiting = undefined
          if (raw.closed) stop()
        }
        promise.then(
          (value) => {
            settled()
            resolve(value)
          },
          (error: unknown) => {
            settled()
            reject(error instanceof Error ? error : new Error(String(error))) // refuse() gives it its name
          },
        )
      }),
  }
}
