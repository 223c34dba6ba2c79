import { liveStatuses } from '../appointments/rules.ts'
import type { AppointmentStatus } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { addDays, wallClock } from '../time/wall-clock.ts'
import { wordsFor } from '../words/catalogue.ts'
import { type Locale, withLocale } from '../words/locale.ts'

/** An appointment that a patient was sent an SMS about and may still confirm or cancel by one. */
export interface AnswerableAppointment {
  readonly id: number
  readonly version: number
  readonly status: AppointmentStatus
  readonly startsAt: Date
  readonly patientId: number
  readonly psychologistId: number
  /** Whether its psychologist still practises: otherwise it is on hold until the practice has been in touch. */
  readonly practising: boolean
  readonly timezone: string
  readonly locale: Locale
  /** Whether one of the messages was a reminder. */
  readonly reminded: boolean
  /** When the last of the messages was sent. */
  readonly promptedAt: Date
}

const weekdays: Record<string, string> = {
  segunda: 'mon',
  terca: 'tue',
  quarta: 'wed',
  quinta: 'thu',
  sexta: 'fri',
  sabado: 'sat',
  domingo: 'sun',
}

/** Whether every day and time that a message names is the appointment's own: "confirmo sexta" is no answer about Thursday. */
export function matchesNamedTimes(
  named: readonly string[],
  { startsAt, timezone, locale }: Pick<AnswerableAppointment, 'startsAt' | 'timezone' | 'locale'>,
  now: Date,
): boolean {
  const { date, time, weekday } = wallClock(startsAt, timezone)
  const today = wallClock(now, timezone).date
  const [year, month, day] = date.split('-').map(Number)
  const [hour = 0, minute] = time.split(':').map(Number)
  return named.every((word) => {
    if (word === 'hoje') return date === today
    if (word === 'amanha') return date === addDays(today, 1)
    if (word === 'manha') return hour < 12
    if (word === 'tarde') return hour >= 12 && hour < 19
    if (word === 'noite') return hour >= 17
    if (word.includes('/')) {
      const [first, second, given = year] = word.split('/').map(Number)
      const [saysDay, saysMonth] = wordsFor(locale).dates.dayFirst ? [first, second] : [second, first]
      return saysDay === day && saysMonth === month && (given === year || given === (year ?? 0) % 100)
    }
    if (word in weekdays) return weekday === weekdays[word]
    // `d14` is a day, `h14` an hour, `m30` minutes; a bare number may be any of them.
    const number = Number(word.replace(/^[dhm]/, ''))
    const isHour = number === hour || (hour > 12 && number === hour - 12)
    if (word.startsWith('d')) return number === day
    if (word.startsWith('h')) return isHour
    if (word.startsWith('m')) return number === minute
    return [day, minute].includes(number) || isHour
  })
}

/** Of the patients of a number, the soonest first. An appointment that has changed since its messages is not among them. */
export async function answerableAppointments(tx: Tx, phone: string, now: Date): Promise<AnswerableAppointment[]> {
  const rows = await tx.$queryRaw<(Omit<AnswerableAppointment, 'locale'> & { locale: string })[]>`
    SELECT a.id, a.version, a.status, a.starts_at AS "startsAt", a.patient_id AS "patientId",
      a.psychologist_id AS "psychologistId",
      s.role = 'psicologo' AND s.disabled_at IS NULL AND s.erased_at IS NULL AS practising, u.timezone, u.locale,
      bool_or(n.type = 'lembrete') AS reminded, max(d.sent_at) AS "promptedAt"
    FROM users u
    JOIN appointments a ON a.patient_id = u.id
    JOIN users s ON s.id = a.psychologist_id
    JOIN notifications n ON n.appointment_id = a.id AND n.user_id = u.id AND n.type IN ('lembrete', 'agendamento', 'remarcacao')
    JOIN deliveries d ON d.notification_id = n.id AND d.channel = 'sms' AND d.status IN ('enviada', 'entregue')
    WHERE u.phone = ${phone} AND u.role = 'paciente' AND u.disabled_at IS NULL AND u.erased_at IS NULL
      AND a.status = ANY (${liveStatuses}::"AppointmentStatus"[]) AND a.starts_at > ${now}
      AND (n.data ->> 'version')::int = a.version
      -- A message about another place alone asks nothing.
      AND (n.data #>> '{change,moved}') IS DISTINCT FROM 'false'
    GROUP BY a.id, s.id, u.id ORDER BY a.starts_at, a.id`
  return rows.map(withLocale)
}

/** The names of the psychologists of a number's patients. */
export async function psychologistNames(tx: Tx, phone: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT s.name FROM users u
    JOIN appointments a ON a.patient_id = u.id JOIN users s ON s.id = a.psychologist_id
    WHERE u.phone = ${phone}`
  return rows.map(({ name }) => name)
}

/** When an SMS was last sent to a number that asked nothing, such as the notice of a cancellation; 0 for never. */
export async function lastInformed(tx: Tx, phone: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ at: Date | null }[]>`
    SELECT max(d.sent_at) AS at FROM users u JOIN deliveries d ON d.user_id = u.id AND d.channel = 'sms'
    JOIN notifications n ON n.id = d.notification_id
      AND (n.type NOT IN ('lembrete', 'agendamento', 'remarcacao') OR n.data #>> '{change,moved}' = 'false')
    WHERE u.phone = ${phone}`
  return row?.at?.getTime() ?? 0
}
