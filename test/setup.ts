import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { buildApp } from '../src/app.ts'
import { cleanEnv, loadConfig } from '../src/config/config.ts'
import { startEmbedded } from '../src/database/embedded.ts'
import { freePort } from './ports.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL of this run: TEST_DATABASE_URL, or an embedded one of its own. */
    server: string
    /** What the databases of this run are called by; `<run>_template` is migrated and empty. */
    run: string
  }
}

/** Starts PostgreSQL, and the application once on an empty database: migrations and queues are in the template of every test. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'blurosiere-run-'))
  const { url, stop } = process.env.TEST_DATABASE_URL
    ? { url: process.env.TEST_DATABASE_URL, stop: async () => {} }
    : await ownServer(folder)
  const run = `blurosiere_test_${randomBytes(4).toString('hex')}`
  project.provide('server', url)
  project.provide('run', run)

  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`CREATE DATABASE ${run}_template`)
  const template = new URL(url)
  template.pathname = `/${run}_template`
  const env = {
    DATABASE_URL: template.href,
    DATA_DIR: folder,
    UPLOAD_DIR: join(folder, 'uploads'),
    LOG_LEVEL: 'silent',
  }
  const app = await buildApp({ config: loadConfig(cleanEnv(env), []), env })
  await app.ready()
  await app.close()

  return async () => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)`,
      [run],
    )
    // What goes with the server needs no dropping.
    if (process.env.TEST_DATABASE_URL)
      for (const { name } of rows) await client.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await client.end()
    await stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * The embedded PostgreSQL as the server runs it, reached by TCP, so that faults can be put between; its disk may forget.
 * It asks for no password: the one in its address is there to be looked for in logs.
 */
async function ownServer(folder: string): Promise<{ url: string; stop(): Promise<void> }> {
  const port = String(await freePort())
  const server = await startEmbedded(folder, undefined, {
    listen_addresses: '127.0.0.1',
    port,
    max_connections: '500',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
  })
  return { url: `postgresql://blurosiere:segredo-do-banco@127.0.0.1:${port}/postgres`, stop: server.stop }
}
