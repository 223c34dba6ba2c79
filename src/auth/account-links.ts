import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { audit } from '../audit/audit.ts'
import type { Prisma, TokenPurpose, User } from '../database/generated/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { masked } from '../logger.ts'
import { proveMailbox } from '../users/accounts.ts'
import { wordsFor } from '../words/catalogue.ts'
import { readLocale } from '../words/locale.ts'
import { hashPassword, refuseWeakPassword } from './passwords.ts'
import type { Auth } from './plugin.ts'

/** Both verify the mailbox and let its owner choose a password. */
const passwordPurposes: TokenPurpose[] = ['password_reset', 'invitation']

/** A token as it comes back from a link; its form is not checked, since the look-up refuses what is not ours. */
export const linkToken = z.string().min(1).max(200).describe("The `token` of the mailed link's query.")

export type Owner = Pick<User, 'id' | 'name' | 'email' | 'locale'>

export interface AccountLinks {
  /** Whose link it is, without using it up; `invalid_token` where it is unknown, used or expired. */
  owner(token: string): Promise<Owner>
  /**
   * Uses up a link of a reset or an invitation: the new password replaces the old one, every session ends, older links expire,
   * the calendar feed gets another address, and an unverified telephone is removed. After a reset the user is notified, by
   * mail too. `invalid_token`, `weak_password`.
   */
  choosePassword(token: string, password: string, address: string): Promise<void>
  /** The telephone that the owner of this unverified mailbox has to recognise, masked; undefined without one. */
  unknownPhone(token: string): Promise<string | undefined>
  /**
   * Uses up the link of a welcome mail: the mailbox is verified. The first time the calendar feed gets another address.
   * `removePhone`: the account's number is not theirs and is removed. `invalid_token`.
   */
  verifyEmail(token: string, how?: { removePhone?: boolean }): Promise<void>
}

/** The notice after a reset, with what became of the telephone. */
const changedWords = ({ locale, phone, phoneVerifiedAt }: Pick<User, 'locale' | 'phone' | 'phoneVerifiedAt'>) => {
  const { title, message, phoneKept, phoneRemoved } = wordsFor(readLocale(locale)).accountNotices.passwordReset
  const about = phone && (phoneVerifiedAt ? phoneKept : phoneRemoved)(masked(phone))
  return { title, message: about ? `${message}\n\n${about}` : message }
}

/**
 * Makes an account the mailbox owner's alone: sets their password, ends sessions and links, and removes what an intruder may
 * have left: the calendar feed's address, a pending change of e-mail, an unverified telephone.
 */
export async function recoverAccount(
  tx: Tx,
  { sessions, accountTokens }: Auth,
  user: Pick<User, 'id' | 'phoneVerifiedAt'>,
  data: Prisma.UserUpdateInput & { passwordHash: string },
): Promise<void> {
  await tx.user.update({
    where: { id: user.id },
    data: { ...data, calendarEpoch: { increment: 1 }, ...(user.phoneVerifiedAt ? {} : { phone: null }) },
  })
  await accountTokens.revoke(tx, user.id, passwordPurposes)
  await tx.emailChange.deleteMany({ where: { userId: user.id, takenAt: null } })
  await sessions.end(tx, user.id, 'password_reset')
}

/** What the links of account letters do. */
export function accountLinks({ db, auth, notifications, clock, config }: FastifyInstance): AccountLinks {
  const { accountTokens: tokens } = auth
  const usable = async (tx: Tx, userId: number) => {
    const user = await tx.user.findFirst({ where: { id: userId, disabledAt: null, erasedAt: null } })
    if (!user) throw new AppError('invalid_token')
    return user
  }

  const links: AccountLinks = {
    owner: (token) =>
      transaction(db, async (tx) => {
        for (const purpose of passwordPurposes) {
          const found = await tokens.peek(tx, purpose, token)
          if (found) return usable(tx, found.userId)
        }
        throw new AppError('invalid_token')
      }),

    async choosePassword(token, password, address) {
      // Peeked at first: a refused password leaves the link usable, and an invalid link costs no hash.
      const { name, email } = await links.owner(token)
      await refuseWeakPassword(password, { name, email, clinicName: config.clinic.brand })
      const passwordHash = await hashPassword(password, { address })
      await transaction(db, async (tx) => {
        const reset = await tokens.spend(tx, 'password_reset', token)
        const spent = reset ?? (await tokens.spend(tx, 'invitation', token))
        if (!spent) throw new AppError('invalid_token')
        const user = await usable(tx, spent.userId)
        const now = clock.now()
        const emailVerifiedAt = user.emailVerifiedAt ?? now
        await recoverAccount(tx, auth, user, { passwordHash, emailVerifiedAt })
        const detail = { by: reset ? 'reset' : 'invitation' }
        await audit(tx, { action: 'user.password', resourceId: user.id, detail }, now)
        if (reset) await notifications.notify(tx, { userId: user.id, type: 'seguranca', ...changedWords(user) })
      })
    },

    unknownPhone: (token) =>
      transaction(db, async (tx) => {
        const found = await tokens.peek(tx, 'email_verification', token)
        const unverified = { id: found?.userId ?? 0, emailVerifiedAt: null, disabledAt: null, erasedAt: null }
        const user = await tx.user.findFirst({ where: unverified, select: { phone: true } })
        return user?.phone ? masked(user.phone) : undefined
      }),

    verifyEmail: (token, { removePhone = false } = {}) =>
      transaction(db, async (tx) => {
        const spent = await tokens.spend(tx, 'email_verification', token)
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
