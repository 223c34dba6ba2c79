import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { appointmentKinds } from '../src/words/appointment-facts.ts'
import { wordsFor } from '../src/words/catalogue.ts'
import { defaultLocale, locales, readLocale } from '../src/words/locale.ts'

const root = join(import.meta.dirname, '..')
const words = join(root, 'src/words')
const read = (path: string) => readFileSync(path, 'utf8')

/** Replaces what has to be there. */
function edit(text: string, from: string, to: string): string {
  expect(text).toContain(from)
  return text.replace(from, to)
}

/** The errors of src/words as it would be with these files as well, or instead. Files are parsed once. */
const compile = (() => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), read)
  // Words need no Node, and its types take long to read.
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, types: [] }, root)
  const parsed = new Map<string, ts.SourceFile | undefined>()
  let before: ts.Program | undefined
  return (files: Record<string, string>): string[] => {
    const changed = new Map(Object.entries(files).map(([name, text]) => [join(words, name), text]))
    const host = ts.createCompilerHost(options)
    const { getSourceFile, fileExists, readFile } = host
    host.directoryExists = () => true
    host.fileExists = (path) => changed.has(path) || fileExists(path)
    host.readFile = (path) => changed.get(path) ?? readFile(path)
    host.getSourceFile = (path, target) => {
      const text = changed.get(path)
      if (text !== undefined) return ts.createSourceFile(path, text, target)
      if (!parsed.has(path)) parsed.set(path, getSourceFile(path, target))
      return parsed.get(path)
    }
    before = ts.createProgram([...changed.keys(), join(words, 'catalogue.ts')], options, host, before)
    return ts.getPreEmitDiagnostics(before).map(({ file, messageText }) => {
      const name = file?.fileName.slice(words.length + 1) ?? ''
      return `${name}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
    })
  }
})()

/** The recipe for an invented locale: a folder, a name in `locales`, a line in `catalogue.ts`. */
const named = {
  'locale.ts': edit(read(join(words, 'locale.ts')), "['pt-BR', 'en']", "['pt-BR', 'en', 'es']"),
}
const listed = {
  'catalogue.ts': edit(
    edit(
      read(join(words, 'catalogue.ts')),
      "import { en } from './en/catalogue.ts'",
      "import { en } from './en/catalogue.ts'\nimport { en as es } from './es/catalogue.ts'",
    ),
    "'pt-BR': ptBR, en }",
    "'pt-BR': ptBR, en, es }",
  ),
}
const folder: Record<string, string> = Object.fromEntries(
  readdirSync(join(words, 'en')).map((name) => [`es/${name}`, read(join(words, 'en', name))]),
)

describe('another locale', { timeout: 60_000 }, () => {
  test('is asked for by the compiler where it is named and has no words', () => {
    expect(compile(named)).toEqual([expect.stringMatching(/^catalogue\.ts: Property 'es' is missing/)])
  })

  test('is a folder, a name and a line', () => {
    expect(compile({ ...named, ...listed, ...folder })).toEqual([])
  })

  test('that lacks one word does not compile, and the compiler says which', () => {
    const letters = edit(folder['es/letters.ts'] ?? '', "  hello: 'Hello!',\n", '')
    expect(compile({ ...named, ...listed, ...folder, 'es/letters.ts': letters })).toEqual([
      expect.stringMatching(/^es\/letters\.ts: Property 'hello' is missing/),
    ])
  })

  test('is nowhere told from others by its name', () => {
    const told = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !/^(words|database\/generated)\//.test(path))
      .filter((path) => /[!=]== '(en|pt-BR)'|'(en|pt-BR)' \?|Record<'pt/.test(read(join(root, 'src', path))))
    expect(told).toEqual([])
  })

  test('that an account kept from another release reads as the practice’s own', () => {
    expect(['en', 'pt-BR', 'es', ''].map(readLocale)).toEqual(['en', 'pt-BR', defaultLocale, defaultLocale])
  })
})

/** Passes for whatever a word may ask for: a text, and an object that has every fact. */
const anything = Object.assign(new String('2027-12-31'), {
  date: '2027-12-31',
  time: '23:55',
  name: 'Ana',
  ending: 'a',
  your: 'sua',
  when: '23:55',
  withWhom: 'Ana',
  ...{
    modality: 'online',
    confirmed: true,
    self: true,
    told: true,
    clinicName: 'Clínica',
    code: 'custom',
    message: 'x',
  },
  join: () => 'Ana',
  toLocaleDateString: () => '31/12',
})
const facts = { otherName: 'Ana', modality: 'online', meetingUrl: null, reason: 'x', forPatient: true }
const ofKinds: Record<string, readonly unknown[][]> = {
  'appointment.message': appointmentKinds.map((kind) => [kind, facts, 'day', '23:55']),
}

/** Every text of a catalogue, by where it stands. */
function textsOf(value: unknown, path: string): [path: string, text: unknown][] {
  if (typeof value === 'function') {
    const calls = ofKinds[path] ?? [[anything, anything, anything, anything]]
    return calls.flatMap((given) => textsOf((value as (...given: unknown[]) => unknown)(...given), `${path}()`))
  }
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, path ? `${path}.${key}` : key))
}

describe.each(locales)('%s', (locale) => {
  const texts = textsOf(wordsFor(locale), '')

  test('has a text wherever it has a word', () => {
    expect(texts.length).toBeGreaterThan(300)
    const isText = (text: unknown) => typeof text === 'string' && text.trim() !== '' && !/undefined|\[object/.test(text)
    // An ending of participles may be none, and which of day and month is said first is no text.
    const isNone = (path: string) => /\.ending$|\.dayFirst$/.test(path)
    expect(texts.filter(([path, text]) => !isText(text) && !isNone(path))).toEqual([])
  })

  test('says the same things as the others', () => {
    expect(texts.map(([path]) => path).toSorted()).toEqual(
      textsOf(wordsFor(defaultLocale), '')
        .map(([path]) => path)
        .toSorted(),
    )
  })

  test('is a language that Intl knows', () => {
    for (const tag of [locale, wordsFor(locale).dates.tag])
      expect(Intl.DateTimeFormat.supportedLocalesOf(tag)).toEqual([tag])
  })
})
