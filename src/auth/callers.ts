import type { FastifyInstance } from 'fastify'
import { batched } from '../async/batch.ts'
import type { Role } from '../database/generated/client.ts'

/** Who calls: what the session and its user are now, not what the token said when it was signed. */
export interface Caller {
  readonly id: number
  readonly role: Role
  readonly sid: string
}

/** For how long a look-up is trusted: a session that ended on another node is noticed within it even if the bus lost the signal. */
const freshMs = 500

/** The callers behind live sessions, cached for half a second and looked up in batches. */
export function liveCallers({ database, bus, clock }: FastifyInstance) {
  const cache = new Map<string, { at: number; caller: Promise<Caller | undefined> }>()
  const forget = (sessionIds: readonly string[]) => {
    for (const sid of sessionIds) cache.delete(sid)
  }
  bus.subscribe((signal) => {
    if (signal === undefined) cache.clear()
    else if (signal.kind === 'sessions-ended') forget(signal.sessionIds)
  })
  const evict = setInterval(() => {
    const limit = performance.now() - freshMs
    for (const [sid, { at }] of cache) if (at < limit) cache.delete(sid)
  }, 10_000).unref()

  const lookUp = batched<string, Caller | undefined>(
    async (sids) => {
      const rows = await database.query<Caller>(
        `SELECT session.id::text AS sid, person.id, person.role::text AS role
        FROM sessions session JOIN users person ON person.id = session.user_id
        WHERE session.id = ANY ($1::uuid[]) AND session.ended_at IS NULL AND session.expires_at > $2::timestamptz
          AND person.disabled_at IS NULL AND person.erased_at IS NULL`,
        [sids, clock.now().toISOString()],
      )
      const found = new Map(rows.map((caller) => [caller.sid, caller]))
      return sids.map((sid) => found.get(sid))
    },
    { spacingMs: 10 },
  )
  return {
    /** The caller behind a session; undefined once it has ended. */
    caller(sid: string): Promise<Caller | undefined> {
      const known = cache.get(sid)
      if (known && performance.now() - known.at < freshMs) return known.caller
      const caller = lookUp(sid)
      cache.set(sid, { at: performance.now(), caller })
      // A failed look-up is not cached.
      caller.catch(() => cache.delete(sid))
      return caller
    },
    forget,
    stop: () => clearInterval(evict),
  }
}
