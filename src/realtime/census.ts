import type { Bus } from './bus.ts'
import { socketsPerUser } from './connections.ts'

/** From so many sockets of a user on one node, the others are asked: with fewer on each, five nodes stay within the cap. */
const askFrom = Math.floor(socketsPerUser / 5) + 1
/** How long the nodes' answers are waited for. */
const gatherMs = 500

/**
 * Holds the cap on a user's sockets over all nodes, where each knows only its own: the node on which one opened asks how old
 * the others' are and, where there are too many, tells all from when on they may stay. A lost signal lets some stay until
 * the next one opens.
 */
export function census({
  bus,
  opened,
  countOf,
  closeBefore,
  failed,
}: {
  bus: Bus
  /** When the user's sockets on this node were opened, in ms. */
  opened: (userId: number) => number[]
  /** How many they are. */
  countOf: (userId: number) => number
  /** Closes those of the user's sockets on this node that were opened earlier. */
  closeBefore: (userId: number, moment: number) => void
  failed: (error: unknown) => void
}): {
  /** A socket of this user was taken in here. */
  added(userId: number): void
} {
  const rounds = new Map<string, number[]>()
  /** Users of whom a round is under way, and whether another socket has opened since. */
  const asking = new Map<number, boolean>()

  bus.subscribe((signal) => {
    if (signal?.kind === 'sockets-asked') {
      const { round, userId } = signal
      const moments = opened(userId)
      if (moments.length > 0) bus.tell({ kind: 'sockets-told', round, moments }).catch(failed)
    } else if (signal?.kind === 'sockets-told') rounds.get(signal.round)?.push(...signal.moments)
    else if (signal?.kind === 'sockets-too-many') closeBefore(signal.userId, signal.before)
  })

  const count = async (userId: number): Promise<void> => {
    const round = crypto.randomUUID()
    const moments: number[] = []
    rounds.set(round, moments)
    try {
      await bus.tell({ kind: 'sockets-asked', userId, round })
      await new Promise((resolve) => setTimeout(resolve, gatherMs).unref())
    } finally {
      rounds.delete(round)
    }
    const oldestThatStays = moments.toSorted((one, other) => other - one)[socketsPerUser - 1]
    if (moments.length > socketsPerUser && oldestThatStays !== undefined)
      await bus.tell({ kind: 'sockets-too-many', userId, before: oldestThatStays })
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
