import { plainText, splitWords } from '../text/normalize.ts'
import { OUTPUT_CLASSES, OUTPUT_SIGNALS, type Signal } from './output-phrases.ts'
import { compilePhrases, findPhrases } from '../text/phrases.ts'

export type Broken = 'diagnostico' | 'medicacao' | 'promessa' | 'humano' | 'acao' | 'preco' | 'contato' | 'dano'

/**
 * A sentence with all of these signals and none of those after `!` breaks the rule. `?`: with a question mark as well, unless it
 * asks the person something.
 */
type OutputRule = readonly [Broken, ...(Signal | `!${Signal}` | '?')[]]

const rules: readonly OutputRule[] = [
  ['dano', 'urging', '!helping', '?'],
  ['dano', 'death', 'belittle', '!helping', '?'],
  ['dano', 'death', '!caring', '!helping'],
  ['dano', 'undoing', 'lifeline', '!refusal'],
  ['dano', 'quitting', 'treatment', '!kindly'],
  ['diagnostico', 'disorder', 'guess', '!refusal', '!general'],
  ['diagnostico', 'disorder', 'youHave', '!refusal', '!general', '?'],
  ['diagnostico', 'disorder', 'youHaveNot', '!refusal', '!general'],
  ['diagnostico', 'disorder', 'toYou', '!refusal', '!general', '!caring'],
  ['diagnostico', 'feeling', 'guess', 'youHave', '!refusal', '!general'],
  ['medicacao', 'drug', '!refusal', '!warning', '?'],
  ['medicacao', 'remedy', 'dosing', '!refusal', '!warning', '?'],
  ['medicacao', 'doseAlone', '!refusal', '!warning', '?'],
  ['promessa', 'vow', '!refusal'],
  ['promessa', 'certainty', 'outcome', '!refusal'],
  ['promessa', 'outcome', 'future', 'problem', '!refusal'],
  ['promessa', 'cheer', '!refusal'],
  ['humano', 'person', '!notAPerson', '?'],
  ['humano', 'notAProgram', '?'],
  ['acao', 'acted', '!notActed', '?'],
  ['preco', 'fee', 'amount', '!refusal', '!askThem'],
  ['preco', 'moneyFact', '!refusal', '!askThem'],
  ['preco', 'plan', 'accepts', '!refusal', '!askThem'],
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
  const signals = new Set<string>(findPhrases(book, splitWords(text)).map(({ value }) => value))
  const asks = /\?\s*$/.test(text)
  const inquires = asks && inquiry.test(text)
  for (const [rule, ...conditions] of rules) {
    if (asks && (!conditions.includes('?') || (inquires && rule !== 'dano'))) continue
    const holds = (condition: string) =>
      condition === '?' || (condition.startsWith('!') ? !signals.has(condition.slice(1)) : signals.has(condition))
    if (conditions.every(holds)) return rule
  }
  if (!pricesIn(text).every((amount) => known.prices.has(amount))) return 'preco'
  if (!numbersIn(text).every((digits) => known.numbers.has(digits))) return 'contato'
  if (email.test(text)) return 'contato'
  const named = [...text.matchAll(name)].flatMap(([found]) => host.exec(found)?.[1] ?? [])
  const linked = [...text.matchAll(link)].flatMap(([, at = '']) => at.replace(/^www\./, ''))
  return [...named, ...linked].every((at) => known.hosts.includes(at)) ? undefined : 'contato'
}
