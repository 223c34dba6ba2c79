import { EventEmitter } from 'node:events'
import { z } from 'zod'
import type { Database } from '../database/client.ts'
import type { Bus, Signal } from './bus.ts'

const channel = 'blurosiere'

const signalSchema: z.ZodType<Signal> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('events'), userId: z.number() }),
  z.object({ kind: z.literal('sessions-ended'), userId: z.number(), sessionIds: z.array(z.string()) }),
])

/** A newer node, or anybody with `psql`, may say what this one does not know; catching up from the log is always right. */
const read = (payload: string): Signal | undefined => {
  try {
    return signalSchema.safeParse(JSON.parse(payload)).data
  } catch {
    return undefined
  }
}

/** LISTEN/NOTIFY on the database that all nodes share: sent by the commit itself. */
export async function postgresBus(database: Database): Promise<Bus> {
  const emitter = new EventEmitter()
  const stop = await database.listen(channel, (payload) => {
    emitter.emit('signal', payload === undefined ? undefined : read(payload))
  })
  return {
    provider: 'postgres',
    publish: async (tx, signal) => void (await tx.$executeRaw`SELECT pg_notify(${channel}, ${JSON.stringify(signal)})`),
    subscribe: (listener: (signal: Signal | undefined) => void) => void emitter.on('signal', listener),
    async close() {
      emitter.removeAllListeners()
      await stop()
    },
  }
}
