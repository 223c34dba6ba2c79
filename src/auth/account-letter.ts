import type { Letter } from '../email/letter.ts'
import { type Clinic, type LetterReader, sender } from '../notifications/templates/appointment-letter.ts'
import { wordsFor } from '../words/catalogue.ts'
import type { Catalogue } from '../words/pt-BR/catalogue.ts'

export type AccountKind = keyof Catalogue['accountLetters']

/**
 * At registration both name and address are free text: a name that reads as a link would mail advertisements to
 * other people's addresses.
 */
const greetable = (name: string): boolean => !/[:/@]|\w\.\w/.test(name) && name.length <= 80

/** A letter about the account itself, with the one link that it is about, if any. */
export function accountLetter(
  kind: AccountKind,
  { reader, clinic, url }: { reader: Omit<LetterReader, 'id' | 'timezone'>; clinic: Clinic; url?: string | undefined },
): Letter {
  const { accountLetters, letters } = wordsFor(reader.locale)
  const { brand, footer } = sender(reader, clinic)
  const { subject, preheader, paragraphs, action, note } = accountLetters[kind](brand)
  const hello = greetable(reader.name) ? letters.greeting(reader.name) : letters.hello
  return {
    locale: reader.locale,
    subject,
    preheader,
    brand,
    footer,
    heading: subject,
    paragraphs: [hello, ...paragraphs],
    ...(action && url ? { actions: [{ label: action, url }], showAddress: true } : {}),
    notes: [note],
  }
}
