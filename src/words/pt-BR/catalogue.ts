import { appointment } from './appointment.ts'
import { assistant, assistantReplies } from './assistant.ts'
import { consents } from './consents.ts'
import { contact } from './contact.ts'
import { accountLetters, letters } from './letters.ts'
import { accountNotices, practiceNotices } from './notices.ts'
import { accountPages, homePage, linkPages, unsubscribePage } from './pages.ts'
import { problems } from './problems.ts'
import { risk } from './risk.ts'
import { replies, sms } from './sms.ts'
import { dates, spokenTimes } from './times.ts'
import { uploads } from './uploads.ts'
import { validation } from './validation.ts'

export const ptBR = {
  accountLetters,
  accountNotices,
  accountPages,
  appointment,
  assistant,
  assistantReplies,
  consents,
  contact,
  dates,
  homePage,
  letters,
  linkPages,
  practiceNotices,
  problems,
  replies,
  risk,
  sms,
  spokenTimes,
  unsubscribePage,
  uploads,
  validation,
}

/** All that people read, in one language. These words are the model: a locale that lacks one of them does not compile. */
export type Catalogue = typeof ptBR
