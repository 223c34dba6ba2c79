import { EventEmitter } from 'node:events'
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import websocket from '@fastify/websocket'
import fp from 'fastify-plugin'
import type { WebSocket } from 'ws'
import { z } from 'zod'
import type { Caller } from '../auth/plugin.ts'
import type { Clock } from '../time/clock.ts'
import type { Config } from '../config/config.ts'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { defineJob } from '../jobs/job.ts'
import { limits as limitTable } from '../limits/limits.ts'
import { oneAtATime } from '../async/one-at-a-time.ts'
import { type Arrival, beats, type Connection, connections, socketsPerUser } from './connections.ts'
import { frame, maxFrameBytes, readData } from './frames.ts'
import { gate } from './handshake-limit.ts'
import { healing } from './catch-up.ts'
import { type FrameHandler, inbox } from './incoming-frames.ts'
import { eventLog, type LogState } from './log.ts'
import { realtimeMetrics } from './metrics.ts'
import type { Pass, Realtime } from './realtime.ts'
import { socketDeliveries } from './delivery-marks.ts'
import { closeCodes, closeSocket, ownCloseCode, sendFrame } from './socket.ts'
import { textFrame, wireOf, writeFrames } from './wire.ts'

declare module 'fastify' {
  interface FastifyInstance {
    realtime: Realtime
    /** Upgrades that `socketRoutes` let nobody in by: @fastify/websocket has them answered as requests. */
    refusedUpgrades: EventEmitter
  }
}

const tickMs = 1_000
/** A signal that the bus lost is made up for within 5 s. */
const lookTicks = 4
/** How often the bus is asked whether it still carries. */
const busTicks = 5
/** How often it is looked for pushes that no socket took. */
const offlineMs = 1_000
/** Longer than a token takes to be looked at, so that an end in between is not missed. */
const rememberEndedMs = 60_000
/** Sockets of one address that have not shown a valid token. A clinic behind one address comes back from a restart in less. */
const strangersPerAddress = 256

/** A socket of which all is known that has to be. */
interface Arriving {
  readonly caller: Caller
  readonly arrival: Arrival
  /** From where on it wants the log; nothing for what comes from now on. */
  readonly since: number | undefined
  readonly state: LogState
}

const trimJob = defineJob('realtime.trim', z.object({}))

/** The sockets of this node, the log that feeds them, and what browsers may ask by them (contract §5). */
export default fp<{ config: Config; clock: Clock }>(
  async (app, { config, clock }) => {
    const { auth, bus, db, jobs, limits, log, metrics } = app
    const failed = (error: unknown) => log.error({ err: error }, 'real time')
    const events = eventLog(app.database)
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
      const { id } = readData(z.object({ id: z.int32().min(1) }), data)
      if (!(await app.notifications.markRead(userId, id))) throw new AppError('not_found')
    })

    jobs.handle(trimJob, async () => {
      const count = await events.trim(clock.now())
      if (count > 0) log.info({ count }, 'old events forgotten')
    })
    jobs.schedule(trimJob, '17 * * * *', {})

    const recentlyEnded = new Map<string, number>()
    const endSession = (userId: number, sessionId: string) => {
      recentlyEnded.set(sessionId, performance.now())
      hub.closeSession(userId, sessionId)
    }
    bus.subscribe((signal) => {
      if (signal === undefined) {
        meters.gaps.inc()
        void sweepAll()
      } else if (signal.kind === 'events') hub.wake(signal.userId)
      else if (signal.kind === 'sessions-ended')
        for (const sessionId of signal.sessionIds) endSession(signal.userId, sessionId)
    })

    const { sweepAll, swept, lookBack } = healing({ hub, events, auth, clock, endSession, failed })

    let lag: ReturnType<Realtime['busLag']>
    const askBus = async () => {
      try {
        lag = await bus.roundTrip()
        meters.busLag.observe(lag / 1000)
      } catch (error) {
        lag = 'silent'
        log.warn({ err: error }, 'the bus carries nothing; sockets hear of events within 5 s')
      }
    }

    const beat = () => {
      for (const connection of hub.beating(tick)) {
        // One that is not read, for what it has asked already, cannot be heard to answer.
        if (connection.socket.isPaused) continue
        if (!connection.alive) connection.socket.terminate()
        else {
          connection.alive = false
          connection.socket.ping()
        }
      }
    }
    // Each alone: what is slow, or waits for a signal that does not come, puts off its own next turn only.
    const looking = oneAtATime(lookBack, failed)
    const asking = oneAtATime(askBus, failed)
    let tick = 0
    const ticker = setInterval(() => {
      tick++
      beat()
      for (const [sessionId, at] of recentlyEnded)
        if (performance.now() - at > rememberEndedMs) recentlyEnded.delete(sessionId)
      if (tick % lookTicks === 0) looking.start()
      if (tick % busTicks === 0) asking.start()
    }, tickMs).unref()

    const settling = oneAtATime(() => deliveries.offline(), failed)
    const settler = setInterval(settling.start, offlineMs).unref()

    let draining = false
    const refusedUpgrades = new EventEmitter()
    app.decorate('refusedUpgrades', refusedUpgrades)
    await app.register(websocket, {
      options: {
        maxPayload: 2 * maxFrameBytes,
        perMessageDeflate: false,
        server: refusedUpgrades as Server, // it only listens for `upgrade` on it
      },
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
      await Promise.all([swept(), settling.done(), looking.done(), asking.done()])
      await deliveries.flush()
    })

    /** Whose session a token of the path stands for: an access token, or a ticket, which it spends. */
    const claimsOf = async (token: string): Promise<{ userId: number; sessionId: string }> => {
      if (token.includes('.')) return auth.claims(token)
      // Nothing that cannot be a ticket costs a transaction.
      const ticket = /^[\w-]{43}$/.test(token)
        ? await transaction(db, (tx) => auth.sessions.spend(tx, 'socket_ticket', token))
        : undefined
      if (!ticket?.sessionId)
        throw new AppError('unauthenticated', { detail: 'the ticket is invalid, expired or used' })
      return { userId: ticket.userId, sessionId: ticket.sessionId }
    }
    const strangers = gate(strangersPerAddress)

    /** Takes in a socket of which it is known who it is and where its log stands: welcomes it, and gives it what it missed. */
    function takeIn(
      socket: WebSocket,
      raw: Duplex,
      { caller, arrival, since, state: { lastId, reachesBack } }: Arriving,
    ): void {
      const gap = since !== undefined && !reachesBack
      if (recentlyEnded.has(caller.sid)) return closeSocket(socket, closeCodes.sessionEnded, 'session ended')
      if (socket.readyState !== socket.OPEN) return
      const welcome = {
        userId: caller.id,
        lastEventId: lastId,
        heartbeatSeconds: (beats * tickMs) / 1000,
        limits: {
          messagesPerHour: limitTable['socket-message'].points,
          frameBytes: maxFrameBytes,
          sockets: socketsPerUser,
        },
      }
      const connection: Connection = {
        ...wireOf(socket, raw),
        caller,
        cursor: gap || since === undefined ? lastId : since,
        paused: false,
        alive: true,
      }
      writeFrames(connection, textFrame(frame('welcome', welcome)))
      const url = `${config.publicUrl}/api/v1/notifications`
      if (gap) sendFrame(socket, frame('sync:gap', { lastEventId: lastId, url }))
      else if (since !== undefined) meters.replayed.observe(lastId - since)
      let answer: ReturnType<typeof inbox> | undefined
      socket.on('pong', () => (connection.alive = true))
      socket.on('close', (code) => {
        hub.remove(connection)
        meters.closed(ownCloseCode(socket), code)
      })
      // Most sockets never say anything.
      socket.on('message', (data, binary) => {
        answer ??= inbox({ socket, caller, clock, limits, handlers, failed })
        answer(data, binary)
      })
      strangers.leave(raw)
      hub.add(connection, arrival, lastId)
    }

    app.decorate('realtime', {
      count: () => hub.count(),
      busLag: () => lag,
      on,
      admit(token, addressOf, raw) {
        if (draining) throw new AppError('unavailable', { headers: { 'retry-after': '1' } })
        let claims: Pass['claims']
        try {
          if (token.includes('.')) claims = auth.claims(token)
        } catch {
          // `accept` tells it so, by a close code.
        }
        if (!claims && !strangers.enter(addressOf(), raw))
          throw new AppError('rate_limited', {
            detail: `more than ${strangersPerAddress} sockets of this address have shown no valid token`,
            headers: { 'retry-after': '2' },
          })
        return { token, addressOf, claims }
      },
      async accept(socket, raw, { token, addressOf, claims }, given) {
        // What the browser sends meanwhile stays in the pipe: neither lost nor looked at before we know who it is.
        socket.pause()
        let arrival: Arrival | undefined
        try {
          const { userId, sessionId } = claims ?? (await claimsOf(token))
          arrival = hub.expect(userId)
          // What is no number of ours lies ahead of everything.
          const since = given === undefined ? undefined : /^\d{1,15}$/.test(given) ? Number(given) : Infinity
          const [caller, state] = await Promise.all([auth.caller(sessionId), events.state({ userId, since })])
          // Nothing waits from here on: a session that ends is either remembered already or closes a registered socket.
          takeIn(socket, raw, { caller, arrival, since, state })
        } catch (error) {
          if (error instanceof AppError && error.status === 401) {
            // Signed, but its session is over: a stranger after all.
            if (claims && !strangers.enter(addressOf(), raw)) socket.terminate()
            closeSocket(socket, closeCodes.unauthenticated, error.detail ?? 'the token is invalid or has expired')
          } else {
            failed(error)
            closeSocket(socket, 1011, 'internal error')
          }
        } finally {
          arrival?.end()
          socket.resume()
        }
      },
    })
  },
  { name: 'realtime', dependencies: ['database', 'jobs', 'bus', 'auth', 'limits', 'metrics', 'notifications'] },
)
