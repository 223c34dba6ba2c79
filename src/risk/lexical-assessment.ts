import { foldRepeats, plainText, splitWords } from '../text/normalize.ts'
import type { Words } from '../text/normalize.ts'
import { compilePhrases, findPhrases } from '../text/phrases.ts'
import type { Match } from '../text/phrases.ts'
import {
  FULL_NEGATIONS,
  IDIOMS,
  IDIOM_CLASSES,
  NEGATIONS,
  NEGATION_FILLERS,
  PAST_PHRASES,
  PAST_VERBS,
  RECENT_PHRASES,
  REPORTING,
  STUDY,
  WELL_NOW,
} from './risk-idioms.ts'
import type { RiskAssessment, RiskLevel } from './risk.ts'
import { riskOdds } from './risk-model.ts'
import { CLASSES, SIGNALS } from './risk-phrases.ts'
import type { Signal } from './risk-signal.ts'
import { mendWords } from './risk-words.ts'

type Weight = RiskLevel | 'fraco'
interface Finding {
  name: string
  weight: Weight
  other: boolean
  /** It was found denied: "não quero me matar". */
  denied: boolean
}

type Context = 'idiom' | 'past' | 'recent' | 'well-now' | 'fiction' | 'study'
// One book for both, so that the words are searched once.
const book = compilePhrases<Signal | Context>(
  [
    ...SIGNALS.map((signal) => [signal, signal.phrases] as const),
    ['idiom', IDIOMS],
    ['past', PAST_PHRASES],
    ['recent', RECENT_PHRASES],
    ['well-now', WELL_NOW],
    ['fiction', ['<fiction>']],
    ['study', STUDY],
  ],
  { ...CLASSES, ...IDIOM_CLASSES },
)

/** Odds below which the model finds nothing grave in what a phrase found: then it is taken for `baixo`. */
const CALM = -2
const AROUND = 4

const LAUGHTER = /k{3}|haha|hehe|\brs\b|rsrs|\blol\b|lmao|[\u{1f602}\u{1f923}]/u
const RECENT_MESSAGES = 5
const SHORT_PIECE = 40

/**
 * Looks for risk to life in what a person wrote, in Portuguese and English, here in this process and without a language
 * model: by phrases, and by statistics of words (risk-model.ts). The same words always give the same answer. `recent` is the
 * same person's earlier messages, oldest first; the last five count: a risk just spoken of keeps the level at `baixo` at
 * least, a sentence broken over messages is read as one, and a hint ("já decidi") after a signal becomes `alto`. Errs towards
 * safety: despair or someone else's past is `baixo`; intent, plan, means, self-harm, farewells and another person in present
 * danger are `alto`. It reads words, not people: irony, other languages and what is left unsaid escape it, so it never
 * replaces a professional's eye. Under a millisecond for 4,000 characters, linear.
 */
export function assessRisk(message: string, recent: readonly string[] = []): RiskAssessment {
  const now = findingsIn(message)
  if (recent.length === 0) return judge(now)
  const lately = recent.slice(-RECENT_MESSAGES)
  const before = lately.flatMap(findingsIn)
  // What was alarming a moment ago was answered then; it still colours what comes now.
  const echo = before.map((f) => (f.weight === 'alto' ? { ...f, weight: 'baixo' as const } : f))
  const alone = judge(now.length > 0 ? [...now, ...echo] : echo.filter((f) => f.weight === 'baixo'))
  if (alone.level === 'alto') return alone
  // "eu quero" / "morrer": only short pieces, so that two whole messages are never read as one sentence.
  const pieces = [...lately, message].slice(-3)
  if (pieces.some((text) => text.length > SHORT_PIECE) || judge(before).level !== 'nenhum') return alone
  const joined = judge(findingsIn(pieces.join(' ')))
  return joined.level === 'nenhum' ? alone : joined
}

function findingsIn(message: string): Finding[] {
  const plain = plainText(message)
  const words = mendWords(splitWords(plain.replaceAll('🔫', ' armaemoji '), { leet: true }))
  const laughs = LAUGHTER.test(plain)
  const findings = read(words, laughs)
  // "Quero. Morrer." or one word a line: stops that hide a sentence are read a second time as if they were not there.
  const clauses = (words.clause.at(-1) ?? 0) + 1
  if (clauses > 1 && words.tokens.length <= clauses * 2)
    findings.push(...read({ ...words, clause: words.clause.map(() => 0) }, laughs))
  return heardByModel(findings, words)
}

/** Adds what only the model finds. */
function heardByModel(findings: Finding[], words: Words): Finding[] {
  const { any, alto } = riskOdds(words)
  const denied = findings.some((f) => f.denied)
  const weight = alto > 0 && !denied ? 'alto' : any > 0 ? 'baixo' : undefined
  if (weight === undefined || findings.some((f) => f.weight === 'alto' || f.weight === weight)) return findings
  const name = weight === 'alto' ? 'tom-de-perigo' : 'tom-de-sofrimento'
  return [...findings, { name, weight, other: ofSomeoneElse(words), denied: false }]
}

/**
 * Whether the model finds nothing grave in a phrase: neither in its words alone nor with those about it. What else a message
 * says has no part in it, so that nothing written around a cry can quiet it.
 */
function soundsCalm(words: Words, start: number, end: number): boolean {
  const clause = words.clause[start]
  const inClause = (at: number) => words.clause[at] === clause
  let [from, to] = [start, end]
  while (from > 0 && start - from < AROUND && inClause(from - 1)) from--
  while (to < words.tokens.length && to - end < AROUND && inClause(to)) to++
  return [
    [start, end],
    [from, to],
  ].every(([first = 0, last = 0]) => last - first >= 2 && riskOdds(words, { from: first, to: last }).any < CALM)
}

function read(words: Words, laughs: boolean): Finding[] {
  const contexts: Match<Context>[] = []
  const signals: Match<Signal>[] = []
  for (const { value, start, end } of findPhrases(book, words)) {
    if (typeof value === 'string') contexts.push({ value, start, end })
    else signals.push({ value, start, end })
  }
  const idiomAt = new Uint8Array(words.tokens.length)
  const seen = new Set<Context>()
  const wellNow = new Set<number>()
  for (const { value, start, end } of contexts) {
    if (value === 'idiom') idiomAt.fill(1, start, end)
    else if (value === 'well-now') for (let i = start; i < end; i++) wellNow.add(i)
    if (value !== 'recent') seen.add(value)
  }
  const recently = contexts.some(({ value, start }) => value === 'recent' && !wellNow.has(start))
  const history = seen.has('past') && !recently
  const findings: Finding[] = []
  for (const match of signals) {
    if (idiomAt.subarray(match.start, match.end).includes(1)) continue
    const { value } = match
    const denial = value.denied ? denialBefore(match.start, match.end, words) : undefined
    const context = { history, fiction: seen.has('fiction'), study: seen.has('study'), laughs, denial }
    const found = weigh(match, words, context)
    // One that is grave settles it.
    const settled = findings.some((f) => f.weight === 'alto')
    const weight = found === 'alto' && !settled && soundsCalm(words, match.start, match.end) ? 'baixo' : found
    if (weight !== 'nenhum')
      findings.push({ name: value.name, weight, other: value.about !== undefined, denied: denial !== undefined })
  }
  return findings
}

function weigh(
  { value: signal, start, end }: Match<Signal>,
  words: Words,
  context: { history: boolean; fiction: boolean; study: boolean; laughs: boolean; denial: string | undefined },
): Weight {
  if (context.fiction) {
    if (signal.about || signal.name === 'fala-em-suicidio') return 'nenhum'
    if (words.tokens.slice(Math.max(0, start - 2), start).some((token) => REPORTING.has(token))) return 'nenhum'
  }
  if (context.study && STUDIED.has(signal.name)) {
    // A course or a talk on the subject, unless the writer speaks of themselves.
    const around = words.tokens.slice(Math.max(0, start - 4), end + 3)
    if (!around.some((token) => OWN.has(token))) return 'nenhum'
  }
  if (context.denial !== undefined && signal.denied)
    return FULL_NEGATIONS.has(context.denial) ? 'nenhum' : signal.denied
  if (signal.level !== 'alto') return signal.level
  if (signal.lightens && context.laughs) return 'baixo'
  if (context.history && words.tokens.slice(Math.max(0, start - 3), end).some((token) => PAST_VERBS.has(token)))
    return 'baixo'
  return 'alto'
}

/** Another person is named, and the writer does not speak of themselves. */
const ofSomeoneElse = ({ tokens }: Words) =>
  tokens.some((token) => PEOPLE.has(token)) && !tokens.some((token) => OWN.has(token))
const PEOPLE = new Set(
  'ele ela filho filha irmao irma mae pai marido mulher esposa esposo namorado namorada amigo amiga colega tio tia primo prima sobrinho sobrinha avo neto neta vizinho vizinha aluno aluna he she son daughter brother sister mother father mom dad husband wife boyfriend girlfriend friend'
    .split(' ')
    .map(foldRepeats),
)

/** Signals that are also subjects of study. */
const STUDIED = new Set(['autolesao', 'pensamento-suicida'])
const OWN = new Set('eu me mim meu minha comigo to estou quero queria vou penso tenho i me my myself im'.split(' '))

function denialBefore(start: number, end: number, words: Words): string | undefined {
  const { tokens, clause, pause } = words
  for (let i = start; i < end; i++) if (/^tant[oa]s?$/.test(tokens[i] ?? '')) return undefined // "nunca quis tanto morrer"
  for (let i = start - 1, steps = 0; i >= 0 && steps < 6; i--, steps++) {
    if (clause[i] !== clause[start] || pause[i + 1]) return undefined
    const token = tokens[i] ?? ''
    if (NEGATIONS.has(token)) return token
    if (!NEGATION_FILLERS.has(token)) return undefined
  }
  return undefined
}

function judge(findings: Finding[]): RiskAssessment {
  const strong = findings.filter((f) => f.weight === 'alto')
  const mild = findings.filter((f) => f.weight === 'baixo')
  const hints = findings.filter((f) => f.weight === 'fraco')
  const level: RiskLevel =
    strong.length > 0 || (mild.length > 0 && hints.length > 0) ? 'alto' : mild.length > 0 ? 'baixo' : 'nenhum'
  if (level === 'nenhum') return { level, signals: [], about: 'eu' }
  const telling = strong.length > 0 ? strong : [...mild, ...hints]
  const signals = [...new Set(telling.map((f) => f.name))]
  const self = telling.some((f) => !f.other && f.name !== 'fala-em-suicidio' && f.weight !== 'fraco')
  const about = !self && telling.some((f) => f.other) ? 'outra-pessoa' : 'eu'
  return { level, signals, about }
}
