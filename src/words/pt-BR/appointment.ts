import { type AppointmentFacts, type AppointmentKind, isPlace, type PlaceChange } from '../appointment-facts.ts'

const titles: Record<AppointmentKind, string> = {
  agendamento: 'Consulta agendada',
  confirmacao: 'Consulta confirmada',
  remarcacao: 'Consulta remarcada',
  cancelamento: 'Consulta cancelada',
  lembrete: 'Lembrete de consulta',
}

const placeTitles: Record<PlaceChange['place'], string> = {
  online: 'Consulta mudou para online',
  presencial: 'Consulta mudou para presencial',
  link: 'Novo link da consulta',
  psychologist: 'Consulta mudou de profissional',
}

/** Said where others may look, after the discreet noun. */
const discreetly: Record<AppointmentKind, string> = {
  agendamento: 'agendado',
  confirmacao: 'confirmado',
  remarcacao: 'remarcado',
  cancelamento: 'cancelado',
  lembrete: 'próximo',
}

function message(kind: AppointmentKind, facts: AppointmentFacts, day: string, time: string): string {
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

export const appointment = {
  titles,
  placeTitles,
  message,
  discreet: { noun: 'Compromisso', said: discreetly, placeChanged: 'alterado' },
  calendar: {
    name: 'Compromissos',
    title: (other: string) => `Consulta com ${other}`,
    /** Of PRODID. */
    language: 'PT',
  },
}
