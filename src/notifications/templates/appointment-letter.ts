import type { AppointmentLinks } from '../../appointments/links.ts'
import { liveStatuses } from '../../appointments/rules.ts'
import type { Detail, Letter, Link } from '../../email/letter.ts'
import { wallClock } from '../../time/wall-clock.ts'
import type { DueAppointment, DueUser } from '../channel.ts'
import {
  type AppointmentKind,
  appointmentTitle,
  appointmentWords,
  longDate,
  type PlaceChange,
} from '../../words/appointment.ts'
import { bareName, discreetNoun, discreetSender } from '../../words/discretion.ts'

/** The practice, as its letters name it. */
export interface Clinic {
  readonly name: string
  readonly phone?: string
  readonly address?: string
}

export type LetterReader = Pick<DueUser, 'id' | 'name' | 'locale' | 'timezone' | 'discreet'>

/** With the address that its links are mailed to. */
type AppointmentReader = LetterReader & Pick<DueUser, 'email'>

interface Facts {
  readonly appointment: DueAppointment
  readonly reader: AppointmentReader
  readonly clinic: Clinic
  readonly links: AppointmentLinks
  readonly now: Date
  readonly change?: PlaceChange | undefined
}

/** These ask the patient for an answer. */
const asking: readonly AppointmentKind[] = ['agendamento', 'remarcacao', 'lembrete']

/** `qua., 20/01, 14:00` or `Wed, 1/20, 14:00`: for a subject, in the reader's zone. */
function shortWhen(instant: Date, locale: string, timezone: string): string {
  const day = new Intl.DateTimeFormat(locale === 'en' ? 'en-US' : 'pt-BR', {
    timeZone: timezone,
    weekday: 'short',
    day: '2-digit',
    month: '2-digit',
  }).format(instant)
  return `${day}, ${wallClock(instant, timezone).time}`
}

/** `14:00 (GMT-3)`: two people of one appointment may read it in two zones. */
function timeWithZone(instant: Date, locale: string, timezone: string): string {
  const zone = new Intl.DateTimeFormat(locale === 'en' ? 'en-US' : 'pt-BR', {
    timeZone: timezone,
    timeZoneName: 'shortOffset',
  })
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value
  return `${wallClock(instant, timezone).time}${zone ? ` (${zone})` : ''}`
}

export const greeting = ({ name, locale }: Pick<LetterReader, 'name' | 'locale'>): string =>
  locale === 'en' ? `Hello, ${name}!` : `Olá, ${name}!`

/** Who writes, and how to reach them; to a discreet reader only the neutral name. */
export function sender(reader: Pick<LetterReader, 'locale' | 'discreet'>, clinic: Clinic) {
  const brand = reader.discreet ? discreetSender : clinic.name
  const contact = [clinic.phone, clinic.address].filter((line) => line !== undefined)
  return {
    brand,
    footer: [
      reader.locale === 'en' ? `Sent by ${brand}.` : `Enviado por ${brand}.`,
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
  const english = locale === 'en'
  const { startsAt, modality, meetingUrl, patient, psychologist, status } = appointment
  const forPatient = reader.id === patient.id
  const shown = discreet ? bareName : (name: string) => name
  const otherName = shown((forPatient ? psychologist : patient).name)
  const words = appointmentWords(kind, {
    ...{ locale, timezone, forPatient, otherName, startsAt },
    // Where it takes place stands in the details below, unless it is what is new.
    ...(change && !change.moved ? { modality, meetingUrl } : { modality: 'presencial', meetingUrl: null }),
    change,
    reason: discreet ? null : appointment.cancelReason,
  })
  const open = (liveStatuses as readonly string[]).includes(status) && startsAt > now
  const asked = forPatient && open && asking.includes(kind)
  const linked = { id: appointment.id, version: appointment.version, patientId: patient.id }
  const confirm: Link = {
    label: english ? 'I will be there' : 'Confirmar presença',
    url: links.url('confirm', linked, reader.email),
  }
  const cancel: Link = {
    label: english ? 'I need to cancel' : 'Preciso cancelar',
    url: links.url('cancel', linked, reader.email),
  }
  const where = modality === 'online' ? 'Online' : english ? 'In person' : 'Presencial'
  const details: Detail[] = [
    { label: english ? 'Date' : 'Data', value: longDate(startsAt, locale, timezone) },
    { label: english ? 'Time' : 'Horário', value: timeWithZone(startsAt, locale, timezone) },
    {
      label: english ? 'Length' : 'Duração',
      value: `${appointment.durationMinutes} ${english ? 'minutes' : 'minutos'}`,
    },
    { label: english ? 'With' : 'Com', value: otherName },
    { label: english ? 'Where' : 'Onde', value: where },
    ...(modality === 'online' && meetingUrl && kind !== 'cancelamento'
      ? [{ label: english ? 'Link' : 'Link', value: meetingUrl, url: meetingUrl }]
      : []),
  ]
  const subject = discreet ? discreetTitle(kind, locale, change) : appointmentTitle(kind, locale, change)
  const question = english ? 'Can you make it? Please tell us:' : 'Você vem? Conte para a gente:'
  const note = english
    ? 'The buttons work without signing in, until the appointment starts. Please do not forward this message.'
    : 'Os botões funcionam sem entrar na conta, até o início. Por favor, não encaminhe esta mensagem.'
  return {
    locale,
    subject: `${subject}: ${shortWhen(startsAt, locale, timezone)}`,
    preheader: discreet
      ? english
        ? 'Open to see the details.'
        : 'Abra para ver os detalhes.'
      : `${english ? 'With' : 'Com'} ${otherName}, ${where.toLowerCase()}.`,
    heading: subject,
    paragraphs: [greeting(reader), words.message],
    details,
    ...(asked && status !== 'confirmado' ? { question } : {}),
    actions: asked ? [...(status === 'confirmado' ? [] : [confirm]), cancel] : [],
    notes: asked ? [note] : [],
    ...sender(reader, clinic),
  }
}

const discreetTitles: Record<AppointmentKind, readonly [pt: string, en: string]> = {
  agendamento: ['agendado', 'booked'],
  confirmacao: ['confirmado', 'confirmed'],
  remarcacao: ['remarcado', 'moved'],
  cancelamento: ['cancelado', 'cancelled'],
  lembrete: ['próximo', 'coming up'],
}

const discreetTitle = (kind: AppointmentKind, locale: string, change?: PlaceChange): string => {
  const said = change && !change.moved ? (['alterado', 'changed'] as const) : discreetTitles[kind]
  return `${discreetNoun(locale)} ${said[locale === 'en' ? 1 : 0]}`
}
