import { expect, inject, onTestFinished, test } from 'vitest'
import { Redis } from 'ioredis'
import pg from 'pg'
import { type Database, openDatabase } from '../src/database/client.ts'
import { postgresBus } from '../src/bus/postgres.ts'
import { redisBus } from '../src/bus/redis.ts'
import { transaction } from '../src/database/transaction.ts'
import type { Signal } from '../src/bus/bus.ts'
import { until } from './app.ts'
import { busContract } from './contracts/bus.ts'

const redisUrl = process.env.TEST_REDIS_URL
if (!redisUrl) console.warn('skipped: the bus over Redis (TEST_REDIS_URL is not set)')

/** A pool of its own on the server: signals need no tables. */
const open = async (): Promise<Database> => {
  const database = await openDatabase({ databaseUrl: inject('server'), dataDir: '' })
  onTestFinished(() => database.close())
  return database
}

busContract('postgres, two nodes on one server', async () => {
  const [one, two] = [await open(), await open()]
  return { db: one.db, nodes: [await postgresBus(one), await postgresBus(two)] }
})

/** A connection of its own, and the bus over it, as a node has them. */
const overRedis = async () => {
  const redis = new Redis(redisUrl ?? '', { enableOfflineQueue: false, maxRetriesPerRequest: 1, lazyConnect: true })
  await redis.connect()
  onTestFinished(() => redis.disconnect())
  const bus = await redisBus(redis, 'test')
  onTestFinished(() => bus.close())
  return { redis, bus }
}

if (redisUrl) {
  busContract('redis, two nodes on one server', async () => {
    const { db } = await open()
    return { db, nodes: [(await overRedis()).bus, (await overRedis()).bus] }
  })
}

test.skipIf(!redisUrl)(
  'a node whose Redis connection was cut subscribes again, says that it may have missed something, and hears its own all the while',
  async () => {
    const { db } = await open()
    const [{ bus: one, redis }, { bus: two }] = [await overRedis(), await overRedis()]
    const heard: (Signal | undefined)[] = []
    two.subscribe((signal) => void heard.push(signal))
    await redis.client('KILL', 'TYPE', 'pubsub')
    const signal = { kind: 'events', userId: 7 } as const
    await transaction(db, (tx) => two.publish(tx, signal))
    await until('its own', () => heard.some((one) => one?.kind === 'events'))
    await until('the gap', () => heard.includes(undefined))
    await until('the other node again', async () => {
      heard.length = 0
      await transaction(db, (tx) => one.publish(tx, signal))
      await until('the signal', () => heard.some((one) => one?.kind === 'events'), 300).catch(() => {})
      return heard.some((one) => one?.kind === 'events')
    })
  },
)

test('a node whose connection was cut listens again, and says that it may have missed something', async () => {
  const database = await open()
  const bus = await postgresBus(database)
  onTestFinished(() => bus.close())
  const heard: (Signal | undefined)[] = []
  bus.subscribe((signal) => void heard.push(signal))
  const client = new pg.Client({ connectionString: inject('server') })
  await client.connect()
  onTestFinished(() => client.end())
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN "blurosiere"' AND datname = current_database()`,
  )
  await until('the gap', () => heard.length === 1 && heard[0] === undefined)
  await transaction(database.db, (tx) => bus.publish(tx, { kind: 'events', userId: 7 }))
  await until('the signal', () => heard.length === 2)
  expect(heard[1]).toEqual({ kind: 'events', userId: 7 })
})

test('what a newer node says and this one does not know counts as a gap, and is no fault', async () => {
  const database = await open()
  const bus = await postgresBus(database)
  onTestFinished(() => bus.close())
  const heard: (Signal | undefined)[] = []
  bus.subscribe((signal) => void heard.push(signal))
  for (const payload of ['{"kind":"tea-time"}', 'not JSON', ''])
    await database.db.$executeRaw`SELECT pg_notify('blurosiere', ${payload})`
  await until('all three', () => heard.length === 3)
  expect(heard).toEqual([undefined, undefined, undefined])
})
