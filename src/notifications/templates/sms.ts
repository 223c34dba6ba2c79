/**
 * Text for one GSM-7 segment: Brazilian carriers mangle accents, and one accented letter outside the alphabet would
 * make the whole message UCS-2, of 70 characters. Shortened at a word where it exceeds 160.
 */
export function smsText(text: string): string {
  const plain = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[“”«»]/g, '"')
    .replace(/[‘’`´]/g, "'")
    .replace(/[–—]/g, '-')
    .replace(/…/g, '...')
    .replace(/[^\n\r !"#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim()
  if (plain.length <= 160) return plain
  const cut = plain.slice(0, 157)
  const space = cut.lastIndexOf(' ')
  return `${cut.slice(0, space > 100 ? space : 157)}...`
}

/** `20/01` of `2025-01-20`, as a Brazilian reads it. */
export const shortDate = (date: string, english = false): string => {
  const [, month = '', day = ''] = date.split('-')
  return english ? `${month}/${day}` : `${day}/${month}`
}

const verbs = {
  pt: {
    agendamento: 'consulta agendada para',
    confirmacao: 'consulta confirmada para',
    remarcacao: 'consulta remarcada para',
    cancelamento: 'consulta cancelada:',
    lembrete: 'lembrete da sua consulta em',
  },
  en: {
    agendamento: 'appointment booked for',
    confirmacao: 'appointment confirmed for',
    remarcacao: 'appointment moved to',
    cancelamento: 'appointment cancelled:',
    lembrete: 'reminder of your appointment on',
  },
} as const

/** The text message of an appointment's change: who writes, what, when. */
export function appointmentSms(
  kind: keyof (typeof verbs)['pt'],
  {
    date,
    time,
    locale,
    clinicName = 'BluRosiere',
  }: { date: string; time: string; locale: string; clinicName?: string },
): string {
  const english = locale === 'en'
  const when = english ? `${shortDate(date, true)} at ${time}` : `${shortDate(date)} as ${time}`
  return smsText(`${clinicName.slice(0, 60)}: ${verbs[english ? 'en' : 'pt'][kind]} ${when}.`)
}

/** The guide's reminder. */
export const reminderSms = (reminder: { date: string; time: string; clinicName?: string }): string =>
  appointmentSms('lembrete', { ...reminder, locale: 'pt-BR' })

/** Any other notification, which may hold what nobody else should read on a locked screen: only that there is one. */
export const noticeSms = ({
  title,
  locale,
  clinicName = 'BluRosiere',
}: {
  title: string
  locale: string
  clinicName?: string
}): string =>
  smsText(`${clinicName.slice(0, 60)}: ${title}. ${locale === 'en' ? 'Open the app.' : 'Abra o aplicativo.'}`)
