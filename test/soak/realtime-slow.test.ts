import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { until } from '../app.ts'
import { scratch, startServer } from '../process.ts'
import { connectTo, newDatabase } from './clinic.ts'
import { type Member, patients, secretKey } from './followers.ts'
import type { Closed, CrowdOrder } from './socket-crowd.ts'

const readers = 9_500
const silent = 500
const eventsPerReader = 50
/** 20 MB for each that does not read: loopback's own buffers swallow some 15. */
const fillers = 320
const fillerBytes = 64 * 1024
const mb = 1024 * 1024

/** Ten thousand sockets, or those of them that read; how much memory the server took at most, and how the silent ones ended. */
async function run(withSilent: boolean): Promise<{ peak: number; closed: Closed }> {
  const DATABASE_URL = await newDatabase()
  const server = await startServer(await scratch(), {
    DATABASE_URL,
    SECRET_KEY: secretKey,
    LOG_LEVEL: 'error',
    METRICS_TOKEN: 'operators',
  })
  const client = await connectTo(DATABASE_URL)
  // Twenty sockets for each that reads, one for each that does not: its 20 MB are read from the log for it alone.
  const members = await patients(DATABASE_URL, readers / 20 + silent)
  const [reading, others] = [members.slice(silent), members.slice(0, silent)]
  const crowd = fork(join(import.meta.dirname, 'socket-crowd.ts'), [])
  onTestFinished(() => void crowd.kill('SIGKILL'))
  const tell = <Answer>(order: CrowdOrder) =>
    new Promise<Answer>((resolve, reject) => {
      crowd.once('message', ({ answer }: { answer: Answer }) => resolve(answer))
      crowd.once('exit', () => reject(new Error('the crowd is gone')))
      crowd.send(order)
    })
  const open = (those: Member[], times: number, isSilent: boolean) =>
    tell({
      do: 'open',
      url: server.url,
      tokens: those.flatMap(({ token }) => Array<string>(times).fill(token)),
      silent: isSilent,
    })
  await open(reading, 20, false)
  if (withSilent) await open(others, 1, true)

  /** As `appendEvent` does, for many users at once. */
  const append = (those: Member[], count: number, filler: number) =>
    client.query(
      `WITH next AS (
        INSERT INTO event_counters (user_id, last_id) SELECT unnest($1::int[]), $2
        ON CONFLICT (user_id) DO UPDATE SET last_id = event_counters.last_id + $2 RETURNING user_id, last_id
      ), added AS (
        INSERT INTO events (user_id, id, type, data)
        SELECT user_id, last_id - n, 'appointment:updated', jsonb_build_object('filler', repeat('x', $3))
        FROM next, generate_series(0, $2::int - 1) AS n RETURNING user_id
      )
      SELECT pg_notify('blurosiere', json_build_object('kind', 'events', 'userId', user_id)::text) FROM (SELECT DISTINCT user_id FROM added) AS once`,
      [those.map(({ id }) => id), count, filler],
    )
  let peak = 0
  const watch = setInterval(() => {
    const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))?.[1]
    peak = Math.max(peak, Number(rss) * 1024)
  }, 50)
  server.child.once('exit', () => clearInterval(watch))
  const everybody = tell({ do: 'all-have', events: eventsPerReader })
  if (withSilent)
    for (let at = 0; at < others.length; at += 50) await append(others.slice(at, at + 50), fillers, fillerBytes)
  for (let n = 0; n < eventsPerReader; n += 10) {
    await append(reading, 10, 100)
    await pause(200)
  }
  await everybody
  let closed: Closed = {}
  if (withSilent) {
    await until(
      'that the silent ones are given up, as too slow or for an unanswered ping',
      async () => {
        const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: 'Bearer operators' } })
        return Number(/websocket_connections (\d+)/.exec(await answer.text())?.[1]) === readers
      },
      60_000,
    )
    closed = await tell<Closed>({ do: 'let-silent-read' })
  }
  clearInterval(watch)
  crowd.kill('SIGKILL')
  server.child.kill('SIGKILL')
  await server.exited
  return { peak, closed }
}

test('of ten thousand sockets five hundred never read: memory stays under twice that without them, and the others get everything', async () => {
  const without = await run(false)
  const withThem = await run(true)
  console.log(
    `${Math.round(without.peak / mb)} MB with ${readers} sockets that read, ${Math.round(withThem.peak / mb)} MB with ${silent} more that do not; these closed: ${JSON.stringify(withThem.closed)}`,
  )
  expect(withThem.peak).toBeLessThan(2 * without.peak)
})
