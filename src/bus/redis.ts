import type { Redis } from 'ioredis'
import { afterCommit } from '../database/transaction.ts'
import type { Bus, Signal } from './bus.ts'
import { signals } from './signals.ts'

/** How often a node that hears nothing looks into the log instead. */
const deafMs = 1_000

/**
 * Redis' publish and subscribe, beside the database that all nodes share: quicker than NOTIFY where many commit at once, which
 * stand in line for it. A signal leaves after the commit. This node's own are heard at once, whether Redis is there or not;
 * while it is away, each node hears every second that it may have missed some. `installation` keeps apart those that share one
 * Redis: its channels know no databases.
 */
export async function redisBus(redis: Redis, installation: string): Promise<Bus> {
  const channel = `blurosiere:${installation}`
  const heard = signals()
  // Before each text, so that a node passes over what it has told itself already.
  const own = `${crypto.randomUUID()} `
  const listener = redis.duplicate({ autoResubscribe: false })
  let deaf = true
  listener.on('error', () => {}) // the shared connection's tells
  listener.on('message', (_channel, text: string) => {
    if (text.startsWith(own)) return
    heard.receive(text.slice(text.indexOf(' ') + 1))
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
    // Lost while Redis is away, which its round trips tell: the other nodes look into the log meanwhile.
    await redis.publish(channel, own + text).catch(() => {})
  }
  return {
    provider: 'redis',
    async publish(tx, signal) {
      afterCommit(tx, () => void send(signal))
    },
    subscribe: heard.subscribe,
    async roundTrip() {
      try {
        return await heard.echo((text) => redis.publish(channel, `echo ${text}`))
      } catch (error) {
        // Either may be dead without having said so; those that are away come back by themselves.
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
