import type { Clock } from '../time/clock.ts'
import type { User } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { RemainingAppointments } from '../users/remaining-appointments.ts'
import { wallClock } from '../time/wall-clock.ts'
import { type AppointmentBook, lockPeople } from './appointments.ts'
import type { Notices } from './notices.ts'
import { liveStatuses, practises } from './rules.ts'

export type Reader = Pick<User, 'id' | 'locale' | 'timezone'>
const reader = { select: { id: true, locale: true, timezone: true } } as const

/** `20/01/2025, às 14:00`, in the reader's zone. */
export function dayAndTime(instant: Date, { locale, timezone }: Reader): string {
  const { date, time } = wallClock(instant, timezone)
  return locale === 'en' ? `${date} at ${time}` : `${date.split('-').reverse().join('/')}, às ${time}`
}

const news = {
  patient: {
    'pt-BR': (who: string, first: string, more: number) => ({
      // All that a text message says.
      title: 'Sua consulta está em espera: a clínica vai entrar em contato',
      message:
        `${who} não está atendendo no momento. Sobre sua consulta de ${first}` +
        `${more > 0 ? ` e mais ${more} à frente` : ''}, a clínica vai entrar em contato. Espere por esse contato antes de vir.`,
    }),
    en: (who: string, first: string, more: number) => ({
      title: 'Your appointment is on hold: the practice will be in touch',
      message:
        `${who} is not practising at the moment. The practice will be in touch about your appointment on ${first}` +
        `${more > 0 ? ` and ${more} more ahead` : ''}. Please wait to hear from us before you come.`,
    }),
  },
  returned: {
    'pt-BR': (who: string, first: string, more: number) => ({
      title: 'Sua consulta está mantida',
      message: `${who} voltou a atender. Sua consulta de ${first}${more > 0 ? ` e mais ${more} à frente` : ''} está mantida.`,
    }),
    en: (who: string, first: string, more: number) => ({
      title: 'Your appointment stands',
      message: `${who} practises again. Your appointment on ${first}${more > 0 ? ` and ${more} more ahead` : ''} will take place.`,
    }),
  },
  admin: {
    'pt-BR': (who: string, first: string, more: number) => ({
      title: 'Consultas sem profissional',
      message:
        `${who} deixou de atender com ${more + 1} consulta(s) à frente, a primeira em ${first}. ` +
        'Os lembretes estão suspensos e os pacientes foram avisados: transfira ou cancele as consultas.',
    }),
    en: (who: string, first: string, more: number) => ({
      title: 'Appointments without a psychologist',
      message:
        `${who} no longer practises and has ${more + 1} appointment(s) ahead, the first on ${first}. ` +
        'Reminders are suspended and the patients were told: transfer or cancel the appointments.',
    }),
  },
  psychologist: {
    'pt-BR': (who: string, first: string, more: number) => ({
      title: 'Conta de paciente desativada',
      message: `A conta de ${who} foi desativada. ${more + 1} consulta(s) com você continuam na agenda, a primeira em ${first}; o paciente não recebe lembretes.`,
    }),
    en: (who: string, first: string, more: number) => ({
      title: "A patient's account was disabled",
      message: `The account of ${who} was disabled. ${more + 1} appointment(s) with you stay in the calendar, the first on ${first}; the patient gets no reminders.`,
    }),
  },
}

const stillPractises = { path: 'body.appointments', message: 'a conta continua atendendo: desative-a ou mude o papel' }

interface Options {
  readonly book: Pick<AppointmentBook, 'cancel'>
  readonly notices: Pick<Notices, 'notify'>
  readonly clock: Clock
}

/** Keeps or cancels the appointments ahead of a psychologist who stops practising or a patient whose account is disabled, and tells those concerned. */
export function remainingAppointments({ book, notices, clock }: Options): RemainingAppointments {
  const aheadOf = (userId: number) => ({
    OR: [{ patientId: userId }, { psychologistId: userId }],
    status: { in: [...liveStatuses] },
    startsAt: { gt: clock.now() },
  })

  /** Each person with the appointments that they are told of, the soonest first. */
  async function concerned(tx: Tx, userId: number, patients: 'patient' | 'returned' | undefined) {
    const ahead = await tx.appointment.findMany({
      where: aheadOf(userId),
      orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
      select: { startsAt: true, patient: reader, psychologist: reader },
    })
    const told = new Map<number, { reader: Reader; as: keyof typeof news; starts: Date[] }>()
    const tell = (who: Reader, as: keyof typeof news, startsAt: Date) => {
      const known = told.get(who.id) ?? { reader: who, as, starts: [] }
      known.starts.push(startsAt)
      told.set(who.id, known)
    }
    const admins =
      patients === 'patient'
        ? await tx.user.findMany({ where: { role: 'admin', disabledAt: null, erasedAt: null }, ...reader })
        : []
    for (const { startsAt, patient, psychologist } of ahead) {
      if (patient.id !== userId) {
        if (patients) tell(patient, patients, startsAt)
      } else if (patients !== 'returned') tell(psychologist, 'psychologist', startsAt)
      if (psychologist.id === userId) for (const admin of admins) tell(admin, 'admin', startsAt)
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
        const ahead = await tx.appointment.findMany({
          // Who only lost the role stays somebody's patient.
          where: after.disabledAt ? aheadOf(after.id) : { ...aheadOf(after.id), OR: [{ psychologistId: after.id }] },
          orderBy: { id: 'asc' },
          select: { id: true },
        })
        for (const { id } of ahead) await book.cancel(tx, admin, id)
      } else if (stops || closes || returns) {
        const patients = stops ? 'patient' : returns ? 'returned' : undefined
        for (const { reader: who, as, starts } of await concerned(tx, after.id, patients)) {
          const [first = clock.now(), ...more] = starts
          const words = news[as][who.locale === 'en' ? 'en' : 'pt-BR'](after.name, dayAndTime(first, who), more.length)
          await notices.notify(tx, {
            userId: who.id,
            type: 'sistema',
            ...words,
            data: { userId: after.id, appointmentsAhead: starts.length },
            channels: [
              'in_app',
              'websocket',
              'email',
              ...(as === 'patient' || as === 'returned' ? ['sms' as const] : []),
            ],
          })
        }
      }
      return tx.appointment.count({ where: aheadOf(after.id) })
    },
  }
}
