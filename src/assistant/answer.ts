import { z } from 'zod'
import { echoedRef } from '../realtime/frames.ts'

/** What the assistant answers, with the names of the providers that this server has. */
export const answerOut = (providers: readonly string[]) =>
  z
    .object({
      reply: z.string().describe('Plain text.'),
      conversationId: z.uuid(),
      provider: z.enum(providers).describe('Who wrote it: a model, or the server’s own rules.'),
      risk: z
        .enum(['nenhum', 'baixo', 'alto'])
        .describe('Of the message, to life. On `alto` the reply is fixed text with the numbers to call.'),
      consentRequired: z
        .literal(true)
        .optional()
        .describe('No model was asked, because the account has not agreed to `provedor-ia`.'),
    })
    .meta({ id: 'AssistantAnswer' })

const echoed = z.object({ conversationId: z.uuid(), ref: echoedRef })

/** What answers `ai:message` over a socket. */
export const answerFrames = (providers: readonly string[]) => ({
  'ai:delta': echoed.extend({ delta: z.string() }),
  'ai:reset': echoed,
  'ai:done': answerOut(providers).extend(echoed.shape),
})
