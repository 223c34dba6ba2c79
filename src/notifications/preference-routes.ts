import { z } from 'zod'
import { type Channel, NotificationType, type Preference } from '../database/generated/client.ts'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'
import { holdAccount } from '../users/accounts.ts'
import { byChannel, defaultQuietHours, sentChannels } from './channels.ts'
import { isLocked } from './notification-types.ts'
import { quietHours } from './quiet-hours.ts'

const types = Object.values(NotificationType)
const switches = z.strictObject(byChannel(() => z.boolean()))

const byType = <Schema extends z.ZodType>(schema: Schema) =>
  Object.fromEntries(types.map((type) => [type, schema])) as Record<NotificationType, Schema> // one for each type

const preferencesOut = z.object(byType(switches)).meta({ id: 'NotificationPreferences' })
const preferencesIn = z.strictObject(byType(switches.partial())).partial()

/** Every type and channel; on, unless the person turned it off. */
function toPreferences(rows: readonly Pick<Preference, 'type' | 'channel' | 'enabled'>[]) {
  const off = new Set(rows.filter(({ enabled }) => !enabled).map(({ type, channel }) => `${type}:${channel}`))
  const on = (type: NotificationType, channel: Channel) => isLocked(type) || !off.has(`${type}:${channel}`)
  return Object.fromEntries(types.map((type) => [type, byChannel((channel) => on(type, channel))])) as z.output<
    typeof preferencesOut
  > // one for each type
}

/** `/api/v1/notifications/preferences`: by which channels a person is notified of which types, and the quiet hours. */
export const preferenceRoutes: Routes = async (app) => {
  const onRequest = app.auth.requires()
  const { db } = app

  app.get(
    '/notifications/preferences',
    { onRequest, schema: { response: { 200: preferencesOut } } },
    async ({ caller }) => toPreferences(await db.preference.findMany({ where: { userId: caller.id } })),
  )

  app.put(
    '/notifications/preferences',
    { onRequest, schema: { body: preferencesIn, response: { 200: preferencesOut } } },
    async ({ caller, body }) => {
      const wanted = types.flatMap((type) =>
        sentChannels.flatMap((channel) => {
          const enabled = body[type]?.[channel]
          return enabled === undefined ? [] : [{ userId: caller.id, type, channel, enabled }]
        }),
      )
      const locked = wanted.filter(({ type, enabled }) => !enabled && isLocked(type))
      if (locked.length > 0)
        throw new AppError('preference_locked', {
          errors: locked.map(({ type, channel }) => ({
            path: `body.${type}.${channel}`,
            message: 'não pode ser desligado',
          })),
        })
      return transaction(db, async (tx) => {
        await holdAccount(tx, caller.id)
        await app.audit.change(tx, {
          action: 'user.update',
          resourceId: caller.id,
          detail: { fields: ['preferences'] },
        })
        // In the order of their key, so that two requests at once do not deadlock.
        for (const { enabled, ...key } of wanted)
          await tx.preference.upsert({
            where: { userId_type_channel: key },
            create: { ...key, enabled },
            update: { enabled },
          })
        return toPreferences(await tx.preference.findMany({ where: { userId: caller.id } }))
      })
    },
  )

  app.get(
    '/notifications/preferences/quiet-hours',
    { onRequest, schema: { response: { 200: quietHours } } },
    async ({ caller }) => {
      const { quietHours: stored } = await db.user.findUniqueOrThrow({
        where: { id: caller.id },
        select: { quietHours: true },
      })
      return quietHours.safeParse(stored).data ?? defaultQuietHours
    },
  )

  app.put(
    '/notifications/preferences/quiet-hours',
    { onRequest, schema: { body: quietHours, response: { 200: quietHours } } },
    async ({ caller, body }) => {
      await transaction(db, async (tx) => {
        await holdAccount(tx, caller.id)
        await tx.user.update({ where: { id: caller.id }, data: { quietHours: body } })
        await app.audit.change(tx, { action: 'user.update', resourceId: caller.id, detail: { fields: ['quietHours'] } })
      })
      return body
    },
  )
}
