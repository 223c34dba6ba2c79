import fp from 'fastify-plugin'
import { z } from 'zod'
import { providerContext } from '../config/config.ts'
import { defineJob } from '../jobs/job.ts'
import { defaultLocale } from '../words/locale.ts'
import { type Choice, chooseAll, type Env } from '../config/provider.ts'
import type { ChatModel } from './chat.ts'
import { forgetConversations } from './conversations.ts'
import { assistantMetrics } from './metrics.ts'
import { aiProviders } from './providers.ts'
import { type Asking, assessedText, type Question, type Reply } from './question.ts'
import type { Circuit, ReliableModel } from './reliable.ts'

/** Deletes conversations past their retention, each day, once among all nodes. */
const forgetJob = defineJob('ai.forget', z.object({}))

export interface Assistant {
  /** The first configured model, or the rules, for the banner and `/health`. */
  readonly chosen: Choice
  /** Every name that a reply's `provider` may have in this version: the models' and `rules`. */
  readonly providers: readonly string[]
  /** Every configured model with its circuit breaker, in the order in which they are asked. */
  circuits(): { readonly provider: string; readonly circuit: Circuit }[]
  /** Throws the first failure where a provider does not answer or refuses its key. */
  check(): Promise<void>
  /**
   * Answers one question of a signed-in user. Never throws for a model's failure. Where consent is required, models are asked
   * only if `askModels` allows it.
   */
  answer(question: Question, asking?: Asking): Promise<Reply>
  /** The guide's `generate_response`: answers in Portuguese, without a user. */
  generateResponse(question: { message: string; context?: string }): Promise<Reply>
  /** Whether models are asked only for users who have consented (AI_REQUIRE_CONSENT). */
  readonly consentRequired: boolean
}

declare module 'fastify' {
  interface FastifyInstance {
    assistant: Assistant
  }
}

export default fp<{ env: Env }>(
  async (app, { env }) => {
    const { log, config, clock } = app
    const context = providerContext(config, log)
    const rules = { name: 'rules', port: undefined }
    const { ports, ...choice } = await chooseAll<ChatModel | undefined>(aiProviders, env, context, rules)
    const models: ReliableModel[] = []
    for (const model of ports) {
      if (!model) continue
      // Loaded with the first model: without one there is nothing to guard.
      const { reliable } = await import('./reliable.ts')
      models.push(
        reliable(model, ({ state, lastError }) =>
          log.warn({ provider: model.provider, circuit: state, lastError }, "a provider's circuit has changed"),
        ),
      )
    }
    const { requireConsent, retentionDays } = config.ai
    const events = assistantMetrics(app.metrics, () => models)
    const closing = new AbortController()
    // Questions that still wait for a model are answered by the rules: a stop has 20 s, and an answer may take 30.
    app.addHook('preClose', async () => closing.abort())
    // With the first question: the phrases of the rules take memory.
    let made: Promise<ReturnType<typeof import('./assistant.ts').assistant>> | undefined
    const ask = async (
      question: Question,
      { askModels = async () => !requireConsent, ...asking }: Asking = {},
    ): Promise<Reply> => {
      made ??= import('./assistant.ts').then(({ assistant }) =>
        assistant(app, { models, closing: closing.signal, events }),
      )
      return (await made)(question, { ...asking, askModels })
    }
    app.decorate('assistant', {
      chosen: { ...choice, name: ports[0]?.provider ?? rules.name },
      providers: [...aiProviders.map(({ name }) => name), 'rules'],
      circuits: () => models.map((model) => ({ provider: model.provider, circuit: model.circuit() })),
      check: async () => void (await Promise.all(models.map((model) => model.check()))),
      consentRequired: requireConsent && models.length > 0,
      answer: ask,
      generateResponse: async (question) => {
        const risk = await app.risk.assess(assessedText(question))
        return ask({ ...question, locale: defaultLocale, timezone: config.timezone, risk })
      },
    })

    app.jobs.handle(forgetJob, async () => {
      const count = await forgetConversations(app.db, clock.now(), retentionDays)
      if (count > 0) log.info({ count }, 'old conversations forgotten')
    })
    app.jobs.schedule(forgetJob, '23 5 * * *', {})
  },
  { name: 'assistant', dependencies: ['metrics', 'database', 'jobs', 'risk'] },
)
