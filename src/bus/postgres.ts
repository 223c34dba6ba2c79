import type { Database } from '../database/client.ts'
import type { Tx } from '../database/transaction.ts'
import type { Bus } from './bus.ts'
import { signals } from './signals.ts'

const channel = 'blurosiere'

/** LISTEN/NOTIFY on the database that all nodes share: sent by the commit itself. */
export async function postgresBus(database: Database): Promise<Bus> {
  const heard = signals()
  const listen = () => database.listen(channel, (text) => (text === undefined ? heard.missed() : heard.receive(text)))
  let stop = await listen()
  let closed = false
  const notify = (by: Tx, text: string) => by.$executeRaw`SELECT pg_notify(${channel}, ${text})`
  const renew = async () => {
    heard.missed()
    const old = stop
    stop = await listen()
    heard.missed()
    void old()
    if (closed) await stop()
  }
  return {
    provider: 'postgres',
    publish: async (tx, signal) => void (await notify(tx, JSON.stringify(signal))),
    subscribe: heard.subscribe,
    async roundTrip() {
      try {
        return await heard.echo((text) => notify(database.db, text))
      } catch (error) {
        // The connection may be dead without an error.
        if (!closed) await renew().catch(() => {})
        throw error
      }
    },
    async close() {
      closed = true
      heard.close()
      await stop()
    },
  }
}
