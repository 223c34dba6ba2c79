import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../time/clock.ts'
import type { TokenPurpose } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'

/** What a token is about, beside its user. */
interface TokenSubject {
  readonly sessionId?: string
  readonly emailChangeId?: string
}

interface FoundToken {
  readonly userId: number
  readonly sessionId: string | null
  readonly emailChangeId: string | null
}

/** Single-use tokens of links and sockets. Only their hashes are stored. */
export interface AccountTokens {
  mint(tx: Tx, purpose: TokenPurpose, userId: number, ttlMs: number, about?: TokenSubject): Promise<string>
  /** Uses a token up; undefined if it is unknown, used or expired. */
  spend(tx: Tx, purpose: TokenPurpose, token: string): Promise<FoundToken | undefined>
  /** As `spend`, but leaves the token as it is. */
  peek(tx: Tx, purpose: TokenPurpose, token: string): Promise<FoundToken | undefined>
  /** Ends a user's unused tokens of these purposes. */
  revoke(tx: Tx, userId: number, purposes: TokenPurpose[]): Promise<void>
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')
/** 256 random bits. */
export const randomToken = (): string => randomBytes(32).toString('base64url')

export function accountTokens(clock: Clock): AccountTokens {
  const valid = (purpose: TokenPurpose, token: string) => ({
    hash: sha256(token),
    purpose,
    usedAt: null,
    expiresAt: { gt: clock.now() },
  })
  const select = { userId: true, sessionId: true, emailChangeId: true } as const
  return {
    async mint(tx, purpose, userId, ttlMs, about) {
      const token = randomToken()
      const createdAt = clock.now()
      const expiresAt = new Date(createdAt.getTime() + ttlMs)
      await tx.accountToken.create({ data: { hash: sha256(token), purpose, userId, ...about, createdAt, expiresAt } })
      return token
    },
    async spend(tx, purpose, token) {
      const where = valid(purpose, token)
      const [spent] = await tx.accountToken.updateManyAndReturn({ where, data: { usedAt: clock.now() }, select })
      return spent
    },
    async peek(tx, purpose, token) {
      return (await tx.accountToken.findFirst({ where: valid(purpose, token), select })) ?? undefined
    },
    async revoke(tx, userId, purposes) {
      const where = { userId, purpose: { in: purposes }, usedAt: null }
      await tx.accountToken.updateMany({ where, data: { usedAt: clock.now() } })
    },
  }
}
