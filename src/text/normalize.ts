// Letters of other alphabets that look like Latin ones; NFKD already unfolds full-width, bold and circled letters.
const LOOKALIKES = new Map(
  'аa еe оo рp сc уy хx іi ѕs јj кk мm тt нh вb гr ԁd ɡg ոn αa εe οo ιi κk νv ρp τt υu χx ıi łl øo đd ßs æe'
    .split(' ')
    .map(([lookalike = '', latin = '']) => [lookalike, latin]),
)
const LEET = new Map(Object.entries({ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's' }))
const MARKS_AND_INVISIBLE = /[\p{M}\p{Cf}\u115f\u1160\u3164\u034f]/gu
const LOOKALIKE_LETTERS = new RegExp(`[${[...LOOKALIKES.keys()].join('')}]`, 'gu')

/** Words in order; `clause[i]` grows at a full stop, a line break and the like; `pause[i]`: a comma stands before word i. */
export interface Words {
  tokens: string[]
  clause: number[]
  pause: boolean[]
}

/** Lower case, without accents, zero-width characters or look-alike letters; digits and punctuation stay. */
export function plainText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(MARKS_AND_INVISIBLE, '')
    .toLowerCase()
    .replace(LOOKALIKE_LETTERS, (letter) => LOOKALIKES.get(letter) ?? letter)
}

/** `quero` for `querooo`, and also `morer` for `morrer`: phrases are folded the same way before they are compared. */
export function foldRepeats(word: string): string {
  let folded = ''
  let last = '' // kept aside: reading the end of a growing string flattens it each time, which is quadratic
  for (const letter of word) {
    if (letter !== last || isDigit(letter)) folded += letter
    last = letter
  }
  return folded
}

const isDigit = (c: string) => c >= '0' && c <= '9'
const isLetter = (c: string | undefined) => c !== undefined && c >= 'a' && c <= 'z'

/**
 * Splits what {@link plainText} gave into words, in one pass over the characters. Apostrophes are dropped (`dont`), digits
 * inside a word are read as letters where `leet` is set (`m4tar`), runs of equal letters become one.
 */
export function splitWords(plain: string, { leet = false } = {}): Words {
  const tokens: string[] = []
  const clause: number[] = []
  const pause: boolean[] = []
  let current = 0
  let comma = false
  let word = ''
  let letters = 0
  const flush = () => {
    if (word === '') return
    const asLetters = leet && letters > 0 && letters < word.length
    tokens.push(foldRepeats(asLetters ? Array.from(word, (c) => LEET.get(c) ?? c).join('') : word))
    clause.push(current)
    pause.push(comma)
    comma = false
    word = ''
    letters = 0
  }
  for (let i = 0; i < plain.length; i++) {
    const c = plain[i] ?? ''
    if (isLetter(c)) {
      word += c
      letters++
    } else if (isDigit(c)) {
      word += c
    } else if (leet && (c === '@' || c === '$') && isLetter(plain[i + 1])) {
      word += c
    } else if (c === "'" || c === '’' || c === '`' || (c === '*' && isLetter(plain[i + 1]))) {
      // inside a word these only hide it: don't, su*cidio
    } else {
      flush()
      if (c === '.' || c === '!' || c === '?' || c === ';' || c === '\n') current++
      else if (c === ',' || c === ':') comma = true
    }
  }
  flush()
  return { tokens, clause, pause }
}
