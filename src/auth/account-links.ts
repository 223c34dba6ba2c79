import { audit } from '../audit/audit.ts'
import type { Clock } from '../clock.ts'
import type { Db } from '../database/client.ts'
import type { TokenPurpose, User } from '../database/generated/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Notify } from '../notifications/notifications.ts'
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
   * worth nothing. After a reset the person is told, by mail too. `invalid_token`, `weak_password`.
   */
  choosePassword(token: string, password: string, address: string): Promise<void>
  /** Uses up the link of a welcome mail: the address is the user's own. `invalid_token`. */
  verifyEmail(token: string): Promise<void>
}

const changed = {
  pt: {
    title: 'Sua senha foi alterada',
    message:
      'A senha da sua conta acaba de ser trocada por um link enviado a este e-mail. Todas as sessões foram encerradas.',
  },
  en: {
    title: 'Your password was changed',
    message: 'The password of your account was just changed by a link sent to this e-mail. All sessions were ended.',
  },
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
    const select = { id: true, name: true, email: true, locale: true, emailVerifiedAt: true } as const
    const user = await tx.user.findFirst({ where, select })
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
        await tx.user.update({
          where: { id: user.id },
          data: { passwordHash, emailVerifiedAt: user.emailVerifiedAt ?? now },
        })
        await tx.accountToken.updateMany({
          where: { userId: user.id, purpose: { in: [...passwordPurposes] }, usedAt: null },
          data: { usedAt: now },
        })
        await sessions.end(tx, user.id, 'password_reset')
        await audit(
          tx,
          { action: 'user.password', resourceId: user.id, detail: { by: reset ? 'reset' : 'invitation' } },
          now,
        )
        if (!reset) return
        const words = changed[user.locale === 'en' ? 'en' : 'pt']
        await notify(tx, { userId: user.id, type: 'seguranca', ...words })
      })
    },

    verifyEmail: (token) =>
      transaction(db, async (tx) => {
        const spent = await sessions.spend(tx, 'email_verification', token)
        if (!spent) throw new AppError('invalid_token')
        const user = await usable(tx, spent.userId)
        const emailVerifiedAt = user.emailVerifiedAt ?? clock.now()
        await tx.user.update({ where: { id: user.id }, data: { emailVerifiedAt } })
        await audit(tx, { action: 'user.verify', resourceId: user.id }, clock.now())
      }),
  }
  return links
}
