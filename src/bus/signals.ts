import { EventEmitter } from 'node:events'
import pTimeout from 'p-timeout'
import { z } from 'zod'
import type { Signal } from './bus.ts'

const signalSchema: z.ZodType<Signal> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('events'), userId: z.number() }),
  z.object({ kind: z.literal('sessions-ended'), userId: z.number(), sessionIds: z.array(z.string()) }),
])
const echoSchema = z.object({ kind: z.literal('echo'), id: z.string() })

const echoMs = 3_000

/** What a bus over a wire does with the texts that arrive. */
export interface Signals {
  /** A text of the channel. One that cannot be parsed, as a newer node's, counts as missed. */
  receive(text: string): void
  /** Some may have been missed. */
  missed(): void
  subscribe(listener: (signal: Signal | undefined) => void): void
  /** Sends a text by `send` and gives the milliseconds until it arrives. */
  echo(send: (text: string) => Promise<unknown>): Promise<number>
  close(): void
}

export function signals(): Signals {
  const emitter = new EventEmitter()
  const echoes = new Map<string, () => void>()
  const tell = (signal: Signal | undefined) => void emitter.emit('signal', signal)
  return {
    receive(text) {
      let json: unknown
      try {
        json = JSON.parse(text)
      } catch {
        return tell(undefined)
      }
      const { data: signal } = signalSchema.safeParse(json)
      if (signal) return tell(signal)
      const { data: echo } = echoSchema.safeParse(json)
      if (!echo) return tell(undefined)
      // An echo of another node has no entry here.
      echoes.get(echo.id)?.()
    },
    missed: () => tell(undefined),
    subscribe: (listener) => void emitter.on('signal', listener),
    async echo(send) {
      const id = crypto.randomUUID()
      const began = performance.now()
      const answer = new Promise<number>((resolve, reject) => {
        echoes.set(id, () => resolve(performance.now() - began))
        send(JSON.stringify({ kind: 'echo', id })).catch(reject)
      })
      const answered = pTimeout(answer, { milliseconds: echoMs, message: 'no signal came back in time' })
      return answered.finally(() => echoes.delete(id))
    },
    close: () => void emitter.removeAllListeners(),
  }
}
