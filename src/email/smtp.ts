import { type Provider, together } from '../config/provider.ts'
import { type EmailSender, type EmailTrial, headerText } from './email.ts'
import { classed } from './smtp-errors.ts'
import { connectionOptions, loopback, type SmtpSettings, variables } from './smtp-settings.ts'

/** The content of a message on its way, once there is one. */
interface Progress {
  content?: { readonly readableDidRead: boolean }
  /** Called as the transaction begins. */
  begun?: () => void
}

/** Aborts at this time (`performance.now()`) unless the message's transaction has begun by then. */
function abortAt(time: number, progress: Progress): AbortController {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), Math.max(0, time - performance.now()))
  progress.begun = () => clearTimeout(timer)
  return controller
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
      const { progress } = data as { progress?: Progress } // what `send` puts there below
      const createReadStream = message.createReadStream.bind(message)
      message.createReadStream = (options) => {
        // The pool asks for it right before MAIL FROM.
        const content = createReadStream(options)
        progress?.begun?.()
        if (progress) progress.content = content
        return content
      }
      done()
    })
    const domain = settings.FROM_EMAIL.split('@')[1] ?? 'localhost'
    return {
      provider: 'smtp',
      from: settings.FROM_EMAIL,
      async send({
        to,
        subject,
        text,
        html,
        messageId,
        headers = {},
        calendar,
        senderName: from = senderName,
        beginBy,
      }) {
        const progress: Progress = {}
        const late = beginBy === undefined ? undefined : abortAt(beginBy, progress)
        const message = {
          progress,
          signal: late?.signal,
          from: { name: headerText(from), address: settings.FROM_EMAIL },
          // As an object: nodemailer reads a string as a list, and a line break in it as another recipient.
          to: { name: headerText(to.name ?? ''), address: to.address },
          subject: headerText(subject),
          text,
          html,
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
          throw classed(error, { dataBegan: progress.content?.readableDidRead === true })
        } finally {
          progress.begun?.()
        }
      },
      check: async () => void (await transport.verify()),
      close: async () => transport.close(),
    }
  },
  async diagnose(settings, trial, steps) {
    const { diagnoseSmtp } = await import('./smtp-diagnosis.ts')
    return diagnoseSmtp(settings, trial, steps)
  },
}
