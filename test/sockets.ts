import { isDeepStrictEqual } from 'node:util'
import { WebSocket } from 'ws'
import { expect, onTestFinished } from 'vitest'
import { z } from 'zod'
import { answerFrames } from '../src/assistant/answer.ts'
import { aiProviders } from '../src/assistant/providers.ts'
import { events } from '../src/bus/events.ts'
import { type Frames, ownFrames } from '../src/realtime/frames.ts'
import { until } from './app.ts'

export interface Frame {
  type: string
  data: Record<string, unknown>
  id?: number
}

export interface Client {
  socket: WebSocket
  /** Every frame so far, in order. */
  frames: Frame[]
  /** Those of one type so far. */
  of(type: string): Frame[]
  /** The ids of the logged events so far. */
  ids(): number[]
  /** The n-th frame of a type (the first, unless said). */
  got(type: string, n?: number): Promise<Frame>
  send(frame: unknown): void
  closed: Promise<{ code: number; reason: string }>
}

/** Every token that a test put into an address; none may reach a log line. */
export const tokensUsed = new Set<string>()

/** All that the server sends: whether a frame is whole and has nothing beside what the document describes. */
const unlogged: Frames = { ...ownFrames, ...answerFrames([...aiProviders.map(({ name }) => name), 'rules']) }
const isDescribed = (frame: Frame, more: Frames): boolean => {
  const logged = (events as Frames)[frame.type]
  const data = logged ?? unlogged[frame.type] ?? more[frame.type]
  if (!data) return false
  const type = z.literal(frame.type)
  const shape = logged ? z.object({ type, data, id: z.int().min(1) }) : z.object({ type, data })
  // Unknown fields are left out of what is parsed.
  return isDeepStrictEqual(shape.safeParse(frame).data, frame)
}

/** Opens a socket as a front end would; it is cut when the test ends, and may by then have had no frame that is not described. */
export function connect(
  url: string,
  token: string,
  { since, origin, frames: more = {} }: { since?: number | string; origin?: string; frames?: Frames } = {},
): Client {
  tokensUsed.add(token)
  const query = since === undefined ? '' : `?since=${since}`
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws/${token}${query}`, origin ? { origin } : {})
  const frames: Frame[] = []
  onTestFinished(() => {
    socket.terminate()
    expect(frames.filter((frame) => !isDescribed(frame, more))).toEqual([])
  })
  socket.on('message', (data: Buffer) => void frames.push(JSON.parse(data.toString()) as Frame))
  socket.on('error', () => {})
  const of = (type: string) => frames.filter((frame) => frame.type === type)
  return {
    socket,
    frames,
    of,
    ids: () => frames.flatMap(({ id }) => (id === undefined ? [] : [id])),
    got: (type, n = 1) => until(`${n} × ${type}`, () => of(type)[n - 1]),
    send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    closed: new Promise((resolve) =>
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    ),
  }
}

/** The status that answers an upgrade which is refused before there is a socket. */
export const refusedWith = (client: Client) =>
  new Promise<number | undefined>((resolve) =>
    client.socket.once('unexpected-response', (_request, response) => resolve(response.statusCode)),
  )

export const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, index) => first + index)
