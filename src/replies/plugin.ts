import fp from 'fastify-plugin'
import { z } from 'zod'
import { defineJob } from '../jobs/job.ts'
import type { InboundSms } from '../sms/sms.ts'
import { decisionApplier } from './apply.ts'
import { smsDialogue } from './dialogue.ts'
import { staffMessages } from './staff-messages.ts'
import { forwardUnanswered, trimInbound } from './unanswered.ts'

export interface Replies {
  /**
   * Acts on a text message and returns the reply, if any: one segment at most. The same message again (by its id) changes
   * nothing and gets the same reply. `rateLimited`: it is acted on, but not answered, except in a crisis.
   */
  answer(message: InboundSms, rateLimited: boolean): Promise<string | undefined>
  /** Forwards to staff what was asked about again and has had no answer for a while. */
  forwardUnanswered(): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    replies: Replies
  }
}

/** What becomes due with text messages, each minute, once among all nodes. */
const sweepJob = defineJob('sms.sweep', z.object({}))

export default fp(
  async (app) => {
    const { db, log, clock } = app
    const { notify, smsReports } = app.notifications
    const staff = staffMessages(app)
    const replies: Replies = {
      answer: smsDialogue(app, decisionApplier(app, staff)),
      forwardUnanswered: () => forwardUnanswered(db, clock.now(), staff),
    }
    app.decorate('replies', replies)

    app.jobs.handle(sweepJob, async () => {
      const parts = {
        forwardUnanswered: replies.forwardUnanswered,
        tellAdmins: async () => app.sms.budget?.tellAdmins(db, notify),
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
