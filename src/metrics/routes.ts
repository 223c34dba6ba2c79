import { timingSafeEqual } from 'node:crypto'
import { collectDefaultMetrics } from 'prom-client'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'

/** `/metrics`, by METRICS_TOKEN. Without one it is open in development and 404 in production. */
export const metricsRoutes: Routes = async (app) => {
  const { metricsToken, production } = app.config
  const expected = Buffer.from(`Bearer ${metricsToken}`)
  const isOurs = (header = '') => {
    const given = Buffer.from(header)
    return given.length === expected.length && timingSafeEqual(given, expected)
  }
  let processMetrics = false

  app.get('/metrics', { config: { load: 'always' } }, async (request, reply) => {
    if (production && metricsToken === undefined) throw new AppError('not_found')
    if (metricsToken !== undefined && !isOurs(request.headers.authorization)) throw new AppError('unauthenticated')
    // Process metrics start with the first scrape: their observers cost something.
    if (!processMetrics) collectDefaultMetrics({ register: app.metrics })
    processMetrics = true
    reply.header('content-type', app.metrics.contentType).header('cache-control', 'no-store')
    return reply.send(await app.metrics.metrics())
  })
}
