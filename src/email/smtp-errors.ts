import { SendError } from '../send-error.ts'

/** What nodemailer's errors carry beside their message. */
export interface SmtpFailure {
  readonly message: string
  /** nodemailer's class of it, such as `EAUTH`. */
  readonly code?: string
  /** The system's, where nodemailer's class covers it: `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
  readonly originalCode?: string
  readonly command?: string
  readonly response?: string
  readonly responseCode?: number
}

const certificate = /certificate|cert_|_cert|altname|self[- _]signed|unable_to_verify|unable to verify/i

/** Whether the server's certificate did not hold: expired, for another name, or by an issuer that nobody here knows. */
export const isCertificateError = ({ message, originalCode = '' }: SmtpFailure): boolean =>
  certificate.test(message) || certificate.test(originalCode)

/** RFC 3463's enhanced status code of a reply, which says more than its three digits. */
export const enhancedCode = (response: string | undefined): string | undefined =>
  /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(response ?? '')?.[1]

/**
 * A failure as the delivery engine understands it. 4yz may pass later, 5yz never will (RFC 5321 §4.2.1), except where it
 * answers the greeting, EHLO, STARTTLS or AUTH: that speaks of our configuration, which gets mended, not of this message.
 * A connection that breaks once the content was on its way may have delivered it; before that it cannot have.
 */
export function classed(error: unknown, { dataBegan }: { dataBegan: boolean }): SendError {
  const failure = error as SmtpFailure
  const { responseCode, response, code, originalCode, command = '', message } = failure
  if (responseCode) {
    const ofTheMessage = /^(MAIL FROM|RCPT TO|DATA)/.test(command)
    return new SendError(responseCode >= 500 && ofTheMessage ? 'permanent' : 'temporary', response ?? message, {
      code: [responseCode, enhancedCode(response)].filter(Boolean).join(' '),
      cause: error,
    })
  }
  if (isCertificateError(failure)) {
    const words = `o certificado do servidor de e-mail não é válido (${message})`
    return new SendError('temporary', words, { code: originalCode ?? code, cause: error })
  }
  if (code === 'EABORT')
    return new SendError('temporary', 'o servidor de e-mail não atendeu a tempo', { code, cause: error })
  // Refused here, before anything was sent: an address that cannot be one, a message beyond the server's size.
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return new SendError('permanent', message, { code, cause: error })
  return new SendError(dataBegan ? 'uncertain' : 'temporary', message, { code: originalCode ?? code, cause: error })
}
