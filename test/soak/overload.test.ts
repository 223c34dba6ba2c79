import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { until } from '../app.ts'
import { scratch, startServer } from '../process.ts'
import { adminEnv, connectTo, newDatabase, signIn } from './clinic.ts'
import { patients, secretKey } from './followers.ts'

const times = 3
const seconds = 10

interface Result {
  readonly status: number
  readonly ms: number
  readonly title: string | undefined
  readonly retryAfter: string | undefined
}

const percentile = (all: readonly Result[], share: number) =>
  all.map(({ ms }) => ms).toSorted((a, b) => a - b)[Math.floor(all.length * share)] ?? 0

describe('more than it can bear', () => {
  test(`at ${times} times the load that it can bear it refuses at once, does what it took on, and is itself again within 5 s`, async () => {
    const DATABASE_URL = await newDatabase()
    const server = await startServer(await scratch(), { ...adminEnv, DATABASE_URL, SECRET_KEY: secretKey })
    const members = await patients(DATABASE_URL, 50)
    const admin = await signIn(server.url)
    const agent = new Agent({ keepAlive: true, maxSockets: Infinity })
    onTestFinished(() => agent.destroy())

    let sent = 0
    /** Every other one a message to another person, the rest reads one's own account. Status 0: the connection failed. */
    const ask = () =>
      new Promise<Result>((resolve) => {
        const n = sent++
        const member = members[n % members.length]
        const title = n % 2 === 0 ? `n${n}` : undefined
        const body = title === undefined ? '' : JSON.stringify({ userId: member?.id, title, message: 'Oi' })
        const started = performance.now()
        const done = (status: number, retryAfter?: string) =>
          resolve({ status, ms: performance.now() - started, title, retryAfter })
        const outgoing = request(
          `${server.url}/api/v1/${title === undefined ? 'me' : 'notifications'}`,
          {
            agent,
            method: title === undefined ? 'GET' : 'POST',
            headers: {
              authorization: `Bearer ${title === undefined ? member?.token : admin}`,
              ...(title === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.length }),
            },
          },
          (answer) => {
            answer.resume()
            answer.on('end', () => done(answer.statusCode ?? 0, answer.headers['retry-after']))
          },
        )
        outgoing.on('error', () => done(0))
        outgoing.end(body)
      })

    // What it can bear: 32 callers who wait for their answers.
    const results: Result[] = []
    const borne = async (ms: number) => {
      const end = performance.now() + ms
      const before = results.length
      const caller = async () => {
        while (performance.now() < end) results.push(await ask())
      }
      await Promise.all(Array.from({ length: 32 }, caller))
      return Math.round(((results.length - before) / ms) * 1000)
    }
    await borne(6_000) // the code gets warm
    const perSecond = await borne(4_000)
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set([200, 202]))

    // And then callers who do not wait.
    const flood: Promise<Result>[] = []
    const began = performance.now()
    while (performance.now() - began < seconds * 1000) {
      const due = ((performance.now() - began) / 1000) * perSecond * times
      while (flood.length < due) flood.push(ask())
      await pause(5)
    }
    const stopped = performance.now()
    const calm = until(
      'an answer in 100 ms',
      async () => {
        const { status, ms } = await ask()
        return status < 300 && status > 0 && ms < 100
      },
      60_000,
    ).then(() => performance.now() - stopped)
    const answered = await Promise.all(flood)
    const recovered = await calm
    const refused = answered.filter(({ status }) => status === 503)
    const taken = answered.filter(({ status }) => status === 200 || status === 202)
    console.log(
      `bears ${perSecond}/s; of ${flood.length} at ${Math.round(flood.length / seconds)}/s took ${taken.length} (p50 ${Math.round(percentile(taken, 0.5))} ms, p99 ${Math.round(percentile(taken, 0.99))} ms), ` +
        `refused ${refused.length} (p50 ${Math.round(percentile(refused, 0.5))} ms, p99 ${Math.round(percentile(refused, 0.99))} ms); itself again after ${Math.round(recovered)} ms`,
    )
    expect(taken.length + refused.length).toBe(flood.length)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.every(({ retryAfter }) => Number(retryAfter) >= 1)).toBe(true)
    // Who refuses is the same process on the same machine as who asks: alone it takes a millisecond.
    expect(percentile(refused, 0.99)).toBeLessThan(2_000)
    expect(recovered).toBeLessThan(5_000)

    const promised = [...results, ...taken].flatMap(({ title }) => title ?? [])
    const client = await connectTo(DATABASE_URL)
    const { rows } = await client.query<{ title: string }>('SELECT title FROM notifications')
    const kept = new Set(rows.map(({ title }) => title))
    expect(promised.filter((title) => !kept.has(title))).toEqual([])
    expect(kept.size).toBe(rows.length)
    await until(
      'every delivery to be done',
      async () => {
        const { rows: left } = await client.query(
          `SELECT 1 FROM deliveries WHERE status IN ('pendente', 'enviando') LIMIT 1`,
        )
        return left.length === 0
      },
      120_000,
    )
  })
})
