import type { Duplex } from 'node:stream'

/** Who waits before the door: connections that have not shown a valid token, by address. */
export interface Gate {
  /** Counts a connection to its address until it leaves or closes; false, and not counted, where the address has too many. */
  enter(address: string, connection: Duplex): boolean
  /** The connection is a stranger no longer. */
  leave(connection: Duplex): void
}

export function gate(most: number): Gate {
  const counts = new Map<string, number>()
  const inside = new Map<Duplex, string>()
  const leave = (connection: Duplex) => {
    const address = inside.get(connection)
    if (address === undefined) return
    inside.delete(connection)
    const left = (counts.get(address) ?? 1) - 1
    if (left > 0) counts.set(address, left)
    else counts.delete(address)
  }
  return {
    enter(address, connection) {
      const count = counts.get(address) ?? 0
      if (count >= most) return false
      counts.set(address, count + 1)
      inside.set(connection, address)
      connection.once('close', () => leave(connection))
      return true
    },
    leave,
  }
}
