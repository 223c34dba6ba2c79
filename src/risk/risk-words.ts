import { foldRepeats } from '../text/normalize.ts'
import type { Words } from '../text/normalize.ts'
import { CLASSES, SIGNALS } from './risk-phrases.ts'
import {
  ALIASES,
  DROPPED_WORDS,
  GLUED_WORDS,
  INFINITIVE_AFTER,
  NOT_TYPOS,
  NUM_IS_NAO_BEFORE,
  STRESSED_MIM_AFTER,
  TYPO_PRONE,
} from './risk-spellings.ts'

/** Each letter of the keyboard, and those beside it. */
const NEIGHBOURS = new Map(
  'qwa wqes ewrd retf tryg ytuh uyij iuok oipl po aqsz sadwx dsfec fdgrv gfhtb hgjyn jhkum kjli lko zasx xzcs cxvd vcbf bvng nbmh mn'
    .split(' ')
    .map(([letter = '', ...near]) => [letter, near]),
)
const aliases = new Map(
  Object.entries(ALIASES).map(([word, meant]) => [foldRepeats(word), meant.split(' ').map(foldRepeats)]),
)
const typos = oneSlipAway(TYPO_PRONE.map(foldRepeats), new Set(NOT_TYPOS.map(foldRepeats)))
const glued = new Set(GLUED_WORDS.map(foldRepeats))
// Every word of a phrase: spellings are only mended into these.
const vocabulary = new Set(
  [...SIGNALS.flatMap((signal) => signal.phrases), ...Object.values(CLASSES)]
    .flatMap((text) => text.split(/[ |?]/))
    .map(foldRepeats),
)
const dropped = new Set(Array.from(DROPPED_WORDS, foldRepeats))
const LONGEST_GLUED = 40
const LONGEST_GLUED_WORD = Math.max(...Array.from(glued, (word) => word.length))

/**
 * Puts words into the spelling that the phrases use: slang spellings, one slip of the finger in the words that matter most,
 * words glued together or spelled out letter by letter. Numbers become `numero`, `numeroalto` (8 and more) or `anocheio`.
 */
export function mendWords(words: Words): Words {
  const mended: Words = { tokens: [], clause: [], pause: [] }
  const { tokens, clause, pause } = words
  const push = (token: string, from: number) => {
    mended.tokens.push(token)
    mended.clause.push(clause[from] ?? 0)
    mended.pause.push(pause[from] ?? false)
  }
  let runStart = -1
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] ?? ''
    if (token.length > 1) runStart = -1
    else if (runStart < 0) runStart = i
    // One or two real one-letter words may precede what is spelled out; trying at every letter would cost too much.
    if (token.length === 1 && tokens[i + 1]?.length === 1 && i - runStart < 3) {
      let end = i + 1
      while (tokens[end]?.length === 1 && end - i < LONGEST_GLUED) end++
      // The last letter or two may be words: "s u i c i d i o é o que".
      let parts: readonly string[] | undefined
      for (const last = end - 2; !parts && end >= last && end - i > 2; end--) {
        const spelled = foldRepeats(tokens.slice(i, end).join(''))
        parts = typos.has(spelled) ? [typos.get(spelled) ?? spelled] : unglue(spelled)
        if (parts) break
      }
      if (parts) {
        for (const part of parts) push(part, i)
        i = end - 1
        runStart = -1
        continue
      }
    }
    if (dropped.has(token)) continue
    for (const part of mendWord(token)) push(mendInContext(part, mended.tokens, tokens[i + 1]), i)
  }
  return mended
}

/** What only the neighbours tell: "vou me mata" means matar, "num quero" means não, "mim matar" means me. */
function mendInContext(token: string, before: string[], next: string | undefined): string {
  const last = before.at(-1) ?? ''
  if (token === 'num') return NUM_IS_NAO_BEFORE.has(next ?? '') ? 'nao' : token
  if (token === 'mim') {
    const verbFollows = next !== undefined && next.length > 3 && (next.endsWith('r') || !STRESSED_MIM_AFTER.has(last))
    return verbFollows ? 'me' : token
  }
  const verb = last === 'me' || last === 'se' || last === 'm' ? before.at(-2) : last
  return token.length >= 4 && vocabulary.has(token + 'r') && INFINITIVE_AFTER.has(verb ?? '') ? token + 'r' : token
}

function mendWord(token: string): readonly string[] {
  const alias = aliases.get(token)
  if (alias) return alias
  const typo = typos.get(token)
  if (typo) return [typo]
  if (/^\d+$/.test(token)) return [numberWord(token)]
  if (vocabulary.has(token)) return [token]
  if (token.length > 4 && token.endsWith('no') && vocabulary.has(token.slice(0, -1) + 'do'))
    return [token.slice(0, -1) + 'do'] // querendo
  if (token.includes('k')) {
    const spelled = [token.replace(/k(?=[ei])/g, 'qu'), token.replaceAll('k', 'c')].find((word) => vocabulary.has(word))
    if (spelled) return [spelled]
  }
  return (token.length >= 7 ? unglue(token) : undefined) ?? [token]
}

function numberWord(digits: string): string {
  if (/^(19|20)\d\d$/.test(digits)) return 'anocheio'
  return Number(digits) >= 8 ? 'numeroalto' : 'numero'
}

function unglue(token: string): string[] | undefined {
  if (token.length > LONGEST_GLUED) return undefined
  const ways: (string[] | undefined)[] = [[]]
  for (let end = 1; end <= token.length; end++) {
    for (let start = Math.max(0, end - LONGEST_GLUED_WORD); start < end; start++) {
      const before = ways[start]
      const word = token.slice(start, end)
      if (before && glued.has(word)) {
        ways[end] = [...before, word]
        break
      }
    }
  }
  return ways[token.length]
}

function oneSlipAway(words: string[], exempt: Set<string>): Map<string, string> {
  const slips = new Map<string, string>()
  for (const word of words) {
    const add = (slip: string) => {
      const folded = foldRepeats(slip)
      if (!words.includes(folded) && !exempt.has(folded) && !slips.has(folded)) slips.set(folded, word)
    }
    for (let i = 0; i < word.length; i++) {
      if (i > 0 && i < word.length - 1) {
        add(word.slice(0, i) + word.slice(i + 1))
        for (const near of NEIGHBOURS.get(word[i] ?? '') ?? []) add(word.slice(0, i) + near + word.slice(i + 1))
      }
      if (i < word.length - 1) add(word.slice(0, i) + (word[i + 1] ?? '') + (word[i] ?? '') + word.slice(i + 2))
    }
  }
  return slips
}
