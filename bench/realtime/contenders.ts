// The servers that bench/realtime compares, each a process of its own: `node contenders.ts <ws|socketio|layer|app>`. They are
// told what to do, and asked what it cost, over the process' channel.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { createSigner, createVerifier } from 'fast-jwt'

export interface Cost {
  /** Of the process, user and system, in µs. */
  cpu: number
  /** In bytes, after a collection. */
  rss: number
}

interface Contender {
  readonly port: number
  /** One token for each user, from 0 on. */
  readonly tokens: string[]
  /** Sends one event to a user. */
  send(user: number): void
}

const appointment = { id: 456, status: 'confirmado', date: '2025-01-20', time: '14:00', version: 1 } as const

/** 210 bytes, as a frame of ours; the moment stands in place of its n. */
export const payload = (id: number) => ({
  type: 'appointment:updated',
  data: { ...appointment, note: 'x'.repeat(66) },
  id,
})

const key = 'a secret that is long enough for a signature'
const sign = createSigner({ key, algorithm: 'HS256', expiresIn: 900_000 })
const verify = createVerifier({ key, algorithms: ['HS256'] })
const signedTokens = (count: number) => Array.from({ length: count }, (_, user) => sign({ sub: String(user) }))
const userOf = (token: string): number => Number((verify(token) as { sub: string }).sub)

const listening = (server: import('node:http').Server) =>
  new Promise<number>((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))

async function plainWs(users: number): Promise<Contender> {
  const { WebSocketServer } = await import('ws')
  const sockets = new Map<number, import('ws').WebSocket>()
  const http = createServer()
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 128 * 1024 })
  http.on('upgrade', (request, raw, head) => {
    const user = userOf((request.url ?? '').slice(4))
    server.handleUpgrade(request, raw, head, (socket) => {
      sockets.set(user, socket)
      socket.on('close', () => sockets.delete(user))
      socket.on('message', () => {})
      socket.send(JSON.stringify({ type: 'welcome', data: { user } }))
    })
  })
  let id = 0
  return {
    port: await listening(http),
    tokens: signedTokens(users),
    send: (user) => sockets.get(user)?.send(JSON.stringify(payload(++id))),
  }
}

async function socketIo(users: number): Promise<Contender> {
  const { Server } = await import('socket.io')
  const http = createServer()
  const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, pingInterval: 30_000 })
  io.use((socket, next) => {
    socket.data.user = userOf(String(socket.handshake.auth.token))
    next()
  })
  io.on('connection', (socket) => {
    void socket.join(`user:${socket.data.user}`)
    socket.emit('welcome', { user: socket.data.user as number })
  })
  let id = 0
  return {
    port: await listening(http),
    tokens: signedTokens(users),
    send: (user) => void io.to(`user:${user}`).emit('event', payload(++id)),
  }
}

/** Our socket layer alone: the upgrade by Fastify, and `connections.ts` over a log in memory. */
async function layer(users: number): Promise<Contender> {
  const [{ default: fastify }, { default: websocket }, { connections }, { textFrame, wireOf }] = await Promise.all([
    import('fastify'),
    import('@fastify/websocket'),
    import('../../src/realtime/connections.ts'),
    import('../../src/realtime/wire.ts'),
  ])
  const logs = Array.from({ length: users }, () => ({
    first: 1,
    entries: [] as { id: number; frame: Buffer; notificationId: undefined }[],
  }))
  const hub = connections({
    async read(user, after) {
      const log = logs[user]
      if (!log) throw new Error('no such user')
      const entries = log.entries.slice(after + 1 - log.first)
      // Read by the only socket: forgotten.
      log.entries = []
      log.first = after + entries.length + 1
      return { entries, more: false }
    },
    written: () => {},
    failed: (error) => console.error(error),
  })
  const app = fastify({ routerOptions: { maxParamLength: 4096 } })
  await app.register(websocket, { options: { perMessageDeflate: false, maxPayload: 128 * 1024 } })
  app.get<{ Params: { token: string } }>('/ws/:token', { websocket: true }, (socket, request) => {
    const id = userOf(request.params.token)
    const connection = {
      ...wireOf(socket, request.raw.socket),
      caller: { id, role: 'paciente' as const, sid: '' },
      cursor: 0,
      paused: false,
      alive: true,
    }
    socket.on('close', () => hub.remove(connection))
    socket.on('message', () => {})
    socket.send(JSON.stringify({ type: 'welcome', data: { user: id } }))
    hub.add(connection, hub.expect(id), 0)
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    port: (app.server.address() as AddressInfo).port,
    tokens: signedTokens(users),
    send(user) {
      const log = logs[user]
      if (!log) return
      const id = log.first + log.entries.length
      log.entries.push({ id, frame: textFrame(JSON.stringify(payload(id))), notificationId: undefined })
      hub.wake(user)
    },
  }
}

/** The whole application on the PostgreSQL of DATABASE_URL: its sessions are looked up, its events committed. */
async function whole(users: number): Promise<Contender & { commit(user: number, n: number): Promise<number> }> {
  const [{ buildApp }, { loadConfig }, { transaction }, { appendEvent }] = await Promise.all([
    import('../../src/app.ts'),
    import('../../src/config/config.ts'),
    import('../../src/database/transaction.ts'),
    import('../../src/bus/events.ts'),
  ])
  const env = {
    DATABASE_URL: process.env.DATABASE_URL,
    ...(process.env.REDIS_URL ? { REDIS_URL: process.env.REDIS_URL } : {}),
    SECRET_KEY: 'a secret that is long enough for signatures',
    LOG_LEVEL: 'error',
  }
  const app = await buildApp({ config: loadConfig(env, []), env })
  await app.listen({ port: 0, host: '127.0.0.1' })
  await app.db.$executeRaw`
    INSERT INTO users (name, email, role, timezone)
    SELECT 'Maria', 'maria' || n || '@example.com', 'paciente', 'America/Sao_Paulo' FROM generate_series(1, ${users}::int) AS n
    ON CONFLICT DO NOTHING`
  await app.db.$executeRaw`
    INSERT INTO sessions (id, user_id, expires_at)
    SELECT gen_random_uuid(), id, now() + interval '1 day' FROM users WHERE NOT EXISTS (SELECT FROM sessions)`
  const sessions = await app.db.session.findMany({ orderBy: { userId: 'asc' }, take: users })
  return {
    port: (app.server.address() as AddressInfo).port,
    tokens: sessions.map(({ userId, id }) => app.auth.accessToken(userId, 'paciente', id)),
    send: () => {
      throw new Error('its events are committed')
    },
    async commit(user, n) {
      let at = 0
      const userId = sessions[user]?.userId ?? 0
      const data = { ...payload(0).data, n }
      await transaction(app.db, async (tx) => {
        await appendEvent(tx, app.bus, userId, 'appointment:updated', data)
        at = performance.timeOrigin + performance.now()
      })
      return at
    },
  }
}

/** Messages that leave in one turn of the loop, each to another user. */
const perTurn = 20

export type Order =
  | { do: 'cost'; collect?: boolean }
  | { do: 'send'; messages: number; burst: number; users: number }
  | { do: 'commit'; rate: number; seconds: number; users: number }

async function main([name = '', users = '0']: string[]) {
  const count = Number(users)
  const app = name === 'app' ? await whole(count) : undefined
  const contender =
    app ?? (name === 'ws' ? await plainWs(count) : name === 'socketio' ? await socketIo(count) : await layer(count))

  const obey = async (order: Order): Promise<unknown> => {
    if (order.do === 'cost') {
      const { user, system } = process.cpuUsage()
      // Afterwards: a collection costs by the whole heap, not by what was asked for.
      if (order.collect) (globalThis as { gc?: () => void }).gc?.()
      return { cpu: user + system, rss: process.memoryUsage.rss() } satisfies Cost
    }
    if (order.do === 'send') {
      for (let sent = 0; sent < order.messages;) {
        for (let n = 0; n < perTurn && sent < order.messages; n++) {
          const user = Math.floor(Math.random() * order.users)
          for (let copy = 0; copy < order.burst; copy++, sent++) contender.send(user)
        }
        await turn()
      }
      return undefined
    }
    const started = performance.now()
    const moments: Promise<number>[] = []
    while (performance.now() - started < order.seconds * 1000) {
      const due = Math.floor(((performance.now() - started) / 1000) * order.rate)
      while (moments.length < due)
        moments.push(app?.commit(Math.floor(Math.random() * order.users), moments.length) ?? Promise.resolve(0))
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    return Promise.all(moments)
  }
  process.on('message', (order: Order) => void obey(order).then((answer) => process.send?.({ answer })))
  process.on('disconnect', () => process.exit())
  process.send?.({ answer: { port: contender.port, tokens: contender.tokens } })
}

if (process.argv[1] === import.meta.filename) await main(process.argv.slice(2))
