import { GIVEN_NAMES } from '../text/given-names.ts'

const kinds = ['EMAIL', 'PERFIL', 'NASCIMENTO', 'ENDERECO', 'DOCUMENTO', 'TELEFONE', 'NOME'] as const
type Kind = (typeof kinds)[number]

/** A letter with or without its accent, so that "jose" finds José. */
const accents: Readonly<Record<string, string>> = {
  a: 'aáàâãäå',
  c: 'cç',
  e: 'eéèêë',
  i: 'iíìîï',
  n: 'nñ',
  o: 'oóòôõö',
  u: 'uúùûü',
  y: 'yýÿ',
}
const loose = (text: string): string =>
  Array.from(text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase(), (letter) =>
    accents[letter] ? `[${accents[letter]}]` : letter.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'),
  ).join('')

const date = String.raw`(?:\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?\d{2,4})?|\d{4}-\d{2}-\d{2}|\d{1,2}(?:º|o|st|nd|rd|th)?\s(?:de\s|of\s)?MONTH(?:\s?,?\s(?:de\s)?\d{2,4})?|MONTH\s\d{1,2}(?:st|nd|rd|th)?(?:,?\s\d{4})?)`
const month = loose(
  'janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro|january|february|march|april|may|june|july|august|september|october|november|december',
).replace(/\\\|/g, '|')
const dated = date.replaceAll('MONTH', `(?:${month})`)
// Any full date of another decade than this: a birth, hardly an appointment.
const pastYear = String.raw`(?:19\d\d|20[01]\d|[013-9]\d(?!\d))`
const longAgo = String.raw`(?<![\d/.-])(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?${pastYear}|(?:19\d\d|20[01]\d)-\d{2}-\d{2}|\d{1,2}º?\sde\s(?:${month})\sde\s(?:19\d\d|20[01]\d))(?![\d/.-]\d|\d)`
const birth = String.raw`(?<!\p{L})(?:nasc\p{L}{0,12}|birth\p{L}{0,8}|born|d\.?n\.?|dob|anivers[aá]rio|niver|faço anos|faco anos|completo anos)`

const capital = String.raw`\p{Lu}[\p{L}'’-]{1,30}`
const particle = String.raw`(?:d[aeo]s?|e|von|van|di)`
const properName = String.raw`${capital}(?:\s(?:${particle}\s)?${capital}){0,5}`
// After words that only a name follows, a name may be in lower case; words that are no names are left out.
const noName = String.raw`(?!(?:o|a|os|as|um|uma|the|an?|not|so|too|muito|mais|que|de|da|do|em|no|na|meu|minha|my|é|eh|e|is|for|pra|para|com|como|sempre|only)(?!\p{L}))`
const anyName = String.raw`${noName}(?:${capital}|[\p{Ll}][\p{L}'’-]{2,30})(?:\s(?:${particle}\s)?${capital}){0,5}`
// Each letter with or without its accent, large or small.
const givenName = `(?:${GIVEN_NAMES.map(loose).join('|')})(?!\\p{L})`
const title = String.raw`(?:[Dd]r[a]?\.?|[Dd]ona|[Ss]eu|[Ss]r[a]?\.?|Mrs?\.?|Ms\.?|[Pp]rof(?:essora?|\.)?)`

type Pattern = readonly [kind: Kind, pattern: RegExp]

/** In order. What a `keep` group holds stays in the text; the rest of the match is replaced. */
const patterns: readonly Pattern[] = [
  ['PERFIL', /(?:https?:\/\/|www\.)[^\s<>"]{1,300}/giu],
  ['PERFIL', /\b(?:instagram|facebook|linkedin|twitter|tiktok|x|t|wa|fb)\.(?:com|me)\/[^\s<>"]{1,200}/giu],
  ['EMAIL', /[\p{L}\p{N}._%+-]{1,64}\s?@\s?[\p{L}\p{N}.-]{1,190}\.\p{L}{2,24}/gu],
  [
    'EMAIL',
    /[\p{L}\p{N}._%+-]{1,64}\s?[([]?\s?\b(?:arroba|at)\b\s?[)\]]?\s?[\p{L}\p{N}-]{2,60}(?:\s?[([]?\s?(?:\bponto\b|\bdot\b|\.)\s?[)\]]?\s?(?:com|net|org|br|gov|edu|me|io)\b){1,3}/giu,
  ],
  ['PERFIL', /(?<![\p{L}\p{N}_@])@[\p{L}\p{N}_.]{3,40}/gu],
  ['DOCUMENTO', /(?<!\d)\d{2}\.?\s?\d{3}\.?\s?\d{3}\s?\/\s?\d{4}\s?-?\s?\d{2}(?!\d)/g],
  ['NASCIMENTO', new RegExp(`(?<keep>${birth}[^\\d\\n]{0,25}?)${dated}`, 'giu')],
  ['NASCIMENTO', new RegExp(longAgo, 'giu')],
  [
    'DOCUMENTO',
    new RegExp(
      String.raw`(?<keep>(?<!\p{L})(?i:rg|r\.g\.|identidade|cpf|c\.p\.f\.?|cnpj|cnh|habilita[cç][aã]o|passaporte|passport|sus|cns|cart[aã]o|carteirinha|carteira|pis|nis|t[ií]tulo(?: de eleitor)?|matr[ií]cula|ctps|conv[eê]nio|plano|conta|ag[eê]ncia|card|license|id|ssn)(?!\p{L})[^\d\n]{0,30}?)(?:[A-Z]{2}[\s.-]?)?(?!\d{1,2}[/h:]\d{1,2}(?!\d))\d(?:[\s./-]{0,2}\d){3,20}(?:\s?[.-]?\s?[xX](?!\p{L}))?`,
      'gu',
    ),
  ],
  ['DOCUMENTO', /\b[A-Z]{2}-?\s?\d{1,2}\.\d{3}\.\d{3}\b/g],
  ['DOCUMENTO', /(?<!\d)\d{1,2}\.\d{3}\.\d{3}\s?-\s?[\dXx]\b/g],
  ['DOCUMENTO', /(?<!\d)\d{3}[\s.]{0,2}\d{3}[\s.]{0,2}\d{3}\s?[-./ ]?\s?\d{2}(?!\d)/g],
  [
    'ENDERECO',
    new RegExp(
      String.raw`\b(?:rua|r\.|av\.?|avenida|alameda|al\.|travessa|tv\.|pra[cç]a|p[cç]a\.?|rodovia|rod\.|estrada|estr\.|largo|viela|beco|ladeira|servid[aã]o|quadra|qd\.?|street|st\.|road)\s[\p{L}\d.'’ºª-]{1,30}(?:\s[\p{L}\d.'’ºª-]{1,30}){0,5}?(?:,\s?|\s)(?:n[ºo°.]{0,2}\s?|n[uú]mero\s|km\s?)?\d{1,5}(?![\d/]|\s?(?:h\b|hs\b|horas|min|reais|anos|dias|kg|%))(?:[^\n.;!?]{0,3}(?:ap(?:to|artamento)?|bl(?:oco)?|cj|casa|lote|lt|conj(?:unto)?|fundos|sala|torre|andar|km)\b\.?\s?[\p{L}\d-]{1,6}){0,4}`,
      'giu',
    ),
  ],
  [
    'ENDERECO',
    new RegExp(
      String.raw`(?<keep>\b(?:moro|mora|moramos|resido|endere[cç]o|live|address)\b[^\n.;!?]{0,25}?)\b(?:rua|r\.|av\.?|avenida|alameda|travessa|pra[cç]a|rodovia|estrada|largo|viela|beco|ladeira|vila|condom[ií]nio|edif[ií]cio|street|road)\s[^\n.;!?,]{2,60}`,
      'giu',
    ),
  ],
  [
    'ENDERECO',
    /\b\d{1,5}\s\p{Lu}[\p{L}]{1,30}(?:\s\p{Lu}[\p{L}]{1,30}){0,3}\s(?:Street|St|Avenue|Ave|Road|Rd|Lane|Drive)\b(?:,?\s(?:apt|apartment|unit)\.?\s?\w{1,6})?/gu,
  ],
  ['ENDERECO', /(?<keep>\b(?:cep|zip)[\s:]{0,3})\d{2}\.?\d{3}\s?-?\s?\d{3}\b/gi],
  ['ENDERECO', /(?<![\d.-])\d{5}-\d{3}(?![\d-])/g],
  [
    'TELEFONE',
    /(?<![\d/])(?:\+?\s?55[\s.-]{0,2})?(?:0(?:xx|\d\d)?[\s.-]?)?\(?\b\d{2}\)?[\s.-]{0,3}9?[\s.-]?\d{4}[\s.-]{0,3}\d{4}(?![\d/])/g,
  ],
  ['TELEFONE', /(?<![\d/])9[\s.-]?\d{4}[\s.-]\d{4}(?![\d/])/g],
  ['TELEFONE', /(?<![\d/-])\d{4}[\s.-]\d{4}(?![\d/-])/g],
  ['TELEFONE', /\+\d{1,3}(?:[\s().-]{0,2}\d){7,14}(?!\d)/g],
  [
    'TELEFONE',
    new RegExp(
      String.raw`(?<keep>\b(?:tel(?:efone)?|fone|cel(?:ular)?|whats(?:app)?|zap|wpp|phone|cell|mobile|liga(?:r)?|call(?: me)?)\b[^\d\n]{0,20}?)\d(?:[\s.()-]{0,2}\d){7,13}(?!\d)`,
      'giu',
    ),
  ],
  // Other long numbers: no answer about a practice needs them.
  ['DOCUMENTO', /(?<![\d.,])\d(?:[ .-]?\d){8,21}(?![\d,])/g],
  ['DOCUMENTO', /(?<![\d.,/])\d{7,8}(?![\d,/])/g],
  // How people introduce themselves and others.
  [
    'NOME',
    new RegExp(
      String.raw`(?<keep>(?<!\p{L})(?:[Mm]e [Cc]hamo|[Mm]eu [Nn]ome|[Nn]ome [Cc]ompleto|[Mm]y [Nn]ame(?: is|['’]s)|[Cc]hamad[oa]|[Ss]e [Cc]hama|[Cc]alled)(?:\s?[:,]|\s(?:é|eh|e))?\s)${anyName}`,
      'gu',
    ),
  ],
  [
    'NOME',
    new RegExp(
      String.raw`(?<keep>(?<!\p{L})(?:[Aa]qui (?:é|eh|quem fala é)|[Ss]ou|[Ff]ala|[Qq]uem fala é|[Ii](?:['’]m| am)|[Tt]his is|[Cc]om)\s(?:[ao]\s)?(?:${title}\s)?)${properName}`,
      'gu',
    ),
  ],
  [
    'NOME',
    new RegExp(
      String.raw`(?<keep>(?<!\p{L})(?:[Dd]r[a]?\.?|[Dd]outora?|[Dd]ona|[Ss]r[a]?\.?|[Ss]enhora?|[Pp]sic[oó]log[oa]|[Pp]siquiatra|[Mm]édic[oa]|[Pp]rof(?:essora?|\.)?|[Tt]i[ao]|[Vv]ov[óô]|[Mm][ãa]e|[Pp]ai|[Mm]arido|[Ee]spos[oa]|[Mm]ulher|[Ff]ilh[oa]|[Nn]amorad[oa]|[Nn]oiv[oa]|[Ii]rm[ãa]o?|[Aa]mig[oa]|[Cc]hefe|[Ss]obrinh[oa]|[Nn]et[oa]|[Pp]rim[oa]|[Ss]ogr[oa]|[Cc]olega|[Ee]x|(?:[Mm]y|her|his) (?:son|daughter|mother|mom|father|dad|husband|wife|boyfriend|girlfriend|brother|sister|friend|boss|therapist|doctor))(?:,)?\s(?:${title}\s|[ao]\s)?)(?:${properName}|(?:(?i:${givenName})(?:\s|(?!\p{L}))){1,3})`,
      'gu',
    ),
  ],
  // Common names that are only mentioned.
  [
    'NOME',
    new RegExp(String.raw`(?<![\p{L}\p{N}[])(?=\p{Lu})(?i:${givenName})(?:\s(?:${particle}\s)?${capital}){0,5}`, 'gu'),
  ],
]

const addresses = patterns.filter(([kind]) => kind === 'EMAIL' || kind === 'PERFIL')
const others = patterns.filter((pattern) => !addresses.includes(pattern))
const marks = new RegExp(String.raw`\[(?:${kinds.join('|')})_\d+\]`, 'g')

/**
 * Placeholders for one conversation with a provider: nothing that they stand for leaves this process. `hide` replaces what
 * identifies: the names given and those that people introduce, CPF, CNPJ, RG and other document numbers, telephones, e-mails,
 * profiles, addresses, dates of birth. The same thing gets the same placeholder. A rare name without an introduction ("vi o
 * Osmundo ontem") stays: that takes more than rules. `restore` puts back what an answer quotes.
 */
export function pseudonyms(names: readonly string[]) {
  const real = new Map<string, string>()
  const known = new Map<string, string>()
  const counts = new Map<Kind, number>()
  const placeholder = (kind: Kind, value: string): string => {
    const key = `${kind} ${value.toLowerCase()}`
    const earlier = known.get(key)
    if (earlier) return earlier
    const count = (counts.get(kind) ?? 0) + 1
    const mark = `[${kind}_${count}]`
    counts.set(kind, count)
    known.set(key, mark)
    real.set(mark, value)
    return mark
  }
  // Whole names before their parts, or the rest of a name would stay behind. Particles such as "da" are no names.
  const parts = [...new Set(names.flatMap((name) => [name.trim(), ...name.trim().split(/[\s.,()]+/)]))]
    .filter((part) => part.length >= 2 && !/^(d[aeo]s?|dra?|del|von|van|di|e)$/i.test(part))
    .sort((a, b) => b.length - a.length)
  // "Jô" is a name, and "jo" within other words is not: so short a one counts with its capital.
  const ways = [
    parts.filter((part) => part.length > 2).map((part) => `(?i:${loose(part)})`),
    parts.filter((part) => part.length === 2).map((part) => `(?=\\p{Lu})(?i:${loose(part)})`),
  ].flat()
  const named: Pattern[] =
    ways.length > 0
      ? [['NOME', new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${ways.join('|')})(?![\p{L}\p{N}])`, 'gu')]]
      : []

  const replace = (text: string, [kind, pattern]: Pattern): string =>
    text.replace(pattern, (match: string, ...rest: unknown[]) => {
      const groups = rest.at(-1) as { keep?: string } | string // the whole text, where the pattern has no group
      const keep = typeof groups === 'object' ? (groups.keep ?? '') : ''
      return keep + placeholder(kind, match.slice(keep.length))
    })
  const once = (text: string): string => text.replace(marks, (mark) => real.get(mark) ?? mark)
  return {
    hide(text: string): string {
      // Full-width digits are digits, and what cannot be seen parts nothing.
      const seen = text.normalize('NFKC').replace(/\p{Cf}/gu, '')
      // Addresses hold names; and known names go before new ones, which would swallow half of one.
      return [...addresses, ...named, ...others].reduce(replace, seen)
    },
    // What was hidden later may hold a placeholder of what was hidden before.
    restore: (text: string): string =>
      text.replace(marks, (mark) => (real.has(mark) ? once(real.get(mark) ?? '') : mark)),
  }
}
