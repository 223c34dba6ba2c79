import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { lockAppointment } from '../appointments/appointments.ts'
import { liveStatuses } from '../appointments/rules.ts'
import type { Clock } from '../clock.ts'
import type { Appointment, Channel } from '../database/generated/client.ts'
import { transaction } from '../database/transaction.ts'
import { defineJob } from '../jobs/job.ts'

/** Looks for appointments of which it is time to remind, each minute, once among all nodes. */
export const remindersJob = defineJob('appointments.reminders', z.object({}))

/** Read at a time, and dealt with in one scan at most: what is left after an outage comes a minute later. */
const batchSize = 100
const scanSize = 1_000

interface Options {
  clock: Clock
  /** Milliseconds before the start, longest first (`REMINDER_OFFSETS`). */
  offsets: readonly number[]
}

type Schedule = Pick<Appointment, 'status' | 'startsAt' | 'scheduledAt'>

/**
 * Which reminder an appointment is due now, if any. Of several the shortest offset: after an outage one reminder that is true
 * is worth more than two. One whose moment was already past when the time was booked is skipped.
 */
export function dueOffset({ status, startsAt, scheduledAt }: Schedule, offsets: readonly number[], now: Date) {
  if (!(liveStatuses as readonly string[]).includes(status) || startsAt <= now) return undefined
  const begun = offsets.filter((offset) => startsAt.getTime() - offset <= now.getTime())
  const offset = Math.min(...begun)
  return begun.length > 0 && scheduledAt.getTime() < startsAt.getTime() - offset ? offset : undefined
}

const dedupeOf = (offset: number): string => `${offset / 1000}s`

/**
 * One scan: reminds the patients of all appointments that are due a reminder and have not had it. It goes by what the
 * database holds, so nothing is lost by an outage, a move or a cancellation, and run again, or by two at once, it reminds
 * nobody twice. An e-mail at each offset; an SMS with the last. Gives how many were reminded.
 */
export const reminderScan = (
  app: Pick<FastifyInstance, 'db' | 'notifications' | 'log'>,
  { clock, offsets }: Options,
) => {
  const { db, notifications, log } = app
  const last = Math.min(...offsets)

  /** The next ones whose latest begun offset is this one, by start. Only a selection: the transaction decides anew. */
  const candidates = (now: Date, offset: number, after: { startsAt: Date; id: number }) => {
    const shorter = Math.max(0, ...offsets.filter((other) => other < offset))
    const from = new Date(now.getTime() + shorter)
    const until = new Date(now.getTime() + offset)
    // The instants go as Dates, in the very form in which Prisma writes them to the columns.
    // The key is the one that appointment-notices.ts gives a reminder: what bears it was sent.
    return db.$queryRaw<{ id: number; startsAt: Date }[]>`
      SELECT a.id, a.starts_at AS "startsAt"
      FROM appointments a JOIN users u ON u.id = a.patient_id AND u.erased_at IS NULL
      WHERE a.status IN ('agendado', 'confirmado') AND a.starts_at > ${from}::timestamptz AND a.starts_at <= ${until}::timestamptz
        AND a.scheduled_at < a.starts_at - ${offset}::bigint * interval '1 millisecond'
        AND (a.starts_at, a.id) > (${after.startsAt}::timestamptz, ${after.id}::int)
        AND NOT EXISTS (
          SELECT 1 FROM notifications n WHERE n.dedupe_key =
            concat_ws(':', 'consulta', a.id, a.version, 'lembrete', a.patient_id, ${dedupeOf(offset)}::text)
        )
      ORDER BY a.starts_at, a.id LIMIT ${batchSize}`
  }

  const remind = (id: number) =>
    transaction(db, async (tx) => {
      const appointment = await lockAppointment(tx, id)
      const offset = appointment && dueOffset(appointment, offsets, clock.now())
      if (!appointment || offset === undefined) return false
      const channels: readonly Channel[] = [
        'in_app',
        'websocket',
        'email',
        ...(offset === last ? ['sms' as const] : []),
      ]
      const dedupe = dedupeOf(offset)
      await notifications.appointment(tx, {
        kind: 'lembrete',
        appointment,
        to: [appointment.patientId],
        dedupe,
        channels,
      })
      return true
    })

  return async (): Promise<number> => {
    const now = clock.now()
    let seen = 0
    let reminded = 0
    // The shortest first: those people have the least time left.
    for (const offset of offsets.toSorted((a, b) => a - b)) {
      let after = { startsAt: new Date(0), id: 0 }
      for (let more = true; more && seen < scanSize;) {
        const batch = await candidates(now, offset, after)
        for (const { id } of batch) {
          try {
            if (await remind(id)) reminded++
          } catch (error) {
            // The others are not to suffer for one; the next scan tries it again.
            log.error({ err: error, appointmentId: id }, 'a reminder failed')
          }
        }
        seen += batch.length
        after = batch.at(-1) ?? after
        more = batch.length === batchSize
      }
    }
    return reminded
  }
}

/** Has the scan run each minute. Before the application is ready. */
export function scheduleReminders(app: FastifyInstance, options: Options): void {
  const scan = reminderScan(app, options)
  app.jobs.handle(remindersJob, async () => {
    const reminded = await scan()
    if (reminded > 0) app.log.info({ reminded }, 'reminders sent')
  })
  app.jobs.schedule(remindersJob, '* * * * *', {})
}
