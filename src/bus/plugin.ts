import fp from 'fastify-plugin'
import type { Bus } from './bus.ts'
import { postgresBus } from './postgres.ts'
import { redisBus } from './redis.ts'

declare module 'fastify' {
  interface FastifyInstance {
    bus: Bus
  }
}

export default fp(
  async (app) => {
    const { database, redis } = app
    const bus = redis ? await redisBus(redis, await app.installation()) : await postgresBus(database)
    app.decorate('bus', bus)
    app.addHook('onClose', () => bus.close())
  },
  { name: 'bus', dependencies: ['database', 'redis'] },
)
