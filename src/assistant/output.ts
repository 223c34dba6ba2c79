import { plainText, splitWords } from '../text/normalize.ts'
import { OUTPUT_CLASSES, OUTPUT_SIGNALS, type Signal } from './output-phrases.ts'
import { compilePhrases, findPhrases } from '../text/phrases.ts'

export type Broken = 'diagnostico' | 'medicacao' | 'promessa' | 'humano' | 'acao' | 'preco' | 'contato' | 'dano'

interface OutputRule {
  readonly rule: Broken
  /** Broken where a sentence gives all of these, */
  readonly all: readonly Signal[]
  /** and none of these. */
  readonly unless?: readonly Signal[]
  /** Whether a sentence with a question mark breaks it as well, unless it asks the person something. */
  readonly questionToo?: true
}

const rules: readonly OutputRule[] = [
  { rule: 'dano', all: ['urging'], unless: ['helping'], questionToo: true },
  { rule: 'dano', all: ['death', 'belittle'], unless: ['helping'], questionToo: true },
  { rule: 'dano', all: ['death'], unless: ['caring', 'helping'] },
  { rule: 'dano', all: ['undoing', 'lifeline'], unless: ['refusal'] },
  { rule: 'dano', all: ['quitting', 'treatment'], unless: ['kindly'] },
  { rule: 'diagnostico', all: ['disorder', 'guess'], unless: ['refusal', 'general'] },
  { rule: 'diagnostico', all: ['disorder', 'youHave'], unless: ['refusal', 'general'], questionToo: true },
  { rule: 'diagnostico', all: ['disorder', 'youHaveNot'], unless: ['refusal', 'general'] },
  { rule: 'diagnostico', all: ['disorder', 'toYou'], unless: ['refusal', 'general', 'caring'] },
  { rule: 'diagnostico', all: ['feeling', 'guess', 'youHave'], unless: ['refusal', 'general'] },
  { rule: 'medicacao', all: ['drug'], unless: ['refusal', 'warning'], questionToo: true },
  { rule: 'medicacao', all: ['remedy', 'dosing'], unless: ['refusal', 'warning'], questionToo: true },
  { rule: 'medicacao', all: ['doseAlone'], unless: ['refusal', 'warning'], questionToo: true },
  { rule: 'promessa', all: ['vow'], unless: ['refusal'] },
  { rule: 'promessa', all: ['certainty', 'outcome'], unless: ['refusal'] },
  { rule: 'promessa', all: ['outcome', 'future', 'problem'], unless: ['refusal'] },
  { rule: 'promessa', all: ['cheer'], unless: ['refusal'] },
  { rule: 'humano', all: ['person'], unless: ['notAPerson'], questionToo: true },
  { rule: 'humano', all: ['notAProgram'], questionToo: true },
  { rule: 'acao', all: ['acted'], unless: ['notActed'], questionToo: true },
  { rule: 'preco', all: ['fee', 'amount'], unless: ['refusal', 'askThem'] },
  { rule: 'preco', all: ['moneyFact'], unless: ['refusal', 'askThem'] },
  { rule: 'preco', all: ['plan', 'accepts'], unless: ['refusal', 'askThem'] },
]

const book = compilePhrases(
  Object.entries(OUTPUT_SIGNALS).map(([signal, phrases]) => [signal as Signal, phrases] as const),
  OUTPUT_CLASSES,
)

// Each begins where nothing of its kind stands before, and is bounded: else a long run would be read again from each letter.
const price =
  /(?<![\d.,])(?:r\$|us\$|\$|€)\s?\d[\d.,]{0,12}|(?<![\d.,])\d[\d.,]{0,12}\s?(?:reais|real|dollars|dolares)\b/g
const number = /(?<!\d)\+?\(?\d[\d\s().-]{5,18}\d/g
const instant = /(?<!\d)\d{1,2}\/\d{1,2}(?:\/\d{2,4})?|(?<!\d)\d{4}-\d{2}-\d{2}|(?<!\d)\d{1,2}(?::|h)\d{2}\b/g
const name = /(?<![a-z0-9.-])[a-z0-9.-]{4,253}(?![a-z0-9.-])/g
const host = /^(?:www\.)?((?:[a-z0-9-]{1,63}\.){1,5}(?:com|org|net|gov|br|app|io|me|info|dev|link))\.?$/
/** Asks the person something; "que tal tomar …?" and "…, tudo bem?" ask nothing. */
const inquiry =
  /^\W*(?:e\s+)?(?:(?:voce|vc)\s+)?(?:ja\s+(?:toma|tomou|conversou|falou|pensou|tentou|fez|passou|usa|usou|viu)\b|esta\s|tem\s(?:alguma?|tomado|usado|sentido)\b|toma\b|tomou\b|usa\b|faz\s|quer\b|gostaria\b|prefere\b|posso\b|podemos\b|consegue\b|sente\b|lembra\b|sabe\b|como\s|qual\s|quando\s|onde\s|quem\s|o que\s|ha quanto)|^\W*(?:are you|do you|did you|have you|would you|can i|could i|is there|what\s(?!about)|how\s(?!about)|when\s|where\s|which\s|who\s)/
const link = /https?:\/\/([^\s/:]{1,253})/g
const email = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.\w/

/** What a model may repeat, since the person or the practice has said it. */
export interface Known {
  /** Amounts and telephone numbers, by their digits. */
  readonly prices: ReadonlySet<string>
  readonly numbers: ReadonlySet<string>
  readonly hosts: readonly string[]
}

/** What the model may repeat of these texts. `hosts` are those whose addresses it may name. */
export function knownFrom(texts: readonly (string | undefined)[], hosts: readonly string[]): Known {
  const all = plainText(texts.filter((text) => text !== undefined).join('\n'))
  return { prices: new Set(pricesIn(all)), numbers: new Set(numbersIn(all)), hosts: [...hosts, 'cvv.org.br'] }
}

const digitsOf = (text: string) => text.replace(/\D/g, '')
const pricesIn = (text: string) => [...text.matchAll(price)].map(([found]) => digitsOf(found.replace(/[,.]00\b/, '')))
/** Days and times are digits, too, and short numbers are those of the emergency services. */
const numbersIn = (text: string) =>
  [...text.replace(instant, ' ').matchAll(number)].map(([found]) => digitsOf(found)).filter(({ length }) => length > 6)

/**
 * Which of the assistant's rules a model's sentence breaks, if any: a diagnosis, advice on medication, a promise, a claim to
 * be a person or to have done something, an invented price or contact, harm. It matches words, one sentence at a time: a net
 * below the instructions, not a proof. Linear in the sentence's length.
 */
export function brokenRule(sentence: string, known: Known): Broken | undefined {
  const text = plainText(sentence)
  const signals = new Set(findPhrases(book, splitWords(text)).map(({ value }) => value))
  const asks = /\?\s*$/.test(text)
  const inquires = asks && inquiry.test(text)
  for (const { rule, all, unless = [], questionToo = false } of rules) {
    if (asks && (!questionToo || (inquires && rule !== 'dano'))) continue
    if (all.every((signal) => signals.has(signal)) && !unless.some((signal) => signals.has(signal))) return rule
  }
  if (!pricesIn(text).every((amount) => known.prices.has(amount))) return 'preco'
  if (!numbersIn(text).every((digits) => known.numbers.has(digits))) return 'contato'
  if (email.test(text)) return 'contato'
  const named = [...text.matchAll(name)].flatMap(([found]) => host.exec(found)?.[1] ?? [])
  const linked = [...text.matchAll(link)].flatMap(([, at = '']) => at.replace(/^www\./, ''))
  return [...named, ...linked].every((at) => known.hosts.includes(at)) ? undefined : 'contato'
}
