import type { FastifyInstance } from 'fastify'
import { Histogram } from 'prom-client'

/** Counts every answer by its route's pattern, never by the address that was asked. */
export function countAnswers(app: FastifyInstance): void {
  const duration = new Histogram({
    name: 'blurosiere_http_request_duration_seconds',
    help: 'From the first byte of a request to the last of its answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
    registers: [app.metrics],
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    duration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })
}
