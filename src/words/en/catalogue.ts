import type { Catalogue } from '../pt-BR/catalogue.ts'
import { accountLetters } from './account-letters.ts'
import { accountPages } from './account-pages.ts'
import { appointment } from './appointment.ts'
import { dates } from './dates.ts'
import { letters } from './letters.ts'
import { linkPages } from './link-pages.ts'
import { problems } from './problems.ts'
import { replies } from './replies.ts'
import { sms } from './sms.ts'
import { unsubscribePage } from './unsubscribe-page.ts'
import { uploads } from './uploads.ts'
import { validation } from './validation.ts'

export const en: Catalogue = {
  accountLetters,
  accountPages,
  appointment,
  dates,
  letters,
  linkPages,
  problems,
  replies,
  sms,
  unsubscribePage,
  uploads,
  validation,
}
