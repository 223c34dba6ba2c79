import type { preHandlerHookHandler } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'
import { eventStream, wantsEvents } from '../http/sse.ts'
import { paragraph } from '../http/validation.ts'
import { consentSince } from '../privacy/consents.ts'
import { readData } from '../realtime/frames.ts'
import { conversations, type Exchange, forgetConversations, forgetJob, longestMessage } from './conversations.ts'

/** Questions of one person that are being answered; beyond them 429. */
const mostAtOnce = 50

const talk = z.strictObject({
  message: paragraph(longestMessage),
  context: paragraph(longestMessage).optional(),
  conversationId: z.uuid().optional(),
})

/** The assistant: `/api/v1/ai/chat`, and `ai:message` over a socket (contract §5, §7). */
export const aiRoutes: Routes<{ clock: Clock; config: Config }> = async (app, { clock, config }) => {
  app.jobs.handle(forgetJob, async () => {
    const count = await forgetConversations(app.db, clock.now(), config.ai.retentionDays)
    if (count > 0) app.log.info({ count }, 'old conversations forgotten')
  })
  app.jobs.schedule(forgetJob, '23 5 * * *', {})
  const { open, ask, keep, rescue, converse } = conversations({
    db: app.db,
    clock,
    timezone: config.timezone,
    limits: app.limits,
    notify: app.notifications.notify,
    log: app.log,
    maySince: async (userId) => (app.ai.consentRequired ? consentSince(app.db, userId, 'provedor-ia') : new Date(0)),
    answer: app.ai.answer,
  })

  /** Never refused for the load of others, so nobody may be that load. */
  const atOnce = new Map<number, number>()
  const fewAtOnce: preHandlerHookHandler = (request, reply, next) => {
    const { id } = request.caller
    const asking = atOnce.get(id) ?? 0
    if (asking >= mostAtOnce) return next(new AppError('rate_limited', { headers: { 'retry-after': '1' } }))
    atOnce.set(id, asking + 1)
    reply.raw.once('close', () => {
      const left = (atOnce.get(id) ?? 1) - 1
      if (left > 0) atOnce.set(id, left)
      else atOnce.delete(id)
    })
    next()
  }

  app.post(
    '/ai/chat',
    {
      // Whoever writes here may be in danger.
      config: { load: 'always' },
      onRequest: app.auth.requires(),
      preHandler: fewAtOnce,
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
    async (request, reply) => {
      const { caller, body } = request
      if (!wantsEvents(request)) {
        // Answered and kept to its end although the caller may leave: the same key gets the answer later.
        let asked: Exchange | undefined
        try {
          return await app.once(request, reply, {
            status: 200,
            prepare: async () => (asked = await ask(await open(caller.id, body))),
            commit: keep,
          })
        } catch (error) {
          return reply.send(await rescue(asked, error))
        }
      }
      // What is refused is refused before the stream begins.
      const opened = await open(caller.id, body)
      return eventStream(request, reply, async (send, signal) => {
        const hear = (piece: 'reset' | { delta: string }) =>
          piece === 'reset' ? send('reset', {}) : send('delta', piece)
        send('done', await converse(opened, { signal, hear }))
      })
    },
  )

  // The same over a socket: pieces as `ai:delta`, whose sum since the last `ai:reset` is the reply, then the whole as `ai:done`.
  app.realtime.on('ai:message', async ({ id }, { data, ref }, send, signal) => {
    const opened = await open(id, readData(talk, data))
    const echo = { conversationId: opened.conversationId, ...(ref === undefined ? {} : { ref }) }
    const answer = await converse(opened, {
      signal,
      hear: (piece) => void (piece === 'reset' ? send('ai:reset', echo) : send('ai:delta', { ...piece, ...echo })),
    })
    send('ai:done', { ...answer, ...echo })
  })
}
