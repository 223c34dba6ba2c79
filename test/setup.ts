import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildApp } from '../src/app.ts'
import { loadConfig } from '../src/config.ts'
import { overPglite } from '../src/database/client.ts'
import { memoryDatabase } from './pglite.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated, empty embedded database, dumped: loading it takes a tenth of making it. */
    template: string
  }
}

/** Starts the application once on an empty embedded database, so that migrations and queues are in the template of every test. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'blurosiere-template-'))
  const pglite = await memoryDatabase()
  const config = loadConfig({ DATA_DIR: folder, UPLOAD_DIR: join(folder, 'uploads'), LOG_LEVEL: 'silent' }, [])
  const app = await buildApp({ config, env: {}, database: await overPglite(pglite, async () => {}) })
  await app.ready()
  await app.close()
  const dump = await pglite.dumpDataDir('none')
  await pglite.close()
  const template = join(folder, 'template.tar')
  await writeFile(template, Buffer.from(await dump.arrayBuffer()))
  project.provide('template', template)
  return () => rm(folder, { recursive: true, force: true })
}
