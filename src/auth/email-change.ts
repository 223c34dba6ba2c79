import type { FastifyInstance } from 'fastify'
import { v7 as uuidv7 } from 'uuid'
import { audit } from '../audit/audit.ts'
import type { User } from '../database/generated/client.ts'
import { transaction, type Tx, violates } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { isKeptForOwner } from '../users/accounts.ts'
import { wordsFor } from '../words/catalogue.ts'
import { readLocale } from '../words/locale.ts'
import { type Owner, recoverAccount } from './account-links.ts'
import type { AccountMail } from './account-mail.ts'
import { hashPassword, refuseWeakPassword } from './passwords.ts'

/** How long the old address can take an account back. */
const restorableMs = 72 * 3_600_000

export interface EmailChanges {
  /** Mails a link to the new address, or a warning to its owner where it is another account's; replaces an earlier request. */
  request(tx: Tx, change: { userId: number; sessionId: string; address: string }): Promise<void>
  /**
   * Uses up the link sent to the new address, which becomes the account's, verified. Sessions but the requesting one end, the
   * calendar feed gets another address, the old address is told. `invalid_token`, also where the address is taken by now.
   */
  take(token: string): Promise<void>
  /** Whose link this is, sent to the old address, without using it up. `invalid_token`. */
  owner(token: string): Promise<Owner>
  /**
   * Uses up the link sent to the old address: it is the account's again, with this password, and all sessions and links end.
   * `invalid_token`, `weak_password`.
   */
  restore(token: string, password: string, address: string): Promise<void>
}

/** How an account gets another address, and how the owner of the old one takes it back. */
export function emailChanges(
  { db, auth, notifications, clock, config }: FastifyInstance,
  mail: AccountMail,
): EmailChanges {
  const { accountTokens: tokens, sessions } = auth
  const tell = (tx: Tx, { id, locale }: Pick<User, 'id' | 'locale'>, what: 'emailTaken' | 'emailRestored') =>
    notifications.notify(tx, { userId: id, type: 'seguranca', ...wordsFor(readLocale(locale)).accountNotices[what] })

  /** The change that a token is about and its account. */
  const subject = async (tx: Tx, found: { userId: number; emailChangeId: string | null } | undefined) => {
    const where = { id: found?.userId ?? 0, disabledAt: null, erasedAt: null }
    const user = found && (await tx.user.findFirst({ where }))
    const change = await tx.emailChange.findUnique({ where: { id: found?.emailChangeId ?? uuidv7() } })
    if (!user || !change) throw new AppError('invalid_token')
    return { user, change }
  }

  /** Another account may have taken the address meanwhile. */
  const orTaken = async (write: Promise<unknown>) => {
    try {
      await write
    } catch (error) {
      throw violates(error, 'email') ? new AppError('invalid_token', { cause: error }) : error
    }
  }

  const changes: EmailChanges = {
    async request(tx, { userId, sessionId, address }) {
      const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } })
      await tx.emailChange.deleteMany({ where: { userId, takenAt: null } })
      const id = uuidv7()
      const addresses = { oldEmail: email ?? '', newEmail: address }
      await tx.emailChange.create({ data: { id, userId, sessionId, ...addresses, createdAt: clock.now() } })
      await mail.request(tx, 'novo-email', userId, id)
    },

    take: (token) =>
      transaction(db, async (tx) => {
        const { user, change } = await subject(tx, await tokens.spend(tx, 'email_change', token))
        const now = clock.now()
        const { id: userId } = user
        const stale = change.takenAt !== null || user.email !== change.oldEmail
        if (stale || (await isKeptForOwner(tx, change.newEmail, now, userId))) throw new AppError('invalid_token')
        const data = { email: change.newEmail, emailVerifiedAt: now, calendarEpoch: { increment: 1 } }
        await orTaken(tx.user.update({ where: { id: userId }, data }))
        await tx.emailChange.update({
          where: { id: change.id },
          data: { takenAt: now, restorableUntil: restorableUntil(user, now) },
        })
        // Links mailed to the old address end.
        await tokens.revoke(tx, userId, ['password_reset', 'invitation', 'email_verification'])
        await sessions.end(tx, userId, 'email_changed', { except: change.sessionId })
        const detail = { fields: ['email'] }
        await audit(tx, { action: 'user.update', actorId: userId, resourceId: userId, detail }, now)
        await tell(tx, user, 'emailTaken')
        await mail.request(tx, 'email-trocado', userId, change.id)
      }),

    owner: (token) =>
      transaction(db, async (tx) => {
        const { user, change } = await subject(tx, await tokens.peek(tx, 'email_restore', token))
        return { ...user, email: change.oldEmail }
      }),

    async restore(token, password, address) {
      // Peeked at first: a refused password leaves the link usable, and an invalid link costs no hash.
      const { name, email } = await changes.owner(token)
      await refuseWeakPassword(password, { name, email, clinicName: config.clinic.brand })
      const passwordHash = await hashPassword(password, { address })
      await transaction(db, async (tx) => {
        const { user, change } = await subject(tx, await tokens.spend(tx, 'email_restore', token))
        const now = clock.now()
        // A number verified after the change may be the intruder's.
        const { phoneVerifiedAt: proved } = user
        const kept = proved && proved <= change.createdAt ? proved : null
        const data = { passwordHash, email: change.oldEmail, emailVerifiedAt: now }
        await orTaken(recoverAccount(tx, auth, { id: user.id, phoneVerifiedAt: kept }, data))
        // Later changes too, and the links to undo them.
        await tx.emailChange.deleteMany({ where: { userId: user.id } })
        const detail = { fields: ['email', 'password'], by: 'restore' }
        await audit(tx, { action: 'user.update', actorId: user.id, resourceId: user.id, detail }, now)
        await tell(tx, user, 'emailRestored')
      })
    },
  }
  return changes
}

/** An old address that was never verified, perhaps misspelt, is no way into the account. */
const restorableUntil = (
  { emailVerifiedAt, selfRegistered }: Pick<User, 'emailVerifiedAt' | 'selfRegistered'>,
  now: Date,
): Date | null => (emailVerifiedAt || !selfRegistered ? new Date(now.getTime() + restorableMs) : null)
