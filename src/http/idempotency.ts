import { createHmac } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Clock } from '../time/clock.ts'
import type { Db } from '../database/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'

const keptMs = 24 * 3_600_000
const ownCodes = ['invalid_idempotency_key', 'idempotency_in_progress', 'idempotency_key_reused']

/** An answer as it goes over the wire: its body byte for byte. */
interface SentAnswer {
  readonly status: number
  readonly body: string
}

/** What came of a request under a key. */
interface Outcome extends SentAnswer {
  /** Whether it is an earlier request's answer, so that this one did nothing. */
  readonly replayed: boolean
}

/** A request that bears an Idempotency-Key. The key is the caller's own, on this route. */
interface KeyedRequest {
  readonly userId: number
  /** Method and pattern, as `POST /api/v1/appointments`. */
  readonly route: string
  readonly key: string
  /** What is asked for, whatever the order of its fields, by each key of the server that may have signed it. */
  readonly hashes: readonly [present: string, ...earlier: string[]]
  /** User, route and key in one. */
  readonly name: string
}

interface Work<Prepared> {
  /** Outside any transaction, for what takes long: a hash, a vendor. Without a lasting effect, since it may be for nothing. */
  readonly prepare: () => Promise<Prepared>
  /** The effect and its answer, in the transaction that keeps both. */
  readonly commit: (tx: Tx, prepared: Prepared) => Promise<SentAnswer>
  /** A refusal as the error handler will answer it. */
  readonly refuse: (refusal: AppError) => SentAnswer
}

/**
 * The first answer under each Idempotency-Key, kept for 24 h (contract §1). It commits **with** the effect it answers for, so
 * a process may die at any instant: either both are there and a retry is given the answer, or neither is and a retry does the
 * work. There is no record of what runs; that is a lock of the transaction, which ends with it.
 */
export function answerBook({
  db,
  clock,
  secretKey,
  previousSecretKey,
}: {
  db: Db
  clock: Clock
  secretKey: string
  previousSecretKey: string | undefined
}) {
  /** What this process is at work on: refused at once, before any work. */
  const running = new Set<string>()

  const expired = () => new Date(clock.now().getTime() - keptMs)

  /** The answer that is kept; refused if another request's. */
  const find = async (tx: Tx, { userId, route, key, hashes }: KeyedRequest): Promise<Outcome | undefined> => {
    const found = await tx.idempotencyKey.findUnique({ where: { userId_route_key: { userId, route, key } } })
    if (!found || found.createdAt <= expired()) return undefined
    if (!hashes.includes(found.requestHash)) throw new AppError('idempotency_key_reused')
    return { status: found.status, body: found.body, replayed: true }
  }

  /** Under the key's lock, so that what is overwritten has expired. */
  const keep = (tx: Tx, { userId, route, key, hashes }: KeyedRequest, { status, body }: SentAnswer) => tx.$executeRaw`
    INSERT INTO idempotency_keys (user_id, route, key, request_hash, status, body, created_at)
    VALUES (${userId}, ${route}, ${key}, ${hashes[0]}, ${status}, ${body}, ${clock.now()}::timestamptz)
    ON CONFLICT (user_id, route, key) DO UPDATE SET request_hash = excluded.request_hash, status = excluded.status,
      body = excluded.body, created_at = excluded.created_at`

  /** The answer that is kept, or else that of `work`, which is kept with it. One transaction at a time for each key, on all nodes. */
  const settle = (asked: KeyedRequest, work: (tx: Tx) => Promise<SentAnswer>): Promise<Outcome> =>
    transaction(db, async (tx) => {
      const [lock] = await tx.$queryRaw<{ taken: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(hashtextextended(${`idempotency ${asked.name}`}, 0)) AS taken`
      if (!lock?.taken) throw inProgress()
      // A statement of its own, after the lock: it sees what the lock's last holder committed.
      const earlier = await find(tx, asked)
      if (earlier) return earlier
      const answer = await work(tx)
      await keep(tx, asked, answer)
      return { ...answer, replayed: false }
    })

  const enter = ({ name }: KeyedRequest) => {
    if (running.has(name)) throw inProgress()
  }

  return {
    /** The request's key, if it has one; 422 `invalid_idempotency_key` if that is not 1–255 visible ASCII characters. */
    read(request: FastifyRequest): KeyedRequest | undefined {
      const key = request.headers['idempotency-key']
      if (key === undefined) return undefined
      if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) throw new AppError('invalid_idempotency_key')
      const userId = request.caller.id
      const route = `${request.method} ${request.routeOptions.url}`
      const asked = JSON.stringify({ params: request.params, body: request.body }, inOrder)
      // Not a bare hash: a body may hold a password or a patient's words, which whoever steals the table could guess by one.
      const hash = (secret: string) => createHmac('sha256', secret).update(`idempotency\0${asked}`).digest('base64url')
      const earlier = previousSecretKey ? [hash(previousSecretKey)] : []
      return { userId, route, key, hashes: [hash(secretKey), ...earlier], name: `${userId} ${route} ${key}` }
    },

    /**
     * Does the work once and gives its answer, or the one that is kept. Throws what the work threw: a refusal (4xx but 429) is
     * kept first, its effects rolled back; anything else is not, and a retry does the work. Throws
     * `idempotency_in_progress` while the first runs, `idempotency_key_reused` where the key has served another request.
     */
    async once<Prepared>(asked: KeyedRequest, { prepare, commit, refuse }: Work<Prepared>): Promise<Outcome> {
      enter(asked)
      const earlier = await find(db, asked)
      if (earlier) return earlier
      enter(asked)
      running.add(asked.name)
      try {
        try {
          const prepared = await prepare()
          return await settle(asked, (tx) => commit(tx, prepared))
        } catch (error) {
          if (!isKept(error)) throw error
          const kept = await settle(asked, async () => refuse(error))
          // Another node has done the work since the refusal: that answer is the first.
          if (kept.replayed) return kept
          throw error
        }
      } finally {
        running.delete(asked.name)
      }
    },

    /** Deletes what is older than 24 h. Gives how much it was. */
    async trim(): Promise<number> {
      const { count } = await db.idempotencyKey.deleteMany({ where: { createdAt: { lte: expired() } } })
      return count
    },
  }
}

const inProgress = () => new AppError('idempotency_in_progress', { headers: { 'retry-after': '1' } })

/** A refusal that the same request would meet again: no fault, no limit, and none of the key's own. */
const isKept = (error: unknown): error is AppError =>
  error instanceof AppError && error.status < 500 && error.status !== 429 && !ownCodes.includes(error.code)

/** For JSON.stringify: the same fields in the same order, however they were sent. */
const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value
