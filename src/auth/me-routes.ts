import { z } from 'zod'
import type { Clock } from '../time/clock.ts'
import type { Config } from '../config/config.ts'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/page.ts'
import type { Routes } from '../http/routes.ts'
import { instant, instantOut } from '../http/validation.ts'
import { password } from '../users/users.ts'
import { wordsFor } from '../words/catalogue.ts'
import { readLocale } from '../words/locale.ts'
import { confirmPassword } from './confirm-password.ts'
import { hashPassword, refuseWeakPassword } from './passwords.ts'

const sessionOut = z.object({
  /** The `sid` of its tokens. */
  id: z.uuid(),
  /** What the browser or app called itself at sign-in. */
  device: z.string().nullable(),
  ip: z.string().nullable(),
  createdAt: instantOut,
  lastUsedAt: instantOut,
  /** Whether the caller's own token is of it. */
  current: z.boolean(),
})

const sessionKey = z.object({ at: instant, id: z.uuid() })

/** `/api/v1/me/sessions` and `/api/v1/me/password` (contract §2). */
export const accountRoutes: Routes<{ config: Config; clock: Clock }> = async (app, { config, clock }) => {
  const { auth, db, notifications } = app

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
          ...{ id, device: userAgent, ip, createdAt, lastUsedAt },
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

  app.post(
    '/me/password',
    {
      onRequest: auth.requires(),
      schema: {
        body: z.strictObject({ current: z.string().min(1).max(128), new: password }),
        response: { 204: z.void() },
      },
    },
    async ({ caller, body }, reply) => {
      const { name, email, passwordHash: known } = await confirmPassword(app, caller.id, body.current)
      await refuseWeakPassword(body.new, { name, email: email ?? '', clinicName: config.clinic.name })
      const passwordHash = await hashPassword(body.new, { userId: caller.id })
      await transaction(db, async (tx) => {
        // Of two changes at once the second one's `current` is no longer true.
        const { count } = await tx.user.updateMany({
          where: { id: caller.id, passwordHash: known },
          data: { passwordHash, calendarEpoch: { increment: 1 } },
        })
        if (count === 0) throw new AppError('invalid_credentials')
        await tx.emailChange.deleteMany({ where: { userId: caller.id, takenAt: null } })
        await auth.sessions.end(tx, caller.id, 'password_changed', { except: caller.sid })
        await app.audit.change(tx, { action: 'user.password', resourceId: caller.id })
        const { locale } = await tx.user.findUniqueOrThrow({ where: { id: caller.id }, select: { locale: true } })
        const words = wordsFor(readLocale(locale)).accountNotices.passwordChanged
        await notifications.notify(tx, { userId: caller.id, type: 'seguranca', ...words })
      })
      return reply.code(204).send()
    },
  )
}
