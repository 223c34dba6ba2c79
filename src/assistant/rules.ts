import { foldRepeats, plainText, splitWords } from '../text/normalize.ts'
import { compilePhrases, findPhrases } from '../text/phrases.ts'
import { QUESTIONS, QUESTION_ALIASES, QUESTION_CLASSES } from './rules-intents.ts'
import type { Intent } from './rules-intents.ts'
import { describeInstant, describeSlot, parseSlot, slotIncludes } from './slots.ts'
import type { Slot } from './slots.ts'
import { instantAt, wallClock } from '../time/wall-clock.ts'
import { wordsFor } from '../words/catalogue.ts'
import type { Locale } from '../words/locale.ts'
import type { ReplyFacts } from '../words/reply-facts.ts'

export type { Intent } from './rules-intents.ts'

export interface ClinicFacts {
  readonly name?: string
  readonly phone?: string
  readonly address?: string
}

export interface PersonalFacts {
  readonly nextAppointments?: readonly {
    readonly startsAt: Date
    readonly withWhom: string
    readonly modality: 'presencial' | 'online'
    readonly status: string
  }[]
  /** In order; `withWhom` where it is not one person's alone. */
  readonly freeSlots?: readonly { readonly startsAt: Date; readonly withWhom?: string }[]
  /** Whether an appointment may begin then; nothing where that is not known. */
  readonly isFree?: (startsAt: Date) => boolean | undefined
  /** Opening hours as a person says them. */
  readonly hours?: string
}

export interface RulesInput {
  message: string
  /** Added by the front end; as little trusted as the message, and only read where the message is empty. */
  context?: string
  locale: Locale
  now: Date
  timezone: string
  clinic: ClinicFacts
  facts?: PersonalFacts
  /** The same person's earlier messages, oldest first: "terça" and "às 14h" finish "quero remarcar". */
  earlier?: readonly string[]
  /** The message was read as one of despair: then "não sei" is no answer to it. */
  despair?: boolean
}

const book = compilePhrases(
  QUESTIONS.map(([intent, weight, phrases]) => [{ intent, weight }, phrases] as const),
  QUESTION_CLASSES,
)
const aliases = new Map(
  Object.entries(QUESTION_ALIASES).map(([word, meant]) => [foldRepeats(word), foldRepeats(meant)]),
)
const MOST_OFFERED = 5
const OFFERED_A_DAY = 2
/** How far back a dialogue reaches. */
const MOST_EARLIER = 6
const ABOUT_TIMES: readonly string[] = ['agendar', 'remarcar'] satisfies Intent[]

interface Understood {
  readonly intent: Intent
  readonly slot: Slot | undefined
}

/**
 * Answers an everyday question by rules: always, at once, without a network, the same way each time. The reply is fixed text
 * filled with given facts; nothing in the message or the context becomes part of it except a day and time, so instructions
 * hidden there change nothing. What it does not know (prices, insurance, most other things) it says, and names the contact.
 * The last few of the person's `earlier` messages count, so that a dialogue may take several. It carries nothing out: patients
 * act in the app.
 */
export function answerByRules(input: RulesInput) {
  let before: Understood | undefined
  for (const message of input.earlier?.slice(-MOST_EARLIER) ?? []) before = understand(message, before, input)
  const { intent: found, slot } = understand(input.message, before, input)
  const intent = found === 'nao_sei' && input.despair ? 'sentimento' : found
  const reply = wordsFor(input.locale).assistantReplies[intent](factsFor(intent, slot, input))
  return { reply, intent, ...(slot && { slot }) }
}

/** What a message means after what came before it. A new question stands on its own. */
function understand(message: string, before: Understood | undefined, input: RulesInput): Understood {
  const { context, now, timezone } = input
  const intent = intentOf(message)
  const aboutTimes = before !== undefined && ABOUT_TIMES.includes(before.intent)
  const slot = parseSlot(message, { now, timezone }) ?? (aboutTimes ? picked(message, before, input) : undefined)
  if (aboutTimes && slot && LEANS.has(intent)) return { intent: before.intent, slot: mergeSlots(before.slot, slot) }
  if (intent !== 'nao_sei') return { intent, slot }
  if (before && before.intent !== 'nao_sei' && SHORT_ANSWER.test(plainText(message))) return before
  if (slot?.date && (slot.time ?? slot.period)) return { intent: 'agendar', slot }
  if (context && NEW_PATIENT.test(plainText(context)) && message.trim() === '')
    return { intent: 'primeira_consulta', slot }
  return { intent, slot }
}

/** A later word on the day keeps the time, and one on the time keeps the day. */
function mergeSlots(before: Slot | undefined, { date = before?.date, time, period }: Slot): Slot {
  return time || period ? { date, time, period } : { ...before, date }
}

/** "o primeiro", "opção 2": which of the times that were offered. "Segunda", "quarta" and "quinta" are days. */
function picked(message: string, before: Understood, input: RulesInput): Slot | undefined {
  const [, word = ''] = PICK.exec(plainText(message)) ?? []
  const index = /\d/.test(word) ? Number(word) : ORDINALS.findIndex((ordinal) => ordinal.test(word)) + 1
  const chosen = index > 0 ? offered(before.slot, input)?.[index - 1] : undefined
  if (!chosen) return undefined
  const { date, time } = wallClock(chosen.startsAt, input.timezone)
  return { date, time }
}

const ORDINALS = [/^primeir|^first/, /^segundo|^second/, /^terceir|^third/, /^quarto|^fourth/, /^quinto|^fifth/]
const PICK =
  /^\W*(?:(?:quero|pode ser|prefiro|escolho|the|o|a|opcao|option|numero|number)\s+)*(primeir[oa]|segundo|terceir[oa]|quarto|quinto|first|second|third|fourth|fifth|[1-5])(?:\s+(?:opcao|horario|option|one|time))?(?:\s*,?\s*(?:por favor|please))?\W*$/
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

/** The free times that are shown for what was said so far, those that fit it first. */
function offered(slot: Slot | undefined, { facts, now, timezone }: RulesInput) {
  const all = facts?.freeSlots
    ?.filter(({ startsAt }) => startsAt > now)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
  const fitting = slot && all?.filter(({ startsAt }) => slotIncludes(slot, startsAt, timezone))
  if (fitting && fitting.length > 0) return fitting.slice(0, MOST_OFFERED)
  // Nothing at that hour: the same day is nearer to what was meant than the next days are.
  const sameDay = slot?.date && all?.filter(({ startsAt }) => slotIncludes({ date: slot.date }, startsAt, timezone))
  if (sameDay && sameDay.length > 0) return sameDay.slice(0, MOST_OFFERED)
  // No day was said: a choice of days is worth more than one day's every hour.
  const perDay = new Map<string, number>()
  return all
    ?.filter(({ startsAt }) => {
      const { date } = wallClock(startsAt, timezone)
      perDay.set(date, (perDay.get(date) ?? 0) + 1)
      return (perDay.get(date) ?? 0) <= OFFERED_A_DAY
    })
    .slice(0, MOST_OFFERED)
}

/** Whether the time that was said is free; nothing where no one time was said, or it is not known. */
function isFree(slot: Slot, { facts, now, timezone }: RulesInput): boolean | undefined {
  const { date, time } = slot
  if (date && time) {
    const startsAt = instantAt(date, time, timezone)
    return facts?.isFree?.(startsAt) ?? facts?.freeSlots?.some((free) => free.startsAt.getTime() === startsAt.getTime())
  }
  const some = facts?.freeSlots?.some(({ startsAt }) => startsAt > now && slotIncludes(slot, startsAt, timezone))
  return some === false ? false : undefined
}

function factsFor(intent: Intent, slot: Slot | undefined, input: RulesInput): ReplyFacts {
  const { locale, now, timezone, clinic, facts } = input
  const words = wordsFor(locale).assistant
  const appointments = facts?.nextAppointments
    ?.filter(({ startsAt, status }) => startsAt > now && (status === 'agendado' || status === 'confirmado'))
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
    .slice(0, MOST_OFFERED)
    .map(({ startsAt, withWhom, modality, status }) => {
      const when = describeInstant(startsAt, timezone, locale)
      return words.appointment({ when, withWhom, modality, confirmed: status === 'confirmado' })
    })
  const wanted = ABOUT_TIMES.includes(intent) ? slot : undefined
  const free = offered(slot, input)?.map(({ startsAt, withWhom }) =>
    words.freeTime(describeInstant(startsAt, timezone, locale), withWhom),
  )
  return {
    clinicName: clinic.name,
    clinicPhone: clinic.phone,
    clinicAddress: clinic.address,
    hours: facts?.hours,
    appointments,
    free,
    ...(wanted && { wanted: describeSlot(wanted, locale), wantedIsFree: isFree(wanted, input) }),
  }
}
