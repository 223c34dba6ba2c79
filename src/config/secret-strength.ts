import { hash } from 'node:crypto'

// How hard a secret is to guess, in bits: the cheapest way to describe it by words, walks over the keyboard, sequences,
// repetitions and years; what none of them explains counts as random.

/** What keys that people make up are made of, in English and Portuguese, and the commonest passwords. */
const commonWords = `
  secret secrets key keys your yours mine our the this that these is are was an and or not must should have has can will be
  change changeme changeit change-me replace replaceme please with without random randomly string text value token tokens
  jwt jws sign signed signing signature auth authentication authorization oauth bearer password passwort passwd passphrase
  pass word default example sample test tests testing tester dev devel develop development developer prod production staging
  stage local localhost server service app application api backend frontend web website site platform project company very
  super ultra mega extra strong stronger long longer length secure secured security safe safest private public master admin
  administrator root user username login signin bit bits byte bytes char chars character characters least minimum min max
  here there into from only some something anything enough generate generated generator openssl rand env environment
  variable config configuration setting session cookie cookies encryption encrypt encrypted decrypt hash hashed salt pepper
  hmac sha256 sha512 hs256 hs512 rs256 base64 hex uuid hello world foo bar baz qux foobar qwerty asdf abc xyz dummy fake
  placeholder temp temporary demo todo fixme insert enter type set put keep hidden unique one two three four five six seven
  eight nine ten zero first second new old my me you we us it its of do no in on at by to for as up so if then now than
  number numbers letter letters words make made get use used using never always commit share tell anyone anybody nobody know
  welcome letmein iloveyou love monkey dragon football baseball princess sunshine shadow master superman batman trustno
  lorem ipsum dolor sit amet consectetur adipiscing elit quick brown fox jumps lazy dog horse battery staple keyboard cat
  deadbeef cafebabe badcafe beef dead cafe babe feed face january february march april june july august september october
  november december monday tuesday wednesday thursday friday saturday sunday summer winter spring autumn
  chave chaves secreta secretas secreto secretos segredo segredos senha senhas sua suas seu seus minha minhas meu meus nossa
  nosso aqui ali troque trocar trocada mude mudar mudarme altere alterar substitua substituir esta este essa esse isso isto
  para por pra uma um de da do das dos em na no nas nos com sem e ou que muito muita bem mais super segura seguro seguras
  seguranca segurança forte fortes longa longo comprida grande aleatoria aleatorio aleatória aleatório texto palavra palavras
  caracteres caractere carateres letras letra numeros número numero minimo mínimo pelo menos producao produção desenvolvimento
  teste testes exemplo padrao padrão servidor sistema aplicacao aplicativo aplicação banco dados acesso assinatura assinar
  gere gerar gerada gerado coloque colocar insira inserir digite use usar nunca sempre compartilhe mestre mestra usuario
  usuário administrador administradora administracao provisoria provisória temporaria temporária bemvindo brasil brasileiro
  brasileira saopaulo corinthians flamengo palmeiras santos vasco gremio cruzeiro deus jesus amor familia clinica clínica
  consultorio consultório psicologia psicologa psicologo psicóloga psicólogo terapia terapeuta paciente pacientes saude saúde
  mental blurosiere blurosier rosiere blu nao não sim ola olá mundo janeiro fevereiro marco março abril maio junho julho
  agosto setembro outubro novembro dezembro segunda terca terça quarta quinta sexta sabado sábado domingo
  joao joão jose josé maria ana pedro paulo lucas carlos gabriel rafael marcos luiz luis julia júlia fernanda juliana
  mariana camila amanda bruna beatriz leticia letícia silva souza oliveira pereira lima costa ferreira rodrigues almeida
  esquecer lembrar antes depois deploy clave contrasena contraseña cambiar cambiame`
const words = new Set(commonWords.split(/\s+/).filter(Boolean))
const longestWord = 16

const forwards = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'azertyuiop',
  'qwertzuiop',
  '1234567890',
  '!@#$%^&*()',
  'qwertyuiopasdfghjklzxcvbnm',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  'qazwsxedcrfvtgbyhnujmikolp',
  'qweasdzxcrtyfghvbnuiojklm',
]
const walks = [...forwards, ...forwards.map((walk) => [...walk].reverse().join(''))]

/** Signs that are written for letters, and below each its letter. */
const signs = '013457@$!'
const letters = 'oieastasi'

const bitsOf = { word: 2, otherWord: 12, run: 3, year: 5, date: 13, separator: 0.5 } as const

/**
 * Bits of an attacker's work, by the cheapest description that is tried. Random text keeps nearly all of its own; of random
 * words each counts eleven. Where the text is base64 or hex of plain text, that is judged as well.
 */
export function strength(text: string): number {
  if (isKnown(text)) return 0
  return Math.min(describe(text), ...disguised(text).map(strength))
}

/** The example of FastAPI's tutorial: it is random, and so looks like a key. */
const published = '09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7'

/** The hash by whose length a hash in hex is told. */
const hashOf: Readonly<Record<number, string>> = { 32: 'md5', 40: 'sha1', 64: 'sha256', 128: 'sha512' }

/** Whether it stands in a tutorial, or is the hash of nothing or of one of the common words. */
function isKnown(text: string): boolean {
  const hex = text.toLowerCase()
  const algorithm = /^[0-9a-f]+$/.test(hex) ? hashOf[hex.length] : undefined
  if (algorithm === undefined) return false
  return published === hex || ['', ...words].some((word) => hash(algorithm, word) === hex)
}

/** The plain texts that these characters may be an encoding of. */
function disguised(text: string): string[] {
  const encodings = [/^[0-9a-f]+$/i.test(text) && 'hex', /^[\w+/=-]+$/.test(text) && 'base64'] as const
  return encodings
    .filter((encoding) => encoding !== false)
    .map((encoding) => Buffer.from(text, encoding).toString())
    .filter((plain) => plain.length >= 8 && !plain.includes('\ufffd') && /^[\P{C}\s]+$/u.test(plain))
}

/** The cheapest way from the start to each position, piece by piece. */
function describe(text: string): number {
  const lower = text.toLowerCase()
  const plain = [...lower].map((char) => letters[signs.indexOf(char)] ?? char).join('')
  // An alphabet that shows only few of its characters is a small one.
  const literal = Math.log2(Math.max(2, new Set(text).size))
  const runs = letterRuns(text)
  const cost = new Float64Array(text.length + 1).fill(Infinity)
  cost[0] = 0
  for (let at = 0; at < text.length; at++) {
    const here = cost[at] ?? Infinity
    const reach = (length: number, bits: number) => {
      cost[at + length] = Math.min(cost[at + length] ?? Infinity, here + bits)
    }
    const again = /[^\p{L}\p{N}]/u.test(text.charAt(at)) && text.indexOf(text.charAt(at)) < at
    reach(1, again ? bitsOf.separator : literal)
    const run = runs.get(at)
    if (run !== undefined) reach(run, Math.min(bitsOf.otherWord + Math.max(0, run - 9) * 3, run * literal))
    for (let length = 1; length <= longestWord && at + length <= text.length; length++)
      if (
        (length > 3 || runs.get(at) === length) &&
        (words.has(lower.slice(at, at + length)) || words.has(plain.slice(at, at + length)))
      )
        reach(length, bitsOf.word)
    const date = /^(\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{4}[-./]\d{1,2}[-./]\d{1,2})/.exec(text.slice(at, at + 10))
    if (date) reach(date[0].length, bitsOf.date)
    if (/^(19|20)\d\d/.test(text.slice(at, at + 4))) reach(4, bitsOf.year)
    for (const length of [progression(lower, at, 1), walk(lower, at)])
      for (let part = 3; part <= length; part++) reach(part, bitsOf.run + Math.log2(part))
    for (const stride of [2, 3, 4]) {
      const length = progression(lower, at, stride)
      if (length >= stride * 3) reach(length, stride * 3 + Math.log2(length))
    }
    for (let length = 3; isRepeated(lower, at, length); length++) reach(length, Math.log2(at) + Math.log2(length))
  }
  return cost[text.length] ?? 0
}

/** Whether the same has stood before. */
const isRepeated = (text: string, at: number, length: number): boolean =>
  at >= length && at + length <= text.length && text.lastIndexOf(text.slice(at, at + length), at - length) >= 0

/** Where whole runs of letters stand that can be spoken, and how long each is: words, or names, of whatever language. */
function letterRuns(text: string): Map<number, number> {
  const found = new Map<number, number>()
  for (const { 0: run, index } of text.matchAll(/\p{Lu}?\p{Ll}+|\p{Lu}+/gu)) {
    const bare = run.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    const vowels = bare.replace(/[^aeiouy]/g, '').length
    const spoken = !/[^aeiouy]{4}|[aeiou]{4}|yy/.test(bare) && vowels >= bare.length * 0.3
    if (run.length < 4 || (spoken && run.length <= 15)) found.set(index, run.length)
  }
  return found
}

/** The longest stretch from here that is a row or a column of a keyboard. */
function walk(text: string, at: number): number {
  let length = 3
  while (at + length <= text.length && walks.some((path) => path.includes(text.slice(at, at + length)))) length++
  return length - 1
}

/**
 * How many characters from here go up, go down, or stay, one by one (after 9 comes 0); with a `stride`, as in `1a2b3c` or
 * `01-02-03`, those that are so far apart make sequences of their own.
 */
function progression(text: string, at: number, stride: number): number {
  const by = (index: number) => {
    const step = text.charCodeAt(index + stride) - text.charCodeAt(index)
    return stride === 1 && Math.abs(step) === 9 ? -step / 9 : step
  }
  let length = stride * 2
  if (at + length > text.length) return 0
  for (let index = at; index < at + stride; index++) if (Math.abs(by(index)) > Math.min(stride, 2)) return 0
  while (at + length < text.length && by(at + length - stride) === by(at + length - 2 * stride)) length++
  return length
}
