import { DatabaseSync } from 'node:sqlite'

/** The embedded database cannot be used; the message says why in one sentence, and what to do. */
export class EmbeddedDatabaseError extends Error {
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
 * Takes a folder for this process alone, until `release` or the end of the process, however it ends: whoever holds it may
 * start a database there, and end one that was left running. The lock is the operating system's, by way of SQLite's exclusive
 * file lock: it cannot be stolen from a live process, and a killed one leaves none behind.
 */
export function lockFolder(folder: string, lockFile: string): { release(): void } {
  const database = new DatabaseSync(lockFile, { timeout: 0 })
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (/locked|busy/i.test((error as Error).message)) throw new FolderInUseError(folder)
    throw error
  }
  return { release: () => database.close() }
}
