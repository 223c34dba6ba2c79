import { expect, test } from 'vitest'
import { reminderScan } from '../src/notifications/reminders.ts'
import { type Signed, type TestApp, until } from './app.ts'
import { day, hour, minute, monday, put, startClinic } from './clinic.ts'

/**
 * The scheduled scan may run while a test does, on the same clock and database: so what is looked at is what people got,
 * never what one scan says to have done.
 */
async function startScans(offsets = '24h,2h') {
  const clinic = await startClinic({ REMINDER_OFFSETS: offsets })
  const unit = { h: hour, m: minute, s: 1000, d: day }
  const ms = offsets.split(',').map((text) => Number(text.slice(0, -1)) * unit[text.at(-1) as keyof typeof unit])
  const scan = reminderScan(clinic.app, { clock: clinic.clock, offsets: ms.sort((a, b) => b - a) })
  const scanAt = async (instant: Date) => {
    clinic.clock.set(instant)
    await scan()
  }
  return { ...clinic, scan, scanAt }
}

/** The reminders that a user has had, each as its channels. */
async function reminders({ app }: Pick<TestApp, 'app'>, { id }: Pick<Signed, 'id'>) {
  const rows = await app.db.notification.findMany({
    where: { userId: id, type: 'lembrete' },
    orderBy: { id: 'asc' },
    include: { deliveries: { orderBy: { channel: 'asc' } } },
  })
  const asked = ({ reason }: { reason: string | null }) => reason !== 'não foi pedido por SMS'
  return rows.map(({ deliveries }) =>
    deliveries
      .filter(asked)
      .map(({ channel }) => channel)
      .join(' '),
  )
}

const withoutSms = 'in_app websocket email'
const withSms = 'in_app websocket email sms'
const before = (instant: Date, ms: number) => new Date(instant.getTime() - ms)
const thursday = new Date('2027-03-04T17:00:00.000Z')

test('the patient is reminded once at each offset, by SMS only at the last, the psychologist never', async () => {
  const clinic = await startScans()
  const { patient, psychologist, scanAt } = clinic
  const made = await patient.call('POST', '/appointments', {
    psychologistId: psychologist.id,
    startsAt: thursday.toISOString(),
  })
  expect(made.status).toBe(201)
  const steps: [Date, string[]][] = [
    [before(thursday, 24 * hour + 1), []],
    [before(thursday, 24 * hour), [withoutSms]],
    [before(thursday, 24 * hour), [withoutSms]],
    [before(thursday, 2 * hour + 1), [withoutSms]],
    [before(thursday, 2 * hour), [withoutSms, withSms]],
    [before(thursday, 1), [withoutSms, withSms]],
    [thursday, [withoutSms, withSms]],
  ]
  for (const [instant, expected] of steps) {
    await scanAt(instant)
    expect(await reminders(clinic, patient)).toEqual(expected)
  }
  expect(await reminders(clinic, psychologist)).toEqual([])
  const inbox = await patient.call('GET', '/notifications')
  expect(inbox.body.items[0]).toMatchObject({
    type: 'lembrete',
    data: { appointmentId: made.body.id, version: 1, date: '2027-03-04', time: '14:00' },
  })
})

test('after an outage only the latest of the reminders that were missed goes out', async () => {
  const clinic = await startScans('3d,24h,2h')
  const { patient, psychologist, scanAt } = clinic
  await put(clinic, patient, psychologist, thursday)
  await scanAt(before(thursday, hour))
  await scanAt(before(thursday, minute))
  expect(await reminders(clinic, patient)).toEqual([withSms])
  // And none where the outage outlasted the start.
  const next = new Date(thursday.getTime() + day)
  await put(clinic, patient, psychologist, next)
  await scanAt(next)
  expect(await reminders(clinic, patient)).toEqual([withSms])
})

test('an offset that was already past at booking is skipped', async () => {
  const clinic = await startScans()
  const { patient, psychologist, clock, scanAt } = clinic
  clock.set(before(thursday, 24 * hour))
  const soon = { psychologistId: psychologist.id, startsAt: thursday.toISOString() }
  expect((await patient.call('POST', '/appointments', soon)).status).toBe(201)
  await scanAt(before(thursday, 23 * hour))
  expect(await reminders(clinic, patient)).toEqual([])
  await scanAt(before(thursday, 2 * hour))
  expect(await reminders(clinic, patient)).toEqual([withSms])
})

test('a moved appointment is reminded of anew, a cancelled or finished one not at all', async () => {
  const clinic = await startScans()
  const { patient, psychologist, scanAt } = clinic
  const { id } = await put(clinic, patient, psychologist, thursday)
  await scanAt(before(thursday, 24 * hour))
  expect(await reminders(clinic, patient)).toHaveLength(1)
  const friday = new Date(thursday.getTime() + day)
  const moved = await patient.call('PATCH', `/appointments/${id}`, { startsAt: friday.toISOString() })
  expect(moved.body).toMatchObject({ version: 2 })
  // The time that it had before is nothing any more.
  await scanAt(before(thursday, hour))
  expect(await reminders(clinic, patient)).toEqual([withoutSms])
  await scanAt(before(friday, 24 * hour))
  expect(await reminders(clinic, patient)).toEqual([withoutSms, withoutSms])
  await patient.call('POST', `/appointments/${id}/cancel`)
  for (const status of ['realizado', 'faltou', 'cancelado'] as const) {
    await put(clinic, patient, psychologist, new Date(friday.getTime() + 2 * hour), { status })
  }
  await scanAt(before(friday, hour))
  expect(await reminders(clinic, patient)).toHaveLength(2)
})

test('scans that run at once remind no one twice', async () => {
  const clinic = await startScans()
  const { patient, psychologist, clock, scan } = clinic
  for (let index = 0; index < 5; index++) {
    await put(clinic, patient, psychologist, new Date(thursday.getTime() + index * hour), { status: 'confirmado' })
  }
  clock.set(before(thursday, 10 * hour))
  await Promise.all([scan(), scan(), scan()])
  expect(await reminders(clinic, patient)).toEqual(Array.from({ length: 5 }, () => withoutSms))
})

test('more than one batch is worked through, and one that fails holds up no other', { timeout: 60_000 }, async () => {
  const clinic = await startScans()
  const { app, patient, psychologist, clock, scan, logs } = clinic
  const rows = Array.from({ length: 120 }, (_, index) => {
    const startsAt = new Date(thursday.getTime() + index * 10 * minute)
    const time = {
      startsAt,
      endsAt: new Date(startsAt.getTime() + 10 * minute),
      durationMinutes: 10,
      scheduledAt: monday,
    }
    return { patientId: patient.id, psychologistId: psychologist.id, modality: 'online' as const, ...time }
  })
  await app.db.appointment.createMany({ data: rows })
  const first = await app.db.appointment.findFirstOrThrow({ orderBy: { startsAt: 'asc' } })
  const { appointment } = app.notifications
  app.notifications.appointment = async (tx, notice) => {
    if (notice.appointment.id === first.id) throw new Error('a fault of ours')
    return appointment(tx, notice)
  }
  clock.set(before(thursday, 3 * hour))
  await scan()
  expect(await reminders(clinic, patient)).toHaveLength(119)
  expect(logs.some(({ msg, appointmentId }) => msg === 'a reminder failed' && appointmentId === first.id)).toBe(true)
  app.notifications.appointment = appointment
  await scan()
  expect(await reminders(clinic, patient)).toHaveLength(120)
})

test('a reminder that quiet hours would make too late leaves before they begin, by all its ways', async () => {
  const clinic = await startScans()
  const { psychologist, scanAt, app } = clinic
  const patient = await clinic.person('paciente', { phone: '+5511987654321' })
  // 07:30 in São Paulo: two hours before, it is 05:30, and at 07:00 there would be half an hour left.
  const early = new Date('2027-03-04T10:30:00.000Z')
  await put(clinic, patient, psychologist, early)
  const ten = new Date('2027-03-04T01:00:00.000Z')
  await scanAt(before(ten, 10 * minute + 1))
  expect(await reminders(clinic, patient)).toEqual([withoutSms]) // a day before
  await scanAt(before(ten, 10 * minute))
  expect(await reminders(clinic, patient)).toEqual([withoutSms, withSms])
  await until('the SMS has left', () =>
    app.db.delivery.findFirst({ where: { userId: patient.id, channel: 'sms', status: 'enviada', reason: null } }),
  )
  for (const instant of [ten, before(early, 2 * hour), before(early, hour)]) await scanAt(instant)
  expect(await reminders(clinic, patient)).toHaveLength(2)
})

test('a reminder for which the morning is early enough waits for it, by SMS alone', async () => {
  const clinic = await startScans()
  const { psychologist, scanAt, app } = clinic
  const patient = await clinic.person('paciente', { phone: '+5511987654321' })
  const nine = new Date('2027-03-04T11:30:00.000Z') // 08:30: at 07:00 an hour and a half is left
  await put(clinic, patient, psychologist, nine)
  await scanAt(before(nine, 2 * hour)) // 06:30
  const of = (channel: 'email' | 'sms', status: 'enviada' | 'adiada') =>
    app.db.delivery.findFirst({
      where: { userId: patient.id, channel, status, notification: { dedupeKey: { endsWith: ':7200s' } } },
    })
  await until('the e-mail has left', () => of('email', 'enviada'))
  const waits = await until('the SMS waits', () => of('sms', 'adiada'))
  expect(waits.nextAttemptAt).toEqual(new Date('2027-03-04T10:00:00.000Z'))
  clinic.clock.set(new Date('2027-03-04T10:00:00.000Z'))
  await until('the SMS has left', () => of('sms', 'enviada'))
})

test('what was booked when quiet hours were about to begin, or had begun, is reminded of at its time', async () => {
  const clinic = await startScans()
  const { psychologist, scanAt, app } = clinic
  const patient = await clinic.person('paciente', { phone: '+5511987654321' })
  // 07:30, booked at 22:30 the evening before: the two hours are not past, but ten minutes before the quiet hours are.
  const early = new Date('2027-03-04T10:30:00.000Z')
  await put(clinic, patient, psychologist, early, { scheduledAt: new Date('2027-03-04T01:30:00.000Z') })
  await scanAt(before(early, 2 * hour + 1))
  expect(await reminders(clinic, patient)).toEqual([])
  await scanAt(before(early, 2 * hour))
  expect(await reminders(clinic, patient)).toEqual([withSms])
  const of = (channel: 'email' | 'sms', status: 'enviada' | 'adiada') =>
    app.db.delivery.findFirst({ where: { userId: patient.id, channel, status } })
  await until('the e-mail has left', () => of('email', 'enviada'))
  await until('the SMS waits for the morning', () => of('sms', 'adiada'))
  clinic.clock.set(new Date('2027-03-04T10:00:00.000Z'))
  await until('the SMS has left', () => of('sms', 'enviada'))
})
