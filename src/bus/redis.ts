import type { Redis } from 'ioredis'
import { afterCommit } from '../database/transaction.ts'
import type { Bus, Signal } from './bus.ts'
import { signals } from './signals.ts'

/** How often a node without a subscription checks the log instead. */
const deafMs = 1_000

/**
 * Redis publish and subscribe: faster than NOTIFY under many concurrent commits, which NOTIFY serialises. This node's own signals
 * are delivered locally, whether Redis is reachable or not; while it is not, each node assumes every second that it missed some.
 * `installation` separates practices that share one Redis.
 */
export async function redisBus(redis: Redis, installation: string): Promise<Bus> {
  const channel = `blurosiere:${installation}`
  const heard = signals()
  // A prefix by which a node skips its own signals, which it has delivered already.
  const own = `${crypto.randomUUID()} `
  const listener = redis.duplicate({ autoResubscribe: false })
  let deaf = true
  listener.on('error', () => {}) // the shared connection logs it
  listener.on('message', (_channel, text: string) => {
    if (!text.startsWith(own)) heard.receive(text.slice(text.indexOf(' ') + 1))
  })
  listener.on('close', () => (deaf = true))
  const subscribe = async () => {
    await listener.subscribe(channel)
    deaf = false
    heard.missed()
  }
  listener.on('ready', () => void subscribe().catch(() => listener.disconnect(true)))
  const waiting = setInterval(() => {
    if (deaf) heard.missed()
  }, deafMs).unref()
  await listener.connect().catch(() => {})
  const send = async (signal: Signal) => {
    const text = JSON.stringify(signal)
    heard.receive(text)
    // Lost while Redis is unreachable; the other nodes check the log meanwhile.
    await redis.publish(channel, own + text).catch(() => {})
  }
  return {
    provider: 'redis',
    publish: async (tx, signal) => afterCommit(tx, () => void send(signal)),
    subscribe: heard.subscribe,
    async roundTrip() {
      try {
        return await heard.echo((text) => redis.publish(channel, `echo ${text}`))
      } catch (error) {
        // Either may be dead without an error; those that are disconnected reconnect by themselves.
        for (const connection of [redis, listener]) if (connection.status === 'ready') connection.disconnect(true)
        throw error
      }
    },
    async close() {
      clearInterval(waiting)
      heard.close()
      listener.disconnect()
    },
  }
}
