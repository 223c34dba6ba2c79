import { z } from 'zod'
import type { Routes } from '../http/routes.ts'
import { eventStream, wantsEvents } from '../http/sse.ts'
import { paragraph } from '../http/validation.ts'
import { answerFrames, answerOut } from './answer.ts'
import { conversations, longestMessage } from './conversations.ts'
import type { Exchange, Opened } from './exchange.ts'

const talk = z.strictObject({
  message: paragraph(longestMessage),
  context: paragraph(longestMessage).optional().describe('What the front end adds, such as `Paciente novo`.'),
  conversationId: z.uuid().optional().describe('The one that it goes on; without it a new one begins.'),
})

/** `/api/v1/ai/chat`, and `ai:message` over a socket. */
export const assistantRoutes: Routes = async (app) => {
  const { open, ask, store, rescue, converse } = conversations(app)

  app.post(
    '/ai/chat',
    {
      // The concurrency limit comes after the risk assessment, so that it never refuses a cry for help.
      config: { load: 'always' },
      onRequest: app.auth.requires(),
      schema: {
        body: talk,
        response: { 200: answerOut(app.assistant.providers) },
      },
    },
    async (request, reply) => {
      const { caller, body } = request
      if (!wantsEvents(request)) {
        // Goes on if the caller leaves: the same idempotency key gets the answer later.
        let opened: Opened | undefined
        let asked: Exchange | undefined
        try {
          return await app.idempotent(request, reply, {
            status: 200,
            prepare: async () => (asked = await ask((opened = await open(caller.id, body)))),
            commit: store,
          })
        } catch (error) {
          return reply.send(await rescue(asked, error))
        } finally {
          opened?.leave()
        }
      }
      // Refusals come before the stream begins.
      const opened = await open(caller.id, body)
      return eventStream(request, reply, async (send, signal) => {
        const onPiece = (piece: 'reset' | { delta: string }) =>
          piece === 'reset' ? send('reset', {}) : send('delta', piece)
        send('done', await converse(opened, { signal, onPiece }))
      })
    },
  )

  // The same over a socket: pieces as `ai:delta`, whose sum since the last `ai:reset` is the reply, then the whole as `ai:done`.
  const asked = { data: talk, answers: answerFrames(app.assistant.providers) }
  app.realtime.on('ai:message', asked, async ({ id }, { data, ref }, send, signal) => {
    const opened = await open(id, data)
    const echo = { conversationId: opened.conversationId, ref }
    const answer = await converse(opened, {
      signal,
      onPiece: (piece) => void (piece === 'reset' ? send('ai:reset', echo) : send('ai:delta', { ...piece, ...echo })),
    })
    send('ai:done', { ...answer, ...echo })
  })
}
