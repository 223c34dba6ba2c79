import type { AppointmentStatus, Prisma } from '../src/database/generated/client.ts'
import { transaction } from '../src/database/transaction.ts'
import { type Signed, startApp, type TestApp, testClock } from './app.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** A Monday, 09:00 in São Paulo. */
export const monday = new Date('2027-03-01T12:00:00.000Z')

/** The Monday after next, 12:00 in São Paulo, for tests on the real clock. */
export function comingMonday(): string {
  const date = new Date()
  date.setUTCDate(date.getUTCDate() + 15 - (date.getUTCDay() || 7))
  return `${date.toISOString().slice(0, 10)}T15:00:00Z`
}

/** An application on a clock that stands still on a Monday morning, with a patient, a psychologist and an admin. */
export async function startClinic(env: Record<string, string> = {}, start = monday) {
  const clock = testClock(start)
  const running = await startApp({ env, clock })
  const { person } = running
  const [patient, psychologist, admin] = [await person(), await person('psicologo'), await person('admin')]
  return { ...running, clock, patient, psychologist, admin }
}

/** Puts an appointment into the database as it may have become by now, whatever the API would say to it. */
export const put = (
  { app }: Pick<TestApp, 'app'>,
  patient: Pick<Signed, 'id'>,
  psychologist: Pick<Signed, 'id'>,
  startsAt: Date,
  fields: Partial<Prisma.AppointmentUncheckedCreateInput> & { status?: AppointmentStatus } = {},
) => {
  const durationMinutes = fields.durationMinutes ?? 50
  const endsAt = new Date(startsAt.getTime() + durationMinutes * minute)
  const people = { patientId: patient.id, psychologistId: psychologist.id }
  const time = { startsAt, endsAt, durationMinutes, scheduledAt: new Date(startsAt.getTime() - 60 * day) }
  return app.db.appointment.create({ data: { ...people, ...time, modality: 'presencial', ...fields } })
}

/** Many signed-in patients without the cost of hashing their passwords: gives their bearer headers. */
export async function crowd({ app }: Pick<TestApp, 'app'>, count: number) {
  const made = await app.db.user.createManyAndReturn({
    data: Array.from({ length: count }, (_, index) => ({
      name: `Paciente ${index}`,
      email: `crowd${index}@example.com`,
      role: 'paciente' as const,
      timezone: 'America/Sao_Paulo',
    })),
    select: { id: true },
  })
  const headers: { authorization: string }[] = []
  for (const { id } of made) {
    const { sessionId } = await transaction(app.db, (tx) =>
      app.auth.sessions.open(tx, id, { ip: '127.0.0.1', userAgent: undefined }),
    )
    headers.push({ authorization: `Bearer ${app.auth.accessToken(id, 'paciente', sessionId)}` })
  }
  return headers
}
