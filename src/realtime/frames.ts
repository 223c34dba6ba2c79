import { z } from 'zod'
import { AppError } from '../errors.ts'
import { parseJson } from '../http/json.ts'

/** Largest frame that a browser may send; checked by us, since `ws` closes with 1009 before any hook. */
export const maxFrameBytes = 64 * 1024

const ref = z.union([z.string().max(100), z.number()])

/** What surrounds every frame that a browser sends. */
export const incoming = z.object({
  type: z.string().min(1).max(60),
  data: z.unknown().optional(),
  ref: ref.optional().describe('Yours, to tell the answers apart: it comes back with each.'),
})

/** What a browser sends. `ref` comes back with an error, to tell which frame it answers. */
export type Incoming = z.output<typeof incoming>

/** What comes back in an answer of what the browser sent. */
export const echoedRef = ref.optional().describe('That of the frame which it answers, if it had one.')

/** The data of each type of frame. */
export type Frames = Readonly<Record<string, z.ZodType>>

/** What this room sends by itself, beside the events of the log. */
export const ownFrames = {
  welcome: z.object({
    userId: z.int(),
    lastEventId: z.int().min(0).describe("The id of the user's latest event; 0 before the first."),
    heartbeatSeconds: z.int().describe('How often the server pings, by the protocol; browsers answer by themselves.'),
    limits: z.object({
      messagesPerHour: z
        .int()
        .describe('From all sockets of the user together; the first pings of each minute are free.'),
      frameBytes: z.int().describe('Of one frame to the server.'),
      sockets: z.int().describe('Of one user on one node.'),
    }),
  }),
  'sync:gap': z.object({
    lastEventId: z.int().min(0).describe('Go on from here.'),
    url: z.url().describe('What to read instead of the events that are gone.'),
  }),
  error: z.object({
    code: z.string().describe('Stable: of the problems that HTTP answers, or of the socket alone.'),
    detail: z.string().describe('In English, for developers.'),
    retryAfter: z.number().optional().describe('Seconds until it makes sense to try again.'),
    ref: echoedRef,
  }),
  pong: z.object({}),
} as const

/** Any data: a ping's is not looked at. */
export const ping = { data: z.unknown().optional(), answers: { pong: ownFrames.pong } } as const

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

/** A frame of another room's type, whose handler has declared its shape. */
export const frameOf = (type: string, data: unknown): string => JSON.stringify({ type, data })

/** A frame that is no event of the log, and has no id. */
export const frame: <Type extends keyof typeof ownFrames>(
  type: Type,
  data: z.input<(typeof ownFrames)[Type]>,
) => string = frameOf

export const errorFrame = (
  code: string,
  detail: string,
  extra: { retryAfter?: number; ref?: Incoming['ref'] } = {},
): string => frame('error', { code, detail, ...extra })
