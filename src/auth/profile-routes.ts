import { z } from 'zod'
import { transaction } from '../database/transaction.ts'
import type { Routes } from '../http/routes.ts'
import { holdAccount } from '../users/accounts.ts'
import { personName, phone, timezone, toUser, userOut, zoneOf } from '../users/users.ts'
import { localeSchema } from '../words/locale.ts'

const meOut = userOut
  .extend({
    storage: z
      .object({ usedBytes: z.int(), quotaBytes: z.int() })
      .describe("What the account's files take, and how much they may."),
  })
  .meta({ id: 'Me' })

/** `/api/v1/me`: the caller's own account. */
export const profileRoutes: Routes = async (app) => {
  const { avatarUrl, db, config } = app
  const onRequest = app.auth.requires()

  app.get('/me', { onRequest, schema: { response: { 200: meOut } } }, async ({ caller: { id } }) => ({
    ...toUser(await db.user.findUniqueOrThrow({ where: { id } }), avatarUrl, config.smsCountries),
    storage: await app.uploads.usage(id),
  }))

  app.patch(
    '/me',
    {
      onRequest,
      schema: {
        body: z
          .strictObject({
            name: personName,
            phone: phone.nullable(),
            locale: localeSchema.describe('Of letters, SMS and notifications.'),
            timezone,
            discreet: z.boolean().describe('Letters, SMS and invitations name neither psychology nor titles.'),
          })
          .partial(),
        response: { 200: userOut },
      },
    },
    async ({ caller: { id }, body }) => {
      const fields = Object.keys(body)
      const user = await transaction(db, async (tx) => {
        await holdAccount(tx, id)
        const before = await tx.user.findUniqueOrThrow({ where: { id } })
        if (fields.length === 0) return before
        // A new number moves its owner's clock, unless they have set it themselves.
        const place = before.timezoneChosen && body.timezone === undefined ? undefined : zoneOf(body)
        const renumbered = body.phone !== undefined && body.phone !== before.phone
        await app.audit.change(tx, { action: 'user.update', resourceId: id, detail: { fields } })
        const data = { ...body, ...place, phoneVerifiedAt: renumbered ? null : undefined }
        return tx.user.update({ where: { id }, data })
      })
      return toUser(user, avatarUrl, config.smsCountries)
    },
  )
}
