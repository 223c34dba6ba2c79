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

declare module 'fastify' {
  interface FastifyInstance {
    notifications: Notices &
      ReturnType<typeof inbox> & {
        notify: Notify
        /** `email:smtp`: who serves each channel. */
        readonly providers: readonly string[]
        /** Whether another living node can send by this channel, and this one could only print. */
        canBeSentElsewhere(channel: SentChannel): Promise<boolean>
        /** What providers say of text messages that they have taken. */
        smsReports: SmsReports
      }
  }
}

/** Looks for deliveries that have no job left, every five minutes, once among all nodes. */
const stragglersJob = defineJob('notifications.stragglers', z.object({}))

/** `retryWaits`: instead of the waits between attempts, in milliseconds, for trials that do not last a day. */
export default fp<{ retryWaits?: readonly number[] }>(
  async (app, { retryWaits: waits = usualRetryWaits }) => {
    const { config, clock, db, database, jobs, bus, log, sms } = app
    const { node } = database
    const { smsCountries } = config
    const notify = notifier({ jobs, bus, clock, smsCountries })
    const appointment = appointmentNotifier(notify)
    const channels = channelSenders(app)
    const providers = byChannel((channel) => channels[channel].provider)
    const query = database.query.bind(database)
    const others = { storage: app.storageChoice.name, ai: app.assistant.chosen.name }
    await announceProviders(query, node, { ...providers, ...others })
    const canBeSentElsewhere = async (channel: SentChannel) =>
      channels[channel].fallback === true &&
      (await livingNodes(query)).some((other) => other.node !== node && other.providers[channel] !== providers[channel])
    const budget = sms.budget
    const { deliver, has, close } = deliverer({
      claim: claimer({ db, clock, node, providers, budget, smsCountries, canBeSentElsewhere }),
      record: recorder({ db, clock, node, waits, budget }),
      attempted: deliveryMetrics(app),
      log,
      channels,
    })
    for (const channel of sentChannels)
      jobs.handleBatch(deliverJobs[channel], (batch) =>
        deliver(
          channel,
          batch.map(({ deliveryId }) => deliveryId),
        ),
      )

    const recovery = deliveryRecovery({ db, jobs, clock, node, has })
    jobs.handle(stragglersJob, async () => {
      const count = await recovery.stragglers()
      if (count > 0) log.warn({ count }, 'deliveries without a job were given one')
      const ahead = await recovery.wakeDeferredAhead()
      if (ahead > 0) log.warn({ count: ahead }, 'the clock was set back: deliveries that waited by it are decided anew')
    })
    jobs.schedule(stragglersJob, '*/5 * * * *', {})

    const dispatch = dispatcher({ db, jobs, clock })
    const escalate = escalator(app, notify)
    const loop = deliveryLoop({ log, dispatch, recovery, deliver, canBeSentElsewhere, escalate })
    app.addHook('onReady', async () => loop.start())
    // After it no job is taken; what is under way is recorded while there still is a database.
    app.addHook('onClose', async () => {
      await loop.stop()
      await close()
    })

    app.decorate('notifications', {
      providers: sentChannels.map((channel) => `${channel}:${app[channel].chosen.name}`),
      notify,
      appointment,
      smsReports: smsReports(app, waits),
      canBeSentElsewhere,
      /** The guide's `send_appointment_reminder`. */
      sendAppointmentReminder: (tx, subject) =>
        appointment(tx, {
          kind: 'lembrete',
          appointment: subject,
          to: [subject.patientId],
          dedupe: `manual:${clock.now().getTime()}`,
          immediate: true,
        }),
      ...inbox(app),
    })
    scheduleReminders(app)
  },
  { name: 'notifications', dependencies: ['database', 'jobs', 'bus', 'email', 'sms', 'calendar'] },
)
