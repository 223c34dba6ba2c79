import type { SmtpSettings } from './smtp-settings.ts'
import { isCertificateError, type SmtpFailure } from './smtp-errors.ts'

export type Step = 'DNS' | 'connect' | 'TLS' | 'login' | 'sender' | 'recipient' | 'content' | 'conversation'

/** What each provider's own login looks like: the commonest mistakes. */
const logins: readonly [host: RegExp, words: string][] = [
  [/gmail|google/i, 'Gmail takes no account password: make an app password (needs 2-step verification) and use that'],
  [/sendgrid/i, 'with SendGrid SMTP_USER is the word apikey, and SMTP_PASSWORD the API key'],
  [/amazonaws|amazonses/i, 'SES wants SMTP credentials made in its console; IAM access keys do not work'],
  [/mailgun/i, 'with Mailgun SMTP_USER is the full login of the domain, such as postmaster@mg.example.com'],
]

/** What to do about the step at which a test message stopped. */
export function advice(step: Step, settings: SmtpSettings, failure?: SmtpFailure): string {
  const { SMTP_HOST: host, SMTP_PORT: port, FROM_EMAIL: from } = settings
  switch (step) {
    case 'DNS':
      return `look for a typing error in SMTP_HOST (${host}), and see that this machine resolves names at all`
    case 'connect':
      return failure?.originalCode === 'ECONNREFUSED' || failure?.code === 'ECONNREFUSED'
        ? `nothing listens at ${host}:${port}. Usual are SMTP_PORT=587 (STARTTLS) and 465 (TLS from the start)`
        : `no answer from ${host}:${port} in time. Many hosters block outgoing 25 and 587: try 465 or 2525, or ask them. On 465 the server speaks TLS from the start, on 587 it does not: a wrong port looks like this, too`
    case 'TLS':
      return failure && isCertificateError(failure)
        ? `the certificate does not hold. SMTP_HOST has to be the name that it was made for; for a private authority set NODE_EXTRA_CA_CERTS to its file. Never switch the check off`
        : `the server offers no STARTTLS on ${port}, or breaks it. Use 465 for TLS from the start; SMTP_TLS=off only for a relay on your own network`
    case 'login':
      return (
        logins.find(([pattern]) => pattern.test(host))?.[1] ??
        'SMTP_USER or SMTP_PASSWORD is wrong, or the account may not send by SMTP'
      )
    case 'sender':
      return `the server does not let this login send as ${from}: verify that address or its domain with the provider, or change FROM_EMAIL`
    case 'recipient':
      return settings.SMTP_USER
        ? 'the server does not take mail for this recipient: check the address; a sandbox account sends to verified ones only'
        : 'the server does not take mail for this recipient without a login: set SMTP_USER and SMTP_PASSWORD, or check the address'
    case 'content':
      return `the server refused the message itself: its words above say why; often ${from} is not verified, or its domain lacks SPF and DKIM`
    case 'conversation':
      return 'the connection broke in the middle: try again; if it stays, a firewall or proxy in between may be cutting it'
  }
}
