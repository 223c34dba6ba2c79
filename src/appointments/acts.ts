import { audit } from '../audit/audit.ts'
import type { Bus } from '../bus/bus.ts'
import { appendEvent } from '../bus/events.ts'
import type { Appointment, Prisma } from '../database/generated/client.ts'
import { type Tx, violates } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Clock } from '../time/clock.ts'
import { wallClock } from '../time/wall-clock.ts'
import { type AppointmentWithPeople, lockAppointment, withPeople } from './locks.ts'
import type { AppointmentNotice, Notices } from './notices.ts'
import { type Actor, admit, type Rule, standingOf } from './rules.ts'

interface Options {
  bus: Bus
  clock: Clock
  notices: Pick<Notices, 'appointment' | 'sendAppointmentReminder'>
  /** The clinic's zone, in which working hours and the `date` and `time` of events are meant. */
  timezone: string
}

interface News extends Partial<Pick<AppointmentNotice, 'kind' | 'to' | 'change' | 'channels'>> {
  /** The psychologist until now, whose sockets see it go. */
  readonly former?: number
}

/** The patient always has it in writing; psychologists need no notice of their own acts. */
const patientAndOther = (actor: Actor, { patientId, psychologistId }: Appointment) =>
  actor.id === psychologistId ? [patientId] : [patientId, psychologistId]

/** What every act on an appointment is made of: open it, write it, announce it. */
export const appointmentActs = ({ bus, clock, notices, timezone }: Options) => ({
  clock,
  notices,
  timezone,

  /** Locks the appointment and checks that the actor may do this to it now. */
  async open(tx: Tx, actor: Actor, id: number, rule?: Rule) {
    const appointment = await lockAppointment(tx, id)
    const standing = appointment && standingOf(actor, appointment)
    if (!appointment || !standing) throw new AppError('not_found')
    const now = clock.now()
    if (rule) admit(rule, appointment, standing, now)
    return { appointment, standing, now }
  },

  update: (tx: Tx, id: number, data: Prisma.AppointmentUpdateInput) =>
    tx.appointment.update({ where: { id }, data, include: withPeople }),

  /** The trace, events and notices of a change. Ascending by person, each finished before the next, as `appendEvent` asks. */
  async announce(
    tx: Tx,
    actor: Actor,
    change: string,
    appointment: AppointmentWithPeople,
    { kind, to = patientAndOther(actor, appointment), former, ...more }: News = {},
  ) {
    const { id, patientId, psychologistId, status, version, startsAt } = appointment
    const { date, time } = wallClock(startsAt, timezone)
    const action = change === 'book' ? 'appointment.create' : 'appointment.update'
    await audit(tx, { action, actorId: actor.id, resourceId: id, detail: { change, version, former } }, clock.now())
    const people = [patientId, psychologistId, former].filter((userId) => userId !== undefined)
    for (const userId of people.sort((a, b) => a - b)) {
      await appendEvent(tx, bus, userId, 'appointment:updated', { id, status, date, time, version })
      if (kind && to.includes(userId)) {
        const ownBooking = change === 'book' && actor.id === patientId
        await notices.appointment(tx, { ...more, kind, appointment, to: [userId], ownBooking })
      }
    }
    return appointment
  },
})

export type AppointmentActs = ReturnType<typeof appointmentActs>

/** Of two concurrent bookings the database refuses the later: its exclusion constraints hold for either person. */
export async function orSlotTaken<T>(write: PromiseLike<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    throw violates(error, 'no_overlap') ? new AppError('slot_taken', { cause: error }) : error
  }
}
