import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import { binaries, clusterPassword, ensureCluster, lastWords, socketFolder } from './cluster.ts'
import { endLeftBehind, postmaster } from './orphaned-server.ts'
import { EmbeddedDatabaseError, lockFolder } from './lock.ts'
import { fileFailure, inFolder } from '../config/start-failure.ts'
import { runAs } from './run-as.ts'

export type EmbeddedLog = Pick<FastifyBaseLogger, 'debug' | 'warn' | 'error'>

/**
 * For a small machine and one application. Statements and their errors are not logged: both quote what people wrote.
 */
const settings = {
  max_connections: '50',
  shared_buffers: '32MB',
  huge_pages: 'off',
  // Three processes fewer.
  io_method: 'sync',
  max_logical_replication_workers: '0',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '256MB',
  min_wal_size: '32MB',
  autovacuum_max_workers: '1',
  max_parallel_workers_per_gather: '0',
  TimeZone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_line_prefix: '',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
} as const

const stopMs = 10_000
const readyMs = 60_000
const longestPauseMs = 2_000

/**
 * Starts the embedded PostgreSQL of `dataDir`, made at the first start, and keeps it running: one that dies is started again
 * within two seconds, and connections meanwhile fail. It ends with this process, also by a crash.
 *
 * Throws `FolderInUseError` while another process holds the folder, and `EmbeddedDatabaseError` where it cannot be made or
 * does not start.
 */
export async function startEmbedded(dataDir: string, log?: EmbeddedLog, more: Readonly<Record<string, string>> = {}) {
  const folder = clusterFolder(dataDir)
  inFolder('DATA_DIR', () => mkdirSync(dataDir, { recursive: true, mode: 0o700 }))
  const lock = lockFolder(dataDir, join(dataDir, 'lock'))
  try {
    return await supervise(folder, lock, log, more)
  } catch (error) {
    lock.release()
    throw fileFailure(error, 'DATA_DIR') ?? error
  }
}

const clusterFolder = (dataDir: string) => join(resolve(dataDir), 'postgres')

/** The address of the embedded PostgreSQL that another process runs on `dataDir`, or undefined if none is ready there. */
export function runningEmbedded(dataDir: string): string | undefined {
  const folder = clusterFolder(dataDir)
  const running = postmaster(folder)
  return running?.ready ? address(folder, running.socket, running.port) : undefined
}

function address(folder: string, socket: string, port: string): string {
  const password = clusterPassword(folder)
  return password === undefined
    ? `postgresql://blurosiere@localhost/postgres?host=${encodeURIComponent(socket)}&port=${port}`
    : `postgresql://blurosiere:${password}@127.0.0.1:${port}/postgres`
}

async function supervise(
  folder: string,
  lock: { release(): void },
  log: EmbeddedLog | undefined,
  more: Readonly<Record<string, string>>,
) {
  const programs = await binaries()
  const user = runAs(folder)
  ensureCluster(folder, programs, user)
  user.own(folder)
  const windows = process.platform === 'win32'
  const socket = windows ? '' : socketFolder(folder, user)
  const port = windows ? String(await freePort()) : '5432'
  const place = {
    listen_addresses: windows ? '127.0.0.1' : '',
    // A list: the quotes keep a comma in the path.
    unix_socket_directories: `"${socket.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    port,
  }
  const options = Object.entries({ ...settings, ...place, ...more }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const [program, ...args] = user.bound([programs.postgres, '-D', folder, ...options])

  let child: ChildProcess | undefined
  let stopping = false
  const ended = new AbortController()
  const launch = async () => {
    await endLeftBehind(folder, programs.pg_ctl)
    if (stopping) return
    // Detached from Ctrl-C: it is stopped after the last request.
    const fresh = spawn(program, args, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
    child = fresh
    let ready = false
    fresh.once('exit', (code, signal) => {
      child = undefined
      if (!ready || stopping) return
      log?.error({ code, signal }, 'the embedded database has ended; it is started again')
      void restart()
    })
    await readiness(fresh, folder, log)
    ready = true
  }
  const restart = async () => {
    for (let pause = 50; !stopping; pause = Math.min(pause * 2, longestPauseMs)) {
      try {
        return await launch()
      } catch (error) {
        if (stopping) return
        log?.error({ err: error }, 'the embedded database does not start; it is tried again')
        await sleep(pause, undefined, { ref: false, signal: ended.signal }).catch(() => {})
      }
    }
  }
  await launch()
  // Where `bound` has no effect: for an orderly exit at least.
  const atExit = () => void child?.kill('SIGINT')
  process.once('exit', atExit)

  return {
    url: address(folder, socket, port),
    async stop() {
      stopping = true
      ended.abort()
      process.off('exit', atExit)
      if (child) await stopInOrder(child, folder, programs.pg_ctl)
      lock.release()
    },
  }
}

/** Resolves when the server takes connections; rejects with its error if it ends instead. Then its log goes to ours. */
function readiness(child: ChildProcess, folder: string, log: EmbeddedLog | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const said: string[] = []
    let ready = false
    const refuse = (words: string) => {
      clearTimeout(timer)
      reject(
        new EmbeddedDatabaseError(
          `The embedded database in "${folder}" does not start: ${words}. If its files are damaged, put back a copy of the ` +
            'folder, or move it away and start with an empty one.',
        ),
      )
    }
    const timer = setTimeout(() => {
      child.kill('SIGQUIT')
      refuse(`it was not ready within ${readyMs / 1000} s`)
    }, readyMs)
    child.once('error', (error) => refuse(error.message))
    // 'close', not 'exit': all output has been read.
    child.once('close', () => ready || refuse(lastWords(said.join('\n'))))
    if (!child.stderr) return
    createInterface({ input: child.stderr }).on('line', (line) => {
      const [, level = '', words = line] = /^([A-Z]+): +(.*)$/.exec(line) ?? []
      if (!ready) said.push(line)
      else if (level === 'PANIC') log?.error({ postgres: words }, 'embedded database')
      else if (level === 'FATAL' || level === 'WARNING') log?.warn({ postgres: words }, 'embedded database')
      else log?.debug({ postgres: words }, 'embedded database')
      if (ready || !words.startsWith('database system is ready to accept connections')) return
      ready = true
      clearTimeout(timer)
      resolve()
    })
  })
}

/** By fast shutdown, or immediate shutdown if that takes too long. */
async function stopInOrder(child: ChildProcess, folder: string, pg_ctl: string): Promise<void> {
  const gone = new Promise((done) => child.once('exit', done))
  if (child.exitCode !== null || child.signalCode !== null) return
  if (process.platform === 'win32') spawnSync(pg_ctl, ['stop', '-D', folder, '-m', 'fast'])
  else child.kill('SIGINT')
  const late = setTimeout(() => child.kill('SIGQUIT'), stopMs)
  await gone
  clearTimeout(late)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number } // of a server that listens on TCP
  await new Promise((resolve) => server.close(resolve))
  return port
}
