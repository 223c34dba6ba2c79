import { z } from 'zod'
import type { Provider } from '../provider.ts'
import { SendError } from '../send-error.ts'
import { type EmailSender, headerText } from './email.ts'

const variables = z
  .object({
    SMTP_HOST: z.string().min(1),
    SMTP_PORT: z.coerce.number().int().min(1).max(65_535).default(587),
    SMTP_USER: z.string().min(1).optional(),
    SMTP_PASSWORD: z.string().min(1).optional(),
    FROM_EMAIL: z.email(),
    SMTP_TLS: z.enum(['auto', 'off'], { error: 'use auto or off' }).default('auto'),
  })
  .superRefine((env, context) => {
    if (Boolean(env.SMTP_USER) === Boolean(env.SMTP_PASSWORD)) return
    const lacking = env.SMTP_USER ? 'SMTP_PASSWORD' : 'SMTP_USER'
    context.addIssue({ code: 'custom', path: [lacking], message: 'SMTP_USER and SMTP_PASSWORD go together' })
  })

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/i

/**
 * E-mail by SMTP (RFC 5321), through one pool of connections. STARTTLS is required unless the host is this machine or
 * SMTP_TLS=off; port 465 speaks TLS from the start; a certificate that does not hold is an error.
 */
export const smtp: Provider<EmailSender, z.output<typeof variables>> = {
  name: 'smtp',
  service: 'email',
  trigger: { variable: 'SMTP_HOST' },
  variables,
  async open(settings, { senderName }) {
    const { createTransport } = await import('nodemailer')
    const local = loopback.test(settings.SMTP_HOST)
    const transport = createTransport({
      pool: true,
      maxConnections: 4,
      maxMessages: 100,
      host: settings.SMTP_HOST,
      port: settings.SMTP_PORT,
      secure: settings.SMTP_PORT === 465,
      requireTLS: settings.SMTP_PORT !== 465 && settings.SMTP_TLS !== 'off' && !local,
      ignoreTLS: settings.SMTP_TLS === 'off',
      ...(settings.SMTP_USER && settings.SMTP_PASSWORD
        ? { auth: { user: settings.SMTP_USER, pass: settings.SMTP_PASSWORD } }
        : {}),
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
      // Content comes from us alone; a path or address in it is never fetched.
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    const domain = settings.FROM_EMAIL.split('@')[1] ?? 'localhost'
    return {
      provider: 'smtp',
      async send({ to, subject, text, html, messageId }) {
        try {
          const info = await transport.sendMail({
            from: { name: senderName, address: settings.FROM_EMAIL },
            // As an object: nodemailer reads a string as a list, and a line break in it as another recipient.
            to: { name: headerText(to.name ?? ''), address: to.address },
            subject: headerText(subject),
            text,
            ...(html ? { html } : {}),
            ...(messageId ? { messageId: `<${messageId}@${domain}>` } : {}),
          })
          return { providerId: info.messageId }
        } catch (error) {
          throw classed(error)
        }
      },
      check: async () => void (await transport.verify()),
      close: async () => transport.close(),
    }
  },
}

/** SMTP's own classes: 4yz may pass later, 5yz never will (RFC 5321 §4.2.1). A connection lost after its opening may have carried the message. */
function classed(error: unknown): SendError {
  const { responseCode, response, code, command, message } = error as {
    responseCode?: number
    response?: string
    code?: string
    command?: string
    message: string
  }
  if (responseCode !== undefined) {
    // RFC 3463's enhanced status code, where the server gives one, says more than the bare reply.
    const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(response ?? '')?.[1]
    return new SendError(responseCode >= 500 ? 'permanent' : 'temporary', response ?? message, {
      code: [responseCode, enhanced].filter(Boolean).join(' '),
      cause: error,
    })
  }
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return new SendError('permanent', message, { code, cause: error })
  const lost = command !== 'CONN' || /closed unexpectedly/i.test(message)
  return new SendError(lost && code !== 'EAUTH' ? 'uncertain' : 'temporary', message, { code, cause: error })
}
