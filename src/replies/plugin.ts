import fp from 'fastify-plugin'
import { z } from 'zod'
import type { Config } from '../config/config.ts'
import { defineJob } from '../jobs/job.ts'
import type { InboundSms } from '../sms/sms.ts'
import type { Clock } from '../time/clock.ts'
import { smsDialogue } from './dialogue.ts'
import { forwardUnanswered, trimInbound } from './unanswered.ts'

export interface Replies {
  /** Acts on a text message and returns the reply, if any. `rateLimited`: it is not answered, except in a crisis. */
  answer(message: InboundSms, rateLimited?: boolean): Promise<string | undefined>
  /** Forwards to staff what was asked about again and has had no answer for a while. Returns how many. */
  forwardUnanswered(): Promise<number>
}

declare module 'fastify' {
  interface FastifyInstance {
    replies: Replies
  }
}

/** What becomes due with text messages, each minute, once among all nodes. */
const sweepJob = defineJob('sms.sweep', z.object({}))

export default fp<{ config: Config; clock: Clock }>(
  async (app, { config, clock }) => {
    const { db, log, sms, appointments: book, notifications, risk } = app
    const { notify, smsReports } = notifications
    const replies: Replies = {
      answer: smsDialogue({ db, clock, log, book, notify, risk, budget: sms.budget, clinicName: config.clinic.name }),
      forwardUnanswered: () => forwardUnanswered({ db, clock, notify }),
    }
    app.decorate('replies', replies)

    app.jobs.handle(sweepJob, async () => {
      const parts = {
        forwardUnanswered: () => replies.forwardUnanswered(),
        tellAdmins: async () => sms.budget?.tellAdmins(db, notify),
        trim: () => trimInbound(db, clock.now()),
        ask: () => smsReports.ask(),
      }
      // Each by itself: the failure of one must not stop the others.
      for (const [part, run] of Object.entries(parts))
        await run().catch((error: unknown) => log.error({ err: error, part }, 'a look at text messages failed'))
    })
    app.jobs.schedule(sweepJob, '* * * * *', {})
  },
  { name: 'replies', dependencies: ['database', 'jobs', 'sms', 'notifications', 'appointments', 'risk'] },
)
