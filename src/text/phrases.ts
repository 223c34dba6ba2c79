import { foldRepeats } from './normalize.ts'
import type { Words } from './normalize.ts'

interface Step {
  words: Set<string>
  prefixes: string[]
  optional: boolean
  /** How many unknown words may stand here; 0 for a step that names its words. */
  gap: number
  /** The end of the clause, or of the part before a comma, is taken too. */
  stop: boolean
}

interface Phrase<T> {
  id: number
  steps: Step[]
  value: T
  /** Cannot match unless the clause has one of the words that lead to it in `byNeed`. */
  needs: boolean
}

export interface Match<T> {
  value: T
  start: number
  /** Behind the last word. */
  end: number
}

/** Where each phrase may begin: by its first word, or by that word's first four letters. */
interface PhraseBook<T> {
  byWord: Map<string, Phrase<T>[]>
  byPrefix: Map<string, Phrase<T>[]>
  /** Phrases that cannot match without this word: most need not be tried on most clauses. */
  byNeed: Map<string, number[]>
  size: number
}

const PREFIX_KEY = 4

/**
 * Compiles phrases into an index. A phrase is words between spaces: `a|b` either, `word*` a prefix (four letters or more),
 * `<name>` a class from `classes`, a trailing `?` optional, `..` up to two words whatever, `...` up to four, `$` the end of the clause. It begins with a
 * required word. Phrases are written without accents; repeated letters fold by themselves.
 */
export function compilePhrases<T>(
  entries: Iterable<readonly [value: T, phrases: readonly string[]]>,
  classes: Record<string, string> = {},
): PhraseBook<T> {
  const book: PhraseBook<T> = { byWord: new Map(), byPrefix: new Map(), byNeed: new Map(), size: 0 }
  const add = (index: Map<string, Phrase<T>[]>, key: string, phrase: Phrase<T>) => {
    const list = index.get(key)
    if (list) list.push(phrase)
    else index.set(key, [phrase])
  }
  for (const [value, texts] of entries) {
    for (const text of texts) {
      const steps = text.split(' ').map((part) => compileStep(part, classes))
      const first = steps[0]
      if (!first || first.optional || first.gap > 0) throw new Error(`phrase must begin with a required word: ${text}`)
      const id = book.size++
      const phrase = { id, steps, value, needs: addNeed(book, id, steps) }
      for (const word of first.words) add(book.byWord, word, phrase)
      for (const prefix of first.prefixes) add(book.byPrefix, prefix.slice(0, PREFIX_KEY), phrase)
    }
  }
  return book
}

function addNeed<T>(book: PhraseBook<T>, id: number, steps: Step[]): boolean {
  const needs = steps.slice(1).filter((step) => !step.optional && !step.stop && step.prefixes.length === 0)
  const rarest = needs.reduce<Step | undefined>((a, b) => (a && a.words.size <= b.words.size ? a : b), undefined)
  for (const word of rarest?.words ?? []) {
    const ids = book.byNeed.get(word)
    if (ids) ids.push(id)
    else book.byNeed.set(word, [id])
  }
  return rarest !== undefined
}

function compileStep(part: string, classes: Record<string, string>): Step {
  if (part === '..' || part === '...')
    return { words: new Set(), prefixes: [], optional: true, gap: part === '..' ? 2 : 4, stop: false }
  const optional = part.endsWith('?')
  const body = (optional ? part.slice(0, -1) : part).replace(/<(\w+)>/g, (_, name: string) => {
    const words = classes[name]
    if (words === undefined) throw new Error(`unknown word class ${name}`)
    return words
  })
  const step: Step = { words: new Set(), prefixes: [], optional, gap: 0, stop: false }
  for (const word of body.split('|')) {
    if (word === '$') step.stop = true
    else if (!word.endsWith('*')) {
      step.words.add(foldRepeats(word))
      if (word.length >= 5 && word.endsWith('s')) step.words.add(foldRepeats(word.slice(0, -1))) // "os remedio"
    } else if (foldRepeats(word.slice(0, -1)).length < PREFIX_KEY) throw new Error(`prefix too short: ${word}`)
    else step.prefixes.push(foldRepeats(word.slice(0, -1)))
  }
  return step
}

/** Every place where a phrase of the book stands. Gaps stay inside one clause; the work per word is bounded, so it is linear. */
export function findPhrases<T>(book: PhraseBook<T>, words: Words): Match<T>[] {
  const found: Match<T>[] = []
  const { tokens, clause } = words
  // Of which clause (counted from 1) a phrase has the word that it needs; without that word it is not even tried.
  const possibleIn = new Int32Array(book.size)
  for (let from = 0, to = 0, stamp = 1; from < tokens.length; from = to, stamp++) {
    while (to < tokens.length && clause[to] === clause[from]) {
      for (const id of book.byNeed.get(tokens[to] ?? '') ?? NONE) possibleIn[id] = stamp
      to++
    }
    for (let start = from; start < to; start++) {
      const token = tokens[start] ?? ''
      const attempt = (phrase: Phrase<T>) => {
        if (possibleIn[phrase.id] !== stamp && phrase.needs) return
        const end = matchSteps(phrase.steps, 1, words, start + 1, start)
        if (end > start) found.push({ value: phrase.value, start, end })
      }
      book.byWord.get(token)?.forEach(attempt)
      if (token.length < PREFIX_KEY) continue
      for (const phrase of book.byPrefix.get(token.slice(0, PREFIX_KEY)) ?? NONE) {
        if (phrase.steps[0] && stepTakes(phrase.steps[0], token)) attempt(phrase)
      }
    }
  }
  return found
}

const NONE: readonly never[] = []

function matchSteps(steps: Step[], at: number, words: Words, index: number, start: number): number {
  const step = steps[at]
  if (!step) return index
  if (step.stop && (!sameClause(words, index, start) || words.pause[index])) {
    const end = matchSteps(steps, at + 1, words, index, start)
    if (end >= 0) return end
  }
  if (step.gap > 0) {
    for (let skipped = 0; skipped <= step.gap; skipped++) {
      if (skipped > 0 && !sameClause(words, index + skipped - 1, start)) break
      const end = matchSteps(steps, at + 1, words, index + skipped, start)
      if (end >= 0) return end
    }
    return -1
  }
  if (sameClause(words, index, start) && stepTakes(step, words.tokens[index] ?? '')) {
    const end = matchSteps(steps, at + 1, words, index + 1, start)
    if (end >= 0) return end
  }
  return step.optional ? matchSteps(steps, at + 1, words, index, start) : -1
}

const sameClause = (words: Words, index: number, start: number) =>
  index < words.tokens.length && words.clause[index] === words.clause[start]

const stepTakes = (step: Step, token: string) =>
  step.words.has(token) || (step.prefixes.length > 0 && step.prefixes.some((prefix) => token.startsWith(prefix)))
