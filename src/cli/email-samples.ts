import { appointmentLinks } from '../appointments/links.ts'
import { calendarOf } from '../calendar/calendar.ts'
import type { CalendarPart } from '../email/email.ts'
import type { Letter } from '../email/letter.ts'
import { unsubscribeLinks } from '../notifications/unsubscribe.ts'
import { accountLetter } from '../auth/account-letter.ts'
import { appointmentLetter } from '../notifications/templates/appointment-letter.ts'
import { wordsFor } from '../words/catalogue.ts'
import { type Locale, locales } from '../words/locale.ts'
import { noticeLetter } from '../notifications/templates/notice-letter.ts'

export interface Sample {
  readonly name: string
  readonly locale: Locale
  readonly discreet: boolean
  readonly letter: Letter
  readonly calendar?: CalendarPart
}

const publicUrl = 'https://api.example.com'
const keys = { publicUrl, secretKey: 'a key for samples only' }
const clinic = {
  name: 'Clínica de Psicologia BluRosiere',
  phone: '(11) 3333-4444',
  address: 'Rua das Flores, 100, São Paulo',
}
const kinds = ['agendamento', 'confirmacao', 'lembrete', 'remarcacao', 'cancelamento'] as const
const now = new Date('2027-02-26T12:00:00.000Z')
const startsAt = new Date('2027-03-01T17:00:00.000Z')

/**
 * Every letter there is, in both languages, plain and discreet, for either person: what previews show and tests look at. The facts
 * stand in every place that may hold free text.
 */
export async function emailSamples({
  patientName = 'João Silva',
  psychologistName = 'Dra. Ana Souza',
  text = 'Trouxe os exames? Chegue dez minutos antes, por favor.',
} = {}): Promise<Sample[]> {
  const links = appointmentLinks(keys)
  const calendar = calendarOf({
    publicUrl,
    clinicName: clinic.name,
    clinicAddress: clinic.address,
    from: 'noreply@example.com',
  })
  const samples: Sample[] = []
  for (const locale of locales) {
    for (const discreet of [false, true]) {
      const common = { locale, discreet }
      const account = { ...common, email: 'pessoa@example.com', timezone: 'America/Sao_Paulo' }
      const patient = { ...account, id: 3, name: patientName }
      const psychologist = { ...account, id: 2, name: psychologistName }
      for (const kind of kinds) {
        for (const [who, reader] of Object.entries({ paciente: patient, psicologo: psychologist })) {
          // Only the patient is reminded.
          if (kind === 'lembrete' && reader === psychologist) continue
          const appointment = {
            id: 12,
            version: kind === 'remarcacao' || kind === 'cancelamento' ? 2 : 1,
            revision: 0,
            calendarUid: '0a3c1d52-6d0e-4c52-9a5e-3f0d8a2b7c41',
            startsAt,
            endsAt: new Date(startsAt.getTime() + 50 * 60_000),
            durationMinutes: 50,
            modality: kind === 'lembrete' || kind === 'remarcacao' ? ('online' as const) : ('presencial' as const),
            meetingUrl: kind === 'lembrete' ? 'https://meet.example.com/sala-12' : null,
            status: ({ confirmacao: 'confirmado', cancelamento: 'cancelado' } as const)[kind as string] ?? 'agendado',
            cancelReason: kind === 'cancelamento' ? text : null,
            patient,
            psychologist,
          } as const
          const letter = appointmentLetter(kind, { appointment, reader, clinic, links, now })
          const part = kind === 'lembrete' ? undefined : await calendar.invitation(appointment, reader, now)
          samples.push({ name: `${kind}-${who}`, ...common, letter, calendar: part })
        }
      }
      for (const [kind, path] of [
        ['recuperacao', 'reset-password'],
        ['boas-vindas', 'verify-email'],
        ['convite', 'invitation'],
        ['verificacao', 'verify-email'],
        ['novo-email', 'confirm-email'],
        ['email-em-uso', undefined],
        ['email-trocado', 'restore-email'],
      ] as const) {
        const url = path && `${publicUrl}/${path}?token=${'x'.repeat(43)}`
        samples.push({ name: kind, ...common, letter: accountLetter(kind, { reader: patient, clinic, url }) })
      }
      const { accountNotices, practiceNotices } = wordsFor(locale)
      const options = { reader: patient, clinic, appUrl: 'https://app.example.com' }
      for (const [type, title, message, unsubscribeUrl] of [
        ['mensagem', text.slice(0, 60), `${text}\n\n${text}`, unsubscribeLinks(keys).url(3)],
        ['alerta', practiceNotices.alertUnread(psychologistName).title, text],
        ['seguranca', accountNotices.passwordChanged.title, text],
        ['sistema', accountNotices.changedByStaff.title, text],
      ] as const) {
        const letter = noticeLetter({ type, title, message }, { ...options, unsubscribeUrl })
        samples.push({ name: type, ...common, letter })
      }
    }
  }
  return samples
}
