import fp from 'fastify-plugin'
import { Registry } from 'prom-client'

declare module 'fastify' {
  interface FastifyInstance {
    /** Where each room registers what it counts, under Prometheus' naming conventions and the prefix `blurosiere_`. */
    metrics: Registry
  }
}

export default fp(async (app) => void app.decorate('metrics', new Registry()), { name: 'metrics' })
