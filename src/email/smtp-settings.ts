import { z } from 'zod'
import { wholeNumber } from '../config/values.ts'
import { mailbox } from '../text/mailbox.ts'

export const variables = z.object({
  SMTP_HOST: z.string().min(1),
  SMTP_PORT: wholeNumber(1, 65_535).default(587),
  SMTP_USER: z.string().min(1).optional(),
  SMTP_PASSWORD: z.string().min(1).optional(),
  FROM_EMAIL: mailbox({ localPart: 'only ASCII may stand before the @' }),
  SMTP_TLS: z.enum(['auto', 'off'], { error: 'use auto or off' }).default('auto'),
})

export type SmtpSettings = z.output<typeof variables>

export const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/i

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
