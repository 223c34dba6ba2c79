import type { Catalogue } from '../pt-BR/catalogue.ts'
import { accountLetters } from './account-letters.ts'
import { accountNotices } from './account-notices.ts'
import { accountPages } from './account-pages.ts'
import { appointment } from './appointment.ts'
import { assistantReplies } from './assistant-replies.ts'
import { assistant } from './assistant.ts'
import { consents } from './consents.ts'
import { contact } from './contact.ts'
import { dates } from './dates.ts'
import { letters } from './letters.ts'
import { linkPages } from './link-pages.ts'
import { practiceNotices } from './practice-notices.ts'
import { problems } from './problems.ts'
import { replies } from './replies.ts'
import { risk } from './risk.ts'
import { sms } from './sms.ts'
import { spokenTimes } from './spoken-times.ts'
import { unsubscribePage } from './unsubscribe-page.ts'
import { uploads } from './uploads.ts'
import { validation } from './validation.ts'

export const en: Catalogue = {
  accountLetters,
  accountNotices,
  accountPages,
  appointment,
  assistant,
  assistantReplies,
  consents,
  contact,
  dates,
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
