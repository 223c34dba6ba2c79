import { z } from 'zod'
import { type Channel, NotificationType } from '../database/generated/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'
import { holdAccount } from '../users/accounts.ts'
import { byChannel, defaultQuietHours, sentChannels } from './channels.ts'
import { isLocked } from './notification-types.ts'
import { quietHours } from './quiet-hours.ts'

const types = Object.values(NotificationType)
const switches = z.strictObject(byChannel(() => z.boolean()))

const byType = <Value>(make: (type: NotificationType) => Value) =>
  Object.fromEntries(types.map((type) => [type, make(type)])) as Record<NotificationType, Value> // one for each type

const preferencesOut = z.object(byType(() => switches)).meta({ id: 'NotificationPreferences' })
const preferencesIn = z.strictObject(byType(() => switches.partial())).partial()

/** Every type and channel; on, unless the person turned it off. */
const preferencesOf = async (db: Tx, userId: number) => {
  const off = await db.preference.findMany({ where: { userId, enabled: false } })
  const isOn = (type: NotificationType, channel: Channel) =>
    isLocked(type) || !off.some((row) => row.type === type && row.channel === channel)
  return byType((type) => byChannel((channel) => isOn(type, channel)))
}

/** `/api/v1/notifications/preferences`: by which channels a person is notified of which types, and the quiet hours. */
export const preferenceRoutes: Routes = async (app) => {
  const onRequest = app.auth.requires()
  const { db } = app
  /** Before a change of this field. */
  const hold = async (tx: Tx, id: number, field: string) => {
    await holdAccount(tx, id)
    await app.audit.change(tx, { action: 'user.update', resourceId: id, detail: { fields: [field] } })
  }

  app.get('/notifications/preferences', { onRequest, schema: { response: { 200: preferencesOut } } }, ({ caller }) =>
    preferencesOf(db, caller.id),
  )

  app.put(
    '/notifications/preferences',
    { onRequest, schema: { body: preferencesIn, response: { 200: preferencesOut } } },
    async ({ caller: { id: userId }, body }) => {
      const wanted = types.flatMap((type) =>
        sentChannels.flatMap((channel) => {
          const enabled = body[type]?.[channel]
          return enabled === undefined ? [] : { userId, type, channel, enabled }
        }),
      )
      const errors = wanted
        .filter(({ type, enabled }) => !enabled && isLocked(type))
        .map(({ type, channel }) => ({ path: `body.${type}.${channel}`, message: 'não pode ser desligado' }))
      if (errors.length > 0) throw new AppError('preference_locked', { errors })
      return transaction(db, async (tx) => {
        await hold(tx, userId, 'preferences')
        // In the order of their key, so that two requests at once do not deadlock.
        for (const { enabled, ...key } of wanted)
          await tx.preference.upsert({
            where: { userId_type_channel: key },
            create: { ...key, enabled },
            update: { enabled },
          })
        return preferencesOf(tx, userId)
      })
    },
  )

  app.get(
    '/notifications/preferences/quiet-hours',
    { onRequest, schema: { response: { 200: quietHours } } },
    async ({ caller }) => {
      const user = await db.user.findUniqueOrThrow({ where: { id: caller.id } })
      return quietHours.safeParse(user.quietHours).data ?? defaultQuietHours
    },
  )

  app.put(
    '/notifications/preferences/quiet-hours',
    { onRequest, schema: { body: quietHours, response: { 200: quietHours } } },
    async ({ caller, body }) => {
      await transaction(db, async (tx) => {
        await hold(tx, caller.id, 'quietHours')
        await tx.user.update({ where: { id: caller.id }, data: { quietHours: body } })
      })
      return body
    },
  )
}
