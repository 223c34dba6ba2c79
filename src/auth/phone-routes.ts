import { z } from 'zod'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'
import { holdAccount } from '../users/accounts.ts'

/** `/api/v1/me/phone`: how a number is verified to be the caller's. */
export const phoneRoutes: Routes = async (app) => {
  const { auth, db, limits } = app
  const { phoneCodes } = app.accounts

  app.post(
    '/me/phone/code',
    { onRequest: auth.requires(), schema: { response: { 202: z.void() } } },
    async ({ caller: { id } }, reply) => {
      const { phone } = await db.user.findUniqueOrThrow({ where: { id }, select: { phone: true } })
      if (!phone) throw new AppError('phone_missing')
      await limits.consume('phone-code', `user:${id}`)
      // By number, too, so that many accounts cannot flood one telephone.
      await limits.consume('phone-code', `number:${phone}`)
      await transaction(db, async (tx) => {
        await holdAccount(tx, id)
        await phoneCodes.request(tx, id)
      })
      return reply.code(202).send()
    },
  )

  app.post(
    '/me/phone/verify',
    {
      onRequest: auth.requires(),
      schema: {
        body: z.strictObject({ code: z.string().max(40).describe('Six digits; spaces and hyphens are ignored.') }),
        response: { 204: z.void() },
      },
    },
    async ({ caller: { id }, body }, reply) => {
      // As people copy it: `123 456`, `123-456`.
      const code = body.code.replace(/[\s-]/g, '')
      if (!(await phoneCodes.verify(id, code))) throw new AppError('invalid_code')
      return reply.code(204).send()
    },
  )
}
