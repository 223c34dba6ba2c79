import { z } from 'zod'
import { transaction } from '../database/transaction.ts'
import type { Routes } from '../http/routes.ts'
import { holdAccount } from '../users/accounts.ts'
import { email, password } from '../users/users.ts'
import { linkToken } from './account-links.ts'
import { confirmPassword, currentPassword } from './confirm-password.ts'

/** How a mailbox is verified, and changed for another. */
export const mailboxRoutes: Routes = async (app) => {
  const { accounts, auth, db, limits } = app

  app.post(
    '/auth/verify-email',
    { schema: { body: z.strictObject({ token: linkToken }), response: { 204: z.void() } } },
    async ({ ip, body }, reply) => {
      await limits.consume('account-link', ip)
      await accounts.links.verifyEmail(body.token)
      return reply.code(204).send()
    },
  )

  app.post(
    '/auth/verify-email/resend',
    { onRequest: auth.requires(), schema: { response: { 202: z.void() } } },
    async ({ caller: { id } }, reply) => {
      await limits.consume('verify-resend', `user:${id}`)
      await transaction(db, async (tx) => {
        await holdAccount(tx, id)
        await accounts.mail.request(tx, 'verificacao', id)
      })
      return reply.code(202).send()
    },
  )

  app.post(
    '/me/email',
    {
      onRequest: auth.requires(),
      schema: {
        body: z.strictObject({ email, password: currentPassword }),
        response: { 202: z.void() },
      },
    },
    async ({ caller: { id, sid }, body: { email: address, password: secret } }, reply) => {
      await confirmPassword(app, id, secret)
      await limits.consume('email-change', `user:${id}`)
      // By address, too, so that many accounts cannot flood one mailbox.
      await limits.consume('email-change', `address:${address}`)
      await transaction(db, async (tx) => {
        await holdAccount(tx, id)
        await accounts.emailChanges.request(tx, { userId: id, sessionId: sid, address })
        await app.audit.change(tx, { action: 'user.update', resourceId: id, detail: { asked: 'email' } })
      })
      return reply.code(202).send()
    },
  )

  app.post(
    '/auth/confirm-email',
    { schema: { body: z.strictObject({ token: linkToken }), response: { 204: z.void() } } },
    async ({ ip, body }, reply) => {
      await limits.consume('account-link', ip)
      await accounts.emailChanges.take(body.token)
      return reply.code(204).send()
    },
  )

  app.post(
    '/auth/restore-email',
    { schema: { body: z.strictObject({ token: linkToken, password }), response: { 204: z.void() } } },
    async ({ ip, body }, reply) => {
      await limits.consume('account-link', ip)
      await accounts.emailChanges.restore(body.token, body.password, ip)
      return reply.code(204).send()
    },
  )
}
