import { expect, test } from 'vitest'
import { until } from './app.ts'
import { hour, startClinic } from './clinic.ts'
import { delivery, notify, settled } from './deliveries.ts'
import { twilioServer } from './fakes/twilio.ts'

const shared = '+5511987650000'
const abroad = '+351912345678'

async function texting(env: Record<string, string> = {}) {
  const twilio = await twilioServer()
  const clinic = await startClinic({ ...twilio.env, ...env })
  const texts = async (userIds: readonly number[], type: 'lembrete' | 'alerta' | 'cancelamento' = 'lembrete') => {
    const ids: number[] = []
    for (const userId of userIds) ids.push(await notify(clinic, { userId, type }))
    return ids
  }
  const statuses = async (ids: readonly number[]) =>
    (await Promise.all(ids.map((id) => delivery(clinic, id, 'sms')))).map(({ status }) => status)
  return { twilio, clinic, texts, statuses }
}

test('one number gets ten SMS in an hour, however many accounts it stands on; the others wait, alerts do not', async () => {
  const { twilio, clinic, texts, statuses } = await texting()
  const people = await Promise.all([1, 2, 3].map(() => clinic.person('paciente', { phone: shared })))
  const ids = await texts(Array.from({ length: 4 }, () => people.map(({ id }) => id)).flat())
  const done = await until('all are decided', async () => {
    const found = await statuses(ids)
    return found.every((status) => status === 'enviada' || status === 'adiada') ? found : undefined
  })
  expect(done.filter((status) => status === 'adiada')).toHaveLength(2)
  expect(twilio.messages).toHaveLength(10)
  const other = await clinic.person('paciente', { phone: '+5511987650001' })
  for (const id of await texts([other.id])) await settled(clinic, id, 'sms', 'enviada')
  const psychologist = await clinic.person('psicologo', { phone: shared })
  for (const id of await texts([psychologist.id], 'alerta')) await settled(clinic, id, 'sms', 'enviada')
  clinic.clock.advance(hour)
  for (const id of ids) await settled(clinic, id, 'sms', 'enviada')
})

test('numbers outside SMS_COUNTRIES get no SMS, but staff and alerts do, and PATCH /me says so', async () => {
  const { twilio, clinic, texts } = await texting()
  const patient = await clinic.person('paciente', { phone: shared })
  expect((await patient.call('GET', '/me')).body).toMatchObject({ phone: shared, smsReachable: true })
  expect((await patient.call('PATCH', '/me', { phone: abroad })).body).toMatchObject({ smsReachable: false })
  const [id = 0] = await texts([patient.id])
  expect(await settled(clinic, id, 'sms', 'suprimida')).toMatchObject({ reason: 'country_not_allowed' })
  const psychologist = await clinic.person('psicologo', { phone: abroad })
  expect((await psychologist.call('GET', '/me')).body.smsReachable).toBe(true)
  for (const userId of [psychologist.id, patient.id])
    for (const alert of await texts([userId], 'alerta')) await settled(clinic, alert, 'sms', 'enviada')
  for (const told of await texts([psychologist.id])) await settled(clinic, told, 'sms', 'enviada')
  expect(twilio.messages).toHaveLength(3)
  expect((await patient.call('PATCH', '/me', { phone: null })).body.smsReachable).toBe(false)
})

test('SMS_COUNTRIES lists others, and what is no list of countries stops the start', async () => {
  const { clinic, texts } = await texting({ SMS_COUNTRIES: 'br, PT' })
  const patient = await clinic.person('paciente', { phone: abroad })
  for (const id of await texts([patient.id])) await settled(clinic, id, 'sms', 'enviada')
  for (const wrong of ['Brasil', 'BR;PT', 'BR,', 'ZZ', '55'])
    await expect(startClinic({ SMS_COUNTRIES: wrong })).rejects.toThrow(/SMS_COUNTRIES/)
})

test('the last fifth of the budget is kept for reminders, and the administrators hear of it once', async () => {
  const { clinic, texts, statuses } = await texting({ SMS_DAILY_BUDGET: '5' })
  const people = await Promise.all(
    Array.from({ length: 6 }, (_, index) => clinic.person('paciente', { phone: `+551198765010${index}` })),
  )
  const notices = await texts(
    people.map(({ id }) => id),
    'cancelamento',
  )
  const done = await until('all are decided', async () => {
    const found = await statuses(notices)
    return found.every((status) => status === 'enviada' || status === 'adiada') ? found : undefined
  })
  expect(done.filter((status) => status === 'enviada')).toHaveLength(4)
  const tell = () => clinic.app.sms.budget?.tellAdmins(clinic.app.db, clinic.app.notifications.notify)
  for (let index = 0; index < 2; index++) await tell()
  const news = async () => (await clinic.admin.call('GET', '/notifications')).body.items
  expect(await news()).toMatchObject([{ type: 'sistema', title: '80% do orçamento de SMS usado' }])
  for (const id of await texts([people[0]?.id ?? 0])) await settled(clinic, id, 'sms', 'enviada')
  for (const id of await texts([people[1]?.id ?? 0])) await settled(clinic, id, 'sms', 'adiada')
})
