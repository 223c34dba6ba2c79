import { expect, test } from 'vitest'
import type { Answer, Signed } from './app.ts'
import { day, monday, put, startClinic } from './clinic.ts'

/** Slots of an hour, eight a day, one after the other from the next day on: Monday to Friday. */
const slot = (index: number) => {
  const workday = Math.floor(index / 8) + 1
  const date = Math.floor(workday / 5) * 7 + (workday % 5)
  return new Date(monday.getTime() + date * day + (index % 8) * 3_600_000).toISOString()
}
const code = ({ status, body }: Answer): string => (status < 300 ? String(status) : body.code)
const tally = (answers: string[]) =>
  answers.reduce<Record<string, number>>((counts, answer) => ({ ...counts, [answer]: (counts[answer] ?? 0) + 1 }), {})

test('a patient books 8 ahead with someone new, 30 with someone they know, 40 in all, also all at once', async () => {
  const clinic = await startClinic()
  const { patient, admin, psychologist: known, person, app } = clinic
  const [fresh, third, fourth] = [await person('psicologo'), await person('psicologo'), await person('psicologo')]
  let next = 0
  const book = async (who: Signed, whom: Signed, more = {}) =>
    code(await who.call('POST', '/appointments', { psychologistId: whom.id, startsAt: slot(next++), ...more }))
  const many = async (count: number, whom: Signed) =>
    tally(await Promise.all(Array.from({ length: count }, () => book(patient, whom))))
  const booked = async (count: number, whom: Signed) => {
    for (let index = 0; index < count; index++)
      await put(clinic, patient, whom, new Date(slot(next++)), { bookedByPatient: true })
  }

  await booked(6, fresh)
  expect(await many(4, fresh)).toEqual({ '201': 2, too_many_appointments: 2 })
  // What staff book neither counts nor is refused.
  for (const who of [fresh, admin]) expect(await book(who, fresh, { patientId: patient.id })).toBe('201')
  expect(await book(patient, fresh)).toBe('too_many_appointments')
  // One that took place makes them known.
  await put(clinic, patient, known, new Date(monday.getTime() - day), { status: 'realizado', bookedByPatient: true })
  await booked(28, known)
  expect(await many(4, known)).toEqual({ '201': 2, too_many_appointments: 2 })
  expect(await many(4, third)).toEqual({ '201': 2, too_many_appointments: 2 })
  expect(await book(patient, fourth)).toBe('too_many_appointments')

  // A move is never refused, and what is cancelled or over makes room.
  const own = await app.db.appointment.findMany({
    where: { bookedByPatient: true, startsAt: { gt: monday } },
    orderBy: { startsAt: 'asc' },
  })
  expect(own).toHaveLength(40)
  const moved = await patient.call('PATCH', `/appointments/${own[0]?.id}`, { startsAt: slot(next++) })
  expect(moved.status).toBe(200)
  await patient.call('POST', `/appointments/${own[1]?.id}/cancel`)
  expect([await book(patient, third), await book(patient, third)]).toEqual(['201', 'too_many_appointments'])
  expect((await patient.call('GET', '/config')).body.appointments).toMatchObject({
    patientAhead: { newPsychologist: 8, knownPsychologist: 30, total: 40 },
    monthsAhead: { patient: 12, staff: 24 },
  })
})

test('a patient books 12 months ahead and staff 24, and neither moves one further', async () => {
  const { patient, admin, psychologist } = await startClinic()
  const people = { patientId: patient.id, psychologistId: psychologist.id }
  const at = (date: string) => ({ startsAt: `${date}T17:00:00Z` })
  const book = async (who: Signed, date: string) =>
    code(await who.call('POST', '/appointments', { ...people, ...at(date) }))
  expect(await book(patient, '2028-03-02')).toBe('too_far_ahead')
  expect(await book(patient, '2199-03-01')).toBe('too_far_ahead')
  expect(await book(patient, '2028-03-01')).toBe('201')
  for (const who of [psychologist, admin]) expect(await book(who, '2029-03-02')).toBe('too_far_ahead')
  expect(await book(psychologist, '2029-02-28')).toBe('201')
  expect(await book(admin, '2029-03-01')).toBe('201')

  const [first, , last] = (await admin.call('GET', '/appointments')).body.items
  const move = async (who: Signed, { id }: { id: number }, body: object) =>
    code(await who.call('PATCH', `/appointments/${id}`, body))
  expect(await move(patient, first, at('2028-03-02'))).toBe('too_far_ahead')
  expect(await move(psychologist, first, at('2028-03-02'))).toBe('200')
  expect(await move(psychologist, last, at('2029-03-02'))).toBe('too_far_ahead')
  // One that staff booked further ahead than they could themselves, a patient may shorten or bring nearer.
  expect(await move(patient, last, { durationMinutes: 30 })).toBe('200')
  expect(await move(patient, last, at('2029-02-27'))).toBe('200')
})
