import { SendError } from '../errors.ts'

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

/** Whether the server's certificate did not hold: expired, for another name, or by an unknown issuer. */
export const isCertificateError = ({ message, originalCode = '' }: SmtpFailure): boolean =>
  certificate.test(`${message} ${originalCode}`)

/** RFC 3463's enhanced status code of a reply, which says more than its three digits. */
export const enhancedCode = (response = ''): string | undefined =>
  /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(response)?.[1]

/** A reply's own words, on one line: the addresses in it may be made of the words that are looked for. */
const ownWords = (response: string): string =>
  response
    .replace(/\r?\n\d{3}[ -](\d\.\d{1,3}\.\d{1,3} )?/g, ' ')
    .replace(/<[^<>]*>|[^\s<>"'(),:;]+@[^\s<>"'(),:;]+/g, '')

/** Words of a rate limit, which count whatever the reply's code. */
const limitInTime =
  /\bper (second|minute|hour|day|month)\b|\bpor (minuto|hora|dia|m[eê]s)\b|unusual sending|\b(cota|cuota|l[ií]mite)s?\b.*\benv[ií]o/i

/**
 * A limit on what a sender may send, or a mailbox get, in a time: it ends by itself, whatever the reply's class. Gmail's
 * 5.4.5, Exchange's 5.2.0 (STOREDRV), 5.1.90 and 5.7.705/708; elsewhere only the words tell. Not a mailbox that is full
 * (5.2.2), nor the size of a message (5.2.3, 5.3.4, a bare 552).
 */
function isRateLimit(words: string, enhanced = ''): boolean {
  if (/^5\.(4\.5|2\.0|1\.90|7\.70[58])$/.test(enhanced) || limitInTime.test(words)) return true
  if (/^5\.(2\.[23]|3\.4|4\.6)$/.test(enhanced) || (!enhanced && words.startsWith('552'))) return false
  return (
    /\b(quotas?|limit(s|ed)?|throttl\w+|too (many|quickly|fast)|rate|credits?)\b/i.test(words) &&
    !/\bsize\b|too (large|big|long)|mailbox (is )?full|over ?quota|\bhops?\b/i.test(words)
  )
}

/** Relaying refused. Not Postfix's "User unknown in relay recipient table", which speaks of the recipient. */
const relay = /\brelay(s|ed|ing)?\b(?! recipient)/i

/**
 * Who refuses a sender, its domain, its login or its account may do so only in answer to RCPT TO (Postfix, Exim) or to the
 * content (Exchange, SES, Mailgun): there the reply's words say so. Being refused *to* one recipient is not among them.
 */
const refusedSender = [
  /sender address rejected|sender (is )?not (verified|owned|found)|sender verif\w+ failed|not owned by user|send ?as ?denied/i,
  /(not (allowed|authori[sz]ed|permitted)|permissions?) to send\b(?! (\w+ ){0,3}to\b)/i,
  /address is not verified|from address\b.*\bnot\b/i,
  /authentication (is )?required|not authenticated|(must|please|need to) (first )?(be )?authenticate/i,
  /sending (\w+ ){0,3}(paused|suspended|disabled|blocked)|\byour (\w+ )?account\b/i,
  relay,
  // RFC 4954's, for who has not signed in, or may not.
  /^53[0458]\b/,
]
/** Exchange's own among them, and RFC 7372's of a domain without SPF or DKIM. */
const refusedSenderCode = /^5\.(1\.[78]|2\.252|7\.([389]|13|2[0-7]|30|57|60|64|50[1-39]|515|6[0-4]\d|750))$/

/** What speaks of where mail comes from, or of a rule, and so not of whether there is such a mailbox. */
const ofTheNetwork =
  /\b(ip|(black|block|deny)[- ]?list\w*|dnsbl|rbl|spam\w*|reputation|polic(y|ies)|pol[ií]tica|lista negra)\b/i

/**
 * Whom a 5yz reply speaks of, if not of the message. A MAIL FROM that is refused is our FROM_EMAIL's fault, unless the message
 * is too large for it.
 */
function subject(command: string, words: string, enhanced = '') {
  if (refusedSenderCode.test(enhanced) || refusedSender.some((said) => said.test(words))) return 'sender'
  if (command.startsWith('MAIL FROM')) {
    const tooLarge = /^5\.(2\.3|3\.4|6\.7)$/.test(enhanced) || (!enhanced && words.startsWith('552'))
    return tooLarge ? undefined : 'sender'
  }
  if (ofTheNetwork.test(words)) return undefined
  // Every message of ours has a single recipient, so what answers the content may speak of the mailbox, too.
  return command.startsWith('RCPT TO') || /^5\.(1\.\d+|2\.1)$/.test(enhanced) ? 'mailbox' : undefined
}

/**
 * A failure as the delivery engine understands it. 4yz may pass later, 5yz never will (RFC 5321 §4.2.1), except where it
 * answers the greeting, EHLO, STARTTLS or AUTH: that speaks of our configuration, which gets mended, not of this message.
 * A refused sender speaks of it as well, and a limit on sending ends. A connection that breaks once the content was on its way may have delivered it; before that it cannot have.
 */
export function classed(error: unknown, dataBegan = false): SendError {
  const failure = error as SmtpFailure
  const { responseCode, response, code, originalCode, command = '', message } = failure
  if (responseCode) {
    const enhanced = enhancedCode(response)
    const words = response ?? message
    const reply = { code: [responseCode, enhanced].filter(Boolean).join(' '), cause: error }
    if (responseCode < 500 || !/^(MAIL FROM|RCPT TO|DATA)/.test(command) || isRateLimit(ownWords(words), enhanced))
      return new SendError('temporary', words, reply)
    const speaksOf = subject(command, ownWords(words), enhanced)
    return new SendError(speaksOf === 'sender' ? 'temporary' : 'permanent', words, { ...reply, speaksOf })
  }
  const fault = { code: originalCode ?? code, cause: error }
  if (isCertificateError(failure))
    return new SendError('temporary', `o certificado do servidor de e-mail não é válido (${message})`, fault)
  if (code === 'EABORT') return new SendError('temporary', 'o servidor de e-mail não atendeu a tempo', fault)
  // Refused here, before anything was sent: an address that cannot be one, a message beyond the server's size.
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return new SendError('permanent', message, fault)
  return new SendError(dataBegan ? 'uncertain' : 'temporary', message, fault)
}
