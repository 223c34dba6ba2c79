import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src/database/client.ts'
import { transaction } from '../../src/database/transaction.ts'
import { appendEvent } from '../../src/bus/events.ts'
import { postgresBus } from '../../src/bus/postgres.ts'
import { until } from '../app.ts'
import { freePort } from '../ports.ts'
import { scratch, startServer } from '../process.ts'
import { connectTo, newDatabase } from './clinic.ts'
import { follow, patients, secretKey } from './followers.ts'

const seconds = 60
const events = 50_000
const perTransaction = 10

test('500 clients that drop and return at random for a minute, while 50,000 events are committed and the server restarts twice: each has the table’s own sequence', async () => {
  const DATABASE_URL = await newDatabase()
  const dataDir = await scratch()
  const env = { DATABASE_URL, SECRET_KEY: secretKey, PORT: String(await freePort()), LOG_LEVEL: 'warn' }
  let server = await startServer(dataDir, env)
  const members = await patients(DATABASE_URL, 200)
  const keep = ({ version }: Record<string, unknown>) => version
  const followers = Array.from({ length: 500 }, (_, index) =>
    follow(members[index % members.length] ?? { id: 0, token: '' }, () => server.url, keep),
  )

  const database = await openDatabase({ databaseUrl: DATABASE_URL, dataDir: '' })
  onTestFinished(() => database.close())
  const bus = await postgresBus(database)
  onTestFinished(() => bus.close())
  const began = performance.now()
  let next = 0
  const write = async () => {
    while (next < events) {
      const from = next
      next += perTransaction
      const due = (from / events) * seconds * 1000 - (performance.now() - began)
      if (due > 0) await pause(due)
      const chosen = Array.from({ length: perTransaction }, () => Math.floor(Math.random() * members.length))
      await transaction(database.db, async (tx) => {
        // In ascending order, as `appendEvent` asks.
        for (const [index, who] of chosen.toSorted((a, b) => a - b).entries())
          await appendEvent(tx, bus, members[who]?.id ?? 0, 'appointment:updated', {
            ...{ id: 456, status: 'confirmado', date: '2025-01-20', time: '14:00' },
            version: from + index + 1,
          })
      })
    }
  }
  let writing = true
  const writers = Promise.all([write(), write(), write()]).finally(() => (writing = false))
  const dropping = (async () => {
    while (writing) {
      await pause(20)
      // Each about every four seconds.
      for (const follower of followers) if (Math.random() < 0.005) follower.drop()
    }
  })()
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    await pause((seconds * 1000) / 3)
    server.child.kill(signal)
    await server.exited
    server = await startServer(dataDir, env)
  }
  await Promise.all([writers, dropping])

  const client = await connectTo(DATABASE_URL)
  const { rows } = await client.query<{ user: number; sequence: { id: number; kept: number }[] }>(
    `SELECT user_id AS "user", json_agg(json_build_object('id', id, 'kept', data->'version') ORDER BY id) AS sequence FROM events GROUP BY user_id`,
  )
  const sequences = new Map(rows.map(({ user, sequence }) => [user, sequence]))
  expect([...sequences.values()].reduce((sum, { length }) => sum + length, 0)).toBe(events)
  const lastOf = (id: number) => sequences.get(id)?.length ?? 0
  await until(
    'the last event at every client',
    () => followers.every(({ member, seen }) => (seen.at(-1)?.id ?? 0) >= lastOf(member.id)),
    20_000,
  )
  for (const { member, seen } of followers) expect(seen).toEqual(sequences.get(member.id))
  const visits = followers.reduce((sum, follower) => sum + follower.visits(), 0)
  expect(visits).toBeGreaterThan(3_000)
  const received = followers.reduce((sum, { seen }) => sum + seen.length, 0)
  console.log(`${visits} visits of 500 clients, ${received} events received of ${events} committed, two restarts`)
})
