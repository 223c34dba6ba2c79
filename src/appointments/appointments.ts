import { audit } from '../audit/audit.ts'
import type { Clock } from '../time/clock.ts'
import type { Appointment, AppointmentStatus, Modality, Prisma } from '../database/generated/client.ts'
import { type Tx, violates } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { AppointmentKind, PlaceChange } from '../words/appointment-facts.ts'
import type { Bus } from '../bus/bus.ts'
import { appendEvent } from '../bus/events.ts'
import { wallClock } from '../time/wall-clock.ts'
import { type Booking, endOf, peopleOf, refuseLink, refuseTaken } from './booking.ts'
import { checkHorizon, checkOwnBookings } from './booking-limits.ts'
import { type AppointmentNotice, type Notices, withoutSms } from './notices.ts'
import { type Actor, admit, practising, type Rule, rules, standingOf } from './rules.ts'
import { isOpen, readWeek } from './working-hours.ts'

const lateCancelMs = 24 * 3_600_000
/** Another place is told by SMS as well from so long before the start: until then mail is soon enough. */
const placeSmsMs = 24 * 3_600_000

/** The first number of `pg_advisory_xact_lock(int, int)` where the second is a user whose appointments are being written. */
const lockNamespace = 1

const person = { id: true, name: true, avatarFileId: true } as const
export const withPeople = {
  patient: { select: person },
  psychologist: { select: { ...person, role: true, disabledAt: true, erasedAt: true } },
} as const
export type AppointmentWithPeople = Prisma.AppointmentGetPayload<{ include: typeof withPeople }>

export interface Change {
  readonly startsAt?: Date
  readonly durationMinutes?: number
  readonly modality?: Modality
  readonly meetingUrl?: string | null
  /** The version that the caller has read: another one is refused. */
  readonly version?: number
}

/**
 * Makes the transaction the only one that writes appointments of these people, until its end. Locks are taken in ascending
 * order, so that no two transactions wait for each other: neither at the exclusion constraints (where concurrent inserts
 * can deadlock) nor at the event counters of the two, which are touched later. Whoever writes appointments of several
 * pairs in one transaction calls it first with all of them; taking a lock again costs nothing.
 */
export async function lockPeople(tx: Tx, userIds: readonly number[]): Promise<void> {
  for (const userId of [...new Set(userIds)].sort((a, b) => a - b)) {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lockNamespace}::int, ${userId}::int)`
  }
}

/** Locks an appointment and its people against every other change, and gives it as it now is. */
export async function lockAppointment(tx: Tx, id: number): Promise<AppointmentWithPeople | undefined> {
  const found = await tx.appointment.findUnique({ where: { id }, select: { patientId: true, psychologistId: true } })
  if (!found) return undefined
  // People before the row, as booking does; they never change.
  await lockPeople(tx, [found.patientId, found.psychologistId])
  await tx.$queryRaw`SELECT id FROM appointments WHERE id = ${id} FOR UPDATE`
  return (await tx.appointment.findUnique({ where: { id }, include: withPeople })) ?? undefined
}

/** The database decides who comes first: its exclusion constraints hold for either person. */
async function orSlotTaken<T>(write: PromiseLike<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    throw violates(error, 'no_overlap') ? new AppError('slot_taken', { cause: error }) : error
  }
}

interface Options {
  bus: Bus
  clock: Clock
  notices: Pick<Notices, 'appointment' | 'sendAppointmentReminder'>
  /** The clinic's zone, in which working hours and the `date` and `time` of events are meant. */
  timezone: string
}

/**
 * Appointments: booking them and everything that may happen to them (contract §3). Each function works inside the caller's
 * transaction, gives the appointment as it then is, and refuses with an `AppError`: `not_found` where the actor has nothing
 * to do with it. A change tells both people's sockets and sends the notices it deserves, with the same commit.
 */
export function appointmentBook({ bus, clock, notices, timezone }: Options) {
  /** The trace, events and notices of a change. Ascending by person, each finished before the next, as `appendEvent` asks. */
  async function announce(
    tx: Tx,
    actor: Actor,
    change: string,
    appointment: AppointmentWithPeople,
    kind?: AppointmentKind,
    told: readonly number[] = [],
    { former, ...more }: Pick<AppointmentNotice, 'change' | 'channels'> & { former?: number } = {},
  ) {
    const { id, patientId, psychologistId, status, version, startsAt } = appointment
    const { date, time } = wallClock(startsAt, timezone)
    const action = change === 'book' ? 'appointment.create' : 'appointment.update'
    await audit(tx, { action, actorId: actor.id, resourceId: id, detail: { change, version, former } }, clock.now())
    // `former`: whose it was until now sees it go.
    const people = [patientId, psychologistId, ...(former === undefined ? [] : [former])]
    for (const userId of people.sort((a, b) => a - b)) {
      await appendEvent(tx, bus, userId, 'appointment:updated', { id, status, date, time, version })
      if (kind && told.includes(userId)) {
        const ownBooking = change === 'book' && actor.id === patientId
        await notices.appointment(tx, { ...more, kind, appointment, to: [userId], ownBooking })
      }
    }
    return appointment
  }

  /** The patient always has it in writing; a psychologist need not be told what they did themselves. */
  const patientAndOther = (actor: Actor, { patientId, psychologistId }: Appointment) =>
    actor.id === psychologistId ? [patientId] : [patientId, psychologistId]

  /** Locks the appointment and checks that the actor may do this to it now. */
  async function open(tx: Tx, actor: Actor, id: number) {
    const appointment = await lockAppointment(tx, id)
    const standing = appointment && standingOf(actor, appointment)
    if (!appointment || !standing) throw new AppError('not_found')
    return { appointment, standing, now: clock.now() }
  }

  const update = (tx: Tx, id: number, data: Prisma.AppointmentUpdateInput) =>
    tx.appointment.update({ where: { id }, data, include: withPeople })

  async function conclude(tx: Tx, actor: Actor, id: number, rule: Rule, change: string, status: AppointmentStatus) {
    const { appointment, standing, now } = await open(tx, actor, id)
    admit(rule, appointment, standing, now)
    return announce(tx, actor, change, await update(tx, id, { status }))
  }

  /** After `lockPeople`, so that an account which is being erased is seen either before its booking or not at all. */
  async function psychologistOf(tx: Tx, id: number) {
    const found = await tx.user.findFirst({ where: { id, ...practising }, select: { workingHours: true } })
    if (!found) throw new AppError('psychologist_not_found')
    return { week: readWeek(found.workingHours) }
  }

  return {
    /** Books: a patient for themselves within working hours, a psychologist with themselves, an admin for all. */
    async book(tx: Tx, actor: Actor, booking: Booking): Promise<AppointmentWithPeople> {
      const { startsAt, durationMinutes, modality, meetingUrl } = booking
      const now = clock.now()
      if (startsAt <= now) throw new AppError('starts_in_past')
      checkHorizon(actor, startsAt, now, timezone)
      const { patientId, psychologistId } = await peopleOf(tx, actor, booking)
      refuseLink(modality, meetingUrl)
      const endsAt = endOf(startsAt, durationMinutes)
      // Before the lock: of many who want one time only the first are to wait for each other.
      await refuseTaken(tx, [psychologistId], { startsAt, endsAt })
      await lockPeople(tx, [patientId, psychologistId])
      await refuseTaken(tx, [patientId, psychologistId], { startsAt, endsAt })
      const { week } = await psychologistOf(tx, psychologistId)
      const patient = { id: patientId, role: 'paciente', disabledAt: null, erasedAt: null } as const
      if ((await tx.user.count({ where: patient })) === 0) throw new AppError('patient_not_found')
      const bookedByPatient = actor.role === 'paciente'
      if (bookedByPatient) {
        if (!isOpen(week, { startsAt, endsAt }, timezone)) throw new AppError('outside_working_hours')
        await checkOwnBookings(tx, patientId, psychologistId, now)
      }
      const time = { startsAt, endsAt, durationMinutes, scheduledAt: now, createdAt: now }
      const data = { patientId, psychologistId, modality, meetingUrl, bookedByPatient, ...time }
      const made = await orSlotTaken(tx.appointment.create({ data, include: withPeople }))
      return announce(tx, actor, 'book', made, 'agendamento', patientAndOther(actor, made))
    },

    /**
     * Gives it a new time (then it is to be confirmed anew, and its version rises), another modality or address (then its
     * version and status stay). What changes nothing does nothing: no event, no notice, no version.
     */
    async change(tx: Tx, actor: Actor, id: number, asked: Change): Promise<AppointmentWithPeople> {
      const { appointment: before, standing, now } = await open(tx, actor, id)
      const { version, ...wanted } = asked
      if (version !== undefined && version !== before.version) throw new AppError('version_conflict')
      if (Object.values(wanted).every((value) => value === undefined)) return before
      admit(rules.change, before, standing, now)
      const { startsAt, durationMinutes, modality } = before
      // What is not online has no link; an older release may have left one.
      const meetingUrl = modality === 'online' ? before.meetingUrl : null
      const after = { startsAt, durationMinutes, modality, meetingUrl, ...defined(wanted) }
      if (wanted.meetingUrl !== undefined && wanted.meetingUrl !== meetingUrl && standing === 'patient') {
        throw new AppError('forbidden')
      }
      refuseLink(after.modality, wanted.meetingUrl)
      if (after.modality === 'presencial') after.meetingUrl = null
      const moved = after.startsAt.getTime() !== startsAt.getTime() || after.durationMinutes !== durationMinutes
      const place = after.modality !== modality ? after.modality : after.meetingUrl !== meetingUrl ? 'link' : undefined
      const change: PlaceChange | undefined = place && { place, moved }
      if (!moved) {
        if (!change) return before
        const edited = { modality: after.modality, meetingUrl: after.meetingUrl, revision: { increment: 1 } }
        const made = await update(tx, id, edited)
        const soon = startsAt.getTime() - now.getTime() < placeSmsMs && actor.id !== made.patientId
        const channels = soon ? undefined : withoutSms
        return announce(tx, actor, 'edit', made, 'remarcacao', patientAndOther(actor, made), { change, channels })
      }

      if (after.startsAt <= now) throw new AppError('starts_in_past')
      if (after.startsAt > startsAt) checkHorizon(actor, after.startsAt, now, timezone)
      const endsAt = endOf(after.startsAt, after.durationMinutes)
      const { week } = await psychologistOf(tx, before.psychologistId)
      if (standing === 'patient' && !isOpen(week, { startsAt: after.startsAt, endsAt }, timezone)) {
        throw new AppError('outside_working_hours')
      }
      await refuseTaken(tx, [before.patientId, before.psychologistId], { startsAt: after.startsAt, endsAt }, id)
      const fresh = { status: 'agendado', version: { increment: 1 }, scheduledAt: now } as const
      const made = await orSlotTaken(update(tx, id, { ...after, endsAt, ...fresh }))
      return announce(tx, actor, 'move', made, 'remarcacao', patientAndOther(actor, made), { change })
    },

    /**
     * Gives it to another psychologist, at the same time: its status and version stay, the link of the former goes. Refuses
     * what is not free there (`slot_taken`, `outside_working_hours`). After `lockPeople` with all three.
     */
    async transfer(tx: Tx, actor: Actor, id: number, psychologistId: number): Promise<AppointmentWithPeople> {
      const { appointment, standing, now } = await open(tx, actor, id)
      admit(rules.transfer, appointment, standing, now)
      const { week } = await psychologistOf(tx, psychologistId)
      const { startsAt, endsAt, patientId, psychologistId: former } = appointment
      if (!isOpen(week, { startsAt, endsAt }, timezone)) throw new AppError('outside_working_hours')
      if (patientId === psychologistId) throw new AppError('slot_taken')
      // Looked up first: where the constraint refuses, the whole transaction is lost.
      await refuseTaken(tx, [psychologistId, patientId], { startsAt, endsAt }, id)
      const made = await update(tx, id, {
        psychologist: { connect: { id: psychologistId } },
        meetingUrl: null,
        revision: { increment: 1 },
      })
      const change = { place: 'psychologist', moved: false } as const
      return announce(tx, actor, 'transfer', made, 'remarcacao', [patientId, psychologistId], { change, former })
    },

    /** Confirms. What is confirmed stays as it is, without an event or a notice. */
    async confirm(tx: Tx, actor: Actor, id: number): Promise<AppointmentWithPeople> {
      const { appointment, standing, now } = await open(tx, actor, id)
      if (appointment.status === 'confirmado') return appointment
      admit(rules.confirm, appointment, standing, now)
      const made = await update(tx, id, { status: 'confirmado', revision: { increment: 1 } })
      return announce(
        tx,
        actor,
        'confirm',
        made,
        'confirmacao',
        [made.patientId, made.psychologistId].filter((userId) => userId !== actor.id),
      )
    },

    /** Cancels. `lateCancel` records whether less than 24 h were left. */
    async cancel(tx: Tx, actor: Actor, id: number, reason?: string): Promise<AppointmentWithPeople> {
      const { appointment, standing, now } = await open(tx, actor, id)
      admit(rules.cancel, appointment, standing, now)
      const lateCancel = appointment.startsAt.getTime() - now.getTime() < lateCancelMs
      const cancelled = { status: 'cancelado', version: { increment: 1 }, cancelReason: reason, lateCancel } as const
      const made = await update(tx, id, cancelled)
      return announce(tx, actor, 'cancel', made, 'cancelamento', patientAndOther(actor, made))
    },

    /** It took place. Staff only, from its start on. */
    complete: (tx: Tx, actor: Actor, id: number) => conclude(tx, actor, id, rules.complete, 'complete', 'realizado'),

    /** The patient did not come. Staff only, from its start on. */
    noShow: (tx: Tx, actor: Actor, id: number) => conclude(tx, actor, id, rules.noShow, 'no-show', 'faltou'),

    /** Reminds the patient now, on all channels. Gives the notification's id, so that staff can follow its deliveries. */
    async remind(tx: Tx, actor: Actor, id: number): Promise<number | undefined> {
      const { appointment, standing, now } = await open(tx, actor, id)
      admit(rules.remind, appointment, standing, now)
      await notices.sendAppointmentReminder(tx, appointment)
      await audit(
        tx,
        { action: 'appointment.update', actorId: actor.id, resourceId: id, detail: { change: 'remind' } },
        now,
      )
      const sent = await tx.notification.findFirst({
        where: { appointmentId: id, userId: appointment.patientId, type: 'lembrete' },
        orderBy: { id: 'desc' },
        select: { id: true },
      })
      return sent?.id
    },
  }
}

export type AppointmentBook = ReturnType<typeof appointmentBook>

/** Without the fields that are undefined, which would hide what they are spread over. */
const defined = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>
  } // Object.fromEntries forgets the keys it was given
