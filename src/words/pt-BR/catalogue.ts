import { accountLetters } from './account-letters.ts'
import { accountNotices } from './account-notices.ts'
import { accountPages } from './account-pages.ts'
import { appointment } from './appointment.ts'
import { consents } from './consents.ts'
import { dates } from './dates.ts'
import { letters } from './letters.ts'
import { linkPages } from './link-pages.ts'
import { practiceNotices } from './practice-notices.ts'
import { problems } from './problems.ts'
import { replies } from './replies.ts'
import { sms } from './sms.ts'
import { unsubscribePage } from './unsubscribe-page.ts'
import { uploads } from './uploads.ts'
import { validation } from './validation.ts'

export const ptBR = {
  accountLetters,
  accountNotices,
  accountPages,
  appointment,
  consents,
  dates,
  letters,
  linkPages,
  practiceNotices,
  problems,
  replies,
  sms,
  unsubscribePage,
  uploads,
  validation,
}

/** All that people read, in one language. These words are the model: a locale that lacks one of them does not compile. */
export type Catalogue = typeof ptBR
