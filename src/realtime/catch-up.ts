import type { Auth } from '../auth/plugin.ts'
import type { Clock } from '../time/clock.ts'
import type { Connections } from './connections.ts'
import type { EventLog } from './log.ts'

/** An event's moment is that of its transaction's start: so much older than its commit it may be, with something over. */
const longestTransactionS = 25

/** Makes up for signals that the bus lost: events that no wake came for, and sessions that ended, or ran out, unheard. */
export function healing({
  hub,
  events,
  auth,
  clock,
  endSession,
  failed,
}: {
  hub: Connections
  events: EventLog
  auth: Auth
  clock: Clock
  endSession: (userId: number, sessionId: string) => void
  failed: (error: unknown) => void
}) {
  /** Looks for all that the bus may have lost, of every socket. Signals that come meanwhile are served by one more look. */
  async function sweepAll(): Promise<void> {
    again = true
    sweeping ??= (async () => {
      while (again) {
        again = false
        await compare().catch(failed)
      }
    })().finally(() => (sweeping = undefined))
    return sweeping
  }
  let sweeping: Promise<void> | undefined
  let again = false
  async function compare(): Promise<void> {
    const cursors = new Map<number, number>()
    const owners = new Map<string, number>()
    for (const { caller, cursor } of hub.all()) {
      cursors.set(caller.id, Math.min(cursor, cursors.get(caller.id) ?? Infinity))
      owners.set(caller.sid, caller.id)
    }
    if (owners.size === 0) return
    for (const userId of await events.behind(cursors)) hub.wake(userId)
    for (const sessionId of await auth.ended([...owners.keys()])) {
      const userId = owners.get(sessionId)
      if (userId !== undefined) endSession(userId, sessionId)
    }
  }

  let lookedAt = { real: performance.now(), clock: clock.now() }
  /** Looks for what the bus lost without saying so: by what is new in the database, whatever the number of sockets. */
  async function lookBack(): Promise<void> {
    const now = { real: performance.now(), clock: clock.now() }
    const seconds = (now.real - lookedAt.real) / 1000 + longestTransactionS
    for (const { userId, lastId } of await events.recent(seconds)) hub.reach(userId, lastId)
    const since = new Date(lookedAt.clock.getTime() - longestTransactionS * 1000)
    for (const { id, userId } of await auth.endedSince(since)) hub.closeSession(userId, id)
    lookedAt = now
  }

  return {
    sweepAll,
    /** Resolves when no look at every socket is under way. */
    swept: async () => sweeping,
    lookBack,
  }
}
