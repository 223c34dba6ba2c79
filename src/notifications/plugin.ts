import fp from 'fastify-plugin'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Tx } from '../database/transaction.ts'
import { type AppointmentNotice, appointmentNotifier, type NotifiableAppointment } from './appointment-notices.ts'
import { notifier, type Notify } from './notifications.ts'

export interface Notifications {
  notify: Notify
  /** Tells an appointment's people of a change of it, each in their language and zone. */
  appointment(tx: Tx, notice: AppointmentNotice): Promise<void>
  /** The guide's `send_appointment_reminder`: reminds the patient on every channel, now. */
  sendAppointmentReminder(tx: Tx, appointment: NotifiableAppointment): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    notifications: Notifications
  }
}

export default fp<{ config: Config; clock: Clock }>(
  async (app, { clock }) => {
    const notify = notifier({ jobs: app.jobs, bus: app.bus, clock })
    const appointment = appointmentNotifier(notify)
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
    })
  },
  { name: 'notifications', dependencies: ['database', 'jobs', 'bus'] },
)
