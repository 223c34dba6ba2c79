import { z } from 'zod'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'
import { loginEmail, password } from '../users/users.ts'
import { wordsFor } from '../words/catalogue.ts'
import { readLocale } from '../words/locale.ts'
import { linkToken } from './account-links.ts'
import { noUser } from './account-mail.ts'
import { confirmPassword, currentPassword } from './confirm-password.ts'
import { hashPassword, refuseWeakPassword } from './passwords.ts'

/** How a password is changed: by its owner, or by the link of a reset or an invitation. */
export const passwordRoutes: Routes = async (app) => {
  const { accounts, auth, db, limits, notifications, config } = app

  app.post(
    '/auth/forgot-password',
    { schema: { body: z.strictObject({ email: loginEmail }), response: { 202: z.void() } } },
    async ({ ip, body: { email } }, reply) => {
      await limits.consume('forgot-address', ip)
      const user = await db.user.findUnique({ where: { email }, select: { id: true } })
      const allowed = await limits.consume('forgot-account', email).then(
        () => true,
        (error: unknown) => {
          if (error instanceof AppError) return false
          throw error
        },
      )
      // The same work without an account, so that timing does not tell whether there is one.
      const userId = allowed && user ? user.id : noUser
      await transaction(db, (tx) => accounts.mail.request(tx, 'recuperacao', userId))
      return reply.code(202).send()
    },
  )

  // Of a reset and of an invitation alike.
  app.post(
    '/auth/reset-password',
    { schema: { body: z.strictObject({ token: linkToken, password }), response: { 204: z.void() } } },
    async ({ ip, body }, reply) => {
      await limits.consume('account-link', ip)
      await accounts.links.choosePassword(body.token, body.password, ip)
      return reply.code(204).send()
    },
  )

  app.post(
    '/me/password',
    {
      onRequest: auth.requires(),
      schema: {
        body: z.strictObject({ current: currentPassword, new: password }),
        response: { 204: z.void() },
      },
    },
    async ({ caller, body }, reply) => {
      const { name, email, locale, passwordHash: known } = await confirmPassword(app, caller.id, body.current)
      await refuseWeakPassword(body.new, { name, email, clinicName: config.clinic.name })
      const passwordHash = await hashPassword(body.new, { userId: caller.id })
      await transaction(db, async (tx) => {
        // Of two changes at the same time the second finds that `current` is no longer right.
        const { count } = await tx.user.updateMany({
          where: { id: caller.id, passwordHash: known },
          data: { passwordHash, calendarEpoch: { increment: 1 } },
        })
        if (count === 0) throw new AppError('invalid_credentials')
        await tx.emailChange.deleteMany({ where: { userId: caller.id, takenAt: null } })
        await auth.sessions.end(tx, caller.id, 'password_changed', { except: caller.sid })
        await app.audit.change(tx, { action: 'user.password', resourceId: caller.id })
        const words = wordsFor(readLocale(locale)).accountNotices.passwordChanged
        await notifications.notify(tx, { userId: caller.id, type: 'seguranca', ...words })
      })
      return reply.code(204).send()
    },
  )
}
