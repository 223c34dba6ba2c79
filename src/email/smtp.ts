import { z } from 'zod'
import { mailbox } from '../text/mailbox.ts'
import type { Provider } from '../config/provider.ts'
import { wholeNumber } from '../config/values.ts'
import { type EmailSender, headerText } from './email.ts'
import { classed } from './smtp-errors.ts'

const together = 'SMTP_USER and SMTP_PASSWORD go together'

const variables = z.object({
  SMTP_HOST: z.string().min(1),
  SMTP_PORT: wholeNumber(1, 65_535).default(587),
  SMTP_USER: z.string().min(1).optional(),
  SMTP_PASSWORD: z.string().min(1).optional(),
  FROM_EMAIL: mailbox({ localPart: 'only ASCII may stand before the @' }),
  SMTP_TLS: z.enum(['auto', 'off'], { error: 'use auto or off' }).default('auto'),
})

export type SmtpSettings = z.output<typeof variables>

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/i

/**
 * How a connection is made. STARTTLS (RFC 3207) is required unless the host is this machine or SMTP_TLS=off; port 465
 * speaks TLS from the start (RFC 8314); a certificate that does not hold is an error. Every wait is bounded.
 */
export const connectionOptions = (settings: SmtpSettings) => {
  const off = settings.SMTP_TLS === 'off'
  const secure = settings.SMTP_PORT === 465 && !off
  return {
    host: settings.SMTP_HOST,
    port: settings.SMTP_PORT,
    secure,
    requireTLS: !secure && !off && !loopback.test(settings.SMTP_HOST),
    ignoreTLS: off,
    ...(settings.SMTP_USER && settings.SMTP_PASSWORD
      ? { auth: { user: settings.SMTP_USER, pass: settings.SMTP_PASSWORD } }
      : {}),
    dnsTimeout: 10_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    // RFC 5321 §4.5.3.2 grants minutes; past this one the message is tried again under its Message-ID.
    socketTimeout: 60_000,
    // Content comes from us alone; a path or address in it is never fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

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
export const smtp: Provider<EmailSender, SmtpSettings> = {
  name: 'smtp',
  service: 'email',
  trigger: { variable: 'SMTP_HOST' },
  variables,
  rules: [
    { variable: 'SMTP_PASSWORD', message: together, broken: (env) => !env.SMTP_PASSWORD && Boolean(env.SMTP_USER) },
    { variable: 'SMTP_USER', message: together, broken: (env) => !env.SMTP_USER && Boolean(env.SMTP_PASSWORD) },
  ],
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
      async send({ to, subject, text, html, messageId, headers = {}, calendar, ...options }) {
        const { senderName: shownAs = senderName, beginBy } = options
        const progress: Progress = {}
        const late = beginBy === undefined ? undefined : abortAt(beginBy, progress)
        const message = {
          progress,
          ...(late ? { signal: late.signal } : {}),
          from: { name: headerText(shownAs), address: settings.FROM_EMAIL },
          // As an object: nodemailer reads a string as a list, and a line break in it as another recipient.
          to: { name: headerText(to.name ?? ''), address: to.address },
          subject: headerText(subject),
          text,
          ...(html ? { html } : {}),
          ...(messageId ? { messageId: `<${messageId}@${domain}>` } : {}),
          // No machine answers it with an absence note (RFC 3834).
          headers: {
            'Auto-Submitted': 'auto-generated',
            ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, headerText(value, 900)])),
          },
          ...(calendar ? { icalEvent: { ...calendar, filename: 'convite.ics' } } : {}),
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
}
