import websocket from '@fastify/websocket'
import type { RawData, WebSocket } from 'ws'
import fp from 'fastify-plugin'
import { z } from 'zod'
import type { Caller } from '../auth/plugin.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { defineJob } from '../jobs/job.ts'
import { limits as limitTable } from '../limits/limits.ts'
import { settleSocketJob } from '../notifications/notifications.ts'
import { closeCodes, closeSocket, type Connection, connections, socketsPerUser } from './connections.ts'
import { errorFrame, frame, type Incoming, maxFrameBytes, readFrame } from './frames.ts'
import { eventLog } from './log.ts'
import { socketDeliveries } from './settle.ts'

/** What a browser's frame of one type asks for. Throws `AppError` to refuse; whatever it sends goes to this socket alone. */
export type FrameHandler = (caller: Caller, incoming: Incoming, send: (type: string, data: unknown) => void) => Promise<void>

export interface Realtime {
  /** Sockets open on this node. */
  count(): number
  /** Says who answers frames of this type. Each type has one handler. */
  on(type: string, handler: FrameHandler): void
}

declare module 'fastify' {
  interface FastifyInstance {
    realtime: Realtime
  }
}

const heartbeatMs = 30_000
/** A signal that the bus lost is made up for this soon. */
const sweepMs = 5_000
/** Frames that arrive while the token is being looked at wait; more than these is no honest client. */
const earlyFrames = 16
const freePingsPerMinute = 10
/** How far beyond its limit a client may go on before it is closed. */
const patience = 50

const trimJob = defineJob('realtime.trim', z.object({}))

/** `/ws/:token` (contract §5). */
export default fp<{ config: Config; clock: Clock }>(
  async (app, { config, clock }) => {
    const { auth, bus, db, jobs, limits, log } = app
    const failed = (error: unknown) => log.error({ err: error }, 'real time')
    const events = eventLog(db)
    const deliveries = socketDeliveries({ db, clock, failed })
    const hub = connections({
      read: (userId, after) => events.after(userId, after),
      written: ({ type, data }) => {
        if (type === 'notification:new' && typeof data.id === 'number') deliveries.written(data.id)
      },
      failed,
    })
    const handlers = new Map<string, FrameHandler>()
    app.decorate('realtime', { count: () => hub.count(), on: (type, handler) => void handlers.set(type, handler) })
    handlers.set('notification:read', async ({ id: userId }, { data }) => {
      const wanted = z.object({ id: z.number().int().min(1).max(2_147_483_647) }).safeParse(data)
      if (!wanted.success) throw new AppError('validation_failed', { detail: 'data.id is the id of a notification' })
      if (!(await app.notifications.markRead(userId, wanted.data.id))) throw new AppError('not_found')
    })

    jobs.handle(settleSocketJob, (data) => deliveries.offline(data))
    jobs.handle(trimJob, async () => {
      const count = await events.trim(clock.now())
      if (count > 0) log.info({ count }, 'old events forgotten')
    })
    jobs.schedule(trimJob, '17 * * * *', {})

    bus.subscribe((signal) => {
      if (signal === undefined) void sweep()
      else if (signal.kind === 'events') hub.wake(signal.userId)
      else hub.closeSessions(signal.userId, signal.sessionIds)
    })

    /** Heals what the bus lost: events that no wake came for, and sessions that ended unheard. */
    async function sweep(): Promise<void> {
      if (hub.count() === 0) return
      try {
        const cursors = new Map<number, bigint>()
        const sessions = new Set<string>()
        for (const { caller, cursor } of hub.all()) {
          const known = cursors.get(caller.id)
          if (known === undefined || cursor < known) cursors.set(caller.id, cursor)
          sessions.add(caller.sid)
        }
        for (const userId of await events.behind(cursors)) hub.wake(userId)
        const ended = await db.session.findMany({
          where: { id: { in: [...sessions] }, endedAt: { not: null } },
          select: { id: true, userId: true },
        })
        for (const { id, userId } of ended) hub.closeSessions(userId, [id])
      } catch (error) {
        failed(error)
      }
    }
    const sweeping = setInterval(() => void sweep(), sweepMs).unref()

    const alive = new WeakSet<WebSocket>()
    const beating = setInterval(() => {
      for (const { socket } of hub.all()) {
        if (!alive.delete(socket)) socket.terminate()
        else socket.ping()
      }
    }, heartbeatMs).unref()

    let draining = false
    await app.register(websocket, {
      options: { maxPayload: 2 * maxFrameBytes, perMessageDeflate: false },
      preClose: (done) => {
        draining = true
        for (const { socket } of [...hub.all()]) {
          // Each its own moment to come back, so that a restart is not met by all at once.
          closeSocket(socket, closeCodes.restarting, JSON.stringify({ retryAfterMs: 500 + Math.floor(Math.random() * 4_500) }))
        }
        app.websocketServer.close()
        done()
      },
    })
    app.addHook('onClose', async () => {
      clearInterval(sweeping)
      clearInterval(beating)
      await deliveries.flush()
    })

    /** Who a token of the path stands for: an access token, or a ticket, which it spends. */
    const callerOf = async (token: string): Promise<Caller> => {
      if (token.includes('.')) return auth.verify(token)
      const ticket = await transaction(db, (tx) => auth.sessions.spend(tx, 'socket_ticket', token))
      const caller = ticket?.sessionId ? await auth.liveSession(ticket.sessionId) : undefined
      if (!caller) throw new AppError('unauthenticated')
      return caller
    }

    app.route<{ Params: { token: string }; Querystring: { since?: string } }>({
      method: 'GET',
      url: '/ws/:token',
      // Its own schema is for documentation; a socket's refusals are close codes, not problems.
      schema: { params: z.object({ token: z.string() }), querystring: z.looseObject({ since: z.string().optional() }) },
      onRequest: async (request) => {
        if (draining) throw new AppError('unavailable', { headers: { 'retry-after': '1' } })
        const { origin } = request.headers
        if (origin !== undefined && config.corsOrigins !== '*' && !config.corsOrigins.includes(origin)) {
          throw new AppError('forbidden', { detail: 'this origin is not among CORS_ORIGINS' })
        }
      },
      handler: async () => {
        throw new AppError('upgrade_required', {
          detail: 'A WebSocket handshake is expected here. Behind a proxy, it has to pass on the Upgrade and Connection headers.',
          headers: { upgrade: 'websocket', connection: 'Upgrade' },
        })
      },
      wsHandler: (socket, request) => {
        // Attached at once: a frame that comes before the token was looked at is kept, not lost.
        const early: { data: RawData; binary: boolean }[] = []
        let receive = (data: RawData, binary: boolean) => {
          if (early.length < earlyFrames) early.push({ data, binary })
          else closeSocket(socket, closeCodes.malformed, 'too many frames before the welcome')
        }
        socket.on('message', (data: RawData, binary: boolean) => receive(data, binary))
        socket.on('error', () => {})
        const since = request.query.since
        void callerOf(request.params.token)
          .then((caller) => open(socket, caller, since))
          .then((handle) => {
            if (!handle) return
            receive = handle
            for (const { data, binary } of early) handle(data, binary)
          })
          .catch((error: unknown) => {
            if (error instanceof AppError && error.status === 401) {
              return closeSocket(socket, closeCodes.unauthenticated, 'token invalid or expired')
            }
            failed(error)
            closeSocket(socket, 1011, 'internal error')
          })
      },
    })

    /** Welcomes an authenticated socket, gives it what it missed, and takes it in. Gives back what handles its frames. */
    async function open(socket: WebSocket, caller: Caller, since: string | undefined) {
      const lastId = await events.lastId(caller.id)
      const from = since !== undefined && /^\d{1,18}$/.test(since) ? BigInt(since) : undefined
      const gap = since !== undefined && (from === undefined || !(await events.reachesBack(caller.id, from, lastId)))
      if (socket.readyState !== socket.OPEN) return undefined
      const limit = limitTable['socket-message']
      socket.send(
        frame('welcome', {
          userId: caller.id,
          lastEventId: Number(lastId),
          heartbeatSeconds: heartbeatMs / 1000,
          limits: { messagesPerHour: limit.points, frameBytes: maxFrameBytes, sockets: socketsPerUser },
        }),
      )
      if (gap) socket.send(frame('sync:gap', { lastEventId: Number(lastId), url: `${config.publicUrl}/api/v1/notifications` }))
      const connection: Connection = { socket, caller, cursor: gap || from === undefined ? lastId : from }
      alive.add(socket)
      socket.on('pong', () => alive.add(socket))
      socket.on('close', () => hub.remove(connection))
      hub.add(connection)
      // A session that ended between its check and this line was closed by nobody.
      const session = await db.session.findUnique({ where: { id: caller.sid }, select: { endedAt: true } })
      if (!session || session.endedAt) hub.closeSessions(caller.id, [caller.sid])
      return receiver(socket, caller)
    }

    /** Handles one socket's frames: in their order, each within the limits. */
    function receiver(socket: WebSocket, caller: Caller) {
      let malformed = 0
      let beyond = 0
      let pings = { minute: 0, count: 0 }
      let queue = Promise.resolve()
      const send = (text: string) => {
        if (socket.readyState === socket.OPEN) socket.send(text)
      }
      const refuseFrame = (code: string, detail: string) => {
        malformed++
        if (malformed >= 3) return closeSocket(socket, closeCodes.malformed, 'third malformed frame')
        send(errorFrame(code, detail))
      }
      /** Whether the hour has room for one more frame of this user. */
      const admitted = async (ref: string | undefined): Promise<boolean> => {
        try {
          const { used, limit } = await limits.consume('socket-message', String(caller.id))
          if (used === Math.ceil(limit * 0.8)) send(errorFrame('rate_limit_near', `${limit - used} messages are left in this hour`))
          return true
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          if (++beyond > patience) closeSocket(socket, closeCodes.tooManyMessages, 'too many messages')
          else send(errorFrame('rate_limited', 'too many messages in this hour', { retryAfter: Number(error.headers['retry-after']), ref }))
          return false
        }
      }
      const handle = async (text: string): Promise<void> => {
        const incoming = readFrame(text)
        if (!incoming) return refuseFrame('malformed_frame', 'a frame is JSON: {"type": "…", "data"?: …, "ref"?: "…"}')
        const { type, ref } = incoming
        if (type === 'ping') {
          const minute = Math.floor(clock.now().getTime() / 60_000)
          pings = minute === pings.minute ? { minute, count: pings.count + 1 } : { minute, count: 1 }
          if (pings.count <= freePingsPerMinute || (await admitted(ref))) send(frame('pong', ref === undefined ? {} : { ref }))
          return
        }
        if (!(await admitted(ref))) return
        const handler = handlers.get(type)
        if (!handler) return send(errorFrame('unknown_type', `nothing is known of the type ${type}`, { ref }))
        try {
          await handler(caller, incoming, (kind, data) => send(frame(kind, data)))
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          send(errorFrame(error.code, error.message, { ref }))
        }
      }
      return (data: RawData, binary: boolean): void => {
        const bytes = Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data)
        if (bytes.length > maxFrameBytes) return closeSocket(socket, closeCodes.frameTooLarge, 'frame over 64 KiB')
        if (binary) return refuseFrame('malformed_frame', 'binary frames are not accepted')
        const text = bytes.toString('utf8')
        queue = queue
          .then(() => (socket.readyState === socket.OPEN ? handle(text) : undefined))
          .catch((error: unknown) => {
            failed(error)
            send(errorFrame('internal_error', 'something went wrong on our side'))
          })
      }
    }
  },
  { name: 'realtime', dependencies: ['database', 'jobs', 'bus', 'auth', 'limits', 'notifications'] },
)
