import fp from 'fastify-plugin'
import type { Bus } from './bus.ts'
import { memoryBus } from './memory.ts'
import { postgresBus } from './postgres.ts'

declare module 'fastify' {
  interface FastifyInstance {
    bus: Bus
  }
}

/** Below accounts, which tell all nodes of ended sessions, and above the sockets that hear of it. */
export default fp(
  async (app) => {
    const bus = app.database.kind === 'pglite' ? memoryBus() : await postgresBus(app.database)
    app.decorate('bus', bus)
    app.addHook('onClose', () => bus.close())
  },
  { name: 'bus', dependencies: ['database'] },
)
