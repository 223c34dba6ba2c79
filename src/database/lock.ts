import { DatabaseSync } from 'node:sqlite'
import { StartFailure } from '../config/start-failure.ts'

/** The embedded database cannot be used; the message says why in one sentence, and what to do. */
export class EmbeddedDatabaseError extends StartFailure {
  override name = 'EmbeddedDatabaseError'
}

/** Another process holds the folder. */
export class FolderInUseError extends EmbeddedDatabaseError {
  override name = 'FolderInUseError'
  constructor(folder: string) {
    super(
      `The embedded database in "${folder}" is in use by another process. ` +
        'Stop that one first, or give this one a folder of its own (DATA_DIR) or a PostgreSQL server (DATABASE_URL).',
    )
  }
}

/**
 * Locks a folder for this process: its holder may start a database there, and end one that was left running. By SQLite's exclusive
 * file lock, which is the operating system's, and so ends with the process.
 */
export function lockFolder(folder: string, lockFile: string): { release(): void } {
  let database: DatabaseSync | undefined
  try {
    const opened = new DatabaseSync(lockFile, { timeout: 0 })
    database = opened
    opened.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    return { release: () => opened.close() }
  } catch (error) {
    database?.close()
    const { message } = error as Error
    if (/locked|busy/i.test(message)) throw new FolderInUseError(folder)
    throw new EmbeddedDatabaseError(
      `DATA_DIR: "${lockFile}" cannot be used (${message}): make it a file that the user of this server may write, or delete it`,
      { cause: error },
    )
  }
}
