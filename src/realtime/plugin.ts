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
import { closeCodes, closeSocket, type Connection, connections, sendFrame, socketsPerUser } from './connections.ts'
import { frame, maxFrameBytes } from './frames.ts'
import { type FrameHandler, inbox } from './inbox.ts'
import { eventLog } from './log.ts'
import { socketDeliveries } from './settle.ts'

export interface Realtime {
  /** Sockets open on this node. */
  count(): number
  /** Says who answers frames of this type. Each type has one handler. */
  on(type: string, handler: FrameHandler): void
  /** Takes an upgraded socket in by its token, from `since` on, or closes it with 4401. Never rejects. */
  accept(socket: WebSocket, token: string, since: string | undefined): Promise<void>
  /** Whether this node is on its way out and takes no more sockets. */
  readonly draining: boolean
}

declare module 'fastify' {
  interface FastifyInstance {
    realtime: Realtime
  }
}

const heartbeatMs = 30_000
/** A signal that the bus lost is made up for this soon. */
const sweepMs = 5_000
/** How often it is looked for pushes that no socket took. */
const offlineMs = 1_000
/** Longer than a token takes to be looked at, so that an end in between is not missed. */
const rememberEndedMs = 60_000

const trimJob = defineJob('realtime.trim', z.object({}))

/** The sockets of this node, the log that feeds them, and what browsers may ask by them (contract §5). */
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
      if (signal === undefined) void sweep()
      else if (signal.kind === 'events') hub.wake(signal.userId)
      else for (const sessionId of signal.sessionIds) endSession(signal.userId, sessionId)
    })

    /** Heals what the bus lost: events that no wake came for, and sessions that ended, or ran out, unheard. */
    async function sweep(): Promise<void> {
      for (const [sessionId, at] of recentlyEnded)
        if (performance.now() - at > rememberEndedMs) recentlyEnded.delete(sessionId)
      const cursors = new Map<number, bigint>()
      const owners = new Map<string, number>()
      for (const { caller, cursor } of hub.all()) {
        const known = cursors.get(caller.id)
        if (known === undefined || cursor < known) cursors.set(caller.id, cursor)
        owners.set(caller.sid, caller.id)
      }
      if (owners.size === 0) return
      try {
        for (const userId of await events.behind(cursors)) hub.wake(userId)
        const live = await db.$queryRaw<{ id: string }[]>`
          SELECT id::text FROM sessions
          WHERE id = ANY (${[...owners.keys()]}::uuid[]) AND ended_at IS NULL AND expires_at > ${clock.now()}`
        for (const { id } of live) owners.delete(id)
        for (const [sessionId, userId] of owners) endSession(userId, sessionId)
      } catch (error) {
        failed(error)
      }
    }
    let sweeping: Promise<void> | undefined
    const sweeper = setInterval(() => {
      sweeping ??= sweep().finally(() => (sweeping = undefined))
    }, sweepMs).unref()

    let settling: Promise<void> | undefined
    const settler = setInterval(() => {
      settling ??= deliveries
        .offline()
        .catch(failed)
        .finally(() => (settling = undefined))
    }, offlineMs).unref()

    const alive = new WeakSet<WebSocket>()
    const heart = setInterval(() => {
      for (const { socket } of hub.all()) {
        if (!alive.delete(socket)) socket.terminate()
        else socket.ping()
      }
    }, heartbeatMs).unref()

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
      clearInterval(sweeper)
      clearInterval(settler)
      clearInterval(heart)
      await Promise.all([sweeping, settling])
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

    /** Welcomes an authenticated socket, gives it what it missed, and takes it in. */
    async function open(socket: WebSocket, caller: Caller, since: string | undefined): Promise<void> {
      const lastId = await events.lastId(caller.id)
      const from = since !== undefined && /^\d{1,18}$/.test(since) ? BigInt(since) : undefined
      const gap = since !== undefined && (from === undefined || !(await events.reachesBack(caller.id, from, lastId)))
      // Nothing waits from here on: a session that ends is either remembered already or closes a registered socket.
      if (recentlyEnded.has(caller.sid)) return closeSocket(socket, closeCodes.sessionEnded, 'session ended')
      if (socket.readyState !== socket.OPEN) return
      const limit = limitTable['socket-message']
      const welcome = {
        userId: caller.id,
        lastEventId: Number(lastId),
        heartbeatSeconds: heartbeatMs / 1000,
        limits: { messagesPerHour: limit.points, frameBytes: maxFrameBytes, sockets: socketsPerUser },
      }
      sendFrame(socket, frame('welcome', welcome))
      const url = `${config.publicUrl}/api/v1/notifications`
      if (gap) sendFrame(socket, frame('sync:gap', { lastEventId: Number(lastId), url }))
      const connection: Connection = {
        socket,
        caller,
        cursor: gap || from === undefined ? lastId : from,
        paused: false,
      }
      alive.add(socket)
      socket.on('pong', () => alive.add(socket))
      socket.on('close', () => hub.remove(connection))
      socket.on('message', inbox({ socket, caller, clock, limits, handlers, failed }))
      hub.add(connection)
    }

    app.decorate('realtime', {
      count: () => hub.count(),
      on,
      get draining() {
        return draining
      },
      async accept(socket, token, since) {
        // What the browser sends meanwhile stays in the pipe: neither lost nor looked at before we know who it is.
        socket.pause()
        try {
          await open(socket, await callerOf(token), since)
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
  { name: 'realtime', dependencies: ['database', 'jobs', 'bus', 'auth', 'limits', 'notifications'] },
)
