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
/** What may wait unsent for one socket; the log has it for when it comes back. */
const maxUnsentBytes = 1024 * 1024
/** A peer that does not answer a close frame is cut off. */
const closeGraceMs = 2_000

/** One authenticated socket. `cursor` is the last event of its user's log that it was given. */
export interface Connection {
  readonly socket: WebSocket
  readonly caller: Caller
  cursor: bigint
}

export interface Connections {
  /** Takes a socket in; the user's oldest goes (4409) where that makes more than 20. Its events follow from its cursor on. */
  add(connection: Connection): void
  remove(connection: Connection): void
  /** There may be more in this user's log: reads on from the sockets' cursors. Calls that come meanwhile coalesce. */
  wake(userId: number): void
  wakeAll(): void
  closeSessions(userId: number, sessionIds: readonly string[]): void
  all(): Iterable<Connection>
  userIds(): number[]
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
  const timer = setTimeout(() => socket.terminate(), closeGraceMs)
  timer.unref()
  socket.once('close', () => clearTimeout(timer))
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

  const give = (user: User, entries: readonly LogEntry[]): void => {
    for (const entry of entries) {
      let reached = false
      for (const connection of user.sockets) {
        if (connection.cursor >= entry.id) continue
        const { socket } = connection
        connection.cursor = entry.id
        if (socket.readyState !== socket.OPEN) continue
        // The frame's text was made once, for all sockets of the user.
        socket.send(entry.frame)
        reached = true
        if (socket.bufferedAmount > maxUnsentBytes) closeSocket(socket, closeCodes.tooSlow, 'too slow')
      }
      if (reached) written(entry)
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
        for (let more = true; more && user.sockets.size > 0; ) {
          const from = [...user.sockets].reduce((least, { cursor }) => (cursor < least ? cursor : least), 2n ** 62n)
          const found = await read(userId, from)
          give(user, found.entries)
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
    wakeAll() {
      for (const [userId, user] of users) void pull(userId, user)
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
    userIds: () => [...users.keys()],
    count: () => users.values().reduce((sum, { sockets }) => sum + sockets.size, 0),
  }
  return hub
}
