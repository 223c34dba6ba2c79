import { audit } from '../audit/audit.ts'
import type { Clock } from '../time/clock.ts'
import type { Db } from '../database/client.ts'
import type { Prisma, TokenPurpose, User } from '../database/generated/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { masked } from '../logger.ts'
import type { Notify } from '../notifications/notifications.ts'
import { proveMailbox } from '../users/accounts.ts'
import { wordsFor } from '../words/catalogue.ts'
import { readLocale } from '../words/locale.ts'
import { hashPassword, refuseWeakPassword } from './passwords.ts'
import type { SessionStore } from './sessions.ts'

/** Either proves the mailbox, and either lets its owner choose a password. */
const passwordPurposes = ['password_reset', 'invitation'] as const satisfies readonly TokenPurpose[]

export type Owner = Pick<User, 'id' | 'name' | 'email' | 'locale'>

export interface AccountLinks {
  /** Whose link it is, without using it up; `invalid_token` where it is worth nothing. */
  owner(token: string): Promise<Owner>
  /**
   * Uses up a link of a reset or an invitation: the new password counts from now on, every session ends, older links are
   * worth nothing, the calendar feed gets another address, and a telephone that is not proved goes. After a reset the person
   * is told, by mail too. `invalid_token`, `weak_password`.
   */
  choosePassword(token: string, password: string, address: string): Promise<void>
  /** The number to ask the owner of this mailbox about, masked; nothing once it is verified, or without a number. */
  unknownPhone(token: string): Promise<string | undefined>
  /**
   * Uses up the link of a welcome mail: the address is the user's own. The first time the calendar feed gets another address.
   * `removePhone`: the account's number is not theirs, and goes. `invalid_token`.
   */
  verifyEmail(token: string, how?: { removePhone?: boolean }): Promise<void>
}

/** What is told to somebody whose password was changed by a link, and what became of their telephone. */
const changedWords = ({ locale, phone, phoneVerifiedAt }: Pick<User, 'locale' | 'phone' | 'phoneVerifiedAt'>) => {
  const { title, message, phoneKept, phoneRemoved } = wordsFor(readLocale(locale)).accountNotices.passwordReset
  const about = phone && (phoneVerifiedAt ? phoneKept : phoneRemoved)(masked(phone))
  return { title, message: about ? `${message}\n\n${about}` : message }
}

/**
 * Gives an account back to whoever reads its mail: this password counts, sessions and links end, and what somebody else may
 * have left in it goes: the address of the calendar feed, a change of the e-mail that is under way, a telephone that is not proved.
 */
export async function giveBack(
  tx: Tx,
  { sessions, now }: { sessions: Pick<SessionStore, 'end'>; now: Date },
  user: Pick<User, 'id' | 'phoneVerifiedAt'>,
  data: Prisma.UserUpdateInput & { passwordHash: string },
): Promise<void> {
  await tx.user.update({
    where: { id: user.id },
    data: { ...data, calendarEpoch: { increment: 1 }, ...(user.phoneVerifiedAt ? {} : { phone: null }) },
  })
  await tx.accountToken.updateMany({
    where: { userId: user.id, purpose: { in: [...passwordPurposes] }, usedAt: null },
    data: { usedAt: now },
  })
  await tx.emailChange.deleteMany({ where: { userId: user.id, takenAt: null } })
  await sessions.end(tx, user.id, 'password_reset')
}

/** What the links of account letters do. */
export function accountLinks({
  db,
  sessions,
  notify,
  clock,
  clinicName,
}: {
  db: Db
  sessions: SessionStore
  notify: Notify
  clock: Clock
  clinicName: string | undefined
}): AccountLinks {
  const usable = async (tx: Tx, userId: number) => {
    const where = { id: userId, disabledAt: null, erasedAt: null }
    const user = await tx.user.findFirst({ where })
    if (!user) throw new AppError('invalid_token')
    return user
  }

  const links: AccountLinks = {
    owner: (token) =>
      transaction(db, async (tx) => {
        for (const purpose of passwordPurposes) {
          const found = await sessions.peek(tx, purpose, token)
          if (found) return usable(tx, found.userId)
        }
        throw new AppError('invalid_token')
      }),

    async choosePassword(token, password, address) {
      // Looked at before it is used up: a password that is refused leaves the link as it was, and a link that is worth
      // nothing costs no hash.
      const { name, email } = await links.owner(token)
      await refuseWeakPassword(password, { name, email: email ?? '', clinicName })
      const passwordHash = await hashPassword(password, { address })
      await transaction(db, async (tx) => {
        const reset = await sessions.spend(tx, 'password_reset', token)
        const spent = reset ?? (await sessions.spend(tx, 'invitation', token))
        if (!spent) throw new AppError('invalid_token')
        const user = await usable(tx, spent.userId)
        const now = clock.now()
        const emailVerifiedAt = user.emailVerifiedAt ?? now
        await giveBack(tx, { sessions, now }, user, { passwordHash, emailVerifiedAt })
        await audit(
          tx,
          { action: 'user.password', resourceId: user.id, detail: { by: reset ? 'reset' : 'invitation' } },
          now,
        )
        if (!reset) return
        await notify(tx, { userId: user.id, type: 'seguranca', ...changedWords(user) })
      })
    },

    unknownPhone: (token) =>
      transaction(db, async (tx) => {
        const found = await sessions.peek(tx, 'email_verification', token)
        const unverified = { id: found?.userId ?? 0, emailVerifiedAt: null, disabledAt: null, erasedAt: null }
        const user = await tx.user.findFirst({ where: unverified, select: { phone: true } })
        return user?.phone ? masked(user.phone) : undefined
      }),

    verifyEmail: (token, { removePhone = false } = {}) =>
      transaction(db, async (tx) => {
        const spent = await sessions.spend(tx, 'email_verification', token)
        if (!spent) throw new AppError('invalid_token')
        const { id } = await usable(tx, spent.userId)
        const first = await proveMailbox(tx, id, clock.now())
        const removes = first && removePhone
        if (removes) await tx.user.update({ where: { id }, data: { phone: null, phoneVerifiedAt: null } })
        const detail = removes ? { removed: 'phone' } : {}
        await audit(tx, { action: 'user.verify', resourceId: id, detail }, clock.now())
      }),
  }
  return links
}
