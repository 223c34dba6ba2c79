import { createHmac } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Config } from '../config/config.ts'
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

interface Outcome extends SentAnswer {
  /** Whether it is an earlier request's answer. */
  readonly replayed: boolean
}

interface Work<Prepared> {
  /** Slow work outside the transaction. Its result may be discarded. */
  readonly prepare: () => Promise<Prepared>
  /** The effect and its answer, in the transaction that stores both. */
  readonly commit: (tx: Tx, prepared: Prepared) => Promise<SentAnswer>
  /** A refusal as the error handler will answer it. */
  readonly refuse: (refusal: AppError) => SentAnswer
}

/**
 * The first answer under each Idempotency-Key, kept for 24 h. It commits with its effect, so that a crash leaves both or neither.
 * A request under way is marked by a lock of its transaction, which ends with it.
 */
export function storedAnswers({
  db,
  clock,
  secretKey,
  previousSecretKey,
}: Pick<Config, 'secretKey' | 'previousSecretKey'> & { db: Db; clock: Clock }) {
  /** Keys under way in this process. */
  const running = new Set<string>()

  const expired = () => new Date(clock.now().getTime() - keptMs)

  /** The request's key, if it has one; 422 `invalid_idempotency_key` if that is not 1–255 visible ASCII characters. */
  const read = (request: FastifyRequest) => {
    const key = request.headers['idempotency-key']
    if (key === undefined) return undefined
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) throw new AppError('invalid_idempotency_key')
    const userId = request.caller.id
    const route = `${request.method} ${request.routeOptions.url}`
    const asked = JSON.stringify({ params: request.params, body: request.body }, inOrder)
    // An HMAC: from a bare hash a stolen table would let passwords in bodies be guessed.
    const hash = (secret: string) => createHmac('sha256', secret).update(`idempotency\0${asked}`).digest('base64url')
    return {
      userId,
      /** Method and pattern, as `POST /api/v1/appointments`. */
      route,
      key,
      /** Of parameters and body, whatever the order of fields, under the present and the previous secret key. */
      hashes: [hash(secretKey), ...(previousSecretKey ? [hash(previousSecretKey)] : [])],
      /** User, route and key in one. */
      name: `${userId} ${route} ${key}`,
    }
  }
  /** A request with an Idempotency-Key, whose scope is the caller and the route. */
  type KeyedRequest = NonNullable<ReturnType<typeof read>>

  /** The stored answer; refused if it is another request's. */
  const find = async (tx: Tx, { userId, route, key, hashes }: KeyedRequest): Promise<Outcome | undefined> => {
    const found = await tx.idempotencyKey.findUnique({ where: { userId_route_key: { userId, route, key } } })
    if (!found || found.createdAt <= expired()) return undefined
    if (!hashes.includes(found.requestHash)) throw new AppError('idempotency_key_reused')
    return { status: found.status, body: found.body, replayed: true }
  }

  /** Under the key's lock: a row that it overwrites has expired. */
  const keep = (tx: Tx, { userId, route, key, hashes }: KeyedRequest, { status, body }: SentAnswer) => tx.$executeRaw`
    INSERT INTO idempotency_keys (user_id, route, key, request_hash, status, body, created_at)
    VALUES (${userId}, ${route}, ${key}, ${hashes[0]}, ${status}, ${body}, ${clock.now()}::timestamptz)
    ON CONFLICT (user_id, route, key) DO UPDATE SET request_hash = excluded.request_hash, status = excluded.status,
      body = excluded.body, created_at = excluded.created_at`

  /** The stored answer, or that of `work`, stored with it. One transaction at a time for each key, on all nodes. */
  const answerOnce = (asked: KeyedRequest, work: (tx: Tx) => Promise<SentAnswer>): Promise<Outcome> =>
    transaction(db, async (tx) => {
      const [lock] = await tx.$queryRaw<{ taken: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(hashtextextended(${`idempotency ${asked.name}`}, 0)) AS taken`
      if (!lock?.taken) throw inProgress()
      // A new statement, which sees what the lock's last holder committed.
      const earlier = await find(tx, asked)
      if (earlier) return earlier
      const answer = await work(tx)
      await keep(tx, asked, answer)
      return { ...answer, replayed: false }
    })

  const refuseRunning = ({ name }: KeyedRequest) => {
    if (running.has(name)) throw inProgress()
  }

  return {
    read,

    /**
     * Gives the stored answer, or runs the work. A refusal (4xx but 429) is stored, with the work's effects rolled back, and
     * rethrown; other errors are not stored. Throws `idempotency_in_progress` while the first request runs and
     * `idempotency_key_reused` for a key of another request.
     */
    async run<Prepared>(asked: KeyedRequest, { prepare, commit, refuse }: Work<Prepared>): Promise<Outcome> {
      refuseRunning(asked)
      const earlier = await find(db, asked)
      if (earlier) return earlier
      refuseRunning(asked)
      running.add(asked.name)
      try {
        const prepared = await prepare()
        return await answerOnce(asked, (tx) => commit(tx, prepared))
      } catch (error) {
        if (!isKept(error)) throw error
        const kept = await answerOnce(asked, async () => refuse(error))
        // Another node has done the work meanwhile: its answer is the first.
        if (kept.replayed) return kept
        throw error
      } finally {
        running.delete(asked.name)
      }
    },

    /** Deletes answers older than 24 h, and returns how many. */
    async trim(): Promise<number> {
      const { count } = await db.idempotencyKey.deleteMany({ where: { createdAt: { lte: expired() } } })
      return count
    },
  }
}

const inProgress = () => new AppError('idempotency_in_progress', { headers: { 'retry-after': '1' } })

/** A refusal that a retry would meet again: no fault, no limit, and none of the key's own. */
const isKept = (error: unknown): error is AppError =>
  error instanceof AppError && error.status < 500 && error.status !== 429 && !ownCodes.includes(error.code)

/** A replacer for JSON.stringify that sorts the fields of objects. */
const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value
