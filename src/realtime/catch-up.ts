import type { FastifyInstance } from 'fastify'
import type { Connections } from './connections.ts'
import type { EventLog } from './log.ts'

/** An event bears the time at which its transaction began: it may become visible this much later. */
const longestTransactionS = 25

/** Makes up for signals that the bus lost: new events, and sessions that ended or ran out. */
export function catchUp(
  { auth, clock }: FastifyInstance,
  hub: Connections,
  events: EventLog,
  endSession: (userId: number, sessionId: string) => void,
  failed: (error: unknown) => void,
) {
  let checking: Promise<void> | undefined
  let again = false
  /** Compares every socket with the database. Calls during a run cause one more. */
  async function checkAll(): Promise<void> {
    again = true
    checking ??= (async () => {
      while (again) {
        again = false
        await compare().catch(failed)
      }
    })().finally(() => (checking = undefined))
    return checking
  }
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

  let checkedAt = { real: performance.now(), clock: clock.now() }
  /** Looks only for what is new in the database: its cost does not grow with the sockets. */
  async function checkRecent(): Promise<void> {
    const now = { real: performance.now(), clock: clock.now() }
    const seconds = (now.real - checkedAt.real) / 1000 + longestTransactionS
    for (const { userId, lastId } of await events.recent(seconds)) hub.reach(userId, lastId)
    const since = new Date(checkedAt.clock.getTime() - longestTransactionS * 1000)
    for (const { id, userId } of await auth.endedSince(since)) hub.closeSession(userId, id)
    checkedAt = now
  }

  return {
    checkAll,
    checkRecent,
    /** Resolves when no `checkAll` is under way. */
    idle: async () => checking,
  }
}
