import fc from 'fast-check'
import pino from 'pino'
import { appointmentBook } from '../src/appointments/appointments.ts'
import type { Channel } from '../src/database/generated/client.ts'
import { afterCommit, transaction } from '../src/database/transaction.ts'
import { AppError } from '../src/errors.ts'
import type { Jobs } from '../src/jobs/job.ts'
import { appointmentNotifier } from '../src/notifications/appointment-notices.ts'
import type { DueDelivery } from '../src/notifications/channel-sender.ts'
import { claimer } from '../src/notifications/claim.ts'
import { deliverer } from '../src/notifications/deliver.ts'
import { dispatcher } from '../src/notifications/dispatch.ts'
import { notifier } from '../src/notifications/notifications.ts'
import { presentWords } from '../src/notifications/staleness.ts'
import { deliverJobs } from '../src/notifications/queue.ts'
import { recorder, retryWaits } from '../src/notifications/outcomes.ts'
import { reminderScan } from '../src/notifications/reminders.ts'
import { openDatabase } from '../src/database/client.ts'
import type { Bus } from '../src/bus/bus.ts'
import { emptyDatabase, testClock } from './app.ts'
import { day, hour, minute } from './clinic.ts'

/*
 * Random lives of appointments on the real rules, engine and database; only the queue's transport and the providers are the
 * trial's own. What has to hold of the reminders is worked out here a second time, minute by minute and from the history.
 */

const offsets = [24 * hour, 2 * hour]
/** The world moves in such steps; at each, what a running server does every minute is done once. */
const step = 15 * minute

const zones = ['America/Sao_Paulo', 'America/New_York', 'Europe/Lisbon', 'Australia/Lord_Howe', 'Asia/Kolkata'] as const
/** Each a Friday or so before a night in which the clocks of one of these zones change; the last before none. */
const beginnings = ['2027-03-12', '2027-03-26', '2027-04-02', '2026-10-30', '2026-10-02', '2027-06-11']

const quarter = (days: number) => fc.integer({ min: 1, max: days * 96 }).map((count) => count * step)

const quietHours = fc.oneof(
  fc.constant(null),
  fc.constant({ enabled: false, start: '22:00', end: '07:00' }),
  fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 3, max: 14 })).map(([start, length]) => ({
    enabled: true,
    start: `${String(start).padStart(2, '0')}:00`,
    end: `${String((start + length) % 24).padStart(2, '0')}:30`,
  })),
)

const change = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('move' as const), to: quarter(4) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('confirm' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('zone' as const), zone: fc.constantFrom(...zones) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('quiet' as const), quietHours }) },
)

const life = fc.record({
  zone: fc.constantFrom(...zones),
  quietHours,
  hasPhone: fc.boolean(),
  off: fc.constantFrom<Channel | undefined>(undefined, undefined, 'email', 'sms'),
  bookedAt: quarter(2),
  ahead: quarter(3),
  // At any time, or in the hours after one of its reminders was due, when that may wait for the morning.
  changes: fc.array(fc.record({ at: quarter(4), near: fc.constantFrom(undefined, ...offsets), change }), {
    maxLength: 3,
  }),
})
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never

/** So many lives in one world, with the times at which its server is down. */
const world = (lives: number) =>
  fc.record({
    begins: fc.constantFrom(...beginnings),
    lives: fc.array(life, { minLength: lives, maxLength: lives }),
    outages: fc.array(fc.record({ from: quarter(4), length: quarter(1) }), { maxLength: 1 }),
  })
type World = ReturnType<typeof world> extends fc.Arbitrary<infer T> ? T : never

const momentOfChange = ({ bookedAt, ahead }: Life, { at, near }: Life['changes'][number]): number =>
  near === undefined ? at : bookedAt + ahead - near + (at % (6 * hour))

interface Sent {
  readonly at: Date
  readonly due: DueDelivery
  readonly channel: 'email' | 'sms'
  readonly message: string
  readonly settings: Settings
}

interface Settings {
  readonly zone: string
  readonly quietHours: { enabled: boolean; start: string; end: string } | null
}

/** One time that an appointment had: booked or moved to at `from`, given up at `until`. */
interface Version {
  readonly version: number
  readonly startsAt: Date
  readonly from: Date
  until: Date
  /** The patient's settings, if they stayed the same for as long as it stood. */
  settings: Settings | undefined
}

const clockFormats = new Map<string, Intl.DateTimeFormat>()

/** `HH:MM` on a wall in the zone. */
function wall(instant: Date, zone: string): string {
  let format = clockFormats.get(zone)
  if (!format)
    clockFormats.set(
      zone,
      (format = new Intl.DateTimeFormat('en-GB', {
        timeZone: zone,
        hour: '2-digit',
        minute: '2-digit',
        hour12: false,
      })),
    )
  return format.format(instant).replace('24:', '00:')
}

/** Whether these settings forbid this channel at this minute. */
function isQuiet(instant: Date, channel: 'email' | 'sms', { zone, quietHours: own }: Settings): boolean {
  const hours = own ?? (channel === 'sms' ? { enabled: true, start: '22:00', end: '07:00' } : undefined)
  if (!hours?.enabled) return false
  const now = wall(instant, zone)
  return hours.start < hours.end ? now >= hours.start && now < hours.end : now >= hours.start || now < hours.end
}

/** When a reminder has to leave, by walking the minutes of the quiet stretch that it would fall into. */
function expectedMoment(
  startsAt: Date,
  offset: number,
  channels: readonly ('email' | 'sms')[],
  settings: Settings,
): Date {
  const due = startsAt.getTime() - offset
  const moments = channels.map((channel) => {
    if (!isQuiet(new Date(due), channel, settings)) return due
    let end = due
    while (isQuiet(new Date(end), channel, settings)) end += minute
    if (startsAt.getTime() - end >= hour) return due
    let begin = due
    while (isQuiet(new Date(begin - minute), channel, settings)) begin -= minute
    return begin - 10 * minute
  })
  return new Date(Math.min(due, ...moments))
}

/** Lives through so many random worlds of so many lives; fails with what went wrong, and the seed that repeats it. */
export async function livesHold(worlds: number, lives: number, seed?: number): Promise<void> {
  let wrong: string[] = []
  const property = fc.asyncProperty(world(lives), async (random) => {
    wrong = await liveThrough(random)
    return wrong.length === 0
  })
  // Smaller worlds tell no more than the words do, and each takes seconds.
  const result = await fc.check(property, { numRuns: worlds, endOnFailure: true, seed })
  if (!result.failed) return
  throw new Error(`with seed ${result.seed}:\n${wrong.join('\n')}`, { cause: result.errorInstance })
}

/** Lives through a world; gives what went wrong, in words. */
async function liveThrough({ begins, lives, outages }: World): Promise<string[]> {
  const start = new Date(`${begins}T12:00:00.000Z`)
  const at = (ms: number) => new Date(start.getTime() + ms)
  const clock = testClock(start)
  const { url, drop } = await emptyDatabase()
  const database = await openDatabase({ databaseUrl: url, dataDir: '' })
  const { db, node } = database
  // No server listens there.
  const bus = { publish: async () => {} } as Partial<Bus> as Bus
  const log = pino({ level: 'silent' })
  const queue: { channel: 'email' | 'sms'; id: string }[] = []
  const jobs: Pick<Jobs, 'enqueue'> = {
    enqueue: async (tx, job, items) =>
      afterCommit(tx, () => {
        const channel = job.name === deliverJobs.email.name ? 'email' : 'sms'
        for (const { data } of items)
          queue.push({ channel, id: (data as unknown as { deliveryId: string }).deliveryId })
      }),
  }
  const settings = new Map<number, Settings>()
  const sent: Sent[] = []
  const channelOf = (channel: 'email' | 'sms') => ({
    provider: 'trial',
    deliver: async (due: DueDelivery) => {
      const now = settings.get(due.user.id)
      if (due.notification.type === 'lembrete' && now)
        sent.push({ at: clock.now(), due, channel, message: presentWords(due).message, settings: now })
      return {}
    },
  })
  const notify = notifier({ jobs, bus, clock })
  const appointment = appointmentNotifier(notify)
  const notifications = { appointment, sendAppointmentReminder: async () => {} }
  const book = appointmentBook({ bus, clock, notices: notifications, timezone: 'America/Sao_Paulo' })
  const scan = reminderScan({ db, log, notifications: notifications as never }, { clock, offsets })
  const engine = deliverer({
    claim: claimer({ db, clock, node, providers: { email: 'trial', sms: 'trial' } }),
    record: recorder({ db, clock, node, waits: retryWaits }),
    attempted: () => {},
    log,
    channels: { email: channelOf('email'), sms: channelOf('sms') },
  })
  const dispatch = dispatcher({ db, jobs, clock })

  const actor = { id: 0, role: 'admin' } as const
  const histories: { patientId: number; appointmentId: number; versions: Version[]; life: Life }[] = []
  const never = new Date(8.64e15)

  async function begin(one: Life, index: number): Promise<void> {
    const [patient, psychologist] = await db.user.createManyAndReturn({
      data: (['paciente', 'psicologo'] as const).map((role) => ({
        name: `${role} ${index}`,
        email: `${role}${index}@example.com`,
        role,
        // A number of their own: one number gets ten an hour.
        phone: role === 'paciente' && one.hasPhone ? `+55119${80_000_000 + index}` : null,
        timezone: one.zone,
        ...(one.quietHours ? { quietHours: one.quietHours } : {}),
      })),
      select: { id: true },
    })
    if (!patient || !psychologist) throw new Error('no people')
    settings.set(patient.id, { zone: one.zone, quietHours: one.quietHours })
    if (one.off)
      await db.preference.create({
        data: { userId: patient.id, type: 'lembrete', channel: one.off, enabled: false },
      })
    const startsAt = at(one.bookedAt + one.ahead)
    const made = await transaction(db, (tx) =>
      book.book(tx, actor, {
        patientId: patient.id,
        psychologistId: psychologist.id,
        startsAt,
        durationMinutes: 50,
        modality: 'online',
      }),
    )
    const version = { version: 1, startsAt, from: clock.now(), until: never, settings: settings.get(patient.id) }
    histories.push({ patientId: patient.id, appointmentId: made.id, versions: [version], life: one })
  }

  async function live({ change: what }: Life['changes'][number], history: (typeof histories)[number]): Promise<void> {
    const { patientId, appointmentId, versions } = history
    const last = versions.at(-1)
    if (!last) throw new Error('no version')
    const now = clock.now()
    try {
      if (what.kind === 'zone' || what.kind === 'quiet') {
        const before = settings.get(patientId)
        if (!before) throw new Error('no settings')
        const after = what.kind === 'zone' ? { ...before, zone: what.zone } : { ...before, quietHours: what.quietHours }
        settings.set(patientId, after)
        await db.user.update({
          where: { id: patientId },
          data: { timezone: after.zone, ...(after.quietHours ? { quietHours: after.quietHours } : {}) },
        })
        if (!after.quietHours) await db.$executeRaw`UPDATE users SET quiet_hours = NULL WHERE id = ${patientId}`
        last.settings = undefined
      } else if (what.kind === 'confirm') await transaction(db, (tx) => book.confirm(tx, actor, appointmentId))
      else if (what.kind === 'cancel') {
        await transaction(db, (tx) => book.cancel(tx, actor, appointmentId))
        if (now < last.until) last.until = now
      } else {
        const moved = await transaction(db, (tx) => book.change(tx, actor, appointmentId, { startsAt: at(what.to) }))
        if (moved.version === last.version) return
        last.until = now
        const { version, startsAt } = moved
        versions.push({ version, startsAt, from: now, until: never, settings: settings.get(patientId) })
      }
    } catch (error) {
      // Life asks for things that are not allowed; then nothing changes.
      if (!(error instanceof AppError)) throw error
    }
  }

  const down = (ms: number) => outages.some(({ from, length }) => ms >= from && ms < from + length)
  for (let ms = 0; ms <= 5 * day; ms += step) {
    clock.set(at(ms))
    for (const [index, one] of lives.entries()) {
      if (one.bookedAt === ms) await begin(one, index)
      const history = histories.find(({ life: own }) => own === one)
      if (history && ms > one.bookedAt)
        for (const next of one.changes.filter((other) => momentOfChange(one, other) === ms)) await live(next, history)
    }
    if (down(ms)) continue
    await scan()
    await dispatch.due()
    while (queue.length > 0) {
      const batch = queue.splice(0, queue.length)
      for (const channel of ['email', 'sms'] as const) {
        const ids = batch.filter((job) => job.channel === channel).map(({ id }) => id)
        for (let from = 0; from < ids.length; from += 20) await engine.deliver(channel, ids.slice(from, from + 20))
      }
    }
  }
  await engine.close()

  const wrong: string[] = []
  const reminded = await db.notification.findMany({ where: { type: 'lembrete' }, orderBy: { id: 'asc' } })
  await database.close()
  await drop()

  for (const { at: when, due, channel, message, settings: own } of sent) {
    const history = histories.find(({ appointmentId }) => appointmentId === due.appointment?.id)
    const version = history?.versions.find(({ from, until }) => from <= when && when < until)
    const who = `${channel} of appointment ${due.appointment?.id} at ${when.toISOString()}`
    if (!version) wrong.push(`${who}: the appointment was cancelled`)
    else if (due.notification.data.version !== version.version) wrong.push(`${who}: of a time that it has no more`)
    else if (version.startsAt <= when) wrong.push(`${who}: it had begun`)
    else if (!message.includes(`às ${wall(version.startsAt, own.zone)}`))
      wrong.push(`${who}: "${message}" is not ${wall(version.startsAt, own.zone)}`)
    if (isQuiet(when, channel, own)) wrong.push(`${who}: in quiet hours`)
    if (channel === history?.life.off) wrong.push(`${who}: turned off`)
  }
  const seen = new Map<string, number>()
  for (const { due, channel } of sent) {
    const key = `${channel} for ${due.notification.id}`
    seen.set(key, (seen.get(key) ?? 0) + 1)
  }
  for (const [key, count] of seen) if (count > 1) wrong.push(`${key} left ${count} times`)

  for (const { patientId, appointmentId, versions, life: one } of histories) {
    for (const { version, startsAt, from, until, settings: own } of versions) {
      const told = reminded.filter(
        ({ appointmentId: of, data }) => of === appointmentId && (data as { version: number }).version === version,
      )
      const name = `appointment ${appointmentId}, version ${version} for ${startsAt.toISOString()}, booked ${from.toISOString()}`
      if (told.length > offsets.length) wrong.push(`${name}: ${told.length} reminders`)
      // What was booked when is clear; what moments its reminders have, only if the person's settings stood still.
      if (!own) continue
      const channelsOf = (offset: number) =>
        (['email', 'sms'] as const).filter(
          (channel) =>
            channel !== one.off && (channel === 'email' || (one.hasPhone && offset === Math.min(...offsets))),
        )
      const moments = offsets.map((offset) => {
        const early = expectedMoment(startsAt, offset, channelsOf(offset), own)
        return from < early ? early : new Date(startsAt.getTime() - offset)
      })
      const end = Math.min(until.getTime(), startsAt.getTime())
      for (const [index, moment] of moments.entries()) {
        const key = `consulta:${appointmentId}:${version}:lembrete:${patientId}:${(offsets[index] ?? 0) / 1000}s`
        const found = told.find(({ dedupeKey }) => dedupeKey === key)
        // The first look at or after it, with the server up, while it still is the latest that is due.
        const shorter = Math.min(...moments.slice(index + 1).map((other) => other.getTime()), Infinity)
        let look = Math.ceil((moment.getTime() - start.getTime()) / step) * step
        while (down(look)) look += step
        const expected = from < moment && at(look).getTime() < Math.min(end, shorter)
        if (expected && !found) wrong.push(`${name}: no reminder at ${moment.toISOString()}`)
        if (!expected && found) wrong.push(`${name}: a reminder at ${found.createdAt.toISOString()} that was not due`)
        if (expected && found && found.createdAt.getTime() !== at(look).getTime())
          wrong.push(`${name}: reminded at ${found.createdAt.toISOString()} instead of ${at(look).toISOString()}`)
        if (!expected || !found) continue
        for (const channel of channelsOf(offsets[index] ?? 0)) {
          const left = sent.find(({ due, channel: by }) => due.notification.id === found.id && by === channel)
          // Held back only by quiet hours, and then not beyond the start, a change or the end of the world.
          let leaves = look
          while (down(leaves) || isQuiet(at(leaves), channel, own)) leaves += step
          const lost = at(leaves).getTime() >= end
          if (lost && left) wrong.push(`${name}: ${channel} left at ${left.at.toISOString()}, too late`)
          if (!lost && left?.at.getTime() !== at(leaves).getTime())
            wrong.push(`${name}: ${channel} left at ${left?.at.toISOString()} instead of ${at(leaves).toISOString()}`)
        }
      }
    }
  }
  return wrong
}
