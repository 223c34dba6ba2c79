import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Clock } from '../clock.ts'
import { expectContinue } from './expect-continue.ts'
import { sweep, sweepCron, sweepJob } from './sweeper.ts'
import { type Uploads, uploads } from './uploads.ts'

declare module 'fastify' {
  interface FastifyInstance {
    uploads: Uploads
  }
}

/** Files and their rows, for whoever owns some: uploads, erasure, export. */
export default fp<{ clock: Clock }>(
  async (app, { clock }) => {
    const deps = { db: app.db, storage: app.storage, clock, log: app.log }
    app.decorate('uploads', uploads(deps))
    app.jobs.handle(sweepJob, async () => void (await sweep(deps)))
    app.jobs.schedule(sweepJob, sweepCron, {})
    expectContinue(app)
    endConnectionsOnClose(app)
  },
  { name: 'uploads', dependencies: ['database', 'jobs', 'storage'] },
)

/**
 * A response that is still on its way when the server closes leaves its connection idle afterwards, and that would hold the
 * close for all of its keep-alive time (72 s): downloads are the ones long enough to be met by it.
 */
function endConnectionsOnClose(app: FastifyInstance): void {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.addHook('onResponse', async () => {
    if (closing) setImmediate(() => app.server.closeIdleConnections())
  })
}
