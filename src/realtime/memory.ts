import { EventEmitter } from 'node:events'
import { afterCommit } from '../database/transaction.ts'
import type { Bus, Signal } from './bus.ts'

/** For the one process that can hold the embedded database. */
export function memoryBus(): Bus {
  const emitter = new EventEmitter()
  return {
    provider: 'memory',
    publish: async (tx, signal) => afterCommit(tx, () => emitter.emit('signal', signal)),
    tell: async (signal) => void emitter.emit('signal', signal),
    subscribe: (listener: (signal: Signal | undefined) => void) => void emitter.on('signal', listener),
    roundTrip: async () => 0,
    close: async () => void emitter.removeAllListeners(),
  }
}
