import { z } from 'zod'
import type { Appointment, AppointmentStatus, Prisma, Role, User } from '../database/generated/client.ts'
import { AppError } from '../errors.ts'
import type { AppointmentWithPeople } from './locks.ts'

/** Who acts. By a signed link or an SMS it is the patient. */
export interface Actor {
  readonly id: number
  readonly role: Role
}

/** What an actor is to one appointment. Without a standing it is not found. */
type Standing = 'patient' | 'psychologist' | 'admin'

export interface Rule {
  readonly from: readonly AppointmentStatus[]
  readonly by: readonly Standing[]
  /** For these it is over once the appointment has started. */
  readonly onlyBeforeStart?: readonly Standing[]
  readonly onlyFromStart?: boolean
  /** Only while its psychologist practises: otherwise the patient would come in vain. */
  readonly onlyAttended?: boolean
}

/** How long an appointment may be, in minutes. */
export const durationLimits = { min: 10, max: 480, default: 50 } as const

export const durationMinutes = z.number().int().min(durationLimits.min).max(durationLimits.max)

/** Users who are patients of this psychologist: by any appointment that was not cancelled. */
export const inCareOf = (psychologistId: number) =>
  ({ appointmentsAsPatient: { some: { psychologistId, status: { not: 'cancelado' } } } }) as const

/** What is still going to happen, and so holds its time in two calendars. */
export const liveStatuses: readonly AppointmentStatus[] = ['agendado', 'confirmado']

const live = { status: { in: [...liveStatuses] } }

/** Live appointments that have not begun. */
export const ahead = (now: Date) => ({ ...live, startsAt: { gt: now } })

/** Appointments of any of these people, as patient or as psychologist: one person may be both. */
export const ofAny = (userIds: number[]) => ({
  OR: [{ patientId: { in: userIds } }, { psychologistId: { in: userIds } }],
})

/** Live appointments of any of these people in this time. */
export const overlapping = (userIds: number[], { startsAt, endsAt }: Pick<Appointment, 'startsAt' | 'endsAt'>) => ({
  ...ofAny(userIds),
  ...live,
  startsAt: { lt: endsAt },
  endsAt: { gt: startsAt },
})

const everyone = ['patient', 'psychologist', 'admin'] as const
const staff = ['psychologist', 'admin'] as const

/** The status machine: from which status, by whom, and when. What a row does not allow is refused. */
export const rules = {
  // A promise to come to what has begun says nothing.
  confirm: { from: ['agendado'], by: everyone, onlyBeforeStart: everyone, onlyAttended: true },
  // Once it has begun a patient can only have come or not; staff may still put the record right.
  cancel: { from: liveStatuses, by: everyone, onlyBeforeStart: ['patient'] },
  change: { from: liveStatuses, by: everyone, onlyBeforeStart: ['patient'], onlyAttended: true },
  complete: { from: liveStatuses, by: staff, onlyFromStart: true },
  noShow: { from: liveStatuses, by: staff, onlyFromStart: true },
  remind: { from: liveStatuses, by: staff, onlyBeforeStart: staff, onlyAttended: true },
  transfer: { from: liveStatuses, by: ['admin'], onlyBeforeStart: ['admin'] },
} as const satisfies Record<string, Rule>

/** Accounts that practise as psychologists now: the role may be lost, and the account disabled or erased. */
export const practising = { role: 'psicologo', disabledAt: null, erasedAt: null } as const

/** Whether an account is one of `practising`. */
export const practises = ({ role, disabledAt, erasedAt }: Pick<User, 'role' | 'disabledAt' | 'erasedAt'>): boolean =>
  role === 'psicologo' && disabledAt === null && erasedAt === null

/** A user's own appointments; as psychologist only while they hold the role. */
export const ownOf = ({ id, role }: Actor): Prisma.AppointmentWhereInput => ({
  OR: [{ patientId: id }, ...(role === 'psicologo' ? [{ psychologistId: id }] : [])],
})

/** The appointments that a user may see: an admin all, others their own. */
export const visibleTo = (actor: Actor): Prisma.AppointmentWhereInput => (actor.role === 'admin' ? {} : ownOf(actor))

/** What the actor is to the appointment, or nothing. */
export function standingOf(
  actor: Actor,
  appointment: Pick<Appointment, 'patientId' | 'psychologistId'>,
): Standing | undefined {
  if (actor.role === 'admin') return 'admin'
  if (actor.id === appointment.patientId) return 'patient'
  return actor.role === 'psicologo' && actor.id === appointment.psychologistId ? 'psychologist' : undefined
}

/** Refuses what the rule does not allow this person, at this status, now. */
export function admit(
  rule: Rule,
  { status, startsAt, psychologist }: AppointmentWithPeople,
  standing: Standing,
  now: Date,
): void {
  if (!rule.by.includes(standing)) throw new AppError('forbidden')
  if (!rule.from.includes(status)) throw new AppError('invalid_transition', { detail: `the appointment is ${status}` })
  if (rule.onlyAttended && !practises(psychologist)) throw new AppError('psychologist_unavailable')
  if (rule.onlyFromStart && now < startsAt) throw new AppError('too_early')
  if (rule.onlyBeforeStart?.includes(standing) && now >= startsAt) {
    throw new AppError('invalid_transition', { detail: 'the appointment has started' })
  }
}
