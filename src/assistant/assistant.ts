import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from '../time/clock.ts'
import { type ChatTurn, ModelError } from './chat.ts'
import { instructions } from './instructions.ts'
import { knownFrom } from './output.ts'
import { pseudonyms } from './privacy.ts'
import { release } from './release.ts'
import type { ReliableModel } from './reliable.ts'
import { assessRisk, type RiskAssessment, type RiskLevel } from '../risk/risk.ts'
import { crisisReply, helplineNote } from '../risk/risk-replies.ts'
import { answerByRules, type ClinicFacts, type PersonalFacts } from './rules.ts'
import { sentences } from '../text/sentences.ts'
import type { Locale } from '../words/locale.ts'
import { latestThatFit } from './tokens.ts'

export interface Question {
  readonly message: string
  /** What the front end adds, such as "Paciente novo". As little trusted as the message itself. */
  readonly context?: string
  readonly locale: Locale
  readonly timezone: string
  /** Earlier turns, oldest first. What was said in a moment of high risk is not among them: it never goes to a model. */
  readonly history?: readonly ChatTurn[]
  /** What was read in the message, its context and the asker's earlier words; read from the message and its context if not given. */
  readonly risk?: RiskAssessment
  /** Whether there is a psychologist who will be told of a risk: else the reply does not say so. */
  readonly psychologistTold?: boolean
  /** Names that must not leave: the asker's and their psychologist's. */
  readonly names?: readonly string[]
  readonly facts?: PersonalFacts
}

export interface Reply {
  readonly reply: string
  /** The name of the model's provider, or `rules`. */
  readonly provider: string
  readonly risk: RiskLevel
  /** The asker left before the end: `reply` is what was said until then. */
  readonly interrupted?: true
}

/** What a listener hears while an answer is made. After `reset` the answer begins anew. */
export type Piece = { readonly delta: string } | 'reset'

export interface Asking {
  /** Whether models may be asked; asked for only where one would be. */
  readonly askModels?: () => Promise<boolean>
  /** The asker's leaving. */
  readonly signal?: AbortSignal
  /** Hears the answer as it comes, but for one of high risk: that is fixed, and others are told first. */
  readonly hear?: (piece: Piece) => void
}

/** What there is to count of answers. */
export interface AssistantEvents {
  firstPiece(provider: string, ms: number): void
  failed(provider: string, reason: 'temporary' | 'permanent' | 'refused' | 'circuit'): void
  replaced(rule: string): void
  answered(reply: Reply): void
}

/** What a message and its context say of risk to life, after the asker's earlier words, oldest first. */
export const riskIn = (
  { message, context }: Pick<Question, 'message' | 'context'>,
  earlier?: readonly string[],
): RiskAssessment => assessRisk([message, context].filter(Boolean).join('\n'), earlier)

/** Silence before the first piece of an answer and between two, as a part of the time for the whole: 8 of 30 s. */
const silenceShare = 8 / 30

/**
 * Answers one question: first the deterministic look for risk to life, then the models in their order, then the rules,
 * which always have an answer. On `alto` the reply is fixed text and no model is asked. Never throws for a model's failure.
 * `closing` ends the models' turns when the process is to stop; the rules then answer at once.
 */
export const assistant = ({
  models,
  clinic,
  ownHosts,
  clock,
  timeoutMs,
  closing,
  log,
  events,
}: {
  models: readonly ReliableModel[]
  clinic: ClinicFacts
  /** Hosts that a model may name: this server's and the front end's. */
  ownHosts: readonly string[]
  clock: Clock
  timeoutMs: number
  closing: AbortSignal
  log: FastifyBaseLogger
  events: AssistantEvents
}) => {
  const byRules = (question: Question, locale: Locale, despair: boolean): string => {
    const { message, context, facts, timezone, history = [] } = question
    const earlier = history.filter(({ role }) => role === 'user').map(({ content }) => content)
    return answerByRules({ locale, now: clock.now(), timezone, clinic, facts, message, context, earlier, despair })
      .reply
  }

  /** What the models are told, with what identifies taken out, and the way back. */
  const toLeave = (question: Question, locale: Locale) => {
    const { message, context, history = [], facts, timezone } = question
    const hidden = pseudonyms(question.names ?? [])
    // Of the facts only names identify; the practice's own telephone and address are nobody's secret.
    const withoutName = <Fact extends { readonly withWhom?: string }>(fact: Fact): Fact => ({
      ...fact,
      ...(fact.withWhom && { withWhom: hidden.hide(fact.withWhom) }),
    })
    const told = instructions({
      ...{ locale, timezone, now: clock.now(), clinic },
      facts: {
        ...facts,
        nextAppointments: facts?.nextAppointments?.map(withoutName),
        freeSlots: facts?.freeSlots?.slice(0, 8).map(withoutName),
      },
    })
    const asked = context ? `${message}\n\n(Contexto informado pelo aplicativo: ${context})` : message
    const turns = latestThatFit([...history, { role: 'user', content: asked }])
    return {
      restore: hidden.restore,
      instructions: told,
      turns: turns.map(({ role, content }) => ({ role, content: hidden.hide(content) })),
      known: knownFrom([message, context, told, ...history.map(({ content }) => content)], ownHosts),
    }
  }

  return async (
    question: Question,
    { askModels = async () => true, signal = new AbortController().signal, hear = () => {} }: Asking = {},
  ): Promise<Reply> => {
    const { locale } = question
    const { level: risk, about } = question.risk ?? riskIn(question)
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
      hear({ delta })
    }
    const finish = (provider: string): Reply => {
      if (risk === 'baixo') say(`\n\n${helplineNote(contact)}`)
      return done({ reply: said, provider, risk })
    }
    const breakOff = (provider: string) => done({ reply: said, provider, risk, interrupted: true })

    const stop = AbortSignal.any([signal, closing])
    const started = performance.now()
    const limits = { silenceMs: Math.ceil(timeoutMs * silenceShare), end: started + timeoutMs }

    /** Has one model answer, and says what of it may be said. Whether it did, to its end or to the greatest length. */
    const answered = async (model: ReliableModel, leaving: ReturnType<typeof toLeave>): Promise<boolean> => {
      const { provider } = model
      const enough = new AbortController()
      const released = release({
        known: leaving.known,
        restore: leaving.restore,
        contact,
        say(piece) {
          if (said === '') events.firstPiece(provider, performance.now() - started)
          say(piece)
        },
        broke(rule) {
          events.replaced(rule)
          log.warn({ provider, rule }, 'a sentence of the model was replaced')
        },
      })
      const hearPiece = (piece: string) => {
        if (!released.push(piece)) enough.abort()
      }
      const request = { ...leaving, signal: AbortSignal.any([stop, enough.signal]) }
      const end = await model.answer(request, hearPiece, limits).catch((error: unknown) => {
        if (enough.signal.aborted) return 'length'
        throw error
      })
      released.end({ whole: end === 'whole' && !enough.signal.aborted })
      return released.said()
    }

    const asked = models.length > 0 && (await askModels()) ? models : []
    let leaving: ReturnType<typeof toLeave> | undefined
    for (const model of asked) {
      if (stop.aborted || performance.now() >= limits.end) break
      const { provider } = model
      if (!model.available()) {
        events.failed(provider, 'circuit')
        continue
      }
      try {
        leaving ??= toLeave(question, locale)
        if (await answered(model, leaving)) return finish(provider)
      } catch (error) {
        if (signal.aborted) return breakOff(provider)
        const kind = error instanceof ModelError ? error.kind : 'circuit'
        events.failed(provider, kind)
        // Not the whole error: it may quote the request.
        log.warn({ provider, kind, reason: (error as Error).message }, 'the assistant passes to its next provider')
      }
      if (said !== '') {
        said = ''
        hear('reset')
      }
    }
    if (signal.aborted) return breakOff('rules')
    for (const sentence of sentences(byRules(question, locale, risk === 'baixo'))) say(sentence)
    return finish('rules')
  }
}
