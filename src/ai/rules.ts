import { foldRepeats, plainText, splitWords } from './normalize.ts'
import { compilePhrases, findPhrases } from './phrases.ts'
import { INTENTS, QUESTIONS, QUESTION_ALIASES, QUESTION_CLASSES } from './rules-intents.ts'
import type { Intent } from './rules-intents.ts'
import { replies } from './rules-replies.ts'
import type { Locale, ReplyFacts } from './rules-replies.ts'
import { describeInstant, describeSlot, parseSlot, slotIncludes } from './slots.ts'
import type { Slot } from './slots.ts'

export type { Intent } from './rules-intents.ts'

export interface RulesInput {
  message: string
  /** What the front end adds. It is as little trusted as the message, and only read where the message says nothing. */
  context?: string
  locale: Locale
  now: Date
  timezone: string
  clinic: { name?: string; phone?: string; address?: string }
  facts?: {
    nextAppointments?: {
      id: number
      startsAt: Date
      psychologistName: string
      modality: 'presencial' | 'online'
      status: string
    }[]
    freeSlots?: Date[]
    /** Opening hours as a person says them. */
    hours?: string
  }
  previousIntent?: string
}

export interface RulesAnswer {
  reply: string
  intent: Intent
  /** The day and time that were understood, for a caller that wants to go on from there. */
  slot?: Slot
}

const book = compilePhrases(
  QUESTIONS.map(([intent, weight, phrases]) => [{ intent, weight }, phrases] as const),
  QUESTION_CLASSES,
)
const aliases = new Map(
  Object.entries(QUESTION_ALIASES).map(([word, meant]) => [foldRepeats(word), foldRepeats(meant)]),
)
const MOST_OFFERED = 5
const ABOUT_TIMES: readonly string[] = ['agendar', 'remarcar'] satisfies Intent[]

/**
 * Answers an everyday question by rules: always, at once, without a network, the same way each time. The reply is fixed text
 * filled with given facts; nothing in the message or the context becomes part of it except a day and time, so instructions
 * hidden there change nothing. What it does not know (prices, insurance, most other things) it says, and names the contact.
 * `previousIntent` lets "terça às 14h" finish "quero remarcar". It carries nothing out: patients act in the app.
 */
export function answerByRules(input: RulesInput): RulesAnswer {
  const { message, context, locale, now, timezone, previousIntent } = input
  const slot = parseSlot(message, { now, timezone })
  let intent = intentOf(message)
  // Only a bare day and time, a yes or a no lean on what came before; a new question stands on its own.
  const previous = INTENTS.find((known) => known === previousIntent)
  if (slot && previous && ABOUT_TIMES.includes(previous) && LEANS.has(intent)) intent = previous
  else if (intent === 'nao_sei' && previous && previous !== 'nao_sei' && SHORT_ANSWER.test(plainText(message)))
    intent = previous
  else if (intent === 'nao_sei' && slot?.date && (slot.time ?? slot.period)) intent = 'agendar'
  else if (intent === 'nao_sei' && context && NEW_PATIENT.test(plainText(context)) && message.trim() === '')
    intent = 'primeira_consulta'
  return { reply: replies[locale][intent](factsFor(intent, slot, input)), intent, ...(slot && { slot }) }
}

const LEANS: ReadonlySet<Intent> = new Set(['nao_sei', 'saudacao', 'agradecimento', 'horarios', 'despedida', 'agendar'])
const SHORT_ANSWER = /^\s*(?:sim|s|ok|okay|pode ser|pode|isso|claro|quero|yes|yep|sure|please|por favor|beleza|blz)\W*$/
const NEW_PATIENT = /\b(?:paciente nov[oa]|new patient|primeira vez)\b/

/** What a message is about: the intent whose phrases say so most plainly; `nao_sei` where none does. */
function intentOf(message: string): Intent {
  const { tokens, clause, pause } = splitWords(plainText(message))
  const words = { tokens: tokens.map((token) => aliases.get(token) ?? token), clause, pause }
  const best = new Map<Intent, number>()
  for (const { value } of findPhrases(book, words)) {
    const so = best.get(value.intent) ?? 0
    // The plainest phrase decides; further ones only tip the balance between equals.
    best.set(value.intent, Math.max(so, value.weight) + (so > 0 ? 0.1 : 0))
  }
  let intent: Intent = 'nao_sei'
  let weight = 0
  for (const [candidate, points] of best) if (points > weight) [intent, weight] = [candidate, points]
  return intent
}

function factsFor(intent: Intent, slot: Slot | undefined, input: RulesInput): ReplyFacts {
  const { locale, now, timezone, clinic, facts } = input
  const appointments = facts?.nextAppointments
    ?.filter(({ startsAt, status }) => startsAt > now && (status === 'agendado' || status === 'confirmado'))
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
    .slice(0, MOST_OFFERED)
    .map(({ startsAt, psychologistName, modality, status }) =>
      locale === 'en'
        ? `${describeInstant(startsAt, timezone, locale)}, with ${psychologistName} (${modality === 'online' ? 'online' : 'in person'}, ${status === 'confirmado' ? 'confirmed' : 'to be confirmed'})`
        : `${describeInstant(startsAt, timezone, locale)}, com ${psychologistName} (${modality}, ${status === 'confirmado' ? 'confirmada' : 'a confirmar'})`,
    )
  const about = ABOUT_TIMES.includes(intent)
  const all = facts?.freeSlots?.filter((start) => start > now).sort((a, b) => a.getTime() - b.getTime())
  const fitting = slot && all?.filter((start) => slotIncludes(slot, start, timezone))
  const exact = slot?.time !== undefined && slot.date !== undefined
  const offered = fitting && fitting.length > 0 ? fitting : all
  return {
    clinicName: clinic.name,
    clinicPhone: clinic.phone,
    clinicAddress: clinic.address,
    hours: facts?.hours,
    appointments,
    free: offered?.slice(0, MOST_OFFERED).map((start) => describeInstant(start, timezone, locale)),
    ...(about && slot && { wanted: describeSlot(slot, locale) }),
    ...(about && fitting && (exact || fitting.length === 0) && { wantedIsFree: fitting.length > 0 }),
  }
}
