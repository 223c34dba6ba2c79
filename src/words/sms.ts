import type { SmsKind } from './appointment-facts.ts'
import { wordsFor } from './catalogue.ts'
import { defaultLocale, type Locale } from './locale.ts'

/** Characters of a message that is one segment in the alphabet of GSM 03.38, of which `gsm7` leaves what takes one septet. */
const segmentSize = 160

const letters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ł: 'l',
  Ł: 'L',
}

/**
 * Text without accents in the basic alphabet of GSM 03.38: Brazilian carriers mangle accents, and one letter outside it would
 * make the whole message UCS-2, of 70 characters. What has no counterpart is left out.
 */
const gsm7 = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßæÆœŒøØđĐłŁ]/g, (letter) => letters[letter] ?? '')
    .replace(/[“”«»]/g, '"')
    .replace(/[‘’`´]/g, "'")
    .replace(/[–—]/g, '-')
    .replace(/\s/g, ' ')
    .replace(/[^ !"#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim()

/** Shortened at a word, with dots; only a single word that is longer by itself is cut within. Never within an address. */
export function shortened(text: string, size: number): string {
  if (text.length <= size) return text
  const cut = text.slice(0, size - 2)
  const space = cut.lastIndexOf(' ')
  if (space > 0) return `${cut.slice(0, space).replace(/[ ,;:.!?-]+$/, '')}...`
  return /^https?:/.test(text) ? '' : `${text.slice(0, size - 3)}...`
}

/** A name without its last word, and without the `de` that would then end it; of a single word, without its last letter. */
function shorterName(name: string): string {
  const words = name.split(' ').slice(0, -1)
  while (words.length > 1 && /^(d[aeo]s?|e|du|del|von|van|-|&)$/i.test(words.at(-1) ?? '')) words.pop()
  return words.length > 0 ? words.join(' ').replace(/[,;:]+$/, '') : name.slice(0, -1)
}

interface Names {
  /** Who writes. */
  readonly brand: string
  /** With whom the appointment is. */
  readonly other: string
}

/** So much of a name still says whose it is. */
const leastName = 12

type Version = (names: Names) => string

/**
 * One segment: of each group the first version that takes the names whole, else its last with shorter ones: the longer name
 * before the other, then the other person's altogether; then the next group, and at last without the brand.
 */
function fit(names: Names, groups: readonly (readonly Version[])[]): string {
  const whole = { brand: gsm7(names.brand), other: gsm7(names.other) }
  for (const versions of groups) {
    const text = versions.map((write) => write(whole)).find(({ length }) => length <= segmentSize)
    if (text !== undefined) return text
    const shortest = versions.at(-1)
    for (let { brand, other } = whole; shortest;) {
      const shorter = shortest({ brand, other })
      if (shorter.length <= segmentSize) return shorter
      if (brand.length > leastName && brand.length >= other.length) brand = shorterName(brand)
      else if (other.length > leastName) other = shorterName(other)
      else if (other) other = ''
      else break
    }
  }
  return shortened(groups.at(-1)?.at(-1)?.({ brand: '', other: '' }) ?? '', segmentSize)
}

const askingKinds: readonly SmsKind[] = ['agendamento', 'remarcacao', 'lembrete', 'lembrete_urgente']

/** Whether the patient is asked to say whether they come. What is confirmed or cancelled asks nothing, nor does another place. */
const asksForAnswer = (kind: SmsKind): boolean => askingKinds.includes(kind)

interface AppointmentSms {
  readonly date: string
  readonly time: string
  readonly locale: Locale
  readonly clinicName?: string
  /** With whom. */
  readonly otherName?: string
  /** Without the names of the practice and the other person, the kind of appointment and any address. */
  readonly discreet?: boolean
  /** Where the patient answers by a tap. */
  readonly link?: string
  /** Unset: an answer is asked for where the kind asks for one. */
  readonly asking?: boolean
  /** Replies do not reach us: only the link is offered. */
  readonly oneWay?: boolean
}

/**
 * The text message of an appointment: who writes, what, when, and how to answer. One GSM-7 segment; names are shortened, the
 * time never, and a link stands whole or not at all.
 */
export function appointmentSms(kind: SmsKind, options: AppointmentSms): string {
  const { locale, clinicName, otherName = '', discreet = false, link, oneWay, asking = asksForAnswer(kind) } = options
  const { dates, sms: words } = wordsFor(locale)
  const when = dates.smsWhen(options)
  const head = words.heads[kind]
  if (discreet) {
    const text = head(words.nouns.discreet, when)
    return [text.charAt(0).toUpperCase() + text.slice(1), asking && !oneWay && `${words.asks}.`]
      .filter(Boolean)
      .join(' ')
  }
  const version =
    (...tail: readonly (string | undefined | false)[]) =>
    (names: Names) => {
      const brand = names.brand ? `${names.brand}: ` : ''
      const { name, ...forms } = words.nouns.open
      const noun = { ...forms, name: names.other ? words.with(name, names.other) : name }
      return [brand + head(noun, when), ...tail].filter(Boolean).join(' ')
    }
  const names = { brand: clinicName ?? 'BluRosiere', other: otherName }
  if (!asking) return fit(names, [[version()]])
  const linked = link !== undefined && /^[\x21-\x7e]+$/.test(link) && !/[[\]^`{|}~\\]/.test(link)
  if (oneWay) return fit(names, [linked ? [version(`${words.answerByLink}:`, link)] : [], [version()]])
  return fit(names, [
    linked ? [version(`${words.asks}:`, link), version(`${words.asksBriefly}:`, link)] : [],
    [version(`${words.asks}.`), version(`${words.asksBriefly}.`)],
  ])
}

/** The guide's reminder. */
export const reminderSms = (reminder: { date: string; time: string; clinicName?: string }): string =>
  appointmentSms('lembrete', { ...reminder, locale: defaultLocale, asking: false })

/** The code that proves a telephone. To a discreet reader without the practice's name. */
export function codeSms({
  code,
  locale,
  clinicName = 'BluRosiere',
  discreet = false,
}: {
  code: string
  locale: Locale
  clinicName?: string
  discreet?: boolean
}): string {
  const text = wordsFor(locale).sms.code(code)
  const version: Version = ({ brand }) => (brand ? `${brand}: ${text}` : text)
  return fit({ brand: discreet ? '' : clinicName, other: '' }, [[version]])
}

/**
 * Any other notification. A locked screen shows it to others as well, so it is the title alone, and of an alert or to a discreet
 * reader not even that.
 */
export function noticeSms({
  title,
  alert,
  locale,
  clinicName = 'BluRosiere',
  discreet = false,
}: {
  title: string
  alert: boolean
  locale: Locale
  clinicName?: string
  discreet?: boolean
}): string {
  const { openTheApp, urgent, youHaveAMessage } = wordsFor(locale).sms
  const said = alert ? urgent : discreet ? youHaveAMessage : gsm7(title).replace(/[.:]+$/, '') || youHaveAMessage
  return fit({ brand: discreet ? '' : clinicName, other: '' }, [
    [
      ({ brand }) => {
        const before = brand ? `${brand}: ` : ''
        return `${before}${shortened(said, segmentSize - before.length - openTheApp.length - 2)}. ${openTheApp}`
      },
    ],
  ])
}
