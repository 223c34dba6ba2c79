import type { Duplex } from 'node:stream'

/** Connections that have not shown a valid token yet, counted by address. */
export function handshakeLimit(perAddress: number) {
  const counts = new Map<string, number>()
  const addresses = new Map<Duplex, string>()
  const release = (connection: Duplex) => {
    const address = addresses.get(connection)
    if (address === undefined) return
    addresses.delete(connection)
    const left = (counts.get(address) ?? 1) - 1
    if (left > 0) counts.set(address, left)
    else counts.delete(address)
  }
  return {
    /** Counts a connection to its address until it is released or closes; false, and not counted, where the address has too many. */
    admit(address: string, connection: Duplex): boolean {
      // A closed connection would never be given back.
      if (connection.destroyed) return true
      const count = counts.get(address) ?? 0
      if (count >= perAddress) return false
      counts.set(address, count + 1)
      addresses.set(connection, address)
      connection.once('close', () => release(connection))
      return true
    },
    /** The connection has authenticated. */
    release,
  }
}
