import { wordsFor } from '../words/catalogue.ts'
import type { Locale } from '../words/locale.ts'
import type { ClinicContact } from '../words/reply-facts.ts'
import type { Broken } from './output.ts'

export interface InsteadOptions extends ClinicContact {
  readonly locale: Locale
}

/** What is said where a model would have broken a rule. */
export function insteadOf(rule: Broken, { locale, ...clinic }: InsteadOptions): string {
  const { assistant, contact } = wordsFor(locale)
  return assistant.instead(contact(clinic))[rule]
}
