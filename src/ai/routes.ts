import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Routes } from '../http/routes.ts'
import { paragraph } from '../http/validation.ts'
import { conversations, forgetConversations, forgetJob } from './conversations.ts'

/** `/api/v1/ai` (contract §7). */
export const aiRoutes: Routes<{ clock: Clock; config: Config }> = async (app, { clock, config }) => {
  app.jobs.handle(forgetJob, async () => {
    const count = await forgetConversations(app.db, clock.now(), config.ai.retentionDays)
    if (count > 0) app.log.info({ count }, 'old conversations forgotten')
  })
  app.jobs.schedule(forgetJob, '23 5 * * *', {})
  const { ask, keep } = conversations({ db: app.db, clock, notify: app.notifications.notify, answer: app.ai.answer })

  app.post(
    '/ai/chat',
    {
      onRequest: app.auth.requires(),
      schema: {
        body: z.strictObject({
          message: paragraph(4000),
          context: paragraph(4000).optional(),
          conversationId: z.uuid().optional(),
        }),
        response: {
          200: z.object({
            reply: z.string(),
            conversationId: z.uuid(),
            provider: z.enum(['openai', 'huggingface', 'rules']),
            risk: z.enum(['nenhum', 'baixo', 'alto']),
            consentRequired: z.literal(true).optional(),
          }),
        },
      },
    },
    async (request, reply) =>
      app.once(request, reply, {
        status: 200,
        prepare: () => ask(request.caller.id, request.body),
        commit: async (tx, exchange) => {
          const answer = await keep(tx, exchange)
          return app.ai.consentRequired ? { ...answer, consentRequired: true as const } : answer
        },
      }),
  )
}
