// What several benches need: a port, a database of their own, the server as it runs in life.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'

const project = join(import.meta.dirname, '..')
const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { scripts: { start: string } }
/** The flags that `npm start` gives to Node. */
const flags = scripts.start.split(' ').filter((word) => word.startsWith('--'))

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

/** An empty database on this PostgreSQL server, and the way to be rid of it. */
export async function ownDatabase(server: string): Promise<{ url: string; drop(): Promise<void> }> {
  const sql = async (statement: string) => {
    const client = new pg.Client({ connectionString: server })
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  const name = `blurosiere_bench_${randomBytes(6).toString('hex')}`
  await sql(`CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => sql(`DROP DATABASE ${name} WITH (FORCE)`) }
}

export interface Running {
  readonly child: ChildProcess
  readonly url: string
  /** From spawn to the first 200 of `/health/ready`, asked every 5 ms. */
  readonly readyMs: number
  /** Ends it by SIGTERM, and waits. */
  stop(): Promise<void>
}

/** Starts the server with this environment and nothing else. */
export async function startServer(env: Record<string, string>): Promise<Running> {
  const port = await freePort()
  const began = performance.now()
  const child = spawn(process.execPath, [...flags, 'src/server.ts'], {
    cwd: project,
    env: { PATH: process.env.PATH, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  const isReady = () =>
    fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await isReady())) await new Promise((wait) => setTimeout(wait, 5))
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    child,
    url,
    readyMs: performance.now() - began,
    stop() {
      child.kill('SIGTERM')
      return gone
    },
  }
}
