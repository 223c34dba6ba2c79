import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../../src/app.ts'
import { providers } from '../../src/cli/providers.ts'
import { cleanEnv, loadConfig } from '../../src/config/config.ts'

/** With every route that there may be: those of vendors exist where the vendor is configured. Nobody is called. */
export const documentedEnv = {
  PUBLIC_URL: 'http://localhost:8000',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: '0'.repeat(32),
  TWILIO_PHONE_NUMBER: '+15005550006',
}

/**
 * Runs `work` on the application as it is otherwise without configuration, on an embedded database that is gone afterwards. It does not
 * listen. The environment of whoever calls is not read: the documents are the same everywhere, and nobody's database is migrated.
 */
export async function withApplication<Result>(work: (app: FastifyInstance) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'documents-'))
  const env = cleanEnv({ ...documentedEnv, DATA_DIR: folder, UPLOAD_DIR: join(folder, 'uploads'), LOG_LEVEL: 'silent' })
  const app = await buildApp({ config: loadConfig(env, providers), env })
  try {
    return await work(app)
  } finally {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  }
}
