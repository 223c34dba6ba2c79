import { z } from 'zod'
import { AppError } from '../errors.ts'
import { parseJson } from '../http/json.ts'

/** Largest frame that a browser may send; checked by us, since `ws` closes with 1009 before any hook. */
export const maxFrameBytes = 64 * 1024

const incoming = z.object({
  type: z.string().min(1).max(60),
  data: z.unknown().optional(),
  ref: z.union([z.string().max(100), z.number()]).optional(),
})

/** What a browser sends. `ref` comes back with an error, to tell which frame it answers. */
export type Incoming = z.output<typeof incoming>

/** A browser's frame, undefined if it is malformed, by the same rules as a request's body. */
export function readFrame(bytes: Buffer): Incoming | undefined {
  try {
    return incoming.safeParse(parseJson(bytes)).data
  } catch {
    return undefined
  }
}

/** A frame's data by its type's schema; `validation_failed` names the first field that is wrong. */
export function readData<Schema extends z.ZodType>(schema: Schema, data: unknown): z.output<Schema> {
  const read = schema.safeParse(data)
  if (read.success) return read.data
  const { path = [], message = '' } = read.error.issues[0] ?? {}
  throw new AppError('validation_failed', { detail: `${['data', ...path].join('.')}: ${message}` })
}

/** A frame that is no event of the log, and has no id. */
export const frame = (type: string, data: unknown): string => JSON.stringify({ type, data })

export const errorFrame = (
  code: string,
  detail: string,
  extra: { retryAfter?: number; ref?: Incoming['ref'] } = {},
): string => frame('error', { code, detail, ...extra })
