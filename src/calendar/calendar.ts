import type { ICalCalendar } from 'ical-generator'
import { liveStatuses } from '../appointments/rules.ts'
import type { Appointment, User } from '../database/generated/client.ts'
import type { CalendarPart } from '../email/email.ts'
import { mailboxOf } from '../text/mailbox.ts'
import { wordsFor } from '../words/catalogue.ts'
import { bareName, discreetSender } from '../words/discretion.ts'
import type { Locale } from '../words/locale.ts'

type Reader = Pick<User, 'id' | 'name' | 'email' | 'timezone' | 'discreet'> & { locale: Locale }

/** What stands in a calendar for one of an appointment's people. */
type Entry = Pick<
  Appointment,
  'id' | 'version' | 'revision' | 'calendarUid' | 'status' | 'startsAt' | 'endsAt' | 'modality' | 'meetingUrl'
> &
  Record<'patient' | 'psychologist', Pick<User, 'id' | 'name'>>

/** The last line, too, ends as RFC 5545 §3.1 asks. */
const textOf = (calendar: ICalCalendar): string => `${calendar.toString().trimEnd()}\r\n`

const statuses = {
  agendado: 'TENTATIVE',
  confirmado: 'CONFIRMED',
  realizado: 'CONFIRMED',
  faltou: 'CONFIRMED',
  cancelado: 'CANCELLED',
} as const

/**
 * Appointments as iCalendar objects, in the reader's zone and language, by ical-generator and luxon (loaded with the first one).
 * `from`: where the mails come from, the organizer's address.
 */
export function calendarOf({
  publicUrl,
  clinicName,
  clinicAddress,
  from,
}: Record<'publicUrl' | 'clinicName' | 'from', string> & { clinicAddress?: string }) {
  async function begin(reader: Reader, now: Date, first: Date, last: Date, method: CalendarPart['method']) {
    const [ical, { DateTime }, { vtimezone }] = await Promise.all([
      import('ical-generator'),
      import('luxon'),
      import('./vtimezone.ts'),
    ])
    const words = wordsFor(reader.locale).appointment
    const { language } = words.calendar
    const calendar = ical.default({ prodId: { company: 'BluRosiere', product: 'Agenda', language } })
    // Without a name: with one, DTSTAMP would lose its Z, which RFC 5545 §3.8.7.2 demands.
    calendar.timezone({ name: null, generator: (name) => vtimezone(name, first, last) })
    calendar.method(ical.ICalCalendarMethod[method])

    const add = (entry: Entry, discreet: boolean) => {
      const other = entry.patient.id === reader.id ? entry.psychologist : entry.patient
      const online = entry.modality === 'online'
      const exact = discreet ? undefined : online ? entry.meetingUrl : clinicAddress
      return calendar.createEvent({
        // As plugin.ts writes it down of what an older release booked.
        id: entry.calendarUid ?? `appointment-${entry.id}@${new URL(publicUrl).hostname}`,
        sequence: entry.version + entry.revision,
        stamp: now,
        // Not as Dates, which ical-generator writes in the process's own zone, beside another TZID.
        start: DateTime.fromJSDate(entry.startsAt),
        end: DateTime.fromJSDate(entry.endsAt),
        // UTC needs no table: its instants end in Z.
        timezone: reader.timezone === 'UTC' ? undefined : reader.timezone,
        summary: discreet ? words.discreet.noun : words.calendar.title(other.name),
        status: ical.ICalEventStatus[statuses[entry.status]],
        class: ical.ICalEventClass.PRIVATE,
        location: exact || (online ? 'Online' : undefined),
      })
    }
    return { ical, calendar, add }
  }

  return {
    /**
     * The iCalendar object (RFC 5545, RFC 5546) that goes with a mail: REQUEST while the appointment stands, CANCEL once it
     * is cancelled; nothing for one that is over. UID is the same for life, SEQUENCE rises with every change. To a reader
     * whose address is the organizer's own it is PUBLISHed, without an attendee.
     */
    async invitation(appointment: Entry, reader: Reader, now: Date) {
      const cancelled = appointment.status === 'cancelado'
      if (!cancelled && !liveStatuses.includes(appointment.status)) return undefined
      const { discreet, name, email } = reader
      const invited = email !== null && mailboxOf(email) !== mailboxOf(from)
      const method = cancelled ? 'CANCEL' : invited ? 'REQUEST' : 'PUBLISH'
      const { ical, calendar, add } = await begin(reader, now, appointment.startsAt, appointment.endsAt, method)
      const event = add(appointment, discreet).organizer({ name: discreet ? discreetSender : clinicName, email: from })
      // No RSVP: replies to the sender's address are not read; the letter has links.
      if (invited)
        event.createAttendee({
          name: discreet ? bareName(name) : name,
          email,
          role: ical.ICalAttendeeRole.REQ,
          rsvp: false,
          status: ical.ICalAttendeeStatus.ACCEPTED,
        })
      return { method, content: textOf(calendar) } as const
    },

    /** The feed that a calendar program subscribes to, of appointments in their order. Its titles are always discreet, since its address may be shared. */
    async feed(appointments: readonly Entry[], reader: Reader, now: Date) {
      const [first, last] = [appointments[0]?.startsAt ?? now, appointments.at(-1)?.endsAt ?? now]
      const { calendar, add } = await begin(reader, now, first, last, 'PUBLISH')
      calendar.name(wordsFor(reader.locale).appointment.calendar.name).ttl(3_600)
      for (const appointment of appointments) add(appointment, true)
      return textOf(calendar)
    },
  }
}

export type Calendar = ReturnType<typeof calendarOf>
