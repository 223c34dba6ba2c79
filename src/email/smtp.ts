import { type Provider, together } from '../config/provider.ts'
import { type EmailSender, type EmailTrial, headerText } from './email.ts'
import { classed } from './smtp-errors.ts'
import { connectionOptions, loopback, type SmtpSettings, variables } from './smtp-settings.ts'

/** How far a message has come. */
interface Progress {
  /** Its content, once the transaction begins. */
  content?: { readonly readableDidRead: boolean }
  /** Called as that begins. */
  readonly begun: () => void
}

/** E-mail by SMTP (RFC 5321), through one pool of connections. */
export const smtp: Provider<EmailSender, SmtpSettings, EmailTrial> = {
  name: 'smtp',
  service: 'email',
  trigger: { variable: 'SMTP_HOST' },
  variables,
  rules: together('SMTP_USER', 'SMTP_PASSWORD', 'SMTP_USER and SMTP_PASSWORD go together'),
  async open(settings, { senderName, log }) {
    const { createTransport } = await import('nodemailer')
    if (settings.SMTP_TLS === 'off' && settings.SMTP_USER && !loopback.test(settings.SMTP_HOST))
      log.warn('SMTP_TLS=off: the password of SMTP_USER travels unencrypted')
    const transport = createTransport({
      pool: true,
      maxConnections: 4,
      maxMessages: 100,
      // By itself the pool sends a message again whose connection closed. Whether it may is the delivery engine's to say.
      maxRequeues: 0,
      ...connectionOptions(settings),
    })
    // An error does not tell how far the message had come; whether its content was ever read does, since nodemailer begins
    // to read only after the server's 354.
    transport.use('stream', ({ data, message }, done) => {
      const { progress } = data as { progress: Progress } // what `send` puts there below
      const createReadStream = message.createReadStream.bind(message)
      message.createReadStream = (options) => {
        // The pool asks for it right before MAIL FROM.
        progress.begun()
        return (progress.content = createReadStream(options))
      }
      done()
    })
    const domain = settings.FROM_EMAIL.replace(/.*@/, '')
    return {
      provider: 'smtp',
      from: settings.FROM_EMAIL,
      async send({
        to,
        subject,
        messageId,
        headers = {},
        calendar,
        senderName: from = senderName,
        beginBy,
        ...content
      }) {
        const late = new AbortController()
        const timer =
          beginBy === undefined ? undefined : setTimeout(() => late.abort(), Math.max(0, beginBy - performance.now()))
        const progress: Progress = { begun: () => clearTimeout(timer) }
        const message = {
          progress,
          signal: late.signal,
          from: { name: headerText(from), address: settings.FROM_EMAIL },
          // As an object: nodemailer reads a string as a list, and a line break in it as another recipient.
          to: { name: headerText(to.name ?? ''), address: to.address },
          subject: headerText(subject),
          ...content,
          messageId: messageId && `<${messageId}@${domain}>`,
          // No machine answers it with an absence note (RFC 3834).
          headers: {
            'Auto-Submitted': 'auto-generated',
            ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, headerText(value, 900)])),
          },
          icalEvent: calendar && { ...calendar, filename: 'convite.ics' },
        }
        try {
          const info = (await transport.sendMail(message)) as { messageId: string } // its type knows no extra field
          return { providerId: info.messageId }
        } catch (error) {
          throw classed(error, progress.content?.readableDidRead)
        } finally {
          progress.begun()
        }
      },
      check: async () => void (await transport.verify()),
      close: async () => transport.close(),
    }
  },
  diagnose: async (...asked) => (await import('./smtp-diagnosis.ts')).diagnoseSmtp(...asked),
}
