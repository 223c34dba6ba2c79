import fp from 'fastify-plugin'
import { deleteOutlived, retentionJob } from './retention.ts'

export default fp(
  async (app) => {
    const { config, clock } = app
    app.jobs.handle(retentionJob, async () => {
      const deleted = await deleteOutlived(app, clock.now(), config.retentionYears)
      if (Object.values(deleted).some((count) => count > 0))
        app.log.info(deleted, 'what has outlived its purpose was deleted')
    })
    app.jobs.schedule(retentionJob, '37 3 * * *', {})
  },
  { name: 'privacy', dependencies: ['database', 'jobs', 'uploads'] },
)
