import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { transaction, type Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'
import { wordsFor } from '../words/catalogue.ts'
import { readLocale } from '../words/locale.ts'
import { tokensOut } from './access-tokens.ts'
import type { ReusedToken } from './sessions.ts'

const ticketSeconds = 60

/** Two clients held the same token: one of them may be a thief, so its owner is told. */
async function notifyOfReuse(app: FastifyInstance, tx: Tx, { userId, sessionId }: ReusedToken) {
  const { locale } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { locale: true } })
  const words = wordsFor(readLocale(locale)).accountNotices.tokenReused
  await app.notifications.notify(tx, { userId, type: 'seguranca', ...words, dedupeKey: `reuso:${sessionId}` })
  await app.audit.change(tx, { action: 'session.reuse', resourceId: sessionId, detail: { userId } })
}

/** `/api/v1/auth/refresh` and `/api/v1/auth/ws-ticket`: further tokens of a session. */
export const tokenRoutes: Routes = async (app) => {
  const { auth, db, limits } = app

  app.post(
    '/auth/refresh',
    {
      schema: {
        body: z.strictObject({ refreshToken: z.string().min(1).max(200) }),
        response: { 200: tokensOut },
      },
    },
    async ({ ip, body }) => {
      await limits.consume('refresh', ip)
      // Reuse ends the session, and that must commit: hence an answer, not an exception, out of the transaction.
      const rotated = await transaction(db, async (tx) => {
        const found = await auth.sessions.rotate(tx, body.refreshToken)
        if ('reused' in found) await notifyOfReuse(app, tx, found)
        return found
      })
      if ('reused' in rotated) throw new AppError('invalid_refresh_token')
      const caller = await auth.caller(rotated.sessionId).catch((error: unknown) => {
        throw error instanceof AppError ? new AppError('invalid_refresh_token') : error
      })
      return auth.tokens(caller, rotated)
    },
  )

  app.post(
    '/auth/ws-ticket',
    {
      onRequest: auth.requires(),
      schema: { response: { 201: z.object({ token: z.string(), expiresIn: z.int().describe('In seconds.') }) } },
    },
    async ({ caller: { id, sid } }, reply) => {
      await limits.consume('ws-ticket', sid)
      const token = await transaction(db, (tx) =>
        auth.accountTokens.mint(tx, 'socket_ticket', id, ticketSeconds * 1000, { sessionId: sid }),
      )
      return reply.code(201).send({ token, expiresIn: ticketSeconds })
    },
  )
}
