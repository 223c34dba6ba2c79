import { Redis } from 'ioredis'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { until } from '../app.ts'
import { freePort } from '../ports.ts'
import { scratch, type ServerProcess, startServer } from '../process.ts'
import { connect } from '../sockets.ts'
import { adminEnv, call, connectTo, newDatabase, signIn } from './clinic.ts'
import { follow, patients, secretKey } from './followers.ts'

const redisUrl = process.env.TEST_REDIS_URL
const messages = 900

if (!redisUrl) console.warn('skipped: several nodes with Redis (TEST_REDIS_URL is not set)')

describe.each([['NOTIFY'], ...(redisUrl ? [['Redis']] : [])])('three nodes, by %s', (how) => {
  test('while listeners are cut, one node is killed and two are restarted in turn, every client has every event once and in order', async () => {
    const DATABASE_URL = await newDatabase()
    const env = {
      ...adminEnv,
      DATABASE_URL,
      SECRET_KEY: secretKey,
      LOG_LEVEL: 'error',
      ...(how === 'Redis' ? { REDIS_URL: redisUrl ?? '' } : {}),
    }
    const dataDir = await scratch()
    const start = async (port?: string) => startServer(dataDir, { ...env, PORT: port ?? String(await freePort()) })
    const nodes: ServerProcess[] = [await start(), await start(), await start()]
    /** Those that are up. */
    let alive = [...nodes]
    const anyUrl = () => alive[Math.floor(Math.random() * alive.length)]?.url ?? ''
    const restart = async (which: number, signal: 'SIGTERM' | 'SIGKILL') => {
      const old = nodes[which]
      if (!old) throw new Error('no such node')
      alive = alive.filter((node) => node !== old)
      old.child.kill(signal)
      await old.exited
      const fresh = await start(new URL(old.url).port)
      nodes[which] = fresh
      alive.push(fresh)
    }

    const members = await patients(DATABASE_URL, 40)
    const keep = ({ title }: Record<string, unknown>) => title
    const followers = members.flatMap((member) => [follow(member, anyUrl, keep), follow(member, anyUrl, keep)])
    const token = await signIn(nodes[0]?.url ?? '')
    let next = 0
    const write = async () => {
      while (next < messages) {
        const n = next++
        const body = { userId: members[n % members.length]?.id, title: `n${n}`, message: 'Oi' }
        // A front end that retries under one key, wherever it lands.
        await until(
          `message ${n}`,
          () =>
            call(anyUrl(), 'POST', '/notifications', { token, body, headers: { 'idempotency-key': `n${n}` } }).then(
              ({ status }) => status === 202,
              () => false,
            ),
          30_000,
        )
      }
    }
    let writing = true
    const writers = Promise.all(Array.from({ length: 4 }, write)).finally(() => (writing = false))

    const client = await connectTo(DATABASE_URL)
    const redis = redisUrl ? new Redis(redisUrl) : undefined
    onTestFinished(() => redis?.disconnect())
    let cuts = 0
    const sabotage = (async () => {
      while (writing) {
        await pause(700)
        cuts++
        if (how === 'Redis') await redis?.client('KILL', 'TYPE', 'pubsub')
        else
          await client.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`,
          )
        for (const follower of followers) if (Math.random() < 0.1) follower.drop()
      }
    })()
    await restart(2, 'SIGKILL')
    await restart(0, 'SIGTERM')
    await restart(1, 'SIGTERM')
    await Promise.all([writers, sabotage])

    const { rows } = await client.query<{ user: number; sequence: { id: number; kept: string }[] }>(
      `SELECT user_id AS "user", json_agg(json_build_object('id', id, 'kept', data->'title') ORDER BY id) AS sequence FROM events GROUP BY user_id`,
    )
    const sequences = new Map(rows.map(({ user, sequence }) => [user, sequence]))
    const told = members.flatMap(({ id }) => (sequences.get(id) ?? []).map(({ kept }) => kept))
    expect(told.toSorted()).toEqual(Array.from({ length: messages }, (_, n) => `n${n}`).toSorted())
    // What a cut listener did not hear is found in the log within 5 s.
    await until(
      'the last event at every client',
      () => followers.every(({ member, seen }) => (seen.at(-1)?.id ?? 0) >= (sequences.get(member.id)?.length ?? 0)),
      6_000,
    )
    for (const { member, seen } of followers) expect(seen).toEqual(sequences.get(member.id))
    console.log(`${how}: ${messages} messages, ${cuts} cuts of all listeners, three restarts`)

    // Signing out closes the sockets on all nodes within a second, also where a listener has just been cut.
    for (const follower of followers) follower.stop()
    const { token: leaving } = members[0] ?? { token: '' }
    const sockets = nodes.map(({ url }) => connect(url, leaving))
    await Promise.all(sockets.map((socket) => socket.got('welcome')))
    const began = performance.now()
    await call(nodes[0]?.url ?? '', 'POST', '/auth/logout', { token: leaving })
    for (const socket of sockets) expect((await socket.closed).code).toBe(4403)
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})
