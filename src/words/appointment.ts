import { wallClock } from '../time/wall-clock.ts'
import type { AppointmentFacts, AppointmentKind, PlaceChange } from './appointment-facts.ts'
import { wordsFor } from './catalogue.ts'
import type { Locale } from './locale.ts'

/** `segunda-feira, 20 de janeiro de 2025` or `Monday, January 20, 2025`, in the reader's zone. */
export const longDate = (instant: Date, locale: Locale, timezone: string): string =>
  new Intl.DateTimeFormat(wordsFor(locale).dates.tag, { timeZone: timezone, dateStyle: 'full' }).format(instant)

/** What a change of an appointment is called. */
export function appointmentTitle(kind: AppointmentKind, locale: Locale, change?: PlaceChange): string {
  const { placeTitles, titles } = wordsFor(locale).appointment
  return change && !change.moved ? placeTitles[change.place] : titles[kind]
}

/** The title and message of a change of an appointment, for one of its people; date and time on the wall clock of their zone. */
export function appointmentWords(kind: AppointmentKind, facts: AppointmentFacts) {
  const { date, time } = wallClock(facts.startsAt, facts.timezone)
  const day = longDate(facts.startsAt, facts.locale, facts.timezone)
  const title = appointmentTitle(kind, facts.locale, facts.change)
  const message = wordsFor(facts.locale).appointment.message(kind, facts, day, time)
  return { title, message, date, time }
}
