import { z } from 'zod'
import { wallClock } from '../time/wall-clock.ts'

export const appointmentKinds = ['agendamento', 'confirmacao', 'remarcacao', 'cancelamento', 'lembrete'] as const
export type AppointmentKind = (typeof appointmentKinds)[number]

const placeChange = z.object({ place: z.enum(['online', 'presencial', 'link', 'psychologist']), moved: z.boolean() })

/** That an appointment changed where or with whom it takes place (`link`: the link alone), and whether it got a new time as well. */
export type PlaceChange = z.output<typeof placeChange>

/** What a `remarcacao` says of the place, as its notification keeps it. */
export const placeChangeIn = (data: Readonly<Record<string, unknown>>): PlaceChange | undefined =>
  placeChange.safeParse(data.change).data

export interface AppointmentFacts {
  readonly locale: string
  readonly timezone: string
  readonly forPatient: boolean
  /** The other person of the appointment. */
  readonly otherName: string
  readonly startsAt: Date
  readonly modality: 'presencial' | 'online'
  readonly meetingUrl: string | null
  readonly reason: string | null
  readonly change?: PlaceChange | undefined
}

export interface AppointmentWords {
  readonly title: string
  readonly message: string
  /** Wall-clock in the reader's zone. */
  readonly date: string
  readonly time: string
}

/** `segunda-feira, 20 de janeiro de 2025` or `Monday, January 20, 2025`, in the reader's zone. */
export const longDate = (instant: Date, locale: string, timezone: string): string =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-US' : 'pt-BR', { timeZone: timezone, dateStyle: 'full' }).format(
    instant,
  )

const titles: Record<AppointmentKind, { pt: string; en: string }> = {
  agendamento: { pt: 'Consulta agendada', en: 'Appointment booked' },
  confirmacao: { pt: 'Consulta confirmada', en: 'Appointment confirmed' },
  remarcacao: { pt: 'Consulta remarcada', en: 'Appointment moved' },
  cancelamento: { pt: 'Consulta cancelada', en: 'Appointment cancelled' },
  lembrete: { pt: 'Lembrete de consulta', en: 'Appointment reminder' },
}

const placeTitles: Record<PlaceChange['place'], { pt: string; en: string }> = {
  online: { pt: 'Consulta mudou para online', en: 'Appointment is now online' },
  presencial: { pt: 'Consulta mudou para presencial', en: 'Appointment is now in person' },
  link: { pt: 'Novo link da consulta', en: 'New link for your appointment' },
  psychologist: { pt: 'Consulta mudou de profissional', en: 'Appointment has another psychologist' },
}

/** What a change of an appointment is called. */
export function appointmentTitle(kind: AppointmentKind, locale: string, change?: PlaceChange): string {
  const title = change && !change.moved ? placeTitles[change.place] : titles[kind]
  return title[locale === 'en' ? 'en' : 'pt']
}

/** The title and message of a change of an appointment, for one of its people: pt-BR, or English by `locale`. */
export function appointmentWords(kind: AppointmentKind, facts: AppointmentFacts): AppointmentWords {
  const { date, time } = wallClock(facts.startsAt, facts.timezone)
  const english = facts.locale === 'en'
  const day = longDate(facts.startsAt, facts.locale, facts.timezone)
  const title = appointmentTitle(kind, facts.locale, facts.change)
  const message = (english ? englishMessage : portugueseMessage)(kind, facts, day, time)
  return { title, message, date, time }
}

function portugueseMessage(kind: AppointmentKind, facts: AppointmentFacts, day: string, time: string): string {
  const when = `${day}, às ${time}`
  const where = facts.modality === 'online' ? (facts.meetingUrl ? ` Online: ${facts.meetingUrl}` : ' Será online.') : ''
  const reason = facts.reason ? ` Motivo: ${facts.reason}` : ''
  switch (kind) {
    case 'agendamento':
      return `Sua consulta com ${facts.otherName} foi agendada para ${when}.${where}`
    case 'confirmacao':
      return `Sua consulta com ${facts.otherName} está confirmada: ${when}.${where}`
    case 'remarcacao': {
      const { change, meetingUrl, otherName } = facts
      const now = facts.modality === 'online' ? ' Agora é online.' : ' Agora é presencial.'
      if (!change || change.moved)
        return `Sua consulta com ${otherName} mudou para ${when}.${where || (isPlace(change) ? now : '')}`
      if (change.place === 'psychologist')
        return facts.forPatient
          ? `Sua consulta de ${when} agora é com ${otherName}. O horário é o mesmo.${where}`
          : `A consulta com ${otherName}, ${when}, passou para você.${where}`
      const link = meetingUrl ? ` Link: ${meetingUrl}` : ''
      if (change.place !== 'link') return `Sua consulta com ${otherName}, ${when}, mudou para ${change.place}.${link}`
      return meetingUrl
        ? `Sua consulta online com ${otherName}, ${when}, tem um novo link: ${meetingUrl}`
        : `O link da sua consulta online com ${otherName}, ${when}, não vale mais. Aguarde o novo.`
    }
    case 'cancelamento':
      return `Sua consulta com ${facts.otherName} de ${when} foi cancelada.${reason}`
    case 'lembrete':
      return `Lembrete: sua consulta com ${facts.otherName} é ${when}.${where}`
  }
}

/** Whether it takes place elsewhere. By which modality now, the appointment says: it may have changed again before this leaves. */
const isPlace = (change: PlaceChange | undefined): boolean =>
  change?.place === 'online' || change?.place === 'presencial'

function englishMessage(kind: AppointmentKind, facts: AppointmentFacts, day: string, time: string): string {
  const when = `${day} at ${time}`
  const where =
    facts.modality === 'online' ? (facts.meetingUrl ? ` Online: ${facts.meetingUrl}` : ' It will be online.') : ''
  const reason = facts.reason ? ` Reason: ${facts.reason}` : ''
  switch (kind) {
    case 'agendamento':
      return `Your appointment with ${facts.otherName} was booked for ${when}.${where}`
    case 'confirmacao':
      return `Your appointment with ${facts.otherName} is confirmed: ${when}.${where}`
    case 'remarcacao': {
      const { change, meetingUrl, otherName } = facts
      const now = facts.modality === 'online' ? ' It is now online.' : ' It is now in person.'
      if (!change || change.moved)
        return `Your appointment with ${otherName} moved to ${when}.${where || (isPlace(change) ? now : '')}`
      if (change.place === 'psychologist')
        return facts.forPatient
          ? `Your appointment on ${when} is now with ${otherName}. The time is the same.${where}`
          : `The appointment with ${otherName} on ${when} is now yours.${where}`
      const link = meetingUrl ? ` Link: ${meetingUrl}` : ''
      const place = change.place === 'online' ? 'online' : 'in person'
      if (change.place !== 'link') return `Your appointment with ${otherName} on ${when} is now ${place}.${link}`
      return meetingUrl
        ? `Your online appointment with ${otherName} on ${when} has a new link: ${meetingUrl}`
        : `The link for your online appointment with ${otherName} on ${when} is no longer valid. Please wait for the new one.`
    }
    case 'cancelamento':
      return `Your appointment with ${facts.otherName} on ${when} was cancelled.${reason}`
    case 'lembrete':
      return `Reminder: your appointment with ${facts.otherName} is on ${when}.${where}`
  }
}
