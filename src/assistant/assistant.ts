import type { FastifyInstance } from 'fastify'
import { ModelError } from './chat.ts'
import type { AssistantEvents } from './metrics.ts'
import { answerByModel, type ModelRequest, modelRequest } from './model-answer.ts'
import type { Asking, Question, Reply } from './question.ts'
import type { ReliableModel } from './reliable.ts'
import { crisisReply, helplineNote } from '../risk/risk-replies.ts'
import { answerByRules, type ClinicFacts } from './rules.ts'
import { sentences } from '../text/sentences.ts'

/** Silence before the first piece of an answer and between two, as a part of the time for the whole: 8 of 30 s. */
const silenceShare = 8 / 30

function byRules(question: Question, clinic: ClinicFacts, now: Date): string {
  const { history = [], risk } = question
  const earlier = history.filter(({ role }) => role === 'user').map(({ content }) => content)
  return answerByRules({ ...question, now, clinic, earlier, despair: risk.level === 'baixo' }).reply
}

/**
 * Answers one question: by fixed text where the risk is `alto`, else by the models in their order, else by the rules, which
 * always have an answer. Never throws for a model's failure. `closing` ends the models' turns when the process is to stop; the
 * rules then answer at once.
 */
export const assistant = (
  { config, clock, log }: FastifyInstance,
  { models, closing, events }: { models: readonly ReliableModel[]; closing: AbortSignal; events: AssistantEvents },
) => {
  const { clinic } = config
  const { timeoutMs } = config.ai
  /** Hosts that a model may name: this server's and the front end's. */
  const ownHosts = [config.publicUrl, config.appUrl].map((url) => new URL(url).hostname)
  return async (
    question: Question,
    { askModels = async () => true, signal = new AbortController().signal, onPiece = () => {} }: Asking = {},
  ): Promise<Reply> => {
    const { locale } = question
    const { level: risk, about } = question.risk
    const { psychologistTold } = question
    const contact = { locale, clinicName: clinic.name, clinicPhone: clinic.phone, about, psychologistTold } as const
    const done = (reply: Reply): Reply => {
      events.answered(reply)
      return reply
    }
    if (risk === 'alto') return done({ reply: crisisReply(contact), provider: 'rules', risk })

    let said = ''
    const say = (delta: string) => {
      if (delta === '') return
      said += delta
      onPiece({ delta })
    }
    const finish = (provider: string): Reply => {
      if (risk === 'baixo') say(`\n\n${helplineNote(contact)}`)
      return done({ reply: said, provider, risk })
    }
    const breakOff = (provider: string) => done({ reply: said, provider, risk, interrupted: true })

    const stop = AbortSignal.any([signal, closing])
    const started = performance.now()
    const limits = { silenceMs: Math.ceil(timeoutMs * silenceShare), end: started + timeoutMs }
    const asked = models.length > 0 && (await askModels()) ? models : []
    let request: ModelRequest | undefined
    for (const model of asked) {
      if (stop.aborted || performance.now() >= limits.end) break
      const { provider } = model
      if (!model.available()) {
        events.failed(provider, 'circuit')
        continue
      }
      const sayTimed = (piece: string) => {
        if (said === '') events.firstPiece(provider, performance.now() - started)
        say(piece)
      }
      try {
        request ??= modelRequest(question, { now: clock.now(), clinic, ownHosts })
        if (await answerByModel(model, request, { contact, signal: stop, limits, say: sayTimed, events, log }))
          return finish(provider)
      } catch (error) {
        if (signal.aborted) return breakOff(provider)
        const kind = error instanceof ModelError ? error.kind : 'circuit'
        events.failed(provider, kind)
        // Not the whole error: it may quote the request.
        log.warn({ provider, kind, reason: (error as Error).message }, 'the assistant passes to its next provider')
      }
      if (said !== '') {
        said = ''
        onPiece('reset')
      }
    }
    if (signal.aborted) return breakOff('rules')
    for (const sentence of sentences(byRules(question, clinic, clock.now()))) say(sentence)
    return finish('rules')
  }
}
