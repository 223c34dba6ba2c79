import type { FastifyBaseLogger } from 'fastify'
import type { ChatTurn } from './chat.ts'
import { instructions } from './instructions.ts'
import type { AssistantEvents } from './metrics.ts'
import { type Known, knownFrom } from './output.ts'
import type { Locale } from '../words/locale.ts'
import type { ClinicContact } from '../words/reply-facts.ts'
import { pseudonyms } from './privacy.ts'
import type { Question } from './question.ts'
import { release } from './release.ts'
import type { ReliableModel, TimeLimits } from './reliable.ts'
import type { ClinicFacts } from './rules.ts'
import { latestThatFit } from './tokens.ts'

/** What a model is sent, with what identifies people replaced by placeholders. */
export interface ModelRequest {
  readonly instructions: string
  readonly turns: readonly ChatTurn[]
  /** Puts the originals back for the placeholders of an answer. */
  readonly restore: (text: string) => string
  readonly known: Known
}

export function modelRequest(
  { message, context, history = [], facts, locale, timezone, names = [] }: Question,
  { now, clinic, ownHosts }: { now: Date; clinic: ClinicFacts; ownHosts: readonly string[] },
): ModelRequest {
  const hidden = pseudonyms(names)
  // Of the facts only names identify; the practice's own telephone and address are public.
  const withoutName = <Fact extends { readonly withWhom?: string }>(fact: Fact): Fact => ({
    ...fact,
    withWhom: fact.withWhom && hidden.hide(fact.withWhom),
  })
  const system = instructions({
    locale,
    timezone,
    now,
    clinic,
    facts: {
      ...facts,
      nextAppointments: facts?.nextAppointments?.map(withoutName),
      freeSlots: facts?.freeSlots?.slice(0, 8).map(withoutName),
    },
  })
  const asked = context ? `${message}\n\n(Contexto informado pelo aplicativo: ${context})` : message
  const turns = latestThatFit([...history, { role: 'user', content: asked }])
  return {
    instructions: system,
    turns: turns.map(({ role, content }) => ({ role, content: hidden.hide(content) })),
    restore: hidden.restore,
    known: knownFrom([message, context, system, ...history.map(({ content }) => content)], ownHosts),
  }
}

/** Has one model answer, and gives `say` what its output rules let through. False where nothing was. */
export async function answerByModel(
  model: ReliableModel,
  request: ModelRequest,
  {
    contact,
    signal,
    limits,
    say,
    events,
    log,
  }: {
    contact: ClinicContact & { readonly locale: Locale }
    signal: AbortSignal
    limits: TimeLimits
    say: (piece: string) => void
    events: AssistantEvents
    log: FastifyBaseLogger
  },
): Promise<boolean> {
  const { provider } = model
  const enough = new AbortController()
  const released = release({
    known: request.known,
    restore: request.restore,
    contact,
    say,
    broke(rule) {
      events.replaced(rule)
      log.warn({ provider, rule }, 'a sentence of the model was replaced')
    },
  })
  const push = (piece: string) => {
    if (!released.push(piece)) enough.abort()
  }
  const limited = { ...request, signal: AbortSignal.any([signal, enough.signal]) }
  const end = await model.answer(limited, push, limits).catch((error: unknown) => {
    if (enough.signal.aborted) return 'length'
    throw error
  })
  released.end({ whole: end === 'whole' && !enough.signal.aborted })
  return released.said()
}
