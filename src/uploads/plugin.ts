import fp from 'fastify-plugin'
import { Histogram } from 'prom-client'
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
    const bytes = new Histogram({
      name: 'blurosiere_upload_bytes',
      help: 'Size of each file that was stored, by kind; what was refused is counted by its answer',
      labelNames: ['kind'],
      buckets: [10_000, 100_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_500_000],
      registers: [app.metrics],
    })
    app.decorate('uploads', uploads({ ...deps, stored: ({ kind, size }) => bytes.observe({ kind }, size) }))
    app.jobs.handle(sweepJob, async () => void (await sweep(deps)))
    app.jobs.schedule(sweepJob, sweepCron, {})
    expectContinue(app)
  },
  { name: 'uploads', dependencies: ['database', 'jobs', 'storage', 'metrics'] },
)
