import { transaction } from '../src/database/transaction.ts'
import type { Notice } from '../src/notifications/notifications.ts'
import { type TestApp, until } from './app.ts'

export const phone = '+5511987654321'

/** Notifies in a transaction of its own; gives the notification's id. */
export async function notify(
  { app }: Pick<TestApp, 'app'>,
  notice: Omit<Notice, 'title' | 'message'> & Partial<Notice>,
) {
  const id = await transaction(app.db, (tx) => app.notifications.notify(tx, { title: 'Olá', message: 'Oi', ...notice }))
  if (id === undefined) throw new Error('it was not notified')
  return id
}

export const delivery = (
  { app }: Pick<TestApp, 'app'>,
  notificationId: number,
  channel: 'email' | 'sms' | 'websocket',
) =>
  app.db.delivery.findUniqueOrThrow({
    where: { notificationId_channel: { notificationId, channel } },
    include: { attempts: { orderBy: { id: 'asc' } } },
  })

/** Waits until a delivery has this status (and, if said, so many attempts). */
export const settled = (
  running: Pick<TestApp, 'app'>,
  id: number,
  channel: 'email' | 'sms' | 'websocket',
  status: string,
  attempts?: number,
) =>
  until(`${channel} is ${status}`, async () => {
    const found = await delivery(running, id, channel)
    return found.status === status && (attempts === undefined || found.attempts.length === attempts) ? found : undefined
  })
