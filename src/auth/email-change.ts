import { v7 as uuidv7 } from 'uuid'
import { audit } from '../audit/audit.ts'
import type { Clock } from '../time/clock.ts'
import type { Db } from '../database/client.ts'
import type { EmailChange, User } from '../database/generated/client.ts'
import { transaction, type Tx, violates } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Notify } from '../notifications/notifications.ts'
import { isKeptForOwner } from '../users/accounts.ts'
import { wordsFor } from '../words/catalogue.ts'
import { readLocale } from '../words/locale.ts'
import { giveBack, type Owner } from './account-links.ts'
import type { AccountMail } from './account-mail.ts'
import { hashPassword, refuseWeakPassword } from './passwords.ts'
import type { SessionStore } from './sessions.ts'

/** How long the old address can take an account back. */
const restorableMs = 72 * 3_600_000

export interface EmailChanges {
  /** Has a link sent to the new address, or word to its owner where it is another account's; the last wish counts. */
  request(tx: Tx, wish: { userId: number; sessionId: string; address: string }): Promise<void>
  /**
   * Uses up the link sent to the new address: it is the account's from now on, proved. Other sessions than the one that asked
   * end, the calendar feed gets another address, the old address is told. `invalid_token`, also where it is taken by now.
   */
  take(token: string): Promise<void>
  /** Whose way back this link is, with the old address, without using it up. `invalid_token`. */
  owner(token: string): Promise<Owner>
  /**
   * Uses up the link sent to the old address: it is the account's again, with this password, and whatever else was reached by
   * the new one ends. `invalid_token`, `weak_password`.
   */
  restore(token: string, password: string, address: string): Promise<void>
}

interface Options {
  db: Db
  sessions: SessionStore
  notify: Notify
  mail: AccountMail
  clock: Clock
  clinicName: string
}

/** How an account gets another address, and how the owner of the old one takes it back (contract §2). */
export function emailChanges({ db, sessions, notify, mail, clock, clinicName }: Options): EmailChanges {
  const tell = (tx: Tx, { id, locale }: Pick<User, 'id' | 'locale'>, what: 'emailTaken' | 'emailRestored') =>
    notify(tx, { userId: id, type: 'seguranca', ...wordsFor(readLocale(locale)).accountNotices[what] })

  /** The change that a token is about and its account, as long as both stand. */
  const subject = async (tx: Tx, found: { userId: number; emailChangeId: string | null } | undefined) => {
    const where = { id: found?.userId ?? 0, disabledAt: null, erasedAt: null }
    const user = found && (await tx.user.findFirst({ where }))
    const change = await tx.emailChange.findUnique({ where: { id: found?.emailChangeId ?? uuidv7() } })
    if (!user || !change) throw new AppError('invalid_token')
    return { user, change }
  }

  /** Gives an account its other address; somebody else may have taken it meanwhile. */
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
        const { user, change } = await subject(tx, await sessions.spend(tx, 'email_change', token))
        const now = clock.now()
        const { id: userId } = user
        const stale = change.takenAt !== null || user.email !== change.oldEmail
        if (stale || (await isKeptForOwner(tx, change.newEmail, now, userId))) throw new AppError('invalid_token')
        const data = { email: change.newEmail, emailVerifiedAt: now, calendarEpoch: { increment: 1 } }
        await orTaken(tx.user.update({ where: { id: userId }, data }))
        await tx.emailChange.update({ where: { id: change.id }, data: { takenAt: now, ...wayBack(user, now) } })
        // What was mailed to the old address opens nothing any more.
        const mailed = ['password_reset', 'invitation', 'email_verification'] as const
        await tx.accountToken.updateMany({
          where: { userId, purpose: { in: [...mailed] }, usedAt: null },
          data: { usedAt: now },
        })
        await sessions.end(tx, userId, 'email_changed', { except: change.sessionId })
        await audit(
          tx,
          { action: 'user.update', actorId: userId, resourceId: userId, detail: { fields: ['email'] } },
          now,
        )
        await tell(tx, user, 'emailTaken')
        await mail.request(tx, 'email-trocado', userId, change.id)
      }),

    owner: (token) =>
      transaction(db, async (tx) => {
        const { user, change } = await subject(tx, await sessions.peek(tx, 'email_restore', token))
        return { ...user, email: change.oldEmail }
      }),

    async restore(token, password, address) {
      // As with a reset: what is refused costs no hash and leaves the link as it was.
      const { name, email } = await changes.owner(token)
      await refuseWeakPassword(password, { name, email: email ?? '', clinicName })
      const passwordHash = await hashPassword(password, { address })
      await transaction(db, async (tx) => {
        const { user, change } = await subject(tx, await sessions.spend(tx, 'email_restore', token))
        const now = clock.now()
        // Any number that was proved since may be that of who took the account.
        const { phoneVerifiedAt: proved } = user
        const kept = proved && proved <= change.createdAt ? proved : null
        const data = { passwordHash, email: change.oldEmail, emailVerifiedAt: now }
        await orTaken(giveBack(tx, { sessions, now }, { id: user.id, phoneVerifiedAt: kept }, data))
        // Later changes, and the ways back to their addresses.
        await tx.emailChange.deleteMany({ where: { userId: user.id } })
        const detail = { fields: ['email', 'password'], by: 'restore' }
        await audit(tx, { action: 'user.update', actorId: user.id, resourceId: user.id, detail }, now)
        await tell(tx, user, 'emailRestored')
      })
    },
  }
  return changes
}

/** Who never showed that the old address is theirs, as with one that was misspelt, gets no way into the account by it. */
const wayBack = (
  { emailVerifiedAt, selfRegistered }: Pick<User, 'emailVerifiedAt' | 'selfRegistered'>,
  now: Date,
): Pick<EmailChange, 'restorableUntil'> => ({
  restorableUntil: emailVerifiedAt || !selfRegistered ? new Date(now.getTime() + restorableMs) : null,
})
