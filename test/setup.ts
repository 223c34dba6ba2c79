import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { buildApp } from '../src/app.ts'
import { loadConfig } from '../src/config.ts'
import { overPglite } from '../src/database/client.ts'
import { memoryDatabase } from './pglite.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated, empty embedded database, dumped: loading it takes a tenth of making it. */
    template: string
    /** What the databases of this run are called by, on a server. */
    run: string
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
  // A small database starts in half the time: no new ones are made from the templates, and 128 MB of buffers are zeroed for nothing.
  await pglite.exec(`UPDATE pg_database SET datistemplate = false WHERE datname LIKE 'template_'`)
  for (const name of ['template0', 'template1']) await pglite.exec(`DROP DATABASE ${name}`)
  await pglite.exec(`ALTER SYSTEM SET shared_buffers = '8MB'`)
  const dump = await pglite.dumpDataDir('none')
  await pglite.close()
  const template = join(folder, 'template.tar')
  await writeFile(template, Buffer.from(await dump.arrayBuffer()))
  project.provide('template', template)
  const run = `blurosiere_test_${randomBytes(4).toString('hex')}`
  project.provide('run', run)
  return async () => {
    await rm(folder, { recursive: true, force: true })
    if (process.env.TEST_DATABASE_URL) await dropDatabases(process.env.TEST_DATABASE_URL, run)
  }
}

async function dropDatabases(server: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)`,
    [prefix],
  )
  for (const { name } of rows) await client.query(`DROP DATABASE ${name} WITH (FORCE)`)
  await client.end()
}
