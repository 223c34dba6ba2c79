import { wordsFor } from '../words/catalogue.ts'
import type { Locale } from '../words/locale.ts'
import type { ClinicContact } from '../words/reply-facts.ts'
import type { RiskAssessment } from './risk.ts'

interface ReplyOptions extends ClinicContact {
  locale: Locale
  /** Who is at risk, from the assessment; by default the person who writes. */
  about?: RiskAssessment['about']
  /** Whether a psychologist is told; else none is said to be. */
  psychologistTold?: boolean
}

const factsOf = ({ about = 'eu', psychologistTold = false, clinicName, clinicPhone }: ReplyOptions) => ({
  self: about === 'eu',
  told: psychologistTold,
  clinicName,
  clinicPhone,
})

/** The fixed answer to `alto`. */
export const crisisReply = (options: ReplyOptions): string => wordsFor(options.locale).risk.crisis(factsOf(options))

/** The same in one text message, for a person who wrote by SMS. */
export const crisisSms = (options: ReplyOptions): string => wordsFor(options.locale).risk.crisisSms(factsOf(options))

/** What is added below an ordinary answer on `baixo`. */
export const helplineNote = (options: ReplyOptions): string => wordsFor(options.locale).risk.helpline(factsOf(options))
