import type { WebSocket } from 'ws'
import type { Caller } from '../auth/plugin.ts'
import type { LogEntry } from './log.ts'

/** Close codes of contract §5. */
export const closeCodes = {
  malformed: 4400,
  unauthenticated: 4401,
  sessionEnded: 4403,
  tooSlow: 4408,
  tooManySockets: 4409,
  frameTooLarge: 4413,
  tooManyMessages: 4429,
  restarting: 1012,
} as const

export const socketsPerUser = 20
/** More than this unsent, and a socket is closed. */
const maxUnsentBytes = 1024 * 1024
/** With so much unsent a socket is given no more of the log until that has left: the log is the better place to wait in. */
const pauseBytes = 256 * 1024
/** A paused socket that took nothing for so long is closed; the log has the rest for when it comes back. */
const stalledMs = 3_000
/** A peer that does not answer a close frame is cut off; one that is slow has more before it to read. */
const closeGraceMs = { usual: 2_000, slow: 10_000 }

/** One authenticated socket. `cursor` is the last event of its user's log that it was given. */
export interface Connection {
  readonly socket: WebSocket
  readonly caller: Caller
  cursor: bigint
  paused: boolean
}

export interface Connections {
  /** Takes a socket in; the user's oldest goes (4409) where that makes more than 20. Its events follow from its cursor on. */
  add(connection: Connection): void
  remove(connection: Connection): void
  /** There may be more in this user's log: reads on from the sockets' cursors. Calls that come meanwhile coalesce. */
  wake(userId: number): void
  closeSessions(userId: number, sessionIds: readonly string[]): void
  all(): Iterable<Connection>
  count(): number
}

interface User {
  readonly sockets: Set<Connection>
  reading: boolean
  again: boolean
}

/** Closes with a code and reason; a peer that does not follow is cut off. */
export function closeSocket(socket: WebSocket, code: number, reason: string): void {
  if (socket.readyState >= socket.CLOSING) return
  socket.close(code, reason)
  const timer = setTimeout(
    () => socket.terminate(),
    code === closeCodes.tooSlow ? closeGraceMs.slow : closeGraceMs.usual,
  )
  timer.unref()
  socket.once('close', () => clearTimeout(timer))
}

/** Writes a frame, if the socket is open; false if it is not. One that does not read what waits for it is closed. */
export function sendFrame(socket: WebSocket, frame: string | Buffer): boolean {
  if (socket.readyState !== socket.OPEN) return false
  socket.send(frame, { binary: false })
  if (socket.bufferedAmount > maxUnsentBytes) closeSocket(socket, closeCodes.tooSlow, 'too slow')
  return true
}

/**
 * The open sockets of this node, by user. Live delivery and replay are one thing: whatever lies in the log beyond a socket's
 * cursor is written to it, in order, so there is no hole and no double between them. `written` hears of what reached a socket.
 */
export function connections({
  read,
  written,
  failed,
}: {
  /** The log's entries after an id, oldest first, and whether there may be more. */
  read: (userId: number, after: bigint) => Promise<{ entries: LogEntry[]; more: boolean }>
  written: (entry: LogEntry) => void
  failed: (error: unknown) => void
}): Connections {
  const users = new Map<number, User>()

  const give = (connection: Connection, entries: readonly LogEntry[]): void => {
    const { socket } = connection
    for (const entry of entries) {
      if (entry.id <= connection.cursor) continue
      const full = socket.bufferedAmount > pauseBytes
      socket.send(entry.frame, { binary: false }, full ? pause(connection) : undefined)
      connection.cursor = entry.id
      written(entry)
      if (full) return
    }
  }

  /** No more for this socket until what was written has left; what is given back says that it has. */
  const pause = (connection: Connection): (() => void) => {
    const { socket, caller } = connection
    connection.paused = true
    let unsent = Infinity
    const watch = setInterval(() => {
      if (socket.bufferedAmount >= unsent) closeSocket(socket, closeCodes.tooSlow, 'too slow')
      unsent = socket.bufferedAmount
    }, stalledMs).unref()
    return () => {
      clearInterval(watch)
      connection.paused = false
      hub.wake(caller.id)
    }
  }

  const pull = async (userId: number, user: User): Promise<void> => {
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
          for (const connection of user.sockets) {
            // One that came during the read and stands before it would miss what lies between: the next read has both.
            if (takesMore(connection) && connection.cursor >= from) give(connection, found.entries)
          }
          more = found.more
        }
      } while (user.again)
    } catch (error) {
      // The database is away: the sweep wakes everybody again, and the cursors still stand where they stood.
      failed(error)
    } finally {
      user.reading = false
    }
  }

  const hub: Connections = {
    add(connection) {
      const { id } = connection.caller
      let user = users.get(id)
      if (!user) users.set(id, (user = { sockets: new Set(), reading: false, again: false }))
      user.sockets.add(connection)
      for (const oldest of user.sockets) {
        if (user.sockets.size <= socketsPerUser) break
        user.sockets.delete(oldest)
        closeSocket(oldest.socket, closeCodes.tooManySockets, `more than ${socketsPerUser} sockets`)
      }
      hub.wake(id)
    },
    remove(connection) {
      const user = users.get(connection.caller.id)
      if (!user?.sockets.delete(connection)) return
      if (user.sockets.size === 0) users.delete(connection.caller.id)
    },
    wake(userId) {
      const user = users.get(userId)
      if (user) void pull(userId, user)
    },
    closeSessions(userId, sessionIds) {
      for (const connection of users.get(userId)?.sockets ?? []) {
        if (!sessionIds.includes(connection.caller.sid)) continue
        hub.remove(connection)
        closeSocket(connection.socket, closeCodes.sessionEnded, 'session ended')
      }
    },
    *all() {
      for (const { sockets } of users.values()) yield* sockets
    },
    count: () => users.values().reduce((sum, { sockets }) => sum + sockets.size, 0),
  }
  return hub
}

const takesMore = ({ socket, paused }: Connection): boolean => !paused && socket.readyState === socket.OPEN

/** From where to read on; nothing if no socket takes more. */
const lowest = (sockets: Iterable<Connection>): bigint | undefined => {
  let least: bigint | undefined
  for (const connection of sockets)
    if (takesMore(connection) && (least === undefined || connection.cursor < least)) least = connection.cursor
  return least
}
