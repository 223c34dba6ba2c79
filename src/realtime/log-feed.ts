import type { Caller } from '../auth/callers.ts'
import type { LogEntry } from './log.ts'
import { closeCodes, closeSocket } from './socket.ts'
import { unsentBytes, type Wire, writeFrames } from './wire.ts'

/** With more unsent than this a socket is sent no more of the log until that has left the process. */
export const pauseBytes = 128 * 1024
/** A paused socket that took nothing for this long is closed; the log has the rest for its return. */
export const stalledMs = 3_000
/** After a read that failed, on average. */
const retryMs = 2_000
/** Most bytes of frames that share one write. */
const writeBytes = 64 * 1024

/** One authenticated socket. */
export interface Connection extends Wire {
  readonly caller: Caller
  /** The last event of its user's log that was written to it. */
  cursor: number
  paused: boolean
  /** Whether it has answered since it was last pinged. */
  alive: boolean
}

/** A user's sockets on this node, and whether their log is being read. */
export interface User {
  readonly sockets: Set<Connection>
  reading: boolean
  again: boolean
}

/**
 * Reads a user's log on from the cursors of their sockets and writes it to them in order. Live delivery and replay are the
 * same read, so that nothing is lost or doubled between them.
 */
export function logFeed({
  read,
  written,
  wake,
  failed,
}: {
  /** The log's entries after an id, oldest first and without a hole, and whether there may be more. */
  read: (userId: number, after: number) => Promise<{ entries: readonly LogEntry[]; more: boolean }>
  written: (entry: LogEntry) => void
  wake: (userId: number) => void
  failed: (error: unknown) => void
}): (userId: number, user: User) => Promise<void> {
  const give = (connection: Connection, entries: readonly LogEntry[], join: Join): void => {
    const [first] = entries
    if (!first) return
    let at = connection.cursor + 1 - first.id
    // Events between were trimmed; it is told so when it returns.
    if (at < 0) return closeSocket(connection.socket, closeCodes.tooSlow, 'too far behind')
    while (at < entries.length) {
      const full = unsentBytes(connection) > pauseBytes
      const { bytes, end } = join(at, full)
      writeFrames(connection, bytes, full ? pause(connection) : undefined)
      for (; at < end; at++) written(entries[at] as LogEntry) // `join` stays within them
      connection.cursor = (entries[end - 1] as LogEntry).id
      if (full) return
    }
  }

  /** Sends this socket no more until the returned function is called: what was written has left. */
  const pause = (connection: Connection): (() => void) => {
    connection.paused = true
    let unsent = Infinity
    const watch = setInterval(() => {
      const now = unsentBytes(connection)
      if (now >= unsent) closeSocket(connection.socket, closeCodes.tooSlow, 'too slow')
      unsent = now
    }, stalledMs).unref()
    return () => {
      clearInterval(watch)
      connection.paused = false
      wake(connection.caller.id)
    }
  }

  return async (userId: number, user: User): Promise<void> => {
    if (user.reading) {
      user.again = true
      return
    }
    user.reading = true
    try {
      do {
        user.again = false
        for (let more = true, from = lowest(user.sockets); more && from !== undefined; from = lowest(user.sockets)) {
          const found = await read(userId, from)
          const join = joiner(found.entries)
          for (const connection of user.sockets) {
            // A socket that was added during the read, with a lower cursor, is served by the next one.
            if (takesMore(connection) && connection.cursor >= from) give(connection, found.entries, join)
          }
          more = found.more
        }
      } while (user.again)
    } catch (error) {
      failed(error)
      // The cursors have not moved. With jitter, so that not all users' reads are repeated at once.
      setTimeout(() => wake(userId), retryMs * (0.5 + Math.random())).unref()
    } finally {
      user.reading = false
    }
  }
}

/** The bytes of one write from an entry on, and the entry it ends before. */
type Join = (from: number, single: boolean) => { bytes: Buffer; end: number }

/** Keeps the last join: a user's sockets are mostly at the same place. */
function joiner(entries: readonly LogEntry[]): Join {
  let last: { from: number; bytes: Buffer; end: number } | undefined
  return (from, single) => {
    const first = entries[from] as LogEntry // the caller's promise
    if (single || entries.length === from + 1) return { bytes: first.frame, end: from + 1 }
    if (last?.from === from) return last
    let end = from + 1
    for (let size = first.frame.length; end < entries.length; end++) {
      size += (entries[end] as LogEntry).frame.length // `end` is below their number
      if (size > writeBytes) break
    }
    const bytes = end === from + 1 ? first.frame : Buffer.concat(entries.slice(from, end).map(({ frame }) => frame))
    return (last = { from, bytes, end })
  }
}

const takesMore = ({ socket, paused }: Connection): boolean => !paused && socket.readyState === socket.OPEN

/** The lowest cursor; undefined if no socket takes more. */
const lowest = (sockets: Iterable<Connection>): number | undefined => {
  let least: number | undefined
  for (const connection of sockets)
    if (takesMore(connection) && (least === undefined || connection.cursor < least)) least = connection.cursor
  return least
}
