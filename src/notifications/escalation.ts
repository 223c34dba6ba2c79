import type { FastifyInstance } from 'fastify'
import type { Prisma } from '../database/generated/client.ts'
import { transaction } from '../database/transaction.ts'
import { wordsFor } from '../words/catalogue.ts'
import { readLocale } from '../words/locale.ts'
import type { Notify } from './notifications.ts'
import { sentChannelsSql } from './channels.ts'
import { escalationMs } from './notification-types.ts'

/** Older alerts are not escalated: neither after a long outage nor at an update from a version that escalated none. */
const oldestMs = 24 * 3_600_000

/**
 * Escalates alerts that stay unread, unless they went to an administrator. Where the SMS cannot be sent, the e-mail that was held
 * back is due at once; ten minutes after the alert, or once neither can be sent, each administrator is notified. Idempotent, also
 * run by two nodes at once.
 */
export const escalator =
  ({ db, clock, log }: FastifyInstance, notify: Notify) =>
  async () => {
    const now = clock.now()
    const since = new Date(now.getTime() - oldestMs)
    await db.$executeRaw`
      UPDATE deliveries AS held SET next_attempt_at = ${now}, reason = 'o SMS não pôde sair', updated_at = ${now}
      FROM notifications n JOIN deliveries sms ON sms.notification_id = n.id AND sms.channel = 'sms'
      WHERE n.type = 'alerta' AND n.read_at IS NULL AND n.escalated_at IS NULL AND n.created_at > ${since}
        AND sms.status IN ('falhou', 'suprimida', 'cancelada')
        AND held.notification_id = n.id AND held.hold = 'escalada' AND held.status = 'adiada' AND held.next_attempt_at > ${now}`

    const late = new Date(now.getTime() - escalationMs.admins)
    const open = await db.$queryRaw<{ id: number }[]>`
      SELECT n.id FROM notifications n JOIN users u ON u.id = n.user_id AND u.role <> 'admin'
      WHERE n.type = 'alerta' AND n.read_at IS NULL AND n.escalated_at IS NULL AND n.created_at > ${since}
        AND (n.created_at <= ${late} OR NOT EXISTS (
          SELECT 1 FROM deliveries d
          WHERE d.notification_id = n.id AND d.channel IN (${sentChannelsSql}) AND d.status NOT IN ('falhou', 'suprimida', 'cancelada')
        ))
      ORDER BY n.id LIMIT 100`
    for (const { id } of open) {
      try {
        const told = await tellAdmins(id)
        if (told === 0)
          log.error({ notificationId: id }, 'an alert was not read, and there is no administrator to tell')
        else if (told) log.warn({ notificationId: id, told }, 'an alert was not read; administrators were told')
      } catch (error) {
        // The other alerts go on; the next run tries this one again.
        log.error({ err: error, notificationId: id }, 'an alert could not be passed on')
      }
    }

    /** How many were notified; nothing if it was read or escalated meanwhile. */
    function tellAdmins(id: number) {
      return transaction(db, async (tx) => {
        const [held] = await tx.$queryRaw<unknown[]>`
          SELECT FROM notifications WHERE id = ${id} AND read_at IS NULL AND escalated_at IS NULL FOR UPDATE SKIP LOCKED`
        if (!held) return undefined
        const { user, userId, data } = await tx.notification.update({
          where: { id },
          data: { escalatedAt: clock.now() },
          include: { user: true },
        })
        const admins = await tx.user.findMany({
          where: { role: 'admin', disabledAt: null, erasedAt: null, NOT: { id: userId } },
          orderBy: { id: 'asc' },
        })
        for (const admin of admins) {
          await notify(tx, {
            userId: admin.id,
            type: 'alerta',
            ...wordsFor(readLocale(admin.locale)).practiceNotices.alertUnread(user.name),
            data: { ...(data as Prisma.InputJsonObject), escalatedFrom: id }, // `notify` wrote it, and it takes objects
            dedupeKey: `escalada:${id}:${admin.id}`,
            escalatedFromId: id,
          })
        }
        return admins.length
      })
    }
  }
