import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EmbeddedDatabaseError } from './lock.ts'

/** How PostgreSQL's programs are run here: they refuse to be run by root. */
export interface RunAs {
  /** The command line for this program, with whatever has to stand before it. */
  command(line: readonly string[]): [program: string, ...args: string[]]
  /** The same, for a program that is ended (`SIGINT`) when this process is, however that ends. */
  bound(line: readonly string[]): [program: string, ...args: string[]]
  /** Gives a folder of ours to the user that the programs run as, with all that is in it. */
  own(folder: string): void
  /** That user, where it is not this process' own. */
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
  // What is secret in DATA_DIR is so by its own mode.
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

/** Whose a folder is shows on itself, which is therefore given last. */
function give(folder: string, user: number): void {
  if (statSync(folder).uid === user) return
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    chownSync(join(folder, name), user, user)
  chownSync(folder, user, user)
}
