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

/** What a browser sends (contract §5). `ref` comes back with an error, so that a front end knows which of its frames it was. */
export type Incoming = z.output<typeof incoming>

/** A browser's frame, or nothing if it is malformed: by the same rules as the body of a request. */
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

/** A frame to the browser that is no event, and so bears no id. */
export const frame = (type: string, data: unknown): string => JSON.stringify({ type, data })

/** Says why a browser's frame was refused. */
export const errorFrame = (
  code: string,
  detail: string,
  extra: { retryAfter?: number; ref?: Incoming['ref'] } = {},
): string => frame('error', { code, detail, ...extra })
