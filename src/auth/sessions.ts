import { createHash, createHmac, randomBytes } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { Clock } from '../time/clock.ts'
import type { TokenPurpose } from '../database/generated/client.ts'
import { afterCommit, type Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Bus } from '../bus/bus.ts'

/** A sign-in that is not used for so long is over. */
const idleDays = 30
/** Within it of its first use a refresh token gives every tab the same child (contract §2). */
const graceMs = 10_000

export interface Device {
  readonly ip: string
  readonly userAgent: string | undefined
}

export interface OpenedSession {
  readonly sessionId: string
  readonly refreshToken: string
}

/** What a token is about, beside its person. */
interface TokenSubject {
  readonly sessionId?: string
  readonly emailChangeId?: string
}

export interface FoundToken {
  readonly userId: number
  readonly sessionId: string | null
  readonly emailChangeId: string | null
}

export interface SessionStore {
  open(tx: Tx, userId: number, device: Device): Promise<OpenedSession>
  /**
   * Exchanges a refresh token for its child, which is derived from it, so that parallel tabs get the same one and only
   * hashes are stored. Later than 10 s after its first use it ends the whole family; the answer then has `reused: true`.
   */
  rotate(
    tx: Tx,
    refreshToken: string,
  ): Promise<
    { userId: number; sessionId: string; refreshToken: string } | { reused: true; userId: number; sessionId: string }
  >
  /** Ends the sessions given, or all of a user's; sockets close and tokens are refused on every node within 1 s. */
  end(tx: Tx, userId: number, reason: string, which?: { only?: string; except?: string }): Promise<void>
  /** A single-use token for a link or a socket; `spend` gives back whose it is, once. */
  mint(tx: Tx, purpose: TokenPurpose, userId: number, ttlMs: number, about?: TokenSubject): Promise<string>
  spend(tx: Tx, purpose: TokenPurpose, token: string): Promise<FoundToken | undefined>
  /** As `spend`, but leaves the token as it is. */
  peek(tx: Tx, purpose: TokenPurpose, token: string): Promise<FoundToken | undefined>
}

/** A NOTIFY carries less than 8,000 bytes. */
const sessionsPerSignal = 100

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')

interface Options {
  secretKey: string
  clock: Clock
  bus: Bus
  /** Told at the commit which sessions have ended here: the bus tells every node, this one a little later. */
  onEnd: (sessionIds: readonly string[]) => void
}

/** Sign-ins over the database. Every method works inside the caller's transaction. */
export function sessionStore({ secretKey, clock, bus, onEnd }: Options): SessionStore {
  const childOf = (token: string) => createHmac('sha256', secretKey).update(`refresh\0${token}`).digest('base64url')
  const expiry = () => new Date(clock.now().getTime() + idleDays * 86_400_000)

  const good = (purpose: TokenPurpose, token: string) => ({
    ...{ hash: sha256(token), purpose, usedAt: null },
    expiresAt: { gt: clock.now() },
  })

  const found = { userId: true, sessionId: true, emailChangeId: true } as const

  const store: SessionStore = {
    async open(tx, userId, device) {
      const sessionId = uuidv7()
      const refreshToken = randomBytes(32).toString('base64url')
      const now = clock.now()
      await tx.session.create({
        data: {
          id: sessionId,
          userId,
          ip: device.ip,
          userAgent: device.userAgent?.slice(0, 300),
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
      const { session } = token
      const child = childOf(refreshToken)
      // Of parallel tabs one wins this update; the others wait for its row and then find it used just now.
      const { count: first } = await tx.refreshToken.updateMany({
        where: { hash, usedAt: null },
        data: { usedAt: now },
      })
      if (first === 1) {
        await tx.refreshToken.create({ data: { hash: sha256(child), sessionId: session.id, createdAt: now } })
        await tx.session.update({ where: { id: session.id }, data: { lastUsedAt: now, expiresAt: expiry() } })
      } else {
        const { usedAt } = await tx.refreshToken.findUniqueOrThrow({ where: { hash } })
        if (!usedAt || now.getTime() - usedAt.getTime() > graceMs) {
          await store.end(tx, session.userId, 'refresh_reused', { only: session.id })
          return { reused: true, userId: session.userId, sessionId: session.id }
        }
      }
      return { userId: session.userId, sessionId: session.id, refreshToken: child }
    },

    async end(tx, userId, reason, { only, except } = {}) {
      const ended = await tx.session.updateManyAndReturn({
        where: { userId, endedAt: null, ...(only ? { id: only } : {}), ...(except ? { NOT: { id: except } } : {}) },
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

    async mint(tx, purpose, userId, ttlMs, about) {
      const token = randomBytes(32).toString('base64url')
      const now = clock.now()
      await tx.accountToken.create({
        data: {
          hash: sha256(token),
          purpose,
          userId,
          ...about,
          createdAt: now,
          expiresAt: new Date(now.getTime() + ttlMs),
        },
      })
      return token
    },

    async spend(tx, purpose, token) {
      const [spent] = await tx.accountToken.updateManyAndReturn({
        where: good(purpose, token),
        data: { usedAt: clock.now() },
        select: found,
      })
      return spent
    },

    async peek(tx, purpose, token) {
      return (await tx.accountToken.findFirst({ where: good(purpose, token), select: found })) ?? undefined
    },
  }
  return store
}
