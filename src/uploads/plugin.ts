import fp from 'fastify-plugin'
import type { Clock } from '../clock.ts'
import { type Uploads, uploads } from './uploads.ts'
import { expectContinue } from './expect-continue.ts'

declare module 'fastify' {
  interface FastifyInstance {
    uploads: Uploads
  }
}

/** Files and their rows, for whoever owns some: uploads, erasure, export. */
export default fp<{ clock: Clock }>(
  async (app, { clock }) => {
    app.decorate('uploads', uploads({ db: app.db, storage: app.storage, clock, log: app.log }))
    expectContinue(app)
  },
  { name: 'uploads', dependencies: ['database', 'jobs', 'storage'] },
)
