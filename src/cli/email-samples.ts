import { appointmentLinks } from '../appointments/links.ts'
import { type Calendar, calendarOf } from '../calendar/calendar.ts'
import type { CalendarPart } from '../email/email.ts'
import type { Letter } from '../email/letter.ts'
import { unsubscribeLinks } from '../notifications/unsubscribe.ts'
import { accountLetter } from '../auth/account-letter.ts'
import { appointmentLetter } from '../notifications/templates/appointment-letter.ts'
import type { AppointmentKind } from '../words/appointment-facts.ts'
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

interface SampleFacts {
  /** In every place that may hold free text. */
  readonly patientName?: string
  readonly psychologistName?: string
  readonly text?: string
}

const publicUrl = 'https://api.example.com'
const keys = { publicUrl, secretKey: 'a key for samples only' }
const clinic = {
  name: 'Clínica de Psicologia BluRosiere',
  phone: '(11) 3333-4444',
  address: 'Rua das Flores, 100, São Paulo',
}
const kinds: readonly AppointmentKind[] = ['agendamento', 'confirmacao', 'lembrete', 'remarcacao', 'cancelamento']
const now = new Date('2027-02-26T12:00:00.000Z')
const startsAt = new Date('2027-03-01T17:00:00.000Z')

/** Every letter there is, in both languages, plain and discreet, for either person: what previews show and tests look at. */
export async function emailSamples({
  patientName = 'João Silva',
  psychologistName = 'Dra. Ana Souza',
  text = 'Trouxe os exames? Chegue dez minutos antes, por favor.',
}: SampleFacts = {}): Promise<Sample[]> {
  const links = appointmentLinks(keys)
  const unsubscribeUrl = unsubscribeLinks(keys).url(3)
  const calendar: Calendar = calendarOf({
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
        for (const [who, reader] of [
          ['paciente', patient],
          ['psicologo', psychologist],
        ] as const) {
          // Only the patient is reminded.
          if (kind === 'lembrete' && who === 'psicologo') continue
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
            patient: { id: 3, name: patientName },
            psychologist: { id: 2, name: psychologistName },
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
      const notices = {
        mensagem: [text.slice(0, 60), `${text}\n\n${text}`],
        alerta: [practiceNotices.alertUnread(psychologistName).title, text],
        seguranca: [accountNotices.passwordChanged.title, text],
        sistema: [accountNotices.changedByStaff.title, text],
      } as const
      for (const type of ['mensagem', 'alerta', 'seguranca', 'sistema'] as const) {
        const [title = '', message = ''] = notices[type]
        const options = {
          reader: patient,
          clinic,
          appUrl: 'https://app.example.com',
          unsubscribeUrl: type === 'mensagem' ? unsubscribeUrl : undefined,
        }
        samples.push({ name: type, ...common, letter: noticeLetter({ type, title, message }, options) })
      }
    }
  }
  return samples
}
