import { type Connection, logFeed, type User } from './log-feed.ts'
import { closeCodes, closeSocket } from './socket.ts'

export const socketsPerUser = 20
/** Ticks of a round of pings: all at once would block the event loop. */
export const beats = 30

export interface Connections {
  /** Notes wakes of a user from before the log's state is read until their new socket is added. */
  expect(userId: number): Arrival
  /** Adds a socket, which is sent the log from its cursor on; beyond 20 of a user the oldest is closed (4409). */
  add(connection: Connection, arrival: Arrival, lastId: number): void
  remove(connection: Connection): void
  /** There may be more in this user's log: it is read on, once for all calls of this turn of the event loop. */
  wake(userId: number): void
  /** Wakes the user if one of their sockets has not been sent this event. */
  reach(userId: number, id: number): void
  closeSession(userId: number, sessionId: string): void
  /** The sockets to ping at this tick. */
  beating(beat: number): Iterable<Connection>
  all(): Iterable<Connection>
  count(): number
}

/** A socket that is being authenticated. Ended by `add`, or by `end` where it is refused. */
export interface Arrival {
  /** Whether there was a wake since it began. */
  readonly woken: boolean
  end(): void
}

/** The open sockets of this node, by user. */
export function connections(feed: Omit<Parameters<typeof logFeed>[0], 'wake'>): Connections {
  const users = new Map<number, User>()
  const rounds = Array.from({ length: beats }, () => new Set<Connection>())
  let count = 0

  const arrivals = arrivalsByUser()
  const pull = logFeed({ ...feed, wake: (userId) => hub.wake(userId) })
  let woken = new Set<number>()
  const pullWoken = () => {
    const now = woken
    woken = new Set()
    for (const userId of now) {
      const user = users.get(userId)
      if (user) void pull(userId, user)
    }
  }

  const hub: Connections = {
    expect: arrivals.expect,
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
      arrivals.wake(userId)
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

function arrivalsByUser() {
  const arrivals = new Map<number, Set<{ woken: boolean }>>()
  return {
    expect(userId: number): Arrival {
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
    wake(userId: number) {
      for (const arrival of arrivals.get(userId) ?? []) arrival.woken = true
    },
  }
}
