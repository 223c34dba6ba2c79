import { expect, test } from 'vitest'
import { until } from './app.ts'
import { hour, startClinic } from './clinic.ts'
import { delivery, notify, settled } from './deliveries.ts'
import { twilioServer } from './fakes/twilio.ts'

const number = (index: number) => `+55119876500${String(index).padStart(2, '0')}`

async function budgeted(budget: string, refuse?: Parameters<typeof twilioServer>[0]) {
  const twilio = await twilioServer(refuse)
  const clinic = await startClinic({ ...twilio.env, SMS_DAILY_BUDGET: budget })
  const people = await Promise.all(
    Array.from({ length: 6 }, (_, index) => clinic.person('paciente', { phone: number(index) })),
  )
  const health = async () => (await clinic.call('GET', `${clinic.url}/health`)).body
  return { clinic, twilio, people, health }
}

test('beyond the day’s budget SMS wait for the next day, alerts leave, and the administrators are told once', async () => {
  const { clinic, twilio, people, health } = await budgeted('4')
  const ids: number[] = []
  for (const { id } of people) ids.push(await notify(clinic, { userId: id, type: 'lembrete' }))
  const all = () => Promise.all(ids.map((id) => delivery(clinic, id, 'sms')))
  const done = await until('all are decided', async () => {
    const found = await all()
    return found.every(({ status }) => status === 'enviada' || status === 'adiada') ? found : undefined
  })
  expect(done.map(({ status }) => status).toSorted()).toEqual([
    ...Array.from({ length: 2 }, () => 'adiada'),
    ...Array.from({ length: 4 }, () => 'enviada'),
  ])
  // Midnight in São Paulo.
  for (const held of done.filter(({ status }) => status === 'adiada'))
    expect(held).toMatchObject({
      hold: 'orcamento',
      reason: 'orçamento diário de SMS esgotado',
      nextAttemptAt: new Date('2027-03-02T03:00:00.000Z'),
    })
  expect(await health()).toMatchObject({
    status: 'degraded',
    integrations: { sms: { status: 'error', detail: "4 of today's 4 sent; the others wait" } },
  })
  const psychologist = await clinic.person('psicologo', { phone: number(30) })
  await settled(clinic, await notify(clinic, { userId: psychologist.id, type: 'alerta' }), 'sms', 'enviada')
  expect(twilio.messages).toHaveLength(5)

  const tell = () => clinic.app.sms.budget?.tellAdmins(clinic.app.db, clinic.app.notifications.notify)
  expect(await Promise.all([tell(), tell(), tell()])).toEqual(expect.arrayContaining([1, 0, 0]))
  const news = await clinic.admin.call('GET', '/notifications')
  expect(news.body.items).toMatchObject([{ type: 'sistema', title: 'Orçamento de SMS esgotado' }])

  // At midnight their turn comes; quiet hours hold them until the morning.
  clinic.clock.set(new Date('2027-03-02T03:00:01.000Z'))
  await until('the night', async () => (await all()).every(({ hold }) => hold !== 'orcamento'))
  clinic.clock.set(new Date('2027-03-02T10:00:01.000Z'))
  for (const id of ids) await settled(clinic, id, 'sms', 'enviada')
  expect(await tell()).toBe(0)
})

test('a reminder that would wait until its appointment has begun is cancelled, and what Twilio refused costs nothing', async () => {
  const { clinic, people, twilio } = await budgeted('1', (to) =>
    to === number(0) ? { status: 400, code: 21211, message: 'invalid' } : undefined,
  )
  const [first, second, third] = people
  await settled(clinic, await notify(clinic, { userId: first?.id ?? 0, type: 'lembrete' }), 'sms', 'falhou')
  await settled(clinic, await notify(clinic, { userId: second?.id ?? 0, type: 'lembrete' }), 'sms', 'enviada')
  const startsAt = new Date(clinic.clock.now().getTime() + 3 * hour).toISOString()
  const booking = { patientId: third?.id, psychologistId: clinic.psychologist.id, startsAt, durationMinutes: 50 }
  const { body } = await clinic.admin.call('POST', '/appointments', booking)
  const { body: reminded } = await clinic.admin.call('POST', `/appointments/${body.id}/remind`, {})
  expect(await settled(clinic, reminded.notificationId, 'sms', 'cancelada')).toMatchObject({
    reason: 'orçamento diário de SMS esgotado até depois do início da consulta',
  })
  // Nor are answers to those who write beyond it.
  expect(await twilio.write(clinic.url, number(2), 'quanto custa?')).toEqual([])
  expect(twilio.messages).toHaveLength(1)
})
