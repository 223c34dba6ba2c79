import fp from 'fastify-plugin'
import { z } from 'zod'
import { announceProviders, livingNodes } from '../database/nodes.ts'
import { defineJob } from '../jobs/job.ts'
import type { Notices } from '../appointments/notices.ts'
import { appointmentNotifier } from './appointment-notices.ts'
import { channelSenders } from './channels/senders.ts'
import { claimer } from './claim.ts'
import { deliverer } from './deliver.ts'
import { deliveryLoop } from './delivery-loop.ts'
import { dispatcher } from './dispatch.ts'
import { escalator } from './escalation.ts'
import { inbox } from './inbox.ts'
import { deliveryMetrics } from './metrics.ts'
import { notifier, type Notify } from './notifications.ts'
import { deliverJobs } from './queue.ts'
import { recorder, retryWaits as usualRetryWaits } from './outcomes.ts'
import { deliveryRecovery } from './recovery.ts'
import { scheduleReminders } from './reminders.ts'
import { type SmsReports, smsReports } from './reports.ts'
import { byChannel, type SentChannel, sentChannels } from './channels.ts'

/** `sendAppointmentReminder` is the guide's `send_appointment_reminder`. */
export interface Notifications extends Notices {
  notify: Notify
  /** `email:smtp`: who serves each channel. */
  readonly providers: readonly string[]
  /** Whether another living node can send by this channel, and this one could only print. */
  canBeSentElsewhere(channel: SentChannel): Promise<boolean>
  /** What providers say of text messages that they have taken. */
  smsReports: SmsReports
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

/** Looks for deliveries that have no job left, every five minutes, once among all nodes. */
const stragglersJob = defineJob('notifications.stragglers', z.object({}))

export interface NotificationsOptions {
  /** Instead of the waits between attempts, in milliseconds: for trials that do not last a day. */
  retryWaits?: readonly number[] | undefined
}

export default fp<NotificationsOptions>(
  async (app, { retryWaits = usualRetryWaits }) => {
    const { config, clock, db, jobs, bus, log } = app
    const { node } = app.database
    const { smsCountries } = config
    const notify = notifier({ jobs, bus, clock, smsCountries })
    const appointment = appointmentNotifier(notify)
    const channels = channelSenders(app)
    const providers = byChannel((channel) => channels[channel].provider)
    const { budget } = app.sms
    const { assistant, storageChoice } = app
    const query = app.database.query.bind(app.database)
    await announceProviders(query, node, { ...providers, storage: storageChoice.name, ai: assistant.chosen.name })
    /** Whether another living node can send what this one could only print. */
    const canBeSentElsewhere = async (channel: SentChannel) =>
      channels[channel].fallback === true &&
      (await livingNodes(query)).some((other) => other.node !== node && other.providers[channel] !== providers[channel])
    const claim = claimer({ db, clock, node, providers, budget, smsCountries, canBeSentElsewhere })
    const record = recorder({ db, clock, node, waits: retryWaits, budget })
    const reports = smsReports({ db, clock, sms: app.sms, log, waits: retryWaits })
    const deliveries = deliverer({ claim, record, log, channels, ...deliveryMetrics(app.metrics, db) })
    for (const channel of sentChannels)
      jobs.handleBatch(deliverJobs[channel], (batch) =>
        deliveries.deliver(
          channel,
          batch.map(({ deliveryId }) => deliveryId),
        ),
      )

    const dispatch = dispatcher({ db, jobs, clock })
    const recovery = deliveryRecovery({ db, jobs, clock, node, has: deliveries.has })
    const escalate = escalator({ db, clock, notify, log })
    jobs.handle(stragglersJob, async () => {
      const count = await recovery.stragglers()
      if (count > 0) log.warn({ count }, 'deliveries without a job were given one')
      const ahead = await recovery.wakeDeferredAhead()
      if (ahead > 0) log.warn({ count: ahead }, 'the clock was set back: deliveries that waited by it are decided anew')
    })
    jobs.schedule(stragglersJob, '*/5 * * * *', {})

    const loop = deliveryLoop({ dispatch, recovery, deliver: deliveries.deliver, escalate, canBeSentElsewhere, log })
    app.addHook('onReady', async () => loop.start())
    // After it no job is taken; what is under way is recorded while there still is a database.
    app.addHook('onClose', async () => {
      await loop.stop()
      await deliveries.close()
    })

    app.decorate('notifications', {
      providers: sentChannels.map((channel) => `${channel}:${app[channel].chosen.name}`),
      notify,
      appointment,
      smsReports: reports,
      canBeSentElsewhere,
      sendAppointmentReminder: (tx, subject) =>
        appointment(tx, {
          kind: 'lembrete',
          appointment: subject,
          to: [subject.patientId],
          dedupe: `manual:${clock.now().getTime()}`,
          immediate: true,
        }),
      ...inbox({ db, bus, clock }),
    })
    scheduleReminders(app, { clock, offsets: config.reminderOffsets })
  },
  { name: 'notifications', dependencies: ['database', 'jobs', 'bus', 'email', 'sms', 'calendar'] },
)
