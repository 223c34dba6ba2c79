import { expect, test } from 'vitest'
import type { Prisma } from '../../src/database/generated/client.ts'
import { reminderScan } from '../../src/notifications/reminders.ts'
import { until } from '../app.ts'
import { day, hour, monday, startClinic } from '../clinic.ts'
import { twilioServer } from '../fakes/twilio.ts'
import { mailServer } from '../mail.ts'

// How much of the server strangers can use up, and what they may not take from its users: in whole stories.

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)
const password = 'uma senha bem longa'

test.each([
  ['no SMS, as their number is abroad', {}, 0],
  ['ten SMS in an hour where their country is let in', { SMS_COUNTRIES: 'BR,PT' }, 10],
])(
  'six unverified accounts with one foreign number and eight bookings each get %s, and three mails each',
  async (_what, countries, texts) => {
    const [{ mails, env }, twilio] = [await mailServer(), await twilioServer()]
    const clinic = await startClinic({ ...env, ...twilio.env, ...countries })
    const psychologists = await Promise.all(upTo(6).map(() => clinic.person('psicologo')))
    const accounts = []
    for (const index of upTo(6)) {
      const account = { name: 'Rui', email: `rui${index}@example.com`, password, phone: '+351912345678' }
      const { status, body } = await clinic.call('POST', '/auth/register', account)
      expect(status).toBe(201)
      const headers = { authorization: `Bearer ${body.accessToken}` }
      accounts.push(account.email)
      for (const booking of upTo(8)) {
        const startsAt = new Date(monday.getTime() + (1 + (booking % 4)) * day + Math.floor(booking / 4) * hour)
        const wish = { psychologistId: psychologists[index]?.id, startsAt: startsAt.toISOString() }
        expect((await clinic.call('POST', '/appointments', wish, headers)).status).toBe(201)
      }
    }
    await until('all is decided', async () => {
      const open = { channel: { in: ['email' as const, 'sms' as const] }, status: { in: ['pendente' as const] } }
      return (await clinic.app.db.delivery.count({ where: open })) === 0
    })
    expect(twilio.messages).toHaveLength(texts)
    for (const email of accounts) {
      const own = mails.filter(({ to }) => JSON.stringify(to).includes(email))
      expect(own.filter(({ subject }) => /consulta/i.test(subject ?? ''))).toHaveLength(3)
    }
  },
)

test('a verified patient whom staff booked a weekly appointment for a year gets every notice and reminder', async () => {
  const [{ mails, env }, twilio] = [await mailServer(), await twilioServer()]
  const clinic = await startClinic({ ...env, ...twilio.env, REMINDER_OFFSETS: '24h,2h' })
  const { admin, psychologist, clock } = clinic
  const patient = await clinic.person('paciente', { phone: '+5511987654321' })
  const people = { patientId: patient.id, psychologistId: psychologist.id }
  const weeks = upTo(52).map((week) => new Date(monday.getTime() + (2 + 7 * week) * day + 5 * hour))
  for (const startsAt of weeks)
    expect(await admin.call('POST', '/appointments', { ...people, startsAt: startsAt.toISOString() })).toMatchObject({
      status: 201,
    })
  const own = (what: RegExp) =>
    mails.filter(({ to, subject }) => JSON.stringify(to).includes(patient.email) && what.test(subject ?? '')).length
  const undecided: Prisma.DeliveryWhereInput = { channel: 'sms', status: { in: ['pendente', 'enviando'] } }
  const textsOf = (what: RegExp) => twilio.messages.filter(({ body }) => what.test(body)).length
  await until('all mails', () => own(/./) === weeks.length, 60_000)
  for (let sent = 10; sent < weeks.length; sent += 10) {
    await until(`${sent} texts`, () => textsOf(/./) === sent)
    await until('the others to wait', async () => (await clinic.app.db.delivery.count({ where: undecided })) === 0)
    clock.advance(hour)
  }
  await until('all texts', () => textsOf(/./) === weeks.length)
  const scan = reminderScan(clinic.app, { clock, offsets: [2 * hour, 24 * hour] })
  for (const [index, startsAt] of weeks.entries())
    for (const [nth, before] of [24 * hour, 2 * hour].entries()) {
      clock.set(new Date(startsAt.getTime() - before))
      await scan()
      await until(`mail ${nth} of week ${index}`, () => own(/./) === weeks.length + index * 2 + nth + 1)
      await until(`text of week ${index}`, () => textsOf(/HOJE/) === index + nth)
    }
  const texts = twilio.messages.map(({ body }) => body)
  expect([new Set(texts).size, texts.length]).toEqual([2 * weeks.length, 2 * weeks.length])
})
