import pTimeout from 'p-timeout'
import { z } from 'zod'
import type { Signal } from './bus.ts'

const wire = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('events'), userId: z.number() }),
  z.object({ kind: z.literal('sessions-ended'), userId: z.number(), sessionIds: z.array(z.string()) }),
  z.object({ kind: z.literal('echo'), id: z.string() }),
])

function read(text: string) {
  try {
    return wire.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

const echoMs = 3_000

/** What a bus over a wire does with the texts that arrive. */
export function signals() {
  const listeners = new Set<(signal: Signal | undefined) => void>()
  const echoes = new Map<string, () => void>()
  const tell = (signal?: Signal) => {
    for (const listener of listeners) listener(signal)
  }
  return {
    /** A text of the channel. One that cannot be parsed, as a newer node's, counts as missed. */
    receive(text: string) {
      const found = read(text)
      if (found?.kind !== 'echo') return tell(found)
      // An echo of another node has no entry here.
      echoes.get(found.id)?.()
    },
    /** Some may have been missed. */
    missed: () => tell(),
    subscribe: (listener: (signal: Signal | undefined) => void) => void listeners.add(listener),
    /** Sends a text by `send` and gives the milliseconds until it arrives. */
    async echo(send: (text: string) => Promise<unknown>) {
      const id = crypto.randomUUID()
      const began = performance.now()
      const answer = new Promise<number>((resolve, reject) => {
        echoes.set(id, () => resolve(performance.now() - began))
        send(JSON.stringify({ kind: 'echo', id })).catch(reject)
      })
      const answered = pTimeout(answer, { milliseconds: echoMs, message: 'no signal came back in time' })
      return answered.finally(() => echoes.delete(id))
    },
    close: () => listeners.clear(),
  }
}
