import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../time/clock.ts'
import type { Config } from '../config/config.ts'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'
import { defineJob } from '../jobs/job.ts'
import { smsDialogue } from './dialogue.ts'

/** What waits for its time with text messages, each minute, once among all nodes. */
const sweepJob = defineJob('sms.sweep', z.object({}))

const query = z.object({ delivery: z.uuid().optional().catch(undefined) })

/** `/api/v1/webhooks/<provider>`: the calls of the SMS providers that make any, signed by them. */
export const smsRoutes: Routes<{ config: Config; clock: Clock }> = async (app, { config, clock }) => {
  const { sms, notifications, db, log } = app
  const { notify, smsReports } = notifications
  const book = app.appointments
  const dialogue = smsDialogue({ db, clock, log, book, notify, budget: sms.budget, clinicName: config.clinic.name })

  app.jobs.handle(sweepJob, async () => {
    const parts = {
      showUnanswered: () => dialogue.showUnanswered(),
      tellAdmins: async () => sms.budget?.tellAdmins(db, notify),
      trim: () => dialogue.trim(),
      ask: () => smsReports.ask(),
    }
    // Each by itself: what one of them meets is not to silence the others.
    for (const [part, run] of Object.entries(parts))
      await run().catch((error: unknown) => log.error({ err: error, part }, 'a look at text messages failed'))
  })
  app.jobs.schedule(sweepJob, '* * * * *', {})

  if (sms.webhooksOf.length === 0) return

  // As it came, byte for byte: that is what was signed.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    /^application\/(x-www-form-urlencoded|json)\s*(;|$)/i,
    { parseAs: 'buffer', bodyLimit: 64 * 1024 },
    (_request, body: Buffer, done) => done(null, body),
  )

  for (const { provider, webhooks } of sms.webhooksOf) {
    const signed = ({ url, headers, body }: FastifyRequest) => {
      const fields = webhooks.authentic({ path: url, headers, body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) })
      if (fields) return fields
      log.warn(
        { provider },
        'a call that its provider has not signed was refused: it is none of its, or PUBLIC_URL is not the address that it was given',
      )
      throw new AppError('invalid_signature')
    }

    app.post(`/webhooks/${provider}/status`, { schema: { querystring: query } }, async (request, reply) => {
      const report = webhooks.report(signed(request))
      // Of a kind that says nothing of a message, or in a state that nobody here knows: nothing to do, and nothing wrong.
      if (!report) return reply.code(204).send()
      if (await smsReports.take(report, request.query.delivery)) return reply.code(204).send()
      log.warn({ provider, providerId: report.providerId }, 'a provider speaks of a message that is not ours')
      throw new AppError('not_found')
    })

    app.post(`/webhooks/${provider}/inbound`, async (request, reply) => {
      const message = webhooks.inbound(signed(request))
      let answer: string | undefined
      if (message) {
        const silent = await app.limits.consume('sms-answer', message.from).then(
          () => false,
          (error: unknown) => {
            if (error instanceof AppError) return true
            throw error
          },
        )
        answer = await dialogue.answer(message, silent)
      }
      const { type, body } = webhooks.answer(answer)
      return reply
        .type(type)
        .serializer((payload) => payload as string)
        .send(body)
    })
  }
}
