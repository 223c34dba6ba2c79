import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { until } from './app.ts'
import { freePort } from './ports.ts'

export const project = new URL('..', import.meta.url).pathname

/** The flags that `npm start` gives to Node: what a process takes of memory is measured as it runs in life. */
const flags = (
  JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { scripts: { start: string } }
).scripts.start
  .split(' ')
  .filter((word) => word.startsWith('--'))

export interface ServerProcess {
  readonly child: ChildProcess
  readonly url: string
  readonly dataDir: string
  /** Everything that it printed. */
  output(): string
  /** Milliseconds from spawn to the first 200. */
  readonly readyMs: number
  /** Resolves with the exit code (null where a signal ended it). */
  readonly exited: Promise<number | null>
}

const exitOf = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))

/**
 * Spawns `node src/server.ts` (or another script) with this environment and nothing else, and gives its output and exit. It is
 * killed when the test ends, and then no request may have been answered with 500.
 */
export function spawnServer(env: Record<string, string>, script = 'src/server.ts') {
  const child = spawn(process.execPath, [...flags, script], {
    cwd: project,
    env: { PATH: process.env.PATH ?? '', HOME: tmpdir(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  onTestFinished(() => {
    child.kill('SIGKILL')
    // Its line is an error's, which is logged at every level.
    const faults = output.split('\n').filter((line) => /"code":"internal_error".*"request failed"/.test(line))
    expect(faults, 'requests that were answered with 500').toEqual([])
  })
  return { child, output: () => output, exited: exitOf(child) }
}

/** A folder that goes away with the test; a database may still be ending in it. */
export async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'blurosiere-process-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
  return folder
}

/** Starts the server as a process of its own on the embedded database of `dataDir`, and waits until it answers. */
export async function startServer(
  dataDir: string,
  env: Record<string, string> = {},
  script?: string,
): Promise<ServerProcess> {
  const port = env.PORT ?? String(await freePort())
  const url = `http://127.0.0.1:${port}`
  const started = performance.now()
  const spawned = spawnServer(
    {
      DATA_DIR: dataDir,
      UPLOAD_DIR: join(dataDir, 'uploads'),
      PORT: port,
      HOST: '127.0.0.1',
      PUBLIC_URL: url,
      ...env,
    },
    script,
  )
  let ended = false
  void spawned.exited.then(() => (ended = true))
  await until(
    'the server',
    async () => {
      if (ended) throw new Error(`the server ended:\n${spawned.output()}`)
      return fetch(`${url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      )
    },
    60_000,
  )
  return { ...spawned, url, dataDir, readyMs: performance.now() - started }
}

/** Runs the command line as a process of its own, with these variables and nothing else. */
export async function cli(args: readonly string[], env: Record<string, string> = {}, cwd?: string) {
  const child = spawn(process.execPath, [join(project, 'src/cli/cli.ts'), ...args], {
    cwd: cwd ?? (await scratch()),
    env: { PATH: process.env.PATH ?? '', ...env },
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { code, output }
}
