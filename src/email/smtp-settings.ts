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
export const connectionOptions = ({
  SMTP_HOST: host,
  SMTP_PORT: port,
  SMTP_USER: user,
  SMTP_PASSWORD: pass,
  SMTP_TLS,
}: SmtpSettings) => {
  const ignoreTLS = SMTP_TLS === 'off'
  const secure = port === 465 && !ignoreTLS
  return {
    host,
    port,
    secure,
    requireTLS: !secure && !ignoreTLS && !loopback.test(host),
    ignoreTLS,
    auth: user && pass ? { user, pass } : undefined,
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
