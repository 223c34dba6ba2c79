import fp from 'fastify-plugin'
import type { Bus } from './bus.ts'
import { memoryBus } from './memory.ts'
import { postgresBus } from './postgres.ts'
import { redisBus } from './redis.ts'

declare module 'fastify' {
  interface FastifyInstance {
    bus: Bus
  }
}

/** Below accounts, which tell all nodes of ended sessions, and above the sockets that hear of it. */
export default fp(
  async (app) => {
    const { database, redis } = app
    /** Made with the database: the same on all nodes, whatever else they share with others. */
    const installation = async () => {
      const [first] = await app.db.$queryRaw<{ id: string }[]>`
        SELECT id FROM _prisma_migrations ORDER BY started_at, migration_name LIMIT 1`
      return first?.id ?? ''
    }
    const bus =
      database.kind === 'pglite'
        ? memoryBus()
        : redis
          ? await redisBus(redis, await installation())
          : await postgresBus(database)
    app.decorate('bus', bus)
    app.addHook('onClose', () => bus.close())
  },
  { name: 'bus', dependencies: ['database', 'redis'] },
)
