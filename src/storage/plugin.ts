import fp from 'fastify-plugin'
import { providerContext } from '../config/config.ts'
import { type Chosen, choose, type Env } from '../config/provider.ts'
import { fileFailure } from '../config/start-failure.ts'
import { localStorage } from './local.ts'
import { storageProviders } from './providers.ts'
import type { FileStorage } from './storage.ts'

declare module 'fastify' {
  interface FastifyInstance {
    storage: FileStorage
    /** For `/health`. The local disk is no fallback, unless S3 was half set. */
    storageChoice: Chosen<FileStorage>
  }
}

export default fp<{ env: Env }>(
  async (app, { env }) => {
    const { config } = app
    const local = localStorage(config.uploadDir)
    const chosen = await choose(storageProviders, env, providerContext(config, app.log), { name: 'local', port: local })
    if (chosen.port === local) {
      await local.prepare().catch((error: unknown) => {
        throw fileFailure(error, 'UPLOAD_DIR') ?? error
      })
    }
    app.decorate('storage', chosen.port)
    app.decorate('storageChoice', { ...chosen, fallback: chosen.problems.length > 0 })
    app.addHook('onClose', () => chosen.port.close())
    app.log.info({ provider: chosen.name }, 'storage')
  },
  { name: 'storage' },
)
