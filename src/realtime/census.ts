import type { Bus } from '../bus/bus.ts'
import { type Counted, socketsPerUser } from './connections.ts'

/** From so many sockets of a user on one node, the others are asked: with fewer on each, five nodes stay within the cap. */
const askFrom = Math.floor(socketsPerUser / 5) + 1
/** How long the nodes' answers are waited for. */
const gatherMs = 500

/**
 * Holds the cap on a user's sockets over all nodes, where each knows only its own: the node on which one opened asks for the
 * others' and, where there are too many, tells each which of its own are to go. A lost signal lets some stay until the next one
 * opens.
 */
export function census({
  bus,
  socketsOf,
  countOf,
  close,
  failed,
}: {
  bus: Bus
  /** The user's sockets on this node. */
  socketsOf: (userId: number) => Counted[]
  /** How many they are. */
  countOf: (userId: number) => number
  /** Closes those of the user's sockets on this node that have these numbers. */
  close: (userId: number, ids: readonly number[]) => void
  failed: (error: unknown) => void
}): {
  /** A socket of this user was taken in here. */
  added(userId: number): void
} {
  const thisNode = crypto.randomUUID()
  const rounds = new Map<string, (Counted & { node: string })[]>()
  /** Users of whom a round is under way, and whether another socket has opened since. */
  const asking = new Map<number, boolean>()

  bus.subscribe((signal) => {
    if (signal?.kind === 'sockets-asked') {
      const { round, userId } = signal
      const sockets = socketsOf(userId)
      if (sockets.length > 0) bus.tell({ kind: 'sockets-told', round, node: thisNode, sockets }).catch(failed)
    } else if (signal?.kind === 'sockets-told') {
      const { node, sockets } = signal
      rounds.get(signal.round)?.push(...sockets.map((socket) => ({ ...socket, node })))
    } else if (signal?.kind === 'sockets-too-many' && signal.node === thisNode) close(signal.userId, signal.ids)
  })

  const count = async (userId: number): Promise<void> => {
    const round = crypto.randomUUID()
    const found: (Counted & { node: string })[] = []
    rounds.set(round, found)
    try {
      await bus.tell({ kind: 'sockets-asked', userId, round })
      await new Promise((resolve) => setTimeout(resolve, gatherMs).unref())
    } finally {
      rounds.delete(round)
    }
    const surplus = found.toSorted((one, other) => one.ageMs - other.ageMs).slice(socketsPerUser)
    for (const [node, sockets = []] of Map.groupBy(surplus, ({ node }) => node))
      await bus.tell({ kind: 'sockets-too-many', userId, node, ids: sockets.map(({ id }) => id) })
  }
  const ask = async (userId: number): Promise<void> => {
    try {
      do {
        asking.set(userId, false)
        await count(userId)
      } while (asking.get(userId))
    } finally {
      asking.delete(userId)
    }
  }

  return {
    added(userId) {
      if (asking.has(userId)) asking.set(userId, true)
      else if (countOf(userId) >= askFrom) ask(userId).catch(failed)
    },
  }
}
