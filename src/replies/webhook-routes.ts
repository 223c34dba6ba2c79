import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'

const query = z.object({ delivery: z.uuid().optional().catch(undefined) })

/** `/api/v1/webhooks/<provider>`: the calls of the SMS providers that make any, signed by them. */
export const smsRoutes: Routes = async (app) => {
  const { log } = app
  const { smsReports } = app.notifications
  if (app.sms.webhooksOf.length === 0) return

  // Byte for byte as it came: that is what was signed.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    /^application\/(x-www-form-urlencoded|json)\s*(;|$)/i,
    { parseAs: 'buffer', bodyLimit: 64 * 1024 },
    (_request, body: Buffer, done) => done(null, body),
  )

  for (const { provider, webhooks } of app.sms.webhooksOf) {
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
      // Of a kind or in a state that this version does not read: nothing to do, and nothing wrong.
      if (!report) return reply.code(204).send()
      if (await smsReports.take(report, { deliveryId: request.query.delivery, provider })) return reply.code(204).send()
      log.warn({ provider, providerId: report.providerId }, 'a provider speaks of a message that is not ours')
      throw new AppError('not_found')
    })

    app.post(`/webhooks/${provider}/inbound`, async (request, reply) => {
      const message = webhooks.inbound(signed(request))
      let answer: string | undefined
      if (message) {
        const rateLimited = await app.limits.consume('sms-answer', message.from).then(
          () => false,
          (error: unknown) => {
            if (error instanceof AppError) return true
            throw error
          },
        )
        answer = await app.replies.answer(message, rateLimited)
      }
      const { type, body } = webhooks.answer(answer)
      return reply
        .type(type)
        .serializer((payload) => payload as string)
        .send(body)
    })
  }
}
