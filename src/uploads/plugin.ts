import fp from 'fastify-plugin'
import { Histogram } from 'prom-client'
import { transaction } from '../database/transaction.ts'
import { claims, claimSweepCron, claimSweepJob } from './pending-objects.ts'
import { expectContinue } from './expect-continue.ts'
import { type FileUrls, fileUrls } from './file-urls.ts'
import { sweep, sweepCron, sweepJob } from './sweeper.ts'
import { type Uploads, uploads } from './uploads.ts'

declare module 'fastify' {
  interface FastifyInstance {
    uploads: Uploads
    fileUrls: FileUrls
  }
}

export default fp(
  async (app) => {
    const bytes = new Histogram({
      name: 'blurosiere_upload_bytes',
      help: 'Size of each file that was stored, by kind; what was refused is counted by its answer',
      labelNames: ['kind'],
      buckets: [10_000, 100_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_500_000],
      registers: [app.metrics],
    })
    const claimed = claims(app)
    app.decorate(
      'uploads',
      uploads(app, claimed, ({ kind, size }) => bytes.observe({ kind }, size)),
    )
    const urls = fileUrls(app)
    app.decorate('fileUrls', urls)
    app.decorate('avatarUrl', urls.avatar)
    app.jobs.handle(sweepJob, async () => void (await sweep(app)))
    app.jobs.schedule(sweepJob, sweepCron, {})
    app.jobs.handle(claimSweepJob, async () => void (await claimed.sweep()))
    app.jobs.schedule(claimSweepJob, claimSweepCron, {})
    // Repeated: PostgreSQL may take a moment to notice that a killed process is gone.
    app.addHook('onReady', async () => {
      const items = [0, 15_000, 40_000].map((ms) => ({ data: {}, startAfter: new Date(Date.now() + ms) }))
      if ((await app.db.uploadClaim.count()) > 0)
        await transaction(app.db, (tx) => app.jobs.enqueue(tx, claimSweepJob, items))
    })
    expectContinue(app)
  },
  { name: 'uploads', dependencies: ['database', 'jobs', 'storage', 'metrics'] },
)
