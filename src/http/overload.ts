import { randomInt } from 'node:crypto'
import underPressure from '@fastify/under-pressure'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Counter, Gauge } from 'prom-client'
import { AppError } from '../errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * `always`: answered however much there is to do (probes, metrics, the assistant). `long`: it waits for its caller or for somebody else
     * more than for us, so that it takes no place of the others; a crowded server refuses it all the same.
     */
    load?: 'always' | 'long'
  }
}

/** So many requests are worked on at once; with more, each would wait longer than its caller does. */
const placesAtOnce = 256

const lookMs = 250
const mostLagMs = 500

/** Answers 503 `overloaded`; whoever was refused comes back after 1 to 3 s, not all of them at once. */
export const overloaded = (): AppError =>
  new AppError('overloaded', { headers: { 'retry-after': String(randomInt(1, 4)) } })

/**
 * Refuses what cannot be answered in good time, before any work is done for it: while 256 requests are being worked on, and
 * while the event loop lags (two turns or more of a quarter of a second, half a second together). Both are told by `/metrics`. Sockets are refused by `isUnderPressure()`, for the
 * lag alone.
 */
export default fp(
  async (app) => {
    const refused = new Counter({
      name: 'blurosiere_http_overload_refusals_total',
      help: 'Requests refused with 503 overloaded, by what there was too much of',
      labelNames: ['reason'],
      registers: [app.metrics],
    })
    let inWork = 0
    new Gauge({
      name: 'blurosiere_http_requests_in_work',
      help: `Requests that are being worked on, of ${placesAtOnce} at once`,
      registers: [app.metrics],
      collect() {
        this.set(inWork)
      },
    })
    const refuse = (reason: string) => {
      refused.inc({ reason })
      return overloaded()
    }

    // The library's own measure of lag is blind to turns that last longer than its sample. How late its timer is tells of all.
    let [lateTimes, lateMs, expected] = [0, 0, performance.now() + lookMs]
    const keepsUp = async () => {
      const late = performance.now() - expected
      ;[lateTimes, lateMs] = late > lookMs ? [lateTimes + 1, lateMs + late] : [0, 0]
      expected = performance.now() + lookMs
      // One long step is no lag that lasts.
      return lateTimes < 2 || lateMs <= mostLagMs
    }
    await app.register(underPressure, {
      healthCheck: keepsUp,
      healthCheckInterval: lookMs,
      pressureHandler: async (request) => {
        if (request.routeOptions.config.load !== 'always') throw refuse('event_loop')
      },
    })

    const placed = new WeakSet<FastifyRequest>()
    const leave = (request: FastifyRequest) => {
      if (placed.delete(request)) inWork--
    }
    const enter = (request: FastifyRequest): AppError | undefined => {
      if (inWork >= placesAtOnce) return refuse('requests')
      if (request.routeOptions.config.load === 'long') return undefined
      placed.add(request)
      inWork++
      return undefined
    }
    app.addHook('onRequest', (request, reply, next) => {
      if (request.routeOptions.config.load === 'always') return next()
      // 'close' comes last, and also where the caller has gone.
      reply.raw.once('close', () => leave(request))
      next(enter(request))
    })
    // While a body is on its way it is its sender's time that passes: 256 who send nothing are not to shut others out.
    app.addHook('preParsing', (request, _reply, _payload, next) => {
      if (!request.raw.complete) leave(request)
      next()
    })
    app.addHook('preValidation', (request, _reply, next) => {
      if (request.routeOptions.config.load === 'always' || placed.has(request)) return next()
      next(enter(request))
    })
  },
  { name: 'overload', dependencies: ['metrics', 'http', 'database'] },
)
