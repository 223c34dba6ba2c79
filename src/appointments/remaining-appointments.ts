import type { Clock } from '../time/clock.ts'
import type { User } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { RemainingAppointments } from '../users/remaining-appointments.ts'
import { wallClock } from '../time/wall-clock.ts'
import { wordsFor } from '../words/catalogue.ts'
import { readLocale } from '../words/locale.ts'
import type { AppointmentBook } from './appointments.ts'
import { lockPeople } from './locks.ts'
import { type Notices, withoutSms } from './notices.ts'
import { ahead, ofAny, practises } from './rules.ts'

type Reader = Pick<User, 'id' | 'locale' | 'timezone'>
const reader = { select: { id: true, locale: true, timezone: true } } as const

/** `20/01/2025, às 14:00`, in the reader's zone. */
export function dayAndTime(instant: Date, { locale, timezone }: Reader): string {
  const { date, time } = wallClock(instant, timezone)
  return wordsFor(readLocale(locale)).dates.dayAndTime(date, time)
}

/** The names of `practiceNotices`. */
type Told = 'onHold' | 'stands' | 'withoutPsychologist' | 'patientDisabled'

const stillPractises = { path: 'body.appointments', message: 'a conta continua atendendo: desative-a ou mude o papel' }

/**
 * Keeps or cancels the appointments ahead of a psychologist who stops practising or a patient whose account is disabled, and
 * notifies the people concerned.
 */
export function remainingAppointments(
  book: Pick<AppointmentBook, 'cancel'>,
  notices: Pick<Notices, 'notify'>,
  clock: Clock,
): RemainingAppointments {
  const aheadOf = (userId: number) => ({ ...ofAny([userId]), ...ahead(clock.now()) })

  /** Each person with the appointments that they are told of, the soonest first. */
  async function concerned(tx: Tx, userId: number, patients: 'onHold' | 'stands' | undefined) {
    const appointments = await tx.appointment.findMany({
      where: aheadOf(userId),
      orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
      select: { startsAt: true, patient: reader, psychologist: reader },
    })
    const told = new Map<number, { reader: Reader; as: Told; starts: Date[] }>()
    const tell = (who: Reader, as: Told, startsAt: Date) => {
      const known = told.get(who.id) ?? { reader: who, as, starts: [] }
      known.starts.push(startsAt)
      told.set(who.id, known)
    }
    const admins =
      patients === 'onHold'
        ? await tx.user.findMany({ where: { role: 'admin', disabledAt: null, erasedAt: null }, ...reader })
        : []
    for (const { startsAt, patient, psychologist } of appointments) {
      if (patient.id !== userId) {
        if (patients) tell(patient, patients, startsAt)
      } else if (patients !== 'stands') tell(psychologist, 'patientDisabled', startsAt)
      if (psychologist.id === userId) for (const admin of admins) tell(admin, 'withoutPsychologist', startsAt)
    }
    // Ascending, as `appendEvent` asks.
    return [...told.values()].sort((a, b) => a.reader.id - b.reader.id)
  }

  return {
    async hold(tx, userId) {
      const met = await tx.appointment.findMany({
        where: aheadOf(userId),
        select: { patientId: true, psychologistId: true },
      })
      await lockPeople(tx, [userId, ...met.flatMap((pair) => [pair.patientId, pair.psychologistId])])
    },

    async settle(tx, admin, { before, after }, remaining) {
      const stops = practises(before) && !practises(after)
      const returns = !practises(before) && practises(after)
      const closes = before.disabledAt === null && after.disabledAt !== null
      if (remaining === 'cancel') {
        if (practises(after)) throw new AppError('validation_failed', { errors: [stillPractises] })
        const cancelled = await tx.appointment.findMany({
          // An account that only lost the role keeps its appointments as a patient.
          where: after.disabledAt ? aheadOf(after.id) : { ...aheadOf(after.id), OR: [{ psychologistId: after.id }] },
          orderBy: { id: 'asc' },
          select: { id: true },
        })
        for (const { id } of cancelled) await book.cancel(tx, admin, id)
      } else if (stops || closes || returns) {
        const patients = stops ? 'onHold' : returns ? 'stands' : undefined
        for (const { reader: who, as, starts } of await concerned(tx, after.id, patients)) {
          const [first = clock.now(), ...more] = starts
          const say = wordsFor(readLocale(who.locale)).practiceNotices[as]
          await notices.notify(tx, {
            userId: who.id,
            type: 'sistema',
            ...say(after.name, dayAndTime(first, who), more.length),
            data: { userId: after.id, appointmentsAhead: starts.length },
            channels: as === patients ? [...withoutSms, 'sms'] : withoutSms,
          })
        }
      }
      return tx.appointment.count({ where: aheadOf(after.id) })
    },
  }
}
