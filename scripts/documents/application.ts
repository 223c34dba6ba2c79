import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../../src/app.ts'
import { providers } from '../../src/cli/providers.ts'
import { cleanEnv, loadConfig } from '../../src/config/config.ts'

/**
 * Runs `work` on the application as it is without configuration, on an embedded database that is gone afterwards. It does not
 * listen. The environment of whoever calls is not read: the documents are the same everywhere, and nobody's database is migrated.
 */
export async function withApplication<Result>(work: (app: FastifyInstance) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'documents-'))
  const env = cleanEnv({ DATA_DIR: folder, UPLOAD_DIR: join(folder, 'uploads'), LOG_LEVEL: 'silent' })
  const app = await buildApp({ config: loadConfig(env, providers), env })
  try {
    return await work(app)
  } finally {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  }
}
