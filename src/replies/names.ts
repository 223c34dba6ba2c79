import { plainText, splitWords, type Words } from '../text/normalize.ts'

/** Which words of a message, by their index, may be a name: "Cancela", "Quinta" and "Claro" are surnames, too. */
export interface NamesIn {
  readonly possible: ReadonlySet<number>
  /** After a title, or beside another word of the same name: "Dra. Cancela", "Ana Cancela". */
  readonly certain: ReadonlySet<number>
}

const particles = /^(?:de|da|do|das|dos|e)$/
const abbreviated = /^(?:dr|dra|sr|sra|prof|profa|psi)$/
const titles =
  /^(?:dr|dra|sr|sra|prof|profa|psi|doutora?|senhora?|dona|seu|professora?|psicolog[ao]|terapeuta|clinica|consultorio|espaco|instituto)$/

/** Whether a word begins the message or follows a comma, a full stop or a line break. */
const opens = ({ pause, clause }: Words, at: number) => at === 0 || pause[at] === true || clause[at] !== clause[at - 1]

const unbroken = (words: Words, start: number, end: number) => {
  for (let at = start + 1; at < end; at++) if (opens(words, at)) return false
  return true
}

function titled(words: Words, at: number): boolean {
  // An initial, or the "a" of "Dr(a)." and "Dr.ª".
  const before = words.tokens[at - 1]?.length === 1 ? at - 2 : at - 1
  const title = words.tokens[before] ?? ''
  if (words.pause[at] || words.pause[before + 1] || !titles.test(title)) return false
  return abbreviated.test(title) || unbroken(words, before, at + 1)
}

/** The next or previous word in the same clause, skipping "de", "da" and "dos". */
function beside(words: Words, at: number, step: 1 | -1): string | undefined {
  let other = at + step
  if (particles.test(words.tokens[other] ?? '')) other += step
  return unbroken(words, Math.min(at, other), Math.max(at, other) + 1) ? words.tokens[other] : undefined
}

/**
 * Finds the known names in a message. `spell` corrects typing errors. A word that is the whole message is no name.
 */
export function namesIn(words: Words, names: readonly string[], spell = (word: string) => word): NamesIn {
  const possible = new Set<number>()
  const certain = new Set<number>()
  if (words.tokens.length === 1) return { possible, certain }
  for (const name of names) {
    const { tokens } = splitWords(plainText(name))
    words.tokens.forEach((token, at) => {
      const place = Math.max(tokens.indexOf(token), tokens.indexOf(spell(token)))
      if (place < 0 || token.length === 1 || /\d/.test(token) || particles.test(token)) return
      possible.add(at)
      const before = tokens.indexOf(beside(words, at, -1) ?? '')
      const after = tokens.indexOf(beside(words, at, 1) ?? '')
      if (titled(words, at) || (before >= 0 && before < place) || after > place) certain.add(at)
    })
    // The "da" of "Maria da Silva".
    words.tokens.forEach((token, at) => {
      const before = tokens.indexOf(words.tokens[at - 1] ?? '')
      const between = before >= 0 && tokens.indexOf(words.tokens[at + 1] ?? '') > before
      if (particles.test(token) && between && unbroken(words, at - 1, at + 2))
        for (const to of [possible, certain]) to.add(at)
    })
  }
  return { possible, certain }
}

const please = /^(?:por|favor|pfv?|pfvr|pff|pls|please)$/
const object =
  /^(?:[ao]s?|minhas?|meus?|ess[ae]|est[ae]|consulta|sesao|terapia|horario|atendimento|agendamento|presenca|tudo)$/
const adverb = /^(?:hoje|amanha|sim|mesmo)$/

/**
 * Whether the words of a phrase, from `start` up to `end`, are more than names: "cancela minha consulta" and "sim, obrigada" say
 * something even if a person is called Cancela or Sim. `yields`: the phrase does no harm where it was a name after all.
 */
export function saysMoreThanNames(
  words: Words,
  { start, end, yields }: { start: number; end: number; yields: boolean },
  { possible }: Pick<NamesIn, 'possible'>,
): boolean {
  const inside = [...possible].filter((at) => at >= start && at < end)
  if (inside.length === 0) return true
  if (inside.some((at) => at > start) || !opens(words, start)) return false
  const next = words.tokens[start + 1] ?? ''
  if (please.test(next)) return true
  if (opens(words, start + 1)) return yields && start === 0
  // "Boa tarde, Cancela hoje …" may address a person.
  return end === start + 1 ? object.test(next) : unbroken(words, start, end) && !adverb.test(next)
}
