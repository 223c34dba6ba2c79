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
 * A limit on what a sender may send, or a mailbox get, in a time: it ends by itself, whatever the reply's class. Gmail's
 * 5.4.5, Exchange's 5.2.0 (STOREDRV), 5.1.90 and 5.7.705/708; elsewhere only the words tell. Not a mailbox that is full
 * (5.2.2), nor the size of a message (5.2.3, 5.3.4, a bare 552).
 */
function isRateLimit(response: string, enhanced: string | undefined): boolean {
  if (/^5\.(4\.5|2\.0|1\.90|7\.70[58])$/.test(enhanced ?? '')) return true
  if (/^5\.(2\.[23]|3\.4|4\.6)$/.test(enhanced ?? '') || (!enhanced && response.startsWith('552'))) return false
  return (
    /\b(quotas?|limit(s|ed)?|throttl\w+|too (many|quickly|fast)|rate|credits?)\b/i.test(response) &&
    !/\bsize\b|too (large|big|long)|mailbox (is )?full|over ?quota|\bhops?\b/i.test(response)
  )
}

/** Postfix refuses a sender only as it answers RCPT TO, Exchange and SES after the content: there the reply's words say so. */
const refusedSender =
  /sender address rejected|sender (is )?not (verified|owned|found)|not owned by user|send ?as ?denied|not (allowed|authori[sz]ed|permitted) to send (as|from)|address is not verified|from address\b.*\bnot\b/i
const refusedSenderCode = /^5\.(1\.[78]|7\.60|2\.252)$/

/** Whom a 5yz reply speaks of. A MAIL FROM that is refused is our FROM_EMAIL's fault, unless the message is too large for it. */
function subject(command: string, response: string, enhanced = ''): 'sender' | 'mailbox' | 'message' {
  if (refusedSender.test(response) || refusedSenderCode.test(enhanced)) return 'sender'
  if (command.startsWith('MAIL FROM')) {
    const tooLarge = /^5\.(2\.3|3\.4|6\.7)$/.test(enhanced) || (!enhanced && response.startsWith('552'))
    return tooLarge ? 'message' : 'sender'
  }
  // Every message of ours has a single recipient, so what answers the content may speak of the mailbox, too.
  return command.startsWith('RCPT TO') || /^5\.(1\.\d+|2\.1)$/.test(enhanced) ? 'mailbox' : 'message'
}

/**
 * A failure as the delivery engine understands it. 4yz may pass later, 5yz never will (RFC 5321 §4.2.1), except where it
 * answers the greeting, EHLO, STARTTLS or AUTH: that speaks of our configuration, which gets mended, not of this message.
 * A refused sender speaks of it as well, and a limit on sending ends. A connection that breaks once the content was on its way may have delivered it; before that it cannot have.
 */
export function classed(error: unknown, { dataBegan }: { dataBegan: boolean }): SendError {
  const failure = error as SmtpFailure
  const { responseCode, response, code, originalCode, command = '', message } = failure
  if (responseCode) {
    const enhanced = enhancedCode(response)
    const words = response ?? message
    const reply = { code: [responseCode, enhanced].filter(Boolean).join(' '), cause: error }
    const ofTheMessage = /^(MAIL FROM|RCPT TO|DATA)/.test(command)
    if (responseCode < 500 || !ofTheMessage || isRateLimit(words, enhanced))
      return new SendError('temporary', words, reply)
    const about = subject(command, words, enhanced)
    if (about === 'sender') return new SendError('temporary', words, { ...reply, speaksOf: 'sender' })
    return new SendError('permanent', words, about === 'mailbox' ? { ...reply, speaksOf: 'mailbox' } : reply)
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
