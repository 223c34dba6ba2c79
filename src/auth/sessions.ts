import type { FastifyInstance } from 'fastify'
import { v7 as uuidv7 } from 'uuid'
import { signer } from '../config/signing.ts'
import { afterCommit, type Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { randomToken, sha256 } from './account-tokens.ts'

/** A session that is not used for this long has expired. */
const idleDays = 30
/** Parallel tabs that use a refresh token within this time of its first use all get the same new one, whatever became of it. */
const graceMs = 10_000

export interface Device {
  readonly ip: string
  readonly userAgent: string | undefined
}

export interface OpenedSession {
  readonly sessionId: string
  readonly refreshToken: string
}

interface RotatedSession extends OpenedSession {
  readonly userId: number
}

export interface ReusedToken {
  readonly reused: true
  readonly userId: number
  readonly sessionId: string
}

export interface SessionStore {
  open(tx: Tx, userId: number, device: Device): Promise<OpenedSession>
  /**
   * Exchanges a refresh token for its child, which is derived from it, so that parallel tabs get the same one and only
   * hashes are stored. Used again, it gives the same child within 10 s, and until 10 s after that one's first use: a tab that
   * slept, or whose answer was lost, holds nothing else. Otherwise it ends the whole session; the answer then has `reused: true`.
   */
  rotate(tx: Tx, refreshToken: string): Promise<RotatedSession | ReusedToken>
  /** Ends the sessions given, or all of a user's; sockets close and tokens are refused on every node within 1 s. */
  end(tx: Tx, userId: number, reason: string, which?: { only?: string; except?: string }): Promise<void>
}

/** A NOTIFY carries less than 8,000 bytes. */
const sessionsPerSignal = 100

/**
 * Sign-ins over the database. Every method works inside the caller's transaction. `onEnd` is called at the commit with the
 * sessions that ended: the bus's signal reaches this node a little later.
 */
export function sessionStore(
  { config, clock, bus }: FastifyInstance,
  onEnd: (sessionIds: readonly string[]) => void,
): SessionStore {
  const { sign: childOf } = signer('refresh', config, 'whole')
  const expiry = () => new Date(clock.now().getTime() + idleDays * 86_400_000)

  const store: SessionStore = {
    async open(tx, userId, { ip, userAgent }) {
      const sessionId = uuidv7()
      const refreshToken = randomToken()
      const now = clock.now()
      await tx.session.create({
        data: {
          id: sessionId,
          userId,
          ip,
          userAgent: userAgent?.slice(0, 300),
          createdAt: now,
          lastUsedAt: now,
          expiresAt: expiry(),
          refreshTokens: { create: { hash: sha256(refreshToken), createdAt: now } },
        },
      })
      return { sessionId, refreshToken }
    },

    async rotate(tx, refreshToken) {
      const now = clock.now()
      const hash = sha256(refreshToken)
      const token = await tx.refreshToken.findUnique({ where: { hash }, include: { session: true } })
      if (!token || token.session.endedAt || token.session.expiresAt <= now) throw new AppError('invalid_refresh_token')
      const { sessionId } = token
      const { userId } = token.session
      const child = childOf(refreshToken)
      // Of parallel tabs one wins this update; the others wait for its row and then find it used just now.
      const { count } = await tx.refreshToken.updateMany({ where: { hash, usedAt: null }, data: { usedAt: now } })
      if (count === 1) {
        await tx.refreshToken.create({ data: { hash: sha256(child), sessionId, createdAt: now } })
        await tx.session.update({ where: { id: sessionId }, data: { lastUsedAt: now, expiresAt: expiry() } })
      } else {
        const { usedAt } = await tx.refreshToken.findUniqueOrThrow({ where: { hash } })
        const late = new Date(now.getTime() - graceMs)
        // Of tabs that wake at once one may use the child while another is on its way with the parent.
        const fresh = await tx.refreshToken.count({
          where: { hash: sha256(child), OR: [{ usedAt: null }, { usedAt: { gte: late } }] },
        })
        if (fresh === 0 && (!usedAt || usedAt < late)) {
          await store.end(tx, userId, 'refresh_reused', { only: sessionId })
          return { reused: true, userId, sessionId }
        }
      }
      return { userId, sessionId, refreshToken: child }
    },

    async end(tx, userId, reason, { only, except } = {}) {
      const ended = await tx.session.updateManyAndReturn({
        where: { userId, endedAt: null, id: { equals: only, not: except } },
        data: { endedAt: clock.now(), endReason: reason },
        select: { id: true },
      })
      if (ended.length === 0) return
      const sessionIds = ended.map(({ id }) => id)
      for (let at = 0; at < sessionIds.length; at += sessionsPerSignal)
        await bus.publish(tx, {
          kind: 'sessions-ended',
          userId,
          sessionIds: sessionIds.slice(at, at + sessionsPerSignal),
        })
      afterCommit(tx, () => onEnd(sessionIds))
    },
  }
  return store
}
