import { z } from 'zod'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/page.ts'
import type { Routes } from '../http/routes.ts'
import { instant, instantOut } from '../http/validation.ts'

const sessionOut = z
  .object({
    id: z.uuid().describe('The `sid` of its access tokens.'),
    device: z.string().nullable().describe('What the browser or app called itself at sign-in (`User-Agent`).'),
    ip: z.string().nullable().describe('Where it was opened from.'),
    createdAt: instantOut,
    lastUsedAt: instantOut.describe('When its tokens were last refreshed.'),
    current: z.boolean().describe("Whether the caller's own token is of it."),
  })
  .meta({ id: 'Session' })

const sessionKey = z.object({ at: instant, id: z.uuid() })

/** `/api/v1/auth/logout` and `/api/v1/me/sessions`: where the caller is signed in. */
export const sessionRoutes: Routes = async (app) => {
  const { auth, db, clock } = app

  app.post(
    '/auth/logout',
    { onRequest: auth.requires(), schema: { response: { 204: z.void() } } },
    async ({ caller: { id, sid } }, reply) => {
      await transaction(db, async (tx) => {
        await auth.sessions.end(tx, id, 'logout', { only: sid })
        await app.audit.change(tx, { action: 'session.end', resourceId: sid })
      })
      return reply.code(204).send()
    },
  )

  app.get(
    '/me/sessions',
    { onRequest: auth.requires(), schema: { querystring: pageQuery, response: { 200: pageOf(sessionOut) } } },
    async ({ caller, query: { limit, cursor } }) => {
      const after = decodeCursor(cursor, sessionKey)
      const rows = await db.session.findMany({
        where: {
          userId: caller.id,
          endedAt: null,
          expiresAt: { gt: clock.now() },
          ...(after && { OR: [{ lastUsedAt: { lt: after.at } }, { lastUsedAt: after.at, id: { lt: after.id } }] }),
        },
        orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }],
        take: limit + 1,
      })
      return toPage(
        rows,
        limit,
        ({ lastUsedAt, id }) => ({ at: lastUsedAt, id }),
        ({ id, userAgent, ip, createdAt, lastUsedAt }) => ({
          id,
          device: userAgent,
          ip,
          createdAt,
          lastUsedAt,
          current: id === caller.sid,
        }),
      )
    },
  )

  app.delete(
    '/me/sessions/:id',
    { onRequest: auth.requires(), schema: { params: z.object({ id: z.uuid() }), response: { 204: z.void() } } },
    async ({ caller, params: { id } }, reply) => {
      const where = { id, userId: caller.id, endedAt: null, expiresAt: { gt: clock.now() } }
      if ((await db.session.count({ where })) === 0) throw new AppError('not_found')
      await transaction(db, async (tx) => {
        await auth.sessions.end(tx, caller.id, 'revoked', { only: id })
        await app.audit.change(tx, { action: 'session.end', resourceId: id })
      })
      return reply.code(204).send()
    },
  )
}
