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
    const { db, jobs, log, email, sms, config, clock } = app
    const { sessions, accountTokens: tokens } = app.auth
    const { notify, canBeSentElsewhere } = app.notifications
    const { appUrl, smsCountries: countries } = config
    const { name: clinicName, brand } = config.clinic
    const mail = accountMail(jobs)
    const options = { db, sessions, tokens, notify, clock, clinicName: brand }
    const clinic = { ...config.clinic, name: brand }
    const codes = phoneCodes({ db, jobs, clock, log, sms, clinicName, countries, canBeSentElsewhere, keys: config })
    app.decorate('accounts', {
      links: accountLinks(options),
      mail,
      emailChanges: emailChanges({ ...options, mail }),
      phoneCodes: codes,
    })
    const mailer = accountMailer({ db, jobs, log, email, tokens, clock, clinic, appUrl, canBeSentElsewhere })
    jobs.handle(accountMailJob, mailer, { lastResort: email.chosen.fallback })
    jobs.handle(phoneCodeJob, codes.send, { lastResort: sms.chosen.fallback })
  },
  { name: 'accounts', dependencies: ['database', 'jobs', 'auth', 'email', 'sms', 'notifications'] },
)
