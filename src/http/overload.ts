import { randomInt } from 'node:crypto'
import underPressure from '@fastify/under-pressure'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Counter, Gauge } from 'prom-client'
import { AppError } from '../errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * `always`: answered under any load (probes, metrics, the assistant). `long`: waits for its client or a vendor most of the
     * time, so that it takes no place; still refused under load.
     */
    load?: 'always' | 'long'
  }
}

/** Requests in work at once; with more, each would take longer than its caller waits. */
const placesAtOnce = 256

const lookMs = 250
const mostLagMs = 500

/** 503 `overloaded`, with a random `Retry-After` of 1 to 3 s against synchronised retries. */
export const overloaded = (): AppError =>
  new AppError('overloaded', { headers: { 'retry-after': String(randomInt(1, 4)) } })

/**
 * Sheds load before any work is done: while 256 requests are in work, and while the event loop lags (twice in a row by more than
 * 250 ms, half a second together). Sockets are refused for the lag alone, by `isUnderPressure()`.
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

    // The library's own measure misses turns that are longer than its sample; the lateness of its timer does not.
    let [lateTimes, lateMs, expected] = [0, 0, performance.now() + lookMs]
    const keepsUp = async () => {
      const late = performance.now() - expected
      ;[lateTimes, lateMs] = late > lookMs ? [lateTimes + 1, lateMs + late] : [0, 0]
      expected = performance.now() + lookMs
      // A single long turn is no lasting lag.
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
      // 'close' is also emitted when the caller has gone.
      reply.raw.once('close', () => leave(request))
      next(enter(request))
    })
    // A request takes no place while its body is arriving: 256 stalled senders must not block the others.
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
