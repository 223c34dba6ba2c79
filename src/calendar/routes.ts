import { z } from 'zod'
import { ownOf } from '../appointments/rules.ts'
import type { Config } from '../config/config.ts'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'
import { signer } from '../config/signing.ts'
import { withLocale } from '../words/locale.ts'

const party = { select: { id: true, name: true } } as const

/** Signed over the user and a counter, which revokes the address when it is raised: no secret is stored. */
const feedSigner = (config: Config) => signer('calendar-feed', config)

/** `/api/v1/me/calendar-url`. */
export const calendarRoutes: Routes = async (app) => {
  const { auth, db, config } = app
  const { sign } = feedSigner(config)

  app.get(
    '/me/calendar-url',
    {
      onRequest: auth.requires(),
      schema: {
        response: { 200: z.object({ url: z.string().describe('Absolute; whoever has it can read the feed.') }) },
      },
    },
    async ({ caller: { id } }) => {
      const { calendarEpoch } = await db.user.findUniqueOrThrow({ where: { id } })
      return { url: `${config.publicUrl}/calendar/${id}-${sign(id, calendarEpoch)}.ics` }
    },
  )

  // Revokes the old address; the next GET gives a new one.
  app.delete(
    '/me/calendar-url',
    { onRequest: auth.requires(), schema: { response: { 204: z.void() } } },
    async ({ caller: { id } }, reply) => {
      await transaction(db, async (tx) => {
        await tx.user.update({ where: { id }, data: { calendarEpoch: { increment: 1 } } })
        await app.audit.change(tx, { action: 'user.update', resourceId: id, detail: { fields: ['calendarUrl'] } })
      })
      return reply.code(204).send()
    },
  )
}

/** The feed of `calendar-url`, read by its signed address alone. */
export const calendarFeedRoutes: Routes = async (app) => {
  const { db, calendar, clock, config } = app
  const { verify } = feedSigner(config)

  app.get(
    '/calendar/:file',
    { schema: { params: z.object({ file: z.string().max(100) }) } },
    async ({ params: { file } }, reply) => {
      const [, userId = '', signature = ''] = /^(\d{1,9})-([\w-]{22})\.ics$/.exec(file) ?? []
      const user = await db.user.findFirst({ where: { id: Number(userId), disabledAt: null, erasedAt: null } })
      if (!user || !verify(signature, user.id, user.calendarEpoch)) throw new AppError('not_found')
      const now = clock.now()
      const appointments = await db.appointment.findMany({
        where: {
          ...ownOf(user),
          status: { not: 'cancelado' },
          // 90 days of the past.
          startsAt: { gte: new Date(now.getTime() - 90 * 86_400_000) },
        },
        orderBy: { startsAt: 'asc' },
        take: 1_000,
        include: { patient: party, psychologist: party },
      })
      return reply
        .headers({ 'cache-control': 'private, no-cache', 'content-disposition': 'inline; filename="agenda.ics"' })
        .type('text/calendar; charset=utf-8')
        .send(await calendar.feed(appointments, withLocale(user), now))
    },
  )
}
