import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EmbeddedDatabaseError } from './lock.ts'

/** PostgreSQL's programs refuse to run as root. */
export interface RunAs {
  /** The command line that runs a program as that user. */
  command(line: readonly string[]): [program: string, ...args: string[]]
  /** The same, for a program that gets `SIGINT` when this process ends, also by a crash. */
  bound(line: readonly string[]): [program: string, ...args: string[]]
  /** Gives a folder and its contents to that user. */
  own(folder: string): void
  /** The user, if not this process's own. */
  readonly uid?: number
}

/** `nobody`, by number. */
const unprivileged = 65534

const works = (line: readonly string[]) => spawnSync(line[0] ?? '', line.slice(1), { stdio: 'ignore' }).status === 0

/**
 * As this process' own user, or, where that is root, as uid 1000 of a user namespace in which root's files are that user's;
 * where user namespaces are forbidden, as `nobody`, to whom the folder is given. Throws `EmbeddedDatabaseError` where that
 * user cannot reach the folder.
 */
export function runAs(folder: string): RunAs {
  const setpriv = process.platform === 'linux' && works(['setpriv', '--pdeathsig', 'INT', 'true'])
  const by = (before: readonly string[], more: Partial<RunAs> = {}): RunAs => ({
    command: (line) => [...before, ...line] as [string, ...string[]],
    // The signal is bound to the thread that spawns, which is the main one and lives as long as the process.
    bound: (line) =>
      [...(setpriv ? ['setpriv', '--pdeathsig', 'INT'] : []), ...before, ...line] as [string, ...string[]],
    own: () => {},
    ...more,
  })
  if (process.getuid?.() !== 0) return by([])

  const namespace = ['unshare', '--user', '--map-user=1000', '--map-group=1000']
  if (works([...namespace, 'true'])) return by(namespace, { own: (path) => give(path, 0) })

  const nobody = ['setpriv', `--reuid=${unprivileged}`, `--regid=${unprivileged}`, '--clear-groups']
  // Secrets in DATA_DIR have modes of their own.
  chmodSync(dirname(folder), 0o711)
  if (!works([...nobody, 'test', '-x', dirname(folder)]))
    throw new EmbeddedDatabaseError(
      `PostgreSQL does not run as root, and another user cannot reach "${folder}": start the server as an ordinary user, ` +
        'or set DATABASE_URL to a PostgreSQL server.',
    )
  return by(nobody, {
    uid: unprivileged,
    bound: (line) => [...nobody, '--pdeathsig', 'INT', ...line] as [string, ...string[]],
    own: (path) => give(path, unprivileged),
  })
}

/** The folder itself last: its owner tells whether all of it was given. */
function give(folder: string, user: number): void {
  if (statSync(folder).uid === user) return
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    chownSync(join(folder, name), user, user)
  chownSync(folder, user, user)
}
