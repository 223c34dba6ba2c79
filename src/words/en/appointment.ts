import { type AppointmentFacts, type AppointmentKind, isPlace, type PlaceChange } from '../appointment-facts.ts'
import type { Catalogue } from '../pt-BR/catalogue.ts'

const titles: Record<AppointmentKind, string> = {
  agendamento: 'Appointment booked',
  confirmacao: 'Appointment confirmed',
  remarcacao: 'Appointment moved',
  cancelamento: 'Appointment cancelled',
  lembrete: 'Appointment reminder',
}

const placeTitles: Record<PlaceChange['place'], string> = {
  online: 'Appointment is now online',
  presencial: 'Appointment is now in person',
  link: 'New link for your appointment',
  psychologist: 'Appointment has another psychologist',
}

/** Said where others may look, after the discreet noun. */
const discreetly: Record<AppointmentKind, string> = {
  agendamento: 'booked',
  confirmacao: 'confirmed',
  remarcacao: 'moved',
  cancelamento: 'cancelled',
  lembrete: 'coming up',
}

function message(kind: AppointmentKind, facts: AppointmentFacts, day: string, time: string): string {
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

export const appointment: Catalogue['appointment'] = {
  titles,
  placeTitles,
  message,
  discreet: { noun: 'Appointment', said: discreetly, placeChanged: 'changed' },
  calendar: { name: 'Appointments', title: (other) => `Appointment with ${other}`, language: 'EN' },
}
