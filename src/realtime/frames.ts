import { z } from 'zod'

/** Largest frame that a browser may send; checked by us, since `ws` closes with 1009 before any hook. */
export const maxFrameBytes = 64 * 1024

/** What a browser may send (contract §5). `ref` comes back on an error, so that a front end knows which of its frames it was. */
const incoming = z.object({ type: z.string().min(1).max(60), data: z.unknown().optional(), ref: z.string().max(100).optional() })

export type Incoming = z.output<typeof incoming>

export const readFrame = (text: string): Incoming | undefined => {
  try {
    return incoming.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

export const frame = (type: string, data: unknown): string => JSON.stringify({ type, data })

export const errorFrame = (code: string, detail: string, extra: { retryAfter?: number; ref?: string } = {}): string =>
  frame('error', { code, detail, ...extra })
