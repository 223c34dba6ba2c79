import { z } from 'zod'
import { transaction } from '../database/transaction.ts'
import type { Routes } from '../http/routes.ts'
import { holdAccount } from '../users/accounts.ts'
import { email, password } from '../users/users.ts'
import type { AccountMail } from './account-mail.ts'
import { confirmPassword } from './confirm-password.ts'
import type { EmailChanges } from './email-change.ts'

const linkToken = z.string().min(1).max(200)

/** How a mailbox is proved again, and exchanged for another (contract §2). */
export const mailboxRoutes: Routes<{ changes: EmailChanges; mail: AccountMail }> = async (app, { changes, mail }) => {
  const { auth, db, limits } = app

  app.post(
    '/auth/verify-email/resend',
    { onRequest: auth.requires(), schema: { response: { 202: z.void() } } },
    async ({ caller: { id } }, reply) => {
      await limits.consume('verify-resend', `user:${id}`)
      await transaction(db, async (tx) => {
        await holdAccount(tx, id)
        await mail.request(tx, 'verificacao', id)
      })
      return reply.code(202).send()
    },
  )

  app.post(
    '/me/email',
    {
      onRequest: auth.requires(),
      schema: {
        body: z.strictObject({ email, password: z.string().min(1).max(128) }),
        response: { 202: z.void() },
      },
    },
    async ({ caller: { id, sid }, body: { email: address, password: secret } }, reply) => {
      await confirmPassword(app, id, secret)
      await limits.consume('email-change', `user:${id}`)
      // Of the address, too: many accounts are no way to fill one mailbox.
      await limits.consume('email-change', `address:${address}`)
      await transaction(db, async (tx) => {
        await holdAccount(tx, id)
        await changes.request(tx, { userId: id, sessionId: sid, address })
        await app.audit.change(tx, { action: 'user.update', resourceId: id, detail: { asked: 'email' } })
      })
      return reply.code(202).send()
    },
  )

  app.post(
    '/auth/confirm-email',
    { schema: { body: z.strictObject({ token: linkToken }), response: { 204: z.void() } } },
    async (request, reply) => {
      await limits.consume('account-link', request.ip)
      await changes.take(request.body.token)
      return reply.code(204).send()
    },
  )

  app.post(
    '/auth/restore-email',
    { schema: { body: z.strictObject({ token: linkToken, password }), response: { 204: z.void() } } },
    async (request, reply) => {
      await limits.consume('account-link', request.ip)
      await changes.restore(request.body.token, request.body.password, request.ip)
      return reply.code(204).send()
    },
  )
}
