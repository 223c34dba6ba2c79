import type { AppointmentLinks, LinkAction } from '../../appointments/links.ts'
import { liveStatuses } from '../../appointments/rules.ts'
import type { Letter } from '../../email/letter.ts'
import { wallClock } from '../../time/wall-clock.ts'
import type { DueAppointment, DueUser } from '../channel-sender.ts'
import { appointmentTitle, appointmentWords, longDate } from '../../words/appointment.ts'
import type { AppointmentKind, PlaceChange } from '../../words/appointment-facts.ts'
import { wordsFor } from '../../words/catalogue.ts'
import { bareName, discreetSender } from '../../words/discretion.ts'
import type { Locale } from '../../words/locale.ts'

/** The practice, as its letters name it. */
export interface Clinic {
  readonly name: string
  readonly phone?: string
  readonly address?: string
}

export type LetterReader = Pick<DueUser, 'id' | 'name' | 'locale' | 'timezone' | 'discreet'>

interface Facts {
  readonly appointment: DueAppointment
  /** With the address that its links are mailed to. */
  readonly reader: LetterReader & Pick<DueUser, 'email'>
  readonly clinic: Clinic
  readonly links: AppointmentLinks
  readonly now: Date
  readonly change?: PlaceChange
}

/** These ask the patient for an answer. */
const asking: readonly AppointmentKind[] = ['agendamento', 'remarcacao', 'lembrete']

/** `qua., 20/01, 14:00` or `Wed, 1/20, 14:00`: for a subject, in the reader's zone. */
function shortWhen(instant: Date, locale: Locale, timezone: string) {
  const day = new Intl.DateTimeFormat(wordsFor(locale).dates.tag, {
    timeZone: timezone,
    weekday: 'short',
    day: '2-digit',
    month: '2-digit',
  }).format(instant)
  return `${day}, ${wallClock(instant, timezone).time}`
}

/** `14:00 (GMT-3)`: two people of one appointment may read it in two zones. */
function timeWithZone(instant: Date, locale: Locale, timezone: string) {
  const zone = new Intl.DateTimeFormat(wordsFor(locale).dates.tag, {
    timeZone: timezone,
    timeZoneName: 'shortOffset',
  })
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value
  return `${wallClock(instant, timezone).time}${zone ? ` (${zone})` : ''}`
}

/** Who writes, and how to reach them; to a discreet reader only the neutral name. */
export function sender(reader: Pick<LetterReader, 'locale' | 'discreet'>, clinic: Clinic) {
  const brand = reader.discreet ? discreetSender : clinic.name
  const contact = [clinic.phone, clinic.address].filter((line) => line !== undefined)
  return {
    brand,
    footer: [
      wordsFor(reader.locale).letters.sentBy(brand),
      ...(reader.discreet || contact.length === 0 ? [] : [contact.join(' · ')]),
    ],
  }
}

/** A change of an appointment, for one of its people, from the facts as they are now. */
export function appointmentLetter(
  kind: AppointmentKind,
  { appointment, reader, clinic, links, now, change }: Facts,
): Letter {
  const { locale, timezone, discreet } = reader
  const { greeting, appointment: words } = wordsFor(locale).letters
  const { startsAt, modality, meetingUrl, patient, psychologist, status } = appointment
  const forPatient = reader.id === patient.id
  const shown = discreet ? bareName : (name: string) => name
  const otherName = shown((forPatient ? psychologist : patient).name)
  const { message } = appointmentWords(kind, {
    ...{ locale, timezone, forPatient, otherName, startsAt },
    // Where it takes place stands in the details below, unless it is what is new.
    ...(change && !change.moved ? { modality, meetingUrl } : { modality: 'presencial', meetingUrl: null }),
    change,
    reason: discreet ? null : appointment.cancelReason,
  })
  const open = liveStatuses.includes(status) && startsAt > now
  const asked = forPatient && open && asking.includes(kind)
  const linked = { id: appointment.id, version: appointment.version, patientId: patient.id }
  const link = (act: LinkAction) => ({ label: words[act], url: links.url(act, linked, reader.email) })
  const where = modality === 'online' ? words.online : words.inPerson
  const details = [
    { label: words.date, value: longDate(startsAt, locale, timezone) },
    { label: words.time, value: timeWithZone(startsAt, locale, timezone) },
    { label: words.length, value: words.minutes(appointment.durationMinutes) },
    { label: words.with, value: otherName },
    { label: words.where, value: where },
    ...(modality === 'online' && meetingUrl && kind !== 'cancelamento'
      ? [{ label: words.link, value: meetingUrl, url: meetingUrl }]
      : []),
  ]
  const subject = discreet ? discreetTitle(kind, locale, change) : appointmentTitle(kind, locale, change)
  return {
    locale,
    subject: `${subject}: ${shortWhen(startsAt, locale, timezone)}`,
    preheader: discreet ? words.discreetPreheader : words.preheader(otherName, where),
    heading: subject,
    paragraphs: [greeting(reader.name), message],
    details,
    question: asked && status !== 'confirmado' ? words.question : undefined,
    actions: asked ? (status === 'confirmado' ? [link('cancel')] : [link('confirm'), link('cancel')]) : [],
    notes: asked ? [words.note] : [],
    ...sender(reader, clinic),
  }
}

function discreetTitle(kind: AppointmentKind, locale: Locale, change?: PlaceChange) {
  const { noun, placeChanged, said } = wordsFor(locale).appointment.discreet
  return `${noun} ${change && !change.moved ? placeChanged : said[kind]}`
}
