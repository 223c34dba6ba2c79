import fp from 'fastify-plugin'
import { type AccountLinks, accountLinks } from './account-links.ts'
import { type AccountMail, accountMail, accountMailer, accountMailJob } from './account-mail.ts'
import { type EmailChanges, emailChanges } from './email-change.ts'
import { type PhoneCodes, phoneCodeJob, phoneCodes } from './phone-code.ts'

/** What the owner of an account does by letters and codes. */
export interface Accounts {
  readonly links: AccountLinks
  readonly mail: AccountMail
  readonly emailChanges: EmailChanges
  readonly phoneCodes: PhoneCodes
}

declare module 'fastify' {
  interface FastifyInstance {
    accounts: Accounts
  }
}

export default fp(
  async (app) => {
    const mail = accountMail(app.jobs)
    const codes = phoneCodes(app)
    app.decorate('accounts', {
      links: accountLinks(app),
      mail,
      emailChanges: emailChanges(app, mail),
      phoneCodes: codes,
    })
    app.jobs.handle(accountMailJob, accountMailer(app), { lastResort: app.email.chosen.fallback })
    app.jobs.handle(phoneCodeJob, codes.send, { lastResort: app.sms.chosen.fallback })
  },
  { name: 'accounts', dependencies: ['database', 'jobs', 'auth', 'email', 'sms', 'notifications'] },
)
