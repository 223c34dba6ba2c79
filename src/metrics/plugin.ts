import fp from 'fastify-plugin'
import { Registry } from 'prom-client'

declare module 'fastify' {
  interface FastifyInstance {
    /** Metrics have the prefix `blurosiere_`. */
    metrics: Registry
  }
}

export default fp(async (app) => void app.decorate('metrics', new Registry()), { name: 'metrics' })
