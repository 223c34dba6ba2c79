import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Steps } from '../config/diagnosis.ts'
import type { EmailTrial } from './email.ts'
import { connectionOptions, type SmtpSettings } from './smtp-settings.ts'
import { advice, type Step } from './smtp-advice.ts'
import type { SmtpFailure } from './smtp-errors.ts'

function encryption({ secure, requireTLS, ignoreTLS }: ReturnType<typeof connectionOptions>): string {
  if (secure) return 'TLS from the start'
  if (ignoreTLS) return 'no encryption (SMTP_TLS=off)'
  return requireTLS ? 'STARTTLS required' : 'STARTTLS where it is offered (this machine)'
}

/** Sends one message as the server would, and says of each step what happened, in the mail server's own words. */
export async function diagnoseSmtp(
  settings: SmtpSettings,
  { to, subject, text }: EmailTrial,
  { say, passed, failed }: Steps,
): Promise<number> {
  const { SMTP_HOST: host, SMTP_PORT: port, FROM_EMAIL: from } = settings
  const options = connectionOptions(settings)
  const login = settings.SMTP_USER ? `login as ${settings.SMTP_USER}` : 'no login'
  passed('configuration', `${host}:${port}, ${encryption(options)}, ${login}, from ${from}`)
  if (!isIP(host)) {
    try {
      const addresses = await lookup(host, { all: true })
      passed('DNS', `${host} is ${addresses.map((one) => one.address).join(', ')}`)
    } catch (error) {
      return failed('DNS', (error as Error).message, advice('DNS', settings))
    }
  }
  const { createTransport } = await import('nodemailer')
  const dialogue: { who: 'client' | 'server'; line: string }[] = []
  // nodemailer writes the dialogue itself, passwords left out, to the logger's `debug`.
  const note = ({ tnx: who }: { tnx?: string }, line = '') => {
    if (who === 'client' || who === 'server') dialogue.push({ who, line })
  }
  const quiet = () => {}
  const transport = createTransport({
    ...options,
    transactionLog: true,
    logger: { trace: quiet, debug: note, info: quiet, warn: quiet, error: quiet, fatal: quiet },
  })
  const indexOf = (command: RegExp) => dialogue.findIndex(({ who, line }) => who === 'client' && command.test(line))
  const said = (command: RegExp) => indexOf(command) >= 0
  /** The server's last word before this command of ours, or of all. */
  const before = (command: RegExp) =>
    dialogue.slice(0, said(command) ? indexOf(command) : undefined).findLast(({ who }) => who === 'server')?.line ?? ''
  const message = { from: { name: '', address: from }, to: { name: '', address: to }, subject, text }
  const failure = await transport.sendMail(message).then(
    () => undefined,
    (error: SmtpFailure) => error,
  )
  transport.close()

  const greeted = dialogue.find(({ who }) => who === 'server')?.line
  if (greeted) passed('connect', greeted)
  if (options.secure && greeted) passed('TLS', `from the start, on port ${port}; the certificate of ${host} holds`)
  else if (said(/^STARTTLS/i) && dialogue.filter(({ line }) => /^EHLO/i.test(line)).length > 1)
    passed('TLS', `by STARTTLS; the certificate of ${host} holds`)
  else if (said(/^(AUTH|MAIL)/i)) passed('TLS', 'none: the connection is not encrypted')
  if (said(/^MAIL/i)) passed('login', said(/^AUTH/i) ? before(/^MAIL/i) : 'none asked for (SMTP_USER is blank)')
  if (!failure) {
    passed('accepted', before(/^QUIT/i))
    say(`\nThe server has taken the message for ${to}. If it does not arrive: look among spam, and see that`)
    say(`${from.split('@')[1]} names your provider in SPF and DKIM. A bounce comes to ${from}.`)
    return 0
  }
  const step = stepOf(failure, greeted)
  return failed(step, failure.response ?? failure.message, advice(step, settings, failure))
}

/** At which step it stopped. */
function stepOf({ command = '', code, message, originalCode = '' }: SmtpFailure, greeted: string | undefined): Step {
  if (/^AUTH/.test(command) || code === 'EAUTH') return 'login'
  if (/^MAIL/.test(command)) return 'sender'
  if (/^RCPT/.test(command)) return 'recipient'
  if (/^DATA/.test(command)) return 'content'
  if (code === 'EDNS') return 'DNS'
  if (code === 'ETLS' || /^STARTTLS/.test(command) || /cert|tls|ssl|self.signed/i.test(`${message} ${originalCode}`))
    return 'TLS'
  return greeted ? 'conversation' : 'connect'
}
