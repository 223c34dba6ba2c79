import type { Caller } from '../auth/plugin.ts'
import type { LogEntry } from './log.ts'
import { closeCodes, closeSocket } from './socket.ts'
import { unsentBytes, type Wire, writeFrames } from './wire.ts'

export const socketsPerUser = 20
/** With so much unsent a socket is given no more of the log until that has left: the log is the better place to wait in. */
const pauseBytes = 128 * 1024
/** A paused socket that took nothing for so long is closed; the log has the rest for when it comes back. */
const stalledMs = 3_000
/** After a read that failed, on the average. */
const retryMs = 2_000
/** Turns of a round of pings: all at once would hold up everything else. */
export const beats = 30
/** Several frames of one socket leave in one write of at most so much. */
const writeBytes = 64 * 1024

/** One authenticated socket. */
export interface Connection extends Wire {
  readonly caller: Caller
  /** The last event of its user's log that it was given. */
  cursor: number
  /** So much waits unsent that it is given no more. */
  paused: boolean
  /** Whether it has answered since it was last pinged. */
  alive: boolean
}

export interface Connections {
  /** Begins to listen for a user of whom a socket is about to come in: before it is looked where their log stands. */
  expect(userId: number): Arrival
  /**
   * Takes a socket in; the user's oldest goes (4409) where that makes more than 20. Its events follow from its cursor on: at
   * once where it is behind what the log was when its arrival began, or where there was a wake since.
   */
  add(connection: Connection, arrival: Arrival, lastId: number): void
  remove(connection: Connection): void
  /** There may be more in this user's log: reads on from the sockets' cursors, once for all calls of this turn of the loop. */
  wake(userId: number): void
  /** Wakes the user if a socket of theirs has not been given this event. */
  reach(userId: number, id: number): void
  closeSession(userId: number, sessionId: string): void
  /** Those whose turn it is to be pinged, of a round of `beats` turns: a user's all together. */
  beating(beat: number): Iterable<Connection>
  all(): Iterable<Connection>
  count(): number
}

/** A socket that is about to come in. Ended by `add`, or by `end` where it stays out. */
export interface Arrival {
  /** Whether there was a wake since it began. */
  readonly woken: boolean
  end(): void
}

interface User {
  readonly sockets: Set<Connection>
  reading: boolean
  again: boolean
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
  /** The log's entries after an id, oldest first and without a hole, and whether there may be more. */
  read: (userId: number, after: number) => Promise<{ entries: readonly LogEntry[]; more: boolean }>
  written: (entry: LogEntry) => void
  failed: (error: unknown) => void
}): Connections {
  const users = new Map<number, User>()
  const rounds = Array.from({ length: beats }, () => new Set<Connection>())
  let count = 0

  const give = (connection: Connection, entries: readonly LogEntry[], join: Join): void => {
    const [first] = entries
    if (!first) return
    let at = connection.cursor + 1 - first.id
    // What lies between was trimmed under it: it learns so when it comes back.
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

  /** No more for this socket until what was written has left; what is given back says that it has. */
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
      hub.wake(connection.caller.id)
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
          const join = joiner(found.entries)
          for (const connection of user.sockets) {
            // One that came during the read and stands before it would miss what lies between: the next read has both.
            if (takesMore(connection) && connection.cursor >= from) give(connection, found.entries, join)
          }
          more = found.more
        }
      } while (user.again)
    } catch (error) {
      failed(error)
      // The database is away: the cursors still stand where they stood. Each its own moment, so that not all ask at once.
      setTimeout(() => hub.wake(userId), retryMs * (0.5 + Math.random())).unref()
    } finally {
      user.reading = false
    }
  }

  let woken = new Set<number>()
  const pullWoken = () => {
    const now = woken
    woken = new Set()
    for (const userId of now) {
      const user = users.get(userId)
      if (user) void pull(userId, user)
    }
  }

  const arrivals = new Map<number, Set<{ woken: boolean }>>()

  const hub: Connections = {
    expect(userId) {
      let arriving = arrivals.get(userId)
      if (!arriving) arrivals.set(userId, (arriving = new Set()))
      const arrival = {
        woken: false,
        end() {
          arriving.delete(arrival)
          if (arriving.size === 0 && arrivals.get(userId) === arriving) arrivals.delete(userId)
        },
      }
      arriving.add(arrival)
      return arrival
    },
    add(connection, arrival, lastId) {
      arrival.end()
      const { id } = connection.caller
      let user = users.get(id)
      if (!user) users.set(id, (user = { sockets: new Set(), reading: false, again: false }))
      user.sockets.add(connection)
      rounds[id % beats]?.add(connection)
      count++
      for (const oldest of user.sockets) {
        if (user.sockets.size <= socketsPerUser) break
        hub.remove(oldest)
        closeSocket(oldest.socket, closeCodes.tooManySockets, `more than ${socketsPerUser} sockets`)
      }
      if (arrival.woken || connection.cursor < lastId) hub.wake(id)
    },
    remove(connection) {
      const user = users.get(connection.caller.id)
      if (!user?.sockets.delete(connection)) return
      rounds[connection.caller.id % beats]?.delete(connection)
      count--
      if (user.sockets.size === 0) users.delete(connection.caller.id)
    },
    wake(userId) {
      for (const arrival of arrivals.get(userId) ?? []) arrival.woken = true
      if (!users.has(userId)) return
      if (woken.size === 0) setImmediate(pullWoken)
      woken.add(userId)
    },
    reach(userId, id) {
      for (const { cursor } of users.get(userId)?.sockets ?? []) if (cursor < id) return hub.wake(userId)
    },
    closeSession(userId, sessionId) {
      for (const connection of users.get(userId)?.sockets ?? []) {
        if (connection.caller.sid !== sessionId) continue
        hub.remove(connection)
        closeSocket(connection.socket, closeCodes.sessionEnded, 'session ended')
      }
    },
    beating: (beat) => rounds[beat % beats] ?? [],
    *all() {
      for (const { sockets } of users.values()) yield* sockets
    },
    count: () => count,
  }
  return hub
}

/** What leaves in one write from an entry on, and the entry it ends before; of a full socket, one frame alone. */
type Join = (from: number, single: boolean) => { bytes: Buffer; end: number }

/** Made once for all of a user's sockets, which mostly stand at the same place. */
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

/** From where to read on; nothing if no socket takes more. */
const lowest = (sockets: Iterable<Connection>): number | undefined => {
  let least: number | undefined
  for (const connection of sockets)
    if (takesMore(connection) && (least === undefined || connection.cursor < least)) least = connection.cursor
  return least
}
