import type { ICalCalendar } from 'ical-generator'
import { liveStatuses } from '../appointments/rules.ts'
import type { Appointment, User } from '../database/generated/client.ts'
import type { CalendarPart } from '../email/email.ts'
import { mailboxOf } from '../text/mailbox.ts'
import { wordsFor } from '../words/catalogue.ts'
import { bareName, discreetSender } from '../words/discretion.ts'
import type { Locale } from '../words/locale.ts'
import { formerUid } from './uids.ts'

export type CalendarReader = Readonly<
  Pick<User, 'id' | 'name' | 'email' | 'timezone' | 'discreet'> & { locale: Locale }
>

/** What stands in a calendar for one of an appointment's people. */
export interface CalendarEntry extends Readonly<
  Pick<
    Appointment,
    'id' | 'version' | 'revision' | 'calendarUid' | 'status' | 'startsAt' | 'endsAt' | 'modality' | 'meetingUrl'
  >
> {
  readonly patient: Readonly<Pick<User, 'id' | 'name'>>
  readonly psychologist: Readonly<Pick<User, 'id' | 'name'>>
}

export interface Calendar {
  /**
   * The iCalendar object (RFC 5545, RFC 5546) that goes with a mail: REQUEST while the appointment stands, CANCEL once it
   * is cancelled; nothing for one that is over. UID is the same for life, SEQUENCE rises with every change. To a reader
   * whose address is the organizer's own it is PUBLISHed, without an attendee.
   */
  invitation(appointment: CalendarEntry, reader: CalendarReader, now: Date): Promise<CalendarPart | undefined>
  /** The feed that a calendar program subscribes to. Its titles are discreet whatever the reader chose: its address may be shared. */
  feed(appointments: readonly CalendarEntry[], reader: CalendarReader, now: Date): Promise<string>
}

/** The last line, too, ends as RFC 5545 §3.1 asks. */
const textOf = (calendar: ICalCalendar): string => `${calendar.toString().trimEnd()}\r\n`

interface Options {
  publicUrl: string
  clinicName: string
  clinicAddress?: string | undefined
  /** Where the mails come from: the organizer's address. */
  from: string
}

/** Appointments as iCalendar objects, in the reader's zone and language, by ical-generator and luxon (loaded with the first one). */
export function calendarOf({ publicUrl, clinicName, clinicAddress, from }: Options): Calendar {
  async function begin(reader: CalendarReader, instants: readonly Date[]): Promise<ICalCalendar> {
    const [{ default: ical }, { vtimezone }] = await Promise.all([import('ical-generator'), import('./vtimezone.ts')])
    const times = instants.map((instant) => instant.getTime())
    const [first, last] = [new Date(Math.min(...times)), new Date(Math.max(...times))]
    const { language } = wordsFor(reader.locale).appointment.calendar
    const prodId = { company: 'BluRosiere', product: 'Agenda', language }
    const calendar = ical({ prodId })
    // Without a name: with one, DTSTAMP would lose its Z, which RFC 5545 §3.8.7.2 demands.
    return calendar.timezone({ name: null, generator: (name) => vtimezone(name, first, last) })
  }

  async function add(
    calendar: ICalCalendar,
    entry: CalendarEntry,
    reader: CalendarReader,
    { discreet, now }: { discreet: boolean; now: Date },
  ) {
    const [{ ICalEventClass, ICalEventStatus }, { DateTime }] = await Promise.all([
      import('ical-generator'),
      import('luxon'),
    ])
    const words = wordsFor(reader.locale).appointment
    const other = entry.patient.id === reader.id ? entry.psychologist : entry.patient
    const online = entry.modality === 'online'
    const status = {
      agendado: ICalEventStatus.TENTATIVE,
      confirmado: ICalEventStatus.CONFIRMED,
      realizado: ICalEventStatus.CONFIRMED,
      faltou: ICalEventStatus.CONFIRMED,
      cancelado: ICalEventStatus.CANCELLED,
    }[entry.status]
    const place = online ? (discreet ? 'Online' : (entry.meetingUrl ?? 'Online')) : discreet ? '' : clinicAddress
    const event = calendar.createEvent({
      id: entry.calendarUid ?? formerUid(entry.id, publicUrl),
      sequence: entry.version + entry.revision,
      stamp: now,
      // Not as Dates, which ical-generator writes in the process's own zone, whatever TZID it puts beside them.
      start: DateTime.fromJSDate(entry.startsAt),
      end: DateTime.fromJSDate(entry.endsAt),
      // UTC needs no table: its instants end in Z.
      ...(reader.timezone === 'UTC' ? {} : { timezone: reader.timezone }),
      summary: discreet ? words.discreet.noun : words.calendar.title(other.name),
      status,
      class: ICalEventClass.PRIVATE,
      ...(place ? { location: place } : {}),
    })
    return event
  }

  return {
    async invitation(appointment, reader, now) {
      const cancelled = appointment.status === 'cancelado'
      if (!cancelled && !(liveStatuses as readonly string[]).includes(appointment.status)) return undefined
      const { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod } = await import('ical-generator')
      const { discreet, name, email } = reader
      const invited = email !== null && mailboxOf(email) !== mailboxOf(from)
      const method = cancelled ? 'CANCEL' : invited ? 'REQUEST' : 'PUBLISH'
      const calendar = await begin(reader, [appointment.startsAt, appointment.endsAt])
      calendar.method(ICalCalendarMethod[method])
      const event = await add(calendar, appointment, reader, { discreet, now })
      event.organizer({ name: discreet ? discreetSender : clinicName, email: from })
      // No RSVP: replies to the sender's address are not read; the letter has links.
      if (invited) {
        const role = ICalAttendeeRole.REQ
        event.createAttendee({
          name: discreet ? bareName(name) : name,
          email,
          role,
          rsvp: false,
          status: ICalAttendeeStatus.ACCEPTED,
        })
      }
      return { method, content: textOf(calendar) }
    },

    async feed(appointments, reader, now) {
      const { ICalCalendarMethod } = await import('ical-generator')
      const calendar = await begin(reader, [now, ...appointments.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt])])
      calendar.method(ICalCalendarMethod.PUBLISH)
      calendar.name(wordsFor(reader.locale).appointment.calendar.name)
      calendar.ttl(3_600)
      for (const appointment of appointments) await add(calendar, appointment, reader, { discreet: true, now })
      return textOf(calendar)
    },
  }
}
