import fp from 'fastify-plugin'
import type { Clock } from '../clock.ts'
import { type Config, providerContext } from '../config.ts'
import { choose, type Chosen, type Env, inspect } from '../provider.ts'
import type { Question, Reply } from './assistant.ts'
import type { ChatModel } from './chat.ts'
import { huggingface } from './huggingface.ts'
import { openai } from './openai.ts'

// In order of preference. A new provider is one file beside this one and one name here.
export const aiProviders = [openai, huggingface] as const

export interface Ai {
  /** The first model of the environment, or the rules, for the banner and `/health`. */
  readonly chosen: Chosen<ChatModel | undefined>
  /** Answers one question of one person; see `assistant`. */
  answer(question: Question): Promise<Reply>
  /** The guide's `generate_response`: one message, no account and no history. */
  generateResponse(question: { message: string; context?: string }): Promise<Reply>
  /** Whether models are left out until people have agreed (AI_REQUIRE_CONSENT). */
  readonly consentRequired: boolean
}

declare module 'fastify' {
  interface FastifyInstance {
    ai: Ai
  }
}

export default fp<{ config: Config; env: Env; clock: Clock }>(
  async (app, { config, env, clock }) => {
    const context = providerContext(config, app.log)
    const chosen = await choose<ChatModel | undefined>(aiProviders, env, context, { name: 'rules', port: undefined })
    const models: ChatModel[] = []
    for (const provider of aiProviders) {
      const found = inspect<unknown>(provider, env)
      if (found.state !== 'ready') continue
      models.push(
        provider.name === chosen.name && chosen.port
          ? chosen.port
          : await provider.open(found.settings as never, context),
      ) // its own settings, as `inspect` parsed them
    }
    const { requireConsent, timeoutMs } = config.ai
    // With the first question: the phrase books of the rules and of the look for risk take some 12 MB.
    let made: Promise<ReturnType<typeof import('./assistant.ts').assistant>> | undefined
    const ask = async (question: Question): Promise<Reply> => {
      made ??= import('./assistant.ts').then(({ assistant }) =>
        assistant({ models, clinic: config.clinic, clock, timeoutMs, log: app.log }),
      )
      // Where consent is asked for, nothing leaves for a model until it was given.
      return (await made)(question, { askModels: !requireConsent })
    }
    app.decorate('ai', {
      chosen,
      consentRequired: requireConsent && models.length > 0,
      answer: ask,
      generateResponse: (question) => ask({ ...question, locale: 'pt-BR', timezone: config.timezone }),
    })
  },
  { name: 'ai' },
)
