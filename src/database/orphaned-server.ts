import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const pidFile = (folder: string) => join(folder, 'postmaster.pid')

/** The lines of `postmaster.pid` (PostgreSQL, utils/pidfile.h): pid, folder, start, port, socket's folder, address, memory, status. */
export function postmaster(folder: string) {
  if (!existsSync(pidFile(folder))) return undefined
  const [pid = '', , , port = '', socket = '', , , status = ''] = readFileSync(pidFile(folder), 'utf8').split('\n')
  return { pid: Number(pid), port, socket, ready: status.trim() === 'ready' }
}

/** PostgreSQL's processes whose working directory is the cluster; on other systems than Linux only the postmaster. */
function processesOn(folder: string): number[] {
  if (process.platform === 'linux') {
    const real = realpathSync(folder)
    return readdirSync('/proc').flatMap((name) => {
      if (!/^\d+$/.test(name)) return []
      try {
        const postgres = readFileSync(`/proc/${name}/comm`, 'utf8').startsWith('postgres')
        return postgres && readlinkSync(`/proc/${name}/cwd`) === real ? [Number(name)] : []
      } catch {
        return [] // ended meanwhile, or of another user
      }
    })
  }
  const { stdout } = spawnSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' })
  return (stdout ?? '')
    .split('\n')
    .filter((line) => line.includes(`postgres -D ${folder} `))
    .map((line) => Number.parseInt(line, 10))
}

const signal = (pid: number, name: NodeJS.Signals) => {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended meanwhile.
  }
}

/**
 * Ends a PostgreSQL that an earlier server left running on this cluster: by fast shutdown, immediate shutdown, then SIGKILL.
 * The caller holds the folder's lock.
 */
export async function endLeftBehind(folder: string, pg_ctl: string): Promise<void> {
  if (process.platform === 'win32') {
    if (postmaster(folder)) spawnSync(pg_ctl, ['stop', '-D', folder, '-m', 'fast', '-t', '5'])
    return
  }
  for (const [name, ms] of [
    ['SIGINT', 3_000],
    ['SIGQUIT', 1_000],
    ['SIGKILL', 1_000],
  ] as const) {
    const left = processesOn(folder)
    if (left.length === 0) break
    const first = postmaster(folder)?.pid
    // Only the postmaster gets the fast shutdown; without one the others end by themselves, or by the next signals.
    if (name !== 'SIGINT') for (const pid of left) signal(pid, name)
    else if (first !== undefined && left.includes(first)) signal(first, name)
    else continue
    for (const end = performance.now() + ms; performance.now() < end && processesOn(folder).length > 0;) await sleep(10)
  }
  disownPid(folder)
}

/**
 * After a restart of the machine or container another program may have the pid in `postmaster.pid`, and PostgreSQL would not start.
 * It ignores its parent's pid, which is ours. The rest of the file names shared memory that may still be in use.
 */
function disownPid(folder: string): void {
  if (!postmaster(folder)) return
  const [, ...rest] = readFileSync(pidFile(folder), 'utf8').split('\n')
  writeFileSync(pidFile(folder), [process.pid, ...rest].join('\n'))
}
