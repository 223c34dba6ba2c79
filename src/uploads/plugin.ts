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
  },
  { name: 'uploads', dependencies: ['database', 'jobs', 'storage'] },
)
