import { availability, type Availability } from '../appointments/availability.ts'
import { liveStatuses, practising } from '../appointments/rules.ts'
import { readWeek, type Week } from '../appointments/working-hours.ts'
import type { Db } from '../database/client.ts'
import type { User } from '../database/generated/client.ts'
import type { PersonalFacts } from './rules.ts'
import { psychologistOf } from '../risk/alerts.ts'
import { readLocale } from '../words/locale.ts'
import { hoursInWords } from './slots.ts'

/** How far ahead free times are looked for. */
const aheadDays = 14
/** To a patient without a psychologist the free times of so many are shown. */
const mostPsychologists = 5
const usualMinutes = 50
const dayMs = 86_400_000

/**
 * What the assistant may know for this user: their own next appointments, the hours, and, for patients, free times of their own
 * psychologist, or of several where they have none; and the names in it, which must not be sent to a provider.
 */
export async function knowledgeOf(db: Db, user: User, { now, timezone }: { now: Date; timezone: string }) {
  const person = { select: { id: true, name: true } } as const
  const next = await db.appointment.findMany({
    where: {
      ...(user.role === 'psicologo' ? { psychologistId: user.id } : { patientId: user.id }),
      status: { in: [...liveStatuses] },
      startsAt: { gt: now },
    },
    orderBy: { startsAt: 'asc' },
    take: 3,
    include: { patient: person, psychologist: person },
  })
  const ownId = user.role === 'paciente' ? await psychologistOf(db, user.id) : undefined
  const psychologists = await db.user.findMany({
    where: {
      ...(user.role === 'psicologo' ? { id: user.id } : ownId === undefined ? {} : { id: ownId }),
      ...practising,
    },
    orderBy: { id: 'asc' },
    take: mostPsychologists,
    select: { id: true, name: true, workingHours: true },
  })
  const weeks = psychologists.map(({ workingHours }) => readWeek(workingHours))
  const facts: PersonalFacts = {
    nextAppointments: next.map(({ startsAt, modality, status, patient, psychologist }) => ({
      startsAt,
      withWhom: (user.role === 'psicologo' ? patient : psychologist).name,
      modality,
      status,
    })),
    hours: hoursInWords(union(weeks), readLocale(user.locale)),
    ...(user.role === 'paciente' && psychologists.length > 0 ? await times() : {}),
  }
  const names = [user, ...psychologists, ...next.flatMap(({ patient, psychologist }) => [patient, psychologist])]
  return { facts, names: names.map(({ name }) => name) }

  async function times(): Promise<Pick<PersonalFacts, 'freeSlots' | 'isFree'>> {
    const range = { startsAt: now, endsAt: new Date(now.getTime() + aheadDays * dayMs) }
    const minutes = next[0]?.durationMinutes ?? usualMinutes
    const found: { name: string; when: Availability }[] = []
    for (const [index, { id, name }] of psychologists.entries())
      found.push({
        name,
        when: await availability(db, {
          psychologistId: id,
          hours: weeks[index] ?? {},
          patientId: user.id,
          range,
          timezone,
          now,
        }),
      })
    return {
      freeSlots: found
        .flatMap(({ name, when }) =>
          when.slots(minutes).map(({ startsAt }) => ({ startsAt, ...(found.length > 1 && { withWhom: name }) })),
        )
        .sort((one, other) => one.startsAt.getTime() - other.startsAt.getTime()),
      isFree(startsAt) {
        const span = { startsAt, endsAt: new Date(startsAt.getTime() + minutes * 60_000) }
        return span.endsAt > range.endsAt ? undefined : found.some(({ when }) => when.isFree(span))
      },
    }
  }
}

/** When any of them works. */
function union(weeks: readonly Week[]): Week {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
  return Object.fromEntries(
    days.map((day) => {
      const merged: [string, string][] = []
      const all = weeks.flatMap((week) => week[day] ?? []).sort(([a], [b]) => (a < b ? -1 : 1))
      for (const [from, to] of all) {
        const last = merged.at(-1)
        if (last && from <= last[1]) last[1] = to > last[1] ? to : last[1]
        else merged.push([from, to])
      }
      return [day, merged]
    }),
  )
}
