import { en } from './en/catalogue.ts'
import { type Locale, locales } from './locale.ts'
import { type Catalogue, ptBR } from './pt-BR/catalogue.ts'

const catalogues: Record<Locale, Catalogue> = { 'pt-BR': ptBR, en }

export const wordsFor = (locale: Locale): Catalogue => catalogues[locale]

/** The same in every language, where the reader's is known only later. */
export const inEachLocale = (say: (words: Catalogue) => string) =>
  Object.fromEntries(locales.map((locale) => [locale, say(wordsFor(locale))])) as Record<Locale, string> // one for each
