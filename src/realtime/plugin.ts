import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import websocket from '@fastify/websocket'
import fp from 'fastify-plugin'
import type { WebSocket } from 'ws'
import { z } from 'zod'
import type { Caller } from '../auth/plugin.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { defineJob } from '../jobs/job.ts'
import { limits as limitTable } from '../limits/limits.ts'
import {
  closeCodes,
  closeSocket,
  type Connection,
  connections,
  ownCloseCode,
  sendFrame,
  socketsPerUser,
} from './connections.ts'
import { frame, maxFrameBytes } from './frames.ts'
import { gate } from './gate.ts'
import { type FrameHandler, inbox } from './inbox.ts'
import { eventLog } from './log.ts'
import { realtimeMetrics } from './metrics.ts'
import { socketDeliveries } from './settle.ts'
import { wireOf } from './wire.ts'

export interface Realtime {
  /** Sockets open on this node. */
  count(): number
  /** How many milliseconds a signal last took round the bus; nothing while none comes back. */
  busLagMs(): number | undefined
  /** Says who answers frames of this type. Each type has one handler. */
  on(type: string, handler: FrameHandler): void
  /** Lets an upgrade through to `accept`, or refuses it: 503 while this node is on its way out, 429 from a crowded address. */
  admit(request: { ip: string; raw: IncomingMessage }): void
  /** Takes an upgraded socket in by its token, from `since` on, or closes it with 4401. Never rejects. */
  accept(socket: WebSocket, request: IncomingMessage, token: string, since: string | undefined): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    realtime: Realtime
  }
}

const tickMs = 1_000
/** A socket is pinged, and cut off if it has not answered the last, every so many ticks: each user's in a tick of its own. */
const heartbeatTicks = 30
/** A signal that the bus lost is made up for within so many ticks, likewise. */
const sweepTicks = 5
/** How often the bus is asked whether it still carries. */
const busTicks = 5
/** How often it is looked for pushes that no socket took. */
const offlineMs = 1_000
/** Longer than a token takes to be looked at, so that an end in between is not missed. */
const rememberEndedMs = 60_000
/** Sockets of one address that have not shown a valid token. A clinic behind one address comes back from a restart in less. */
const strangersPerAddress = 256

const trimJob = defineJob('realtime.trim', z.object({}))

/** The sockets of this node, the log that feeds them, and what browsers may ask by them (contract §5). */
export default fp<{ config: Config; clock: Clock }>(
  async (app, { config, clock }) => {
    const { auth, bus, db, jobs, limits, log, metrics } = app
    const failed = (error: unknown) => log.error({ err: error }, 'real time')
    const events = eventLog(db)
    const deliveries = socketDeliveries({ db, clock, failed })
    const meters = realtimeMetrics(metrics, () => hub.count())
    const hub = connections({
      read: (userId, after) => events.after({ userId, after }),
      written({ notificationId }) {
        meters.written.inc()
        if (notificationId !== undefined) deliveries.written(notificationId)
      },
      failed,
    })
    const handlers = new Map<string, FrameHandler>()
    const on = (type: string, handler: FrameHandler) => {
      if (handlers.has(type)) throw new Error(`two handlers for frames of type ${type}`)
      handlers.set(type, handler)
    }
    on('notification:read', async ({ id: userId }, { data }) => {
      const wanted = z.object({ id: z.int32().min(1) }).safeParse(data)
      if (!wanted.success) throw new AppError('validation_failed', { detail: 'data.id is the id of a notification' })
      if (!(await app.notifications.markRead(userId, wanted.data.id))) throw new AppError('not_found')
    })

    jobs.handle(trimJob, async () => {
      const count = await events.trim(clock.now())
      if (count > 0) log.info({ count }, 'old events forgotten')
    })
    jobs.schedule(trimJob, '17 * * * *', {})

    const recentlyEnded = new Map<string, number>()
    const endSession = (userId: number, sessionId: string) => {
      recentlyEnded.set(sessionId, performance.now())
      hub.closeSessions(userId, [sessionId])
    }
    bus.subscribe((signal) => {
      if (signal === undefined) {
        meters.gaps.inc()
        void sweepAll()
      } else if (signal.kind === 'events') hub.wake(signal.userId)
      else for (const sessionId of signal.sessionIds) endSession(signal.userId, sessionId)
    })

    /** Heals what the bus lost, of these users: events that no wake came for, and sessions that ended, or ran out, unheard. */
    async function sweep(mine: (userId: number) => boolean): Promise<void> {
      const cursors = new Map<number, number>()
      const owners = new Map<string, number>()
      for (const [userId, sockets] of hub.users()) {
        if (!mine(userId)) continue
        let least = Infinity
        for (const { caller, cursor } of sockets) {
          least = Math.min(least, cursor)
          owners.set(caller.sid, userId)
        }
        cursors.set(userId, least)
      }
      if (owners.size === 0) return
      try {
        for (const userId of await events.behind(cursors)) hub.wake(userId)
        for (const sessionId of await auth.ended([...owners.keys()])) {
          const userId = owners.get(sessionId)
          if (userId !== undefined) endSession(userId, sessionId)
        }
      } catch (error) {
        failed(error)
      }
    }
    let sweeping: Promise<void> | undefined
    let again = false
    /** All at once. Signals that come meanwhile are served by one more. */
    function sweepAll(): Promise<void> {
      again = true
      sweeping ??= (async () => {
        while (again) {
          again = false
          await sweep(() => true)
        }
      })().finally(() => (sweeping = undefined))
      return sweeping
    }

    let lagMs: number | undefined
    const askBus = async () => {
      try {
        lagMs = await bus.roundTrip()
        meters.busLag.observe(lagMs / 1000)
      } catch (error) {
        lagMs = undefined
        log.warn({ err: error }, 'the bus carries nothing; sockets hear of events within 5 s')
      }
    }

    const beat = (tick: number) => {
      for (const [userId, sockets] of hub.users()) {
        if (userId % heartbeatTicks !== tick % heartbeatTicks) continue
        for (const connection of sockets) {
          if (!connection.alive) connection.socket.terminate()
          else {
            connection.alive = false
            connection.socket.ping()
          }
        }
      }
    }
    const running = new Set<Promise<void>>()
    const run = (work: Promise<void>) => {
      running.add(work)
      void work.finally(() => running.delete(work))
    }
    let tick = 0
    const ticker = setInterval(() => {
      tick++
      beat(tick)
      for (const [sessionId, at] of recentlyEnded)
        if (performance.now() - at > rememberEndedMs) recentlyEnded.delete(sessionId)
      // While the database is slow, one look at a time.
      if (running.size > sweepTicks) return
      run(sweep((userId) => userId % sweepTicks === tick % sweepTicks))
      if (tick % busTicks === 0) run(askBus())
    }, tickMs).unref()

    let settling: Promise<void> | undefined
    const settler = setInterval(() => {
      settling ??= deliveries
        .offline()
        .catch(failed)
        .finally(() => (settling = undefined))
    }, offlineMs).unref()

    let draining = false
    await app.register(websocket, {
      options: { maxPayload: 2 * maxFrameBytes, perMessageDeflate: false },
      // What a peer breaks is its own affair: `ws` closes the socket, and the operator need not be woken.
      errorHandler: (error, _socket, request) => request.log.debug({ err: error }, 'socket error'),
      preClose: (done) => {
        draining = true
        for (const socket of app.websocketServer.clients) {
          // Each its own moment to come back, so that a restart is not met by all at once.
          const retryAfterMs = 500 + Math.floor(Math.random() * 4_500)
          closeSocket(socket, closeCodes.restarting, JSON.stringify({ retryAfterMs }))
        }
        app.websocketServer.close()
        done()
      },
    })
    app.addHook('onClose', async () => {
      clearInterval(ticker)
      clearInterval(settler)
      await Promise.all([sweeping, settling, ...running])
      await deliveries.flush()
    })

    /** Who a token of the path stands for: an access token, or a ticket, which it spends. */
    const callerOf = async (token: string): Promise<Caller> => {
      if (token.includes('.')) return auth.verify(token)
      // Nothing that cannot be a ticket costs a transaction.
      const ticket = /^[\w-]{43}$/.test(token)
        ? await transaction(db, (tx) => auth.sessions.spend(tx, 'socket_ticket', token))
        : undefined
      if (!ticket?.sessionId)
        throw new AppError('unauthenticated', { detail: 'the ticket is invalid, expired or used' })
      const caller = await auth.liveSession(ticket.sessionId)
      if (!caller) throw new AppError('unauthenticated', { detail: 'the session was ended' })
      return caller
    }

    const strangers = gate(strangersPerAddress)

    /** Welcomes an authenticated socket, gives it what it missed, and takes it in. */
    async function open(socket: WebSocket, raw: Duplex, caller: Caller, given: string | undefined): Promise<void> {
      const since = given !== undefined && /^\d{1,15}$/.test(given) ? Number(given) : undefined
      const { lastId, reachesBack } = await events.state({ userId: caller.id, since })
      const gap = given !== undefined && (since === undefined || !reachesBack)
      // Nothing waits from here on: a session that ends is either remembered already or closes a registered socket.
      if (recentlyEnded.has(caller.sid)) return closeSocket(socket, closeCodes.sessionEnded, 'session ended')
      if (socket.readyState !== socket.OPEN) return
      const welcome = {
        userId: caller.id,
        lastEventId: lastId,
        heartbeatSeconds: (heartbeatTicks * tickMs) / 1000,
        limits: {
          messagesPerHour: limitTable['socket-message'].points,
          frameBytes: maxFrameBytes,
          sockets: socketsPerUser,
        },
      }
      sendFrame(socket, frame('welcome', welcome))
      const url = `${config.publicUrl}/api/v1/notifications`
      if (gap) sendFrame(socket, frame('sync:gap', { lastEventId: lastId, url }))
      else if (since !== undefined) meters.replayed.observe(lastId - since)
      const connection: Connection = {
        ...wireOf(socket, raw),
        caller,
        cursor: gap || since === undefined ? lastId : since,
        paused: false,
        alive: true,
      }
      let answer: ReturnType<typeof inbox> | undefined
      socket.on('pong', () => (connection.alive = true))
      socket.on('close', (code) => {
        hub.remove(connection)
        meters.closed.inc({ code: ownCloseCode(socket) ?? code })
      })
      // Most sockets never say anything.
      socket.on('message', (data, binary) => {
        answer ??= inbox({ socket, caller, clock, limits, handlers, failed })
        answer(data, binary)
      })
      strangers.leave(raw)
      hub.add(connection)
    }

    app.decorate('realtime', {
      count: () => hub.count(),
      busLagMs: () => lagMs,
      on,
      admit({ ip, raw }) {
        if (draining) throw new AppError('unavailable', { headers: { 'retry-after': '1' } })
        if (!strangers.enter(ip, raw.socket))
          throw new AppError('rate_limited', {
            detail: `more than ${strangersPerAddress} sockets of this address have shown no valid token`,
            headers: { 'retry-after': '2' },
          })
      },
      async accept(socket, request, token, since) {
        // What the browser sends meanwhile stays in the pipe: neither lost nor looked at before we know who it is.
        socket.pause()
        try {
          await open(socket, request.socket, await callerOf(token), since)
        } catch (error) {
          if (error instanceof AppError && error.status === 401) {
            closeSocket(socket, closeCodes.unauthenticated, error.detail ?? 'the token is invalid or has expired')
          } else {
            failed(error)
            closeSocket(socket, 1011, 'internal error')
          }
        } finally {
          socket.resume()
        }
      },
    })
  },
  { name: 'realtime', dependencies: ['database', 'jobs', 'bus', 'auth', 'limits', 'metrics', 'notifications'] },
)
