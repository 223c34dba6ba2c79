import { EventEmitter } from 'node:events'
import type { Server } from 'node:http'
import websocket from '@fastify/websocket'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import { defineJob } from '../jobs/job.ts'
import { admission } from './admission.ts'
import { catchUp } from './catch-up.ts'
import { connections } from './connections.ts'
import { socketDeliveries } from './delivery-marks.ts'
import { maxFrameBytes, ping } from './frames.ts'
import type { FrameHandler, HandledFrame } from './incoming-frames.ts'
import { eventLog } from './log.ts'
import { realtimeMetrics } from './metrics.ts'
import type { Realtime } from './realtime.ts'
import { closeCodes, closeSocket } from './socket.ts'
import { startTicker } from './ticker.ts'

declare module 'fastify' {
  interface FastifyInstance {
    realtime: Realtime
    /** Upgrades that `socketRoutes` refused: @fastify/websocket has them answered as requests. */
    refusedUpgrades: EventEmitter
  }
}

/** Longer than checking a token takes, so that an end in between is not missed. */
const rememberEndedMs = 60_000

/** Answered by the event of the same name, on all of the user's sockets. */
const notificationRead = { data: z.object({ id: z.int32().min(1).describe("The notification's id.") }), answers: {} }

const trimJob = defineJob('realtime.trim', z.object({}))

/** The sockets of this node, the log that feeds them, and the frames that browsers may send. */
export default fp(
  async (app) => {
    const { bus, jobs, log, clock } = app
    const failed = (error: unknown) => log.error({ err: error }, 'real time')
    const events = eventLog(app.database)
    const deliveries = socketDeliveries(app, failed)
    const meters = realtimeMetrics(app.metrics, () => hub.count())
    const hub = connections({
      read: (userId, after) => events.after({ userId, after }),
      written({ notificationId }) {
        meters.written.inc()
        if (notificationId !== undefined) deliveries.written(notificationId)
      },
      failed,
    })

    const recentlyEnded = new Set<string>()
    const endSession = (userId: number, sessionId: string) => {
      recentlyEnded.add(sessionId)
      setTimeout(() => recentlyEnded.delete(sessionId), rememberEndedMs).unref()
      hub.closeSession(userId, sessionId)
    }
    const { checkAll, checkRecent, idle } = catchUp(app, hub, events, endSession, failed)
    bus.subscribe((signal) => {
      if (signal === undefined) {
        meters.gaps.inc()
        void checkAll()
      } else if (signal.kind === 'events') hub.wake(signal.userId)
      else for (const sessionId of signal.sessionIds) endSession(signal.userId, sessionId)
    })

    let lag: ReturnType<Realtime['busLag']>
    const measureBus = async () => {
      try {
        lag = await bus.roundTrip()
        meters.busLag.observe(lag / 1000)
      } catch (error) {
        lag = 'silent'
        log.warn({ err: error }, 'the bus carries nothing; sockets hear of events within 5 s')
      }
    }
    const stopTicker = startTicker({ hub, checkRecent, measureBus, markOffline: deliveries.markOffline, failed })

    const handlers = new Map<string, HandledFrame>()
    const isEnded = (sessionId: string) => recentlyEnded.has(sessionId)
    app.decorate('realtime', {
      ...admission({ app, hub, events, meters, handlers, isEnded, failed }),
      count: () => hub.count(),
      busLag: () => lag,
      handled: handlers,
      on(type, frame, handler) {
        if (handlers.has(type)) throw new Error(`two handlers for frames of type ${type}`)
        handlers.set(type, { ...frame, handler: handler as FrameHandler }) // called with what its own schema has read
      },
    })
    app.realtime.on('ping', ping, async (_caller, _incoming, send) => void send('pong', {}))
    app.realtime.on('notification:read', notificationRead, async ({ id: userId }, { data: { id } }) => {
      if (!(await app.notifications.markRead(userId, id))) throw new AppError('not_found')
    })
    await registerWebsocket(app)

    jobs.handle(trimJob, async () => {
      const count = await events.trim(clock.now())
      if (count > 0) log.info({ count }, 'old events forgotten')
    })
    jobs.schedule(trimJob, '17 * * * *', {})
    app.addHook('onClose', async () => {
      await Promise.all([stopTicker(), idle()])
      await deliveries.flush()
    })
  },
  { name: 'realtime', dependencies: ['database', 'jobs', 'bus', 'auth', 'limits', 'metrics', 'notifications'] },
)

async function registerWebsocket(app: FastifyInstance): Promise<void> {
  app.decorate('refusedUpgrades', new EventEmitter())
  await app.register(websocket, {
    options: {
      maxPayload: 2 * maxFrameBytes,
      perMessageDeflate: false,
      server: app.refusedUpgrades as Server, // it only listens for `upgrade` on it
    },
    preClose: (done) => {
      for (const socket of app.websocketServer.clients) {
        // Each its own, so that a restart is not met by all at once.
        const retryAfterMs = 500 + Math.floor(Math.random() * 4_500)
        closeSocket(socket, closeCodes.restarting, JSON.stringify({ retryAfterMs }))
      }
      app.websocketServer.close()
      done()
    },
  })
}
