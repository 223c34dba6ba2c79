import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { transaction } from '../database/transaction.ts'
import type { Routes } from '../http/routes.ts'
import { paragraph } from '../http/validation.ts'
import { readData } from '../realtime/frames.ts'
import { conversations, forgetConversations, forgetJob } from './conversations.ts'

const segmenter = new Intl.Segmenter('pt-BR', { granularity: 'sentence' })

const talk = z.strictObject({
  message: paragraph(4000),
  context: paragraph(4000).optional(),
  conversationId: z.uuid().optional(),
})

/** `/api/v1/ai` (contract §7). */
export const aiRoutes: Routes<{ clock: Clock; config: Config }> = async (app, { clock, config }) => {
  app.jobs.handle(forgetJob, async () => {
    const count = await forgetConversations(app.db, clock.now(), config.ai.retentionDays)
    if (count > 0) app.log.info({ count }, 'old conversations forgotten')
  })
  app.jobs.schedule(forgetJob, '23 5 * * *', {})
  const { ask, keep } = conversations({ db: app.db, clock, notify: app.notifications.notify, answer: app.ai.answer })

  const told = <Answer extends object>(answer: Answer) =>
    app.ai.consentRequired ? { ...answer, consentRequired: true as const } : answer

  app.post(
    '/ai/chat',
    {
      onRequest: app.auth.requires(),
      schema: {
        body: talk,
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
        commit: async (tx, exchange) => told(await keep(tx, exchange)),
      }),
  )

  // The same over a socket (contract §5): pieces as `ai:delta`, whose sum is the reply, then the whole as `ai:done`.
  app.realtime.on('ai:message', async ({ id }, { data, ref }, send) => {
    const exchange = await ask(id, readData(talk, data))
    const answer = told(await transaction(app.db, (tx) => keep(tx, exchange)))
    const { conversationId } = answer
    const echo = ref === undefined ? {} : { ref }
    for (const delta of sentences(answer.reply)) if (!send('ai:delta', { conversationId, delta, ...echo })) return
    send('ai:done', { ...answer, ...echo })
  })
}

/** A text in its sentences, each with the space that follows it. */
function* sentences(text: string): Generator<string> {
  for (const { segment } of segmenter.segment(text)) yield segment
}
