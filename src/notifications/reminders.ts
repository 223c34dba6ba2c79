import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { lockAppointment } from '../appointments/locks.ts'
import { liveStatuses, practises, practising } from '../appointments/rules.ts'
import type { Clock } from '../time/clock.ts'
import type { Appointment, Channel, Prisma } from '../database/generated/client.ts'
import type { Db } from '../database/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { defineJob } from '../jobs/job.ts'
import { quietHoursFor, quietStretch } from './quiet-hours.ts'
import { optedOut } from '../sms/opt-outs.ts'
import { type Reachable, whyClosed } from './reachability.ts'
import { isSent, policyOf, sentChannels } from './channels.ts'

/** Finds the reminders that are due, each minute, on one node. */
const remindersJob = defineJob('appointments.reminders', z.object({}))

/** How many are read at a time, and how many are reminded in one scan: after an outage the rest comes a minute later. */
const pageSize = 100
const scanSize = 1_000

const dayMs = 86_400_000
/** A reminder that quiet hours would defer to less than this before the start is sent before they begin instead. */
const leastAheadMs = 3_600_000
/** How long before they begin: some minutes for the scan, and some for a provider that fails at first. */
const beforeQuietMs = 10 * 60_000

type Schedule = Pick<Appointment, 'status' | 'startsAt' | 'scheduledAt'>

/** What decides when a patient is reminded. */
interface Reminded extends Reachable {
  readonly timezone: string
  readonly quietHours: unknown
}

/** An e-mail with each reminder, an SMS with the last. */
const channelsAt = (offset: number, offsets: readonly number[]): Channel[] => [
  'in_app',
  'websocket',
  ...sentChannels.filter((channel) => !policyOf(channel).lastReminderOnly || offset === Math.min(...offsets)),
]

/**
 * When the reminder of this offset is due: so long before the start, or before the patient's quiet hours begin where they would
 * defer one of its channels to less than an hour before the start.
 */
export function momentOf(startsAt: Date, offset: number, offsets: readonly number[], person: Reminded) {
  const due = new Date(startsAt.getTime() - offset)
  const moments = channelsAt(offset, offsets)
    .filter(isSent)
    .filter((channel) => whyClosed(channel, 'lembrete', person) === undefined)
    .map((channel) => {
      const hours = quietHoursFor(person.quietHours, channel, 'lembrete')
      const quiet = hours && quietStretch(due, hours, person.timezone)
      if (!quiet || startsAt.getTime() - quiet.until.getTime() >= leastAheadMs) return due.getTime()
      return quiet.from.getTime() - beforeQuietMs
    })
  return new Date(Math.min(due.getTime(), ...moments))
}

/**
 * The reminder that is due now, if any. Of several the shortest offset, so that after an outage a patient gets one. A reminder
 * whose moment was past when the time was booked is skipped.
 */
function dueOffset(
  { status, startsAt, scheduledAt }: Schedule,
  offsets: readonly number[],
  person: Reminded,
  now: Date,
) {
  if (!liveStatuses.includes(status) || startsAt <= now) return undefined
  const begun = offsets
    .map((offset) => {
      const early = momentOf(startsAt, offset, offsets, person)
      // Booked after quiet hours had begun: it cannot be sent before them, but must not be skipped.
      return { offset, moment: scheduledAt < early ? early : new Date(startsAt.getTime() - offset) }
    })
    .filter(({ moment }) => moment <= now)
    .sort((a, b) => a.offset - b.offset)[0]
  return begun && scheduledAt < begun.moment ? begun.offset : undefined
}

const patient = {
  select: {
    timezone: true,
    quietHours: true,
    email: true,
    phone: true,
    preferences: { where: { type: 'lembrete', enabled: false } },
  },
} as const satisfies Prisma.AppointmentInclude['patient']

type Remindable = Schedule & { id: number; patient: Prisma.UserGetPayload<typeof patient> }

const toReminded = (
  { preferences, ...person }: Prisma.UserGetPayload<typeof patient>,
  withoutSms: ReadonlySet<string>,
) => ({
  ...person,
  off: preferences.map(({ channel }) => channel),
  optedOut: person.phone !== null && withoutSms.has(person.phone),
})

const dedupeOf = (offset: number) => `${offset / 1000}s`

/**
 * One scan: reminds the patients of all appointments that are due a reminder and have not had it. It goes by what the
 * database holds, so an outage, a move or a cancellation loses nothing. Idempotent, also run by two nodes at once. Gives how many
 * were reminded.
 */
export const reminderScan = (
  { db, notifications, log }: { db: Db } & Pick<FastifyInstance, 'notifications' | 'log'>,
  /** Milliseconds before the start, longest first (`REMINDER_OFFSETS`). */
  { clock, offsets }: { clock: Clock; offsets: readonly number[] },
) => {
  // Quiet hours may bring a reminder forward by up to a day.
  const horizonMs = Math.max(...offsets) + dayMs + beforeQuietMs

  /** The next page of appointments that may be due, by start. The transaction of each decides. */
  const page = (now: Date, after: { startsAt: Date; id: number }) =>
    db.appointment.findMany({
      where: {
        status: { in: [...liveStatuses] },
        startsAt: { gt: now, lte: new Date(now.getTime() + horizonMs) },
        patient: { erasedAt: null, disabledAt: null },
        psychologist: practising,
        OR: [{ startsAt: { gt: after.startsAt } }, { startsAt: after.startsAt, id: { gt: after.id } }],
      },
      orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
      take: pageSize,
      select: { id: true, version: true, patientId: true, status: true, startsAt: true, scheduledAt: true, patient },
    })

  /** Those of these appointments that are due a reminder, with its offset. */
  const dueOf = async <Row extends Remindable>(tx: Tx, rows: readonly Row[], now: Date) => {
    const withoutSms = await optedOut(
      tx,
      rows.flatMap((row) => row.patient.phone ?? []),
    )
    return rows.flatMap((row) => {
      try {
        const offset = dueOffset(row, offsets, toReminded(row.patient, withoutSms), now)
        return offset === undefined ? [] : { ...row, offset }
      } catch (error) {
        log.error({ err: error, appointmentId: row.id }, 'a reminder failed')
        return []
      }
    })
  }

  /** Those of a page that are due a reminder and have not had it. */
  const notHad = async (rows: Awaited<ReturnType<typeof page>>, now: Date) => {
    const due = (await dueOf(db, rows, now)).map(({ id, version, patientId, offset }) => ({
      id,
      // As appointment-notices.ts writes it.
      dedupeKey: ['consulta', id, version, 'lembrete', patientId, dedupeOf(offset)].join(':'),
    }))
    const had = await db.notification.findMany({ where: { dedupeKey: { in: due.map(({ dedupeKey }) => dedupeKey) } } })
    return due.filter((one) => !had.some(({ dedupeKey }) => dedupeKey === one.dedupeKey))
  }

  const remind = (id: number) =>
    transaction(db, async (tx) => {
      const appointment = await lockAppointment(tx, id)
      if (!appointment || !practises(appointment.psychologist)) return false
      const person = await tx.user.findUniqueOrThrow({ where: { id: appointment.patientId }, ...patient })
      const [due] = await dueOf(tx, [{ ...appointment, patient: person }], clock.now())
      if (!due) return false
      await notifications.appointment(tx, {
        kind: 'lembrete',
        appointment,
        to: [appointment.patientId],
        dedupe: dedupeOf(due.offset),
        channels: channelsAt(due.offset, offsets),
      })
      return true
    })

  return async () => {
    const now = clock.now()
    let tried = 0
    let reminded = 0
    let after = { startsAt: now, id: 0 }
    // The next to start first: they have the least time left.
    for (let more = true; more && tried < scanSize;) {
      const rows = await page(now, after)
      for (const { id } of await notHad(rows, now)) {
        tried++
        try {
          if (await remind(id)) reminded++
        } catch (error) {
          // The others go on; the next scan tries this one again.
          log.error({ err: error, appointmentId: id }, 'a reminder failed')
        }
      }
      after = rows.at(-1) ?? after
      more = rows.length === pageSize
    }
    return reminded
  }
}

export function scheduleReminders(app: FastifyInstance) {
  const scan = reminderScan(app, { clock: app.clock, offsets: app.config.reminderOffsets })
  app.jobs.handle(remindersJob, async () => {
    const reminded = await scan()
    if (reminded > 0) app.log.info({ reminded }, 'reminders sent')
  })
  app.jobs.schedule(remindersJob, '* * * * *', {})
}
