import { addDays, wallClock, type Weekday } from '../time/wall-clock.ts'
import { plainText } from '../text/normalize.ts'
import { wordsFor } from '../words/catalogue.ts'
import type { Locale } from '../words/locale.ts'

type Period = 'manha' | 'tarde' | 'noite'

/** A day and a time as far as they were said, on the wall clock of the zone they were read in. */
export interface Slot {
  /** `2025-01-20` */
  date?: string
  /** `14:00` */
  time?: string
  period?: Period
}

const WEEKDAYS: readonly RegExp[] = [
  /\b(?:domingos?|sundays?|sun)\b/,
  /\b(?:segundas?|2a feira|seg|mondays?|mon)\b/,
  /\b(?:tercas?|3a feira|ter|tuesdays?|tues?)\b/,
  /\b(?:quartas?|4a feira|qua|wednesdays?|wed)\b/,
  /\b(?:quintas?|5a feira|qui|thursdays?|thurs?)\b/,
  /\b(?:sextas?|6a feira|sex|fridays?|fri)\b/,
  /\b(?:sabados?|sab|saturdays?)\b/,
]
const MONTHS =
  'janeiro january|fevereiro february|marco march|abril april|maio may|junho june|julho july|agosto august|setembro september|outubro october|novembro november|dezembro december'
    .split('|')
    .map((names) => names.split(' '))
const MONTH_NAMES = MONTHS.flat().join('|')

/**
 * Reads a day and a time out of a sentence: "terça às 14h", "amanhã de manhã", "dia 15/03 às 9:30", "next Friday at 2pm".
 * A weekday is the next one after today; a date without a year that has passed is next year's; a day that the calendar
 * does not have is not read. Understands one slot per sentence, and nothing vaguer than a part of the day.
 */
export function parseSlot(text: string, { now, timezone }: { now: Date; timezone: string }): Slot | undefined {
  const plain = plainText(text).slice(0, 500)
  const date = readDate(plain, wallClock(now, timezone).date)
  const time = readTime(plain)
  const period = readPeriod(plain)
  if (!date && !time && !period) return undefined
  return { date, time, period: time ? undefined : period }
}

function readDate(plain: string, today: string): string | undefined {
  const [year = 0] = today.split('-').map(Number)
  const numeric = /\b(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?\b/.exec(plain)
  if (numeric) return calendarDate(Number(numeric[1]), Number(numeric[2]), numeric[3], today, year)
  const dayFirst = new RegExp(`\\b(\\d{1,2})(?:o|st|nd|rd|th)? (?:de |of )?(${MONTH_NAMES})\\b`).exec(plain)
  const monthFirst = new RegExp(`\\b(${MONTH_NAMES}) (\\d{1,2})(?:st|nd|rd|th)?\\b`).exec(plain)
  if (dayFirst) return calendarDate(Number(dayFirst[1]), monthNumber(dayFirst[2]), undefined, today, year)
  if (monthFirst) return calendarDate(Number(monthFirst[2]), monthNumber(monthFirst[1]), undefined, today, year)
  if (/\bdepois de amanha\b|\bday after tomorrow\b/.test(plain)) return addDays(today, 2)
  if (/\b(?:amanha|tomorrow)\b/.test(plain)) return addDays(today, 1)
  if (/\b(?:hoje|today|tonight)\b/.test(plain)) return today
  const dayOfMonth = /\bdia (\d{1,2})\b/.exec(plain)
  if (dayOfMonth) return nextDayOfMonth(Number(dayOfMonth[1]), today)
  // "passar de terça para quinta": the day that is wanted comes last.
  const named = WEEKDAYS.map((pattern, weekday) => ({ weekday, at: plain.search(pattern) })).filter(({ at }) => at >= 0)
  const wanted = named.reduce<(typeof named)[number] | undefined>((a, b) => (a && a.at > b.at ? a : b), undefined)
  if (!wanted) return undefined
  const ahead = (wanted.weekday - weekdayOf(today) + 7) % 7 || 7
  // "terça da semana que vem" is the week after this one, however near the first Tuesday is.
  const nextWeek = /semana que vem|proxima semana|next week/.test(plain)
  return addDays(today, nextWeek && ahead <= 6 - ((weekdayOf(today) + 6) % 7) ? ahead + 7 : ahead)
}

function readTime(plain: string): string | undefined {
  if (/\bmeio[ -]?dia\b|\bnoon\b/.test(plain)) return /meio[ -]?dia e meia/.test(plain) ? '12:30' : '12:00'
  const match =
    /\b(\d{1,2})(?::|h|hs| h | horas? e )([0-5]\d)\s?(am|pm)?\b/.exec(plain) ??
    /\b(\d{1,2})()\s?(am|pm)\b/.exec(plain) ??
    /\b(\d{1,2})(?:h|hs|hrs| h| hs| hrs| horas?)(?: e (meia))?\b/.exec(plain) ??
    /\b(?:as|at|pras|para as|a partir das|umas) (\d{1,2})(?: e (meia))?\b(?!\/)/.exec(plain) ??
    /\b(\d{1,2})(?: e (meia))? da (?:manha|tarde|noite)\b/.exec(plain)
  if (!match) return undefined
  let hour = Number(match[1])
  const minute = match[2] === 'meia' ? 30 : Number(match[2] || 0)
  const half = match[3]
  const afternoon =
    half === 'pm' || (half === undefined && /da tarde|da noite|in the (?:afternoon|evening)/.test(plain))
  if (afternoon && hour < 12) hour += 12
  if (half === 'am' && hour === 12) hour = 0
  return hour < 24 && minute < 60 ? `${pad(hour)}:${pad(minute)}` : undefined
}

function readPeriod(plain: string): Period | undefined {
  const named = plain.replace(/\b(?:bom dia|boa tarde|boa noite|good (?:morning|afternoon|evening|night))\b/g, ' ')
  if (/\b(?:(?:de|da|pela|na) manha|cedo|(?:in the )?morning)\b/.test(named)) return 'manha'
  if (/\b(?:a|de|da|pela|na) tarde\b|\bafternoon\b/.test(named)) return 'tarde'
  if (/\b(?:a|de|da|pela|na) noite\b|\bevening\b|\btonight\b/.test(named)) return 'noite'
  return undefined
}

/** Whether an instant lies in the slot, on the zone's wall clock; what was not said is not asked. */
export function slotIncludes(slot: Slot, instant: Date, timezone: string): boolean {
  const { date, time } = wallClock(instant, timezone)
  if (slot.date && slot.date !== date) return false
  if (slot.time) return slot.time === time
  return slot.period === undefined || slot.period === (time < '12:00' ? 'manha' : time < '18:00' ? 'tarde' : 'noite')
}

/** "terça-feira, 24/11, às 14h" · "Tuesday, November 24, at 2 PM" · "à tarde" */
export function describeSlot({ date, time, period }: Slot, locale: Locale): string {
  const { at, day, periods } = wordsFor(locale).spokenTimes
  const when = time ? at(time) : period && periods[period]
  return [date && day(new Date(`${date}T12:00:00Z`), 'UTC'), when].filter(Boolean).join(', ')
}

/** An instant as a person of that zone says it. */
export function describeInstant(instant: Date, timezone: string, locale: Locale): string {
  const { at, day } = wordsFor(locale).spokenTimes
  return `${day(instant, timezone)}, ${at(wallClock(instant, timezone).time)}`
}

const week: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** "segunda a sexta, das 8h às 12h e das 13h às 18h; sábado, das 8h às 12h": days that are alike together; nothing if never open. */
export function hoursInWords(
  hours: Partial<Record<Weekday, readonly (readonly [string, string])[]>>,
  locale: Locale,
): string | undefined {
  const { and, span, through, weekdays } = wordsFor(locale).spokenTimes
  const runs: { days: Weekday[]; when: string }[] = []
  for (const day of week) {
    const when = and((hours[day] ?? []).map(([from, to]) => span(from, to)))
    const last = runs.at(-1)
    if (last?.when === when) last.days.push(day)
    else runs.push({ days: [day], when })
  }
  const said = runs
    .filter(({ when }) => when !== '')
    .map(({ days, when }) => {
      const names = days.map((day) => weekdays[day])
      const [first = '', last = first] = [names[0], names.at(-1)]
      return `${days.length > 2 ? through(first, last) : and(names)}, ${when}`
    })
  return said.length > 0 ? said.join('; ') : undefined
}

const pad = (value: number) => String(value).padStart(2, '0')
const weekdayOf = (date: string) => new Date(`${date}T12:00:00Z`).getUTCDay()
const monthNumber = (name: string | undefined) => MONTHS.findIndex((names) => names.includes(name ?? '')) + 1

function calendarDate(day: number, month: number, yearText: string | undefined, today: string, thisYear: number) {
  const said = yearText === undefined ? undefined : Number(yearText.length === 2 ? `20${yearText}` : yearText)
  const date = existing(said ?? thisYear, month, day)
  return date && said === undefined && date < today ? existing(thisYear + 1, month, day) : date
}

function nextDayOfMonth(day: number, today: string): string | undefined {
  const [year = 0, month = 0] = today.split('-').map(Number)
  for (let ahead = 0; ahead < 3; ahead++) {
    const date = existing(year + Math.floor((month - 1 + ahead) / 12), ((month - 1 + ahead) % 12) + 1, day)
    if (date && date >= today) return date
  }
  return undefined
}

function existing(year: number, month: number, day: number): string | undefined {
  const date = `${year}-${pad(month)}-${pad(day)}`
  const parsed = new Date(`${date}T12:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date) ? date : undefined
}
