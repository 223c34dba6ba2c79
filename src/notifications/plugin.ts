import fp from 'fastify-plugin'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { appendEvent } from '../realtime/events.ts'
import { type AppointmentNotice, appointmentNotifier, type NotifiableAppointment } from './appointment-notices.ts'
import { emailChannel, type EmailChannelOptions } from './channels/email.ts'
import { smsChannel } from './channels/sms.ts'
import { deliverer } from './deliver.ts'
import { deliverJob, notifier, type Notify } from './notifications.ts'
import { enqueueStragglers, stragglersJob } from './stragglers.ts'

export interface Notifications {
  notify: Notify
  /** Tells an appointment's people of a change of it, each in their language and zone. */
  appointment(tx: Tx, notice: AppointmentNotice): Promise<void>
  /** The guide's `send_appointment_reminder`: reminds the patient on every channel, now. */
  sendAppointmentReminder(tx: Tx, appointment: NotifiableAppointment): Promise<void>
  /** Marks one of the user's notifications as read, and tells the user's sockets. False if there is none. */
  markRead(userId: number, notificationId: number): Promise<boolean>
  /** Marks all as read; how many there were. */
  markAllRead(userId: number): Promise<number>
}

declare module 'fastify' {
  interface FastifyInstance {
    notifications: Notifications
  }
}

/** Marked as read in one transaction: on the embedded database everybody else waits for it. */
const readBatch = 200

/** What mails are written with, beside the mail provider. */
export type MailOptions = Omit<EmailChannelOptions, 'email' | 'clock'>

export default fp<{ config: Config; clock: Clock; mail: MailOptions }>(
  async (app, { config, clock, mail }) => {
    const { db, jobs, bus, log } = app
    const notify = notifier({ jobs, bus, clock })
    const appointment = appointmentNotifier(notify)
    const clinicName = config.clinic.name
    const channels = {
      email: emailChannel({ email: app.email, clock, ...mail }),
      sms: smsChannel(app.sms, clinicName),
    }
    jobs.handle(deliverJob, deliverer({ db, jobs, clock, log, channels }))

    jobs.handle(stragglersJob, async () => {
      const count = await enqueueStragglers(db, jobs)
      if (count > 0) log.warn({ count }, 'deliveries without a job were given one')
    })
    jobs.schedule(stragglersJob, '*/5 * * * *', {})

    /** Marks what is still unread, or the one, each with its event; at most so many in one transaction. */
    const read = (userId: number, notificationId?: number) =>
      transaction(db, async (tx) => {
        const unread = await tx.notification.findMany({
          where: { userId, readAt: null, ...(notificationId === undefined ? {} : { id: notificationId }) },
          orderBy: { id: 'asc' },
          take: readBatch,
          select: { id: true },
        })
        const fresh = await tx.notification.updateManyAndReturn({
          where: { id: { in: unread.map(({ id }) => id) }, readAt: null },
          data: { readAt: clock.now() },
          select: { id: true },
        })
        for (const { id } of fresh) await appendEvent(tx, bus, userId, 'notification:read', { id })
        return fresh.length
      })

    app.decorate('notifications', {
      notify,
      appointment,
      sendAppointmentReminder: (tx, subject) =>
        appointment(tx, {
          kind: 'lembrete',
          appointment: subject,
          to: [subject.patientId],
          dedupe: `manual:${clock.now().getTime()}`,
        }),
      async markRead(userId, notificationId) {
        if ((await read(userId, notificationId)) > 0) return true
        return (await db.notification.count({ where: { id: notificationId, userId } })) > 0
      },
      async markAllRead(userId) {
        let count = 0
        for (let batch = readBatch; batch === readBatch; count += batch) batch = await read(userId)
        return count
      },
    })
  },
  { name: 'notifications', dependencies: ['database', 'jobs', 'bus', 'email', 'sms'] },
)
