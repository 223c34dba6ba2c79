// What sockets cost: `node bench/realtime/compare.ts [layer|connect|idle|latency …]`, on the PostgreSQL of DATABASE_URL (and the
// Redis of REDIS_URL), beside plain `ws` and Socket.IO in turns. The server's CPU is the process' own. Prints its tables.
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { ownDatabase } from '../rig.ts'
import type { ClientOrder } from './clients.ts'
import type { Cost, Order } from './contenders.ts'

const databaseServer = process.env.DATABASE_URL ?? ''
if (databaseServer === '') throw new Error('DATABASE_URL is the server on which the trial makes its own database')

const here = import.meta.dirname
const flags = ['--max-semi-space-size=2', '--v8-pool-size=1', '--expose-gc']
const users = 2_000
const crowd = 10_000
const rounds = 5
/** As after a restart: the browsers come back together. */
const connectsAtOnce = 200

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
const percentile = (values: readonly number[], p: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor((values.length * p) / 100))] ?? NaN
const print = (head: string[], rows: (string | number)[][]) => {
  console.log(`\n| ${head.join(' | ')} |\n| ${head.map(() => '---').join(' | ')} |`)
  for (const row of rows)
    console.log(`| ${row.map((cell) => (typeof cell === 'number' ? cell.toFixed(1) : cell)).join(' | ')} |`)
}

class Process<Orders> {
  readonly child: ChildProcess
  constructor(script: string, args: string[], env: Record<string, string> = {}) {
    this.child = fork(join(here, script), args, { execArgv: flags, env: { ...process.env, ...env } })
  }
  answer = <T>() =>
    new Promise<T>((resolve, reject) => {
      const gone = () => reject(new Error('the process ended'))
      this.child.once('exit', gone)
      this.child.once('message', (message: { answer: T }) => {
        this.child.off('exit', gone)
        resolve(message.answer)
      })
    })
  ask<T>(order: Orders): Promise<T> {
    const answer = this.answer<T>()
    this.child.send(order as object)
    return answer
  }
  async end() {
    const exit = new Promise((resolve) => this.child.once('exit', resolve))
    this.child.kill('SIGKILL')
    await exit
  }
}

interface Running {
  server: Process<Order>
  port: number
  tokens: string[]
}
async function start(name: string, count: number, env: Record<string, string> = {}): Promise<Running> {
  const server = new Process<Order>('contenders.ts', [name, String(count)], env)
  return { server, ...(await server.answer<{ port: number; tokens: string[] }>()) }
}
const cost = (server: Process<Order>, collect = false) => server.ask<Cost>({ do: 'cost', collect })
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** µs of server CPU for a message. */
async function messages() {
  const names = ['ws', 'socketio', 'layer']
  const found = names.map(() => ({ one: [] as number[], burst: [] as number[] }))
  for (let round = 0; round < rounds; round++) {
    for (const [index, name] of names.entries()) {
      const { server, port, tokens } = await start(name, users)
      const clients = new Process<ClientOrder>('clients.ts', [])
      await clients.ask({ do: 'open', port, tokens, socketio: name === 'socketio', atOnce: connectsAtOnce })
      const measure = async (count: number, burst: number) => {
        const before = await cost(server)
        const all = clients.ask({ do: 'received', count })
        await server.ask({ do: 'send', messages: count, burst, users })
        await all
        return ((await cost(server)).cpu - before.cpu) / count
      }
      await measure(10_000, 1)
      found[index]?.one.push(await measure(40_000, 1))
      await measure(10_000, 5)
      found[index]?.burst.push(await measure(100_000, 5))
      await server.end()
      await clients.end()
    }
  }
  const [, io] = found
  print(
    ['server', 'one message, µs', 'of Socket.IO', 'burst of five, µs each', 'of Socket.IO'],
    names.map((name, index) => {
      const [one, burst] = [median(found[index]?.one ?? []), median(found[index]?.burst ?? [])]
      return [name, one, (one / median(io?.one ?? [])).toFixed(2), burst, (burst / median(io?.burst ?? [])).toFixed(2)]
    }),
  )
}

/** A contender with its own database, and a crowd of sockets on it. */
async function withCrowd<Result>(
  name: string,
  count: number,
  work: (server: Process<Order>, open: (from: number, to: number) => Promise<unknown>) => Promise<Result>,
): Promise<Result> {
  const { url, drop } = await ownDatabase(databaseServer)
  const { server, port, tokens } = await start(name, count, { DATABASE_URL: url, REDIS_URL: '' })
  const clients = new Process<ClientOrder>('clients.ts', [])
  const open = (from: number, to: number) =>
    clients.ask({
      do: 'open',
      port,
      tokens: tokens.slice(from, to),
      socketio: name === 'socketio',
      atOnce: connectsAtOnce,
    })
  const result = await work(server, open)
  await server.end()
  await clients.end()
  await drop()
  return result
}

/** µs of server CPU for an authenticated connect, and what an idle connection holds. Ours looks its sessions up. */
async function connects() {
  const names = ['ws', 'socketio', 'app']
  const found = names.map(() => ({ connect: [] as number[], kib: [] as number[] }))
  for (let round = 0; round < rounds; round++) {
    for (const [index, name] of names.entries()) {
      await withCrowd(name, crowd + 500, async (server, open) => {
        await open(crowd, crowd + 500)
        await pause(1_000)
        const empty = await cost(server, true)
        const before = await cost(server)
        await open(0, users)
        found[index]?.connect.push(((await cost(server)).cpu - before.cpu) / users)
        await open(users, crowd)
        await pause(2_000)
        found[index]?.kib.push(((await cost(server, true)).rss - empty.rss) / crowd / 1024)
      })
    }
  }
  const [, io] = found
  print(
    ['server', 'connect, µs', 'of Socket.IO', 'KiB an idle connection', 'of Socket.IO'],
    names.map((name, index) => {
      const [connect, kib] = [median(found[index]?.connect ?? []), median(found[index]?.kib ?? [])]
      return [
        name,
        connect,
        (connect / median(io?.connect ?? [])).toFixed(2),
        kib,
        (kib / median(io?.kib ?? [])).toFixed(2),
      ]
    }),
  )
}

/** % of a core over two rounds of pings, without sockets and with ten thousand. */
async function idle() {
  const rows: string[][] = []
  for (const name of ['ws', 'socketio', 'app'])
    rows.push(
      await withCrowd(name, crowd, async (server, open) => {
        const percent = async () => {
          await pause(3_000)
          const before = await cost(server)
          await pause(60_000)
          return (((await cost(server)).cpu - before.cpu) / 600_000).toFixed(2)
        }
        const none = await percent()
        await open(0, crowd)
        return [name, none, await percent()]
      }),
    )
  print(['server', 'no socket, % of a core', '10,000 sockets, % of a core'], rows)
}

/** From COMMIT to the frame in the client, 500 events a second to random users of 2,000. */
async function latency() {
  const rows: (string | number)[][] = []
  const redis = process.env.REDIS_URL ?? ''
  for (const [label, nodes, url] of [
    ['one node, NOTIFY', 1, ''],
    ['two nodes, NOTIFY', 2, ''],
    ...(redis
      ? ([
          ['one node, Redis', 1, redis],
          ['two nodes, Redis', 2, redis],
        ] as const)
      : []),
  ] as const) {
    const base = await ownDatabase(databaseServer)
    const env = { DATABASE_URL: base.url, REDIS_URL: url }
    const here = await start('app', users, env)
    const there = nodes === 2 ? await start('app', users, env) : undefined
    const clients = new Process<ClientOrder>('clients.ts', [])
    await clients.ask({ do: 'open', port: here.port, tokens: here.tokens, socketio: false, atOnce: 50 })
    const writer = (there ?? here).server
    const trial = async (seconds: number) => {
      const before = await cost(here.server)
      const commits = await writer.ask<number[]>({ do: 'commit', rate: 500, seconds, users })
      const arrivals = await clients.ask<[number, number][]>({ do: 'moments', count: commits.length })
      const cpu = (await cost(here.server)).cpu - before.cpu
      return { waits: arrivals.map(([n, at]) => at - (commits[n] ?? NaN)), cpu: cpu / seconds / 10_000 }
    }
    await trial(5)
    const { waits, cpu } = await trial(30)
    rows.push([label, waits.length.toString(), percentile(waits, 50), percentile(waits, 99), Math.max(...waits), cpu])
    await here.server.end()
    await there?.server.end()
    await clients.end()
    await base.drop()
  }
  print(['sockets’ node', 'events', 'p50 ms', 'p99 ms', 'slowest ms', "CPU of the sockets' node, %"], rows)
}

const parts = { layer: messages, connect: connects, idle, latency }
const asked = process.argv.slice(2)
for (const [name, part] of Object.entries(parts)) if (asked.length === 0 || asked.includes(name)) await part()
