// PostgreSQL and Redis as processes of a trial's own, which it may kill.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { until } from '../app.ts'
import { freePort } from '../ports.ts'

export interface Service {
  readonly url: string
  /** Ends it as a power cut does. */
  kill(): Promise<void>
  start(): Promise<void>
}

/** Debian's folder of the newest PostgreSQL, or undefined where none is installed. */
const postgresFolder = (): string | undefined => {
  try {
    const versions = readdirSync('/usr/lib/postgresql').toSorted((a, b) => Number(a) - Number(b))
    return `/usr/lib/postgresql/${versions.at(-1)}/bin`
  } catch {
    return undefined
  }
}
export const hasPostgres = postgresFolder() !== undefined
export const hasRedis = ['/usr/bin', '/usr/local/bin'].some((folder) => readdirSync(folder).includes('redis-server'))

/** PostgreSQL refuses to run as root; then it runs as whom Debian made for it. */
export const whom = () => {
  if (process.getuid?.() !== 0) return {}
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })))
  return { uid: uid ?? 0, gid: gid ?? 0 }
}

const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

/** A process that listens at `port` once it is started, and is killed when the test ends; with its group, where it has helpers. */
export function service(url: string, port: number, run: () => ChildProcess, groups: boolean): Service {
  let child: ChildProcess | undefined
  const kill = async () => {
    const running = child
    child = undefined
    if (!running?.pid || running.exitCode !== null) return
    const gone = new Promise((resolve) => running.once('exit', resolve))
    // A server's helpers are killed with it: without them the port stays taken.
    process.kill(groups ? -running.pid : running.pid, 'SIGKILL')
    await gone
    await until('the port to be free', async () => !(await listens(port)))
  }
  onTestFinished(kill)
  return {
    url,
    kill,
    async start() {
      child = run()
      await until('the service', () => listens(port))
    },
  }
}

export async function ownPostgres(): Promise<Service> {
  const bin = postgresFolder() ?? ''
  const folder = mkdtempSync(join(tmpdir(), 'blurosiere-postgres-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const user = whom()
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync'], {
    ...user,
    cwd: folder,
  })
  const port = await freePort()
  const flags = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder]
  const made = service(
    `postgresql://postgres@127.0.0.1:${port}/postgres`,
    port,
    () => spawn(join(bin, 'postgres'), flags, { ...user, cwd: folder, stdio: 'ignore', detached: true }),
    true,
  )
  await made.start()
  return made
}

export async function ownRedis(): Promise<Service> {
  const port = await freePort()
  const flags = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no']
  const made = service(
    `redis://127.0.0.1:${port}`,
    port,
    () => spawn('redis-server', flags, { cwd: tmpdir(), stdio: 'ignore' }),
    false,
  )
  await made.start()
  return made
}
