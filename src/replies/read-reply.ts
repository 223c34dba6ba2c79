import { foldRepeats, plainText, splitWords, type Words } from '../text/normalize.ts'
import { compilePhrases, findPhrases } from '../text/phrases.ts'
import { type NamesIn, namesIn, saysMoreThanNames } from './names.ts'
import { book, classes, type Piece, spellings } from './reply-phrases.ts'

/**
 * The meaning of an answer to "Responda SIM para confirmar ou NAO para cancelar": the patient comes, does not come (`cancelar`: in
 * that word), wants no SMS, or wants them again. `duvida` is everything that a receptionist would ask again about.
 */
type ReplyIntent = 'sim' | 'nao' | 'cancelar' | 'pare' | 'voltar' | 'duvida'

export interface ReadReply {
  readonly intent: ReplyIntent
  /** A bare yes or no, whose meaning depends on the question before it, unlike `vou` and `não posso`. */
  readonly bare: boolean
  /** Where the message is nothing but a number. */
  readonly number: number | undefined
  /** Days and times that it names, with their units where it gives them: `d20`, `h14`, `m30`, `14`, `20/1`, `hoje`, `sexta`, `noite`. */
  readonly named: readonly string[]
  /** One of the words with which Twilio opts a number out or in by default, and which it answers itself. */
  readonly providerKeyword: boolean
}

const phrases = compilePhrases<Piece>(book, classes)
const spelled = new Map(
  Object.entries(spellings).map(([wrong, right]) => [foldRepeats(plainText(wrong)), foldRepeats(right)]),
)

const signs: readonly (readonly [RegExp, string])[] = [
  [/[👍👌✅✔☑🆗]/gu, ' joinha, '],
  [/[❌👎✖🚫🙅]/gu, ' polegarbaixo, '],
  [/1️⃣/gu, ' 1 '],
  [/2️⃣/gu, ' 2 '],
]
/** Emoji that go with any answer: skin tones, faces, hands, flowers. */
const ornament = /[\p{Extended_Pictographic}\u{1F3FB}-\u{1F3FF}\u{FE0F}\u{200D}\u{20E3}♂♀]/gu

/** Removed: the number tells who wrote. */
const signature =
  /(?<=^|[\s.,;!-])(?:att|ass|assinado|atenciosamente|abs|abra[cç]os?|bjs?|beijos?)[.,:]?\s+\p{L}+(?:\s+\p{L}+){0,3}[\s.]*$/iu

const clock = /^(\d{1,2})(?:h|hs|hrs|hr|horas?|:)?(\d{2})?(?:min|hs?|hrs?|horas?)?$/
/** "01/03" and "01/03/2027", also with dots or dashes; "10-11h" are hours. */
const dates =
  /(?<!\d|\d[:.,/-])(\d{1,2})( ?\/ ?|[.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?![\d:]|[./-]\d|\s*h(?:s|rs?|oras?)?\b)/g
const dated = /^data(\d+)x(\d+)x(\d*)$/
const dayParts: Readonly<Record<string, string>> = {
  manha: 'manha',
  tarde: 'tarde',
  tardinha: 'tarde',
  tardezinha: 'tarde',
  noite: 'noite',
  noitinha: 'noite',
}
/** "Boa tarde" is a greeting, and "mais tarde" no part of the day. */
const wished = /^(?:boas?|bom|otimas?|excelente|linda|mais)$/

/** Joins a date into one word. Which of its numbers is the month depends on the reader's language. */
const datesJoined = (plain: string) =>
  plain.replace(
    dates,
    (all: string, first: string, by: string, second: string, year: string | undefined, at: number) => {
      const [one, two] = [Number(first), Number(second)]
      const slash = by.includes('/')
      const fits = Math.min(one, two) >= 1 && Math.max(one, two) <= 31 && (slash ? Math.min(one, two) : two) <= 12
      // "Às 10.12" is a time.
      const isTime = !slash && !year && /\b[ad]?as $/.test(plain.slice(0, at))
      return fits && !isTime ? ` data${first}x${second}x${year ?? ''} ` : all
    },
  )

const days = /^(?:hoje|amanha|segunda|terca|quarta|quinta|sexta|sabado|domingo)$/

/** Words as the phrases spell them; numbers become `numero` and are returned apart, as are days and times that are no names. */
function wordsOf(text: string, known: readonly string[]) {
  let plain = text.slice(0, 1600)
  for (const [sign, word] of signs) plain = plain.replace(sign, word)
  plain = plain.replace(signature, '')
  const dateless = datesJoined(plainText(plain.replace(ornament, ' ')))
  const split = splitWords(dateless.replace(/(\d)[:.](\d\d)(?!\d)/g, '$1h$2'))
  const named: string[] = []
  const numbers: number[] = []
  const names = namesIn(split, known, (word) => spelled.get(word) ?? word)
  const kept = split.tokens.map((token, index) => ({ token, clause: split.clause[index], pause: split.pause[index] }))
  const tokens = kept.map((word, index) => {
    const [, first, second, year] = dated.exec(word.token) ?? []
    if (second !== undefined) {
      named.push([Number(first), Number(second), ...(year ? [Number(year)] : [])].join('/'))
      return { ...word, token: 'diames' }
    }
    const [, hours, minutes] = clock.exec(word.token) ?? []
    if (hours === undefined) {
      const token = spelled.get(word.token) ?? word.token
      if (days.test(token) && !names.certain.has(index)) named.push(token)
      if (token === 'meio' && kept[index + 1]?.token === 'dia') named.push('h12')
      const part = dayParts[token]
      if (part && !names.certain.has(index) && !wished.test(kept[index - 1]?.token ?? '')) named.push(part)
      return { ...word, token }
    }
    const [before = '', after = ''] = [kept[index - 1]?.token, kept[index + 1]?.token]
    const isHour =
      /h/.test(word.token) || minutes !== undefined || /^h(?:s|rs|oras?)?$/.test(after) || /^[ad]?as$/.test(before)
    named.push(`${before === 'dia' ? 'd' : isHour ? 'h' : ''}${Number(hours)}`)
    if (minutes !== undefined) named.push(`m${Number(minutes)}`)
    if (/^\d+$/.test(word.token)) numbers.push(Number(word.token))
    return { ...word, token: 'numero' }
  })
  const words: Words = {
    tokens: tokens.map(({ token }) => token),
    clause: tokens.map(({ clause = 0 }) => clause),
    pause: tokens.map(({ pause = false }) => pause),
  }
  return { words, named, numbers, names }
}

/** Read where a name is possible, since it is asked about again before it has an effect, or can be undone. */
const harmless: ReadonlySet<Piece> = new Set(['yes', 'comes', 'no'])

const opts = (piece: Piece) => piece === 'stops' || piece === 'returns'
const messages = new Set((classes.sms ?? '').split('|').map(foldRepeats))
const visits =
  /^(?:consult(?:a|as|inha)|ses(?:ao|oes)|terapias?|horarios?|atendimentos?|agendamentos?|agenda|tratamento|encontros?|psicolog[ao]|reuniao)$/

const oneBreath: ReadonlySet<Piece> = new Set(['unsure', 'postpones'])

const says = (piece: Piece) => piece !== 'kind' && piece !== 'detail' && piece !== 'signs' && piece !== 'stranger'

/**
 * The fewest phrases that together are the whole message, without a word left over; undefined where there are none. Words that
 * are certainly a name say nothing; nor do those that may be one, unless `asWords`.
 */
function pieces(words: Words, { possible, certain }: NamesIn, asWords: boolean): ReadonlySet<Piece> | undefined {
  const { length } = words.tokens
  const best: ({ count: number; from: number; piece: Piece } | undefined)[] = []
  const reached = (index: number) => (index === 0 ? 0 : best[index]?.count)
  // Of two readings of the same length, the one that respects commas wins.
  const crosses = (start: number, end: number) => words.pause.slice(start + 1, end).some(Boolean)
  // Costlier than a word, so that of two readings of the same length the one as a word wins.
  const named = [...possible].map((start) => ({ start, end: start + 1, value: 'kind' as const, cost: 1.5 }))
  const spoken = findPhrases(phrases, words).filter(({ start, end, value }) => {
    // "Aqui é" signs only before a known name; else it is a stranger or a wrong number.
    if (value === 'signs') return possible.has(end)
    if (value === 'stranger') return ![...possible].some((at) => at >= start && at < end)
    // "Não posso, desmarcar" is not "não posso desmarcar", nor "confirmo, até terça" "confirmo até terça".
    if (crosses(start, end) && (oneBreath.has(value) || (value === 'comes' && words.tokens[start] === 'nao')))
      return false
    if (!says(value) || value === 'unsure') return true
    const isName = [...certain].some((at) => at >= start && at < end)
    return !isName && (asWords || saysMoreThanNames(words, { start, end, yields: harmless.has(value) }, { possible }))
  })
  const found = [
    ...spoken.map((match) => ({ ...match, cost: crosses(match.start, match.end) ? 1 + 1 / 64 : 1 })),
    ...named,
  ].sort((a, b) => a.start - b.start)
  for (const { start, end, value, cost } of found) {
    const before = reached(start)
    // "Não, cancela" is not "não cancela".
    const apart = words.tokens[start] === 'nao' && end > start + 1 && words.pause[start + 1]
    if (before === undefined || apart) continue
    const known = best[end]
    const count = before + cost
    // Of two readings of the same length, the one that says something wins.
    if (!known || count < known.count || (count === known.count && says(value) && !says(known.piece)))
      best[end] = { count, from: start, piece: value }
  }
  const all: { piece: Piece; start: number }[] = []
  for (let end = length; end > 0;) {
    const step = best[end]
    if (!step) return undefined
    all.unshift({ piece: step.piece, start: step.from })
    end = step.from
  }
  // "Não preciso cancelar", "cancela não" and "não parem" deny what "não, cancela" and "não vou, cancela" say.
  const denied = all.some(({ piece, start }, index) => {
    const before = all[index - 1]
    const apart = words.pause[start] || words.clause[start] !== words.clause[start - 1]
    const turns = (one: Piece) => one === 'cancels' || one === 'absent' || opts(one)
    return (
      !apart &&
      before &&
      ((before.piece === 'no' && turns(piece)) ||
        (before.piece === 'absent' && piece === 'cancels') ||
        (turns(before.piece) && piece === 'no'))
    )
  })
  return new Set(denied ? [...all.map(({ piece }) => piece), 'unsure' as const] : all.map(({ piece }) => piece))
}

/** "Parar" and "voltar" beside a day or the therapy may mean that, unless messages are named before it. */
function doubtful(all: ReadonlySet<Piece>, { tokens }: Words, named: readonly string[]): boolean {
  if (![...all].some(opts)) return false
  const visit = tokens.findIndex((token) => visits.test(token))
  return named.length > 0 || (visit >= 0 && !tokens.slice(0, visit).some((token) => messages.has(token)))
}

const nothing = { bare: false, number: undefined, named: [], providerKeyword: false } as const

const providerKeywords = /^(?:stop|stopall|unsubscribe|cancel|end|quit|optout|revoke|start|unstop)$/i

/** The meaning of the pieces together; undefined where they contradict each other. `duvida`: they say nothing. */
function meaning(all: ReadonlySet<Piece>, timed: boolean): Pick<ReadReply, 'intent' | 'bare'> | undefined {
  const has = (...some: Piece[]) => some.some((piece) => all.has(piece))
  const said = (intent: ReplyIntent, bare = false) => ({ intent, bare })
  // "Confirmo hoje às 14h" names the appointment; "confirmo hoje" may promise an answer for later.
  if (has('unsure') || (has('postpones') && !timed)) return undefined
  // A stranger may cancel, which is asked about again, but confirms nothing.
  if (has('stranger') && !has('absent', 'cancels', 'stops', 'returns')) return undefined
  // "I'll call later" goes with a no; with a yes it is a condition.
  if (has('later') && !has('no', 'absent', 'cancels')) return undefined
  if (has('stops')) return has('yes', 'comes', 'postpones', 'absent', 'cancels', 'returns') ? undefined : said('pare')
  if (has('returns')) return has('no', 'comes', 'postpones', 'absent', 'cancels') ? undefined : said('voltar')
  if (has('comes', 'postpones')) return has('no', 'absent', 'cancels') ? undefined : said('sim')
  // "Ok, não vou poder" is no yes.
  if (has('cancels')) return said('cancelar')
  if (has('absent')) return said('nao')
  if (has('yes')) return has('no') ? undefined : said('sim', true)
  return has('no') ? said('nao', true) : said('duvida')
}

/**
 * Reads the answer to a reminder, in Portuguese with its typing errors, abbreviations and emoji. Every word must be known in its
 * place, or the message is `duvida`: a word left over ("sim, mas…") may reverse the meaning. `known` are the names of the people
 * concerned and of the clinic: their words are no answer unless they stand alone, and what may be either is `duvida`.
 */
export function readReply(text: string, known: readonly string[] = []): ReadReply {
  const { words, named, numbers, names } = wordsOf(text, known)
  const unclear: ReadReply = { ...nothing, intent: 'duvida' }
  // A question needs an answer, whatever else the message says.
  if (words.tokens.length === 0 || /[?？]/.test(text)) return unclear
  if (words.tokens.length === 1 && numbers[0] !== undefined && named.length === 1) {
    const [number] = numbers
    return { ...nothing, number, bare: true, intent: number === 1 ? 'sim' : number === 2 ? 'nao' : 'duvida' }
  }
  const asWords = pieces(words, names, true)
  const asNames = names.possible.size > 0 ? pieces(words, names, false) : asWords
  // Where a word makes sense only as itself ("quero cancela"), it is no name.
  const all = asNames ?? asWords
  if (!all || !asWords || doubtful(all, words, named)) return unclear
  const timed = named.some((word) => /^h\d|\//.test(word))
  const said = meaning(all, timed)
  const other = meaning(asWords, timed)?.intent
  // A no either way, which is asked about again.
  const agreed = said?.intent === other || (said?.intent === 'nao' && other === 'cancelar')
  if (!said || !agreed) return unclear
  return { ...said, number: undefined, named, providerKeyword: providerKeywords.test(text.trim()) }
}
