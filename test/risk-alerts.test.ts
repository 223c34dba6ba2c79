import { expect, test } from 'vitest'
import type { Signed } from './app.ts'
import { until } from './app.ts'
import { minute, put, startClinic } from './clinic.ts'
import { connect } from './sockets.ts'
import { postForEvents } from './sse.ts'

async function alarmed() {
  const clinic = await startClinic()
  const { patient, person, clock } = clinic
  const psychologist = await person('psicologo', { phone: '+5511987654321' })
  await put(clinic, patient, psychologist, new Date(clock.now().getTime() + 60 * minute))
  const cry = (message = 'quero me matar') => patient.call('POST', '/ai/chat', { message })
  await cry()
  const { items } = (await psychologist.call('GET', '/ai/risk-alerts')).body
  const alertId: number = items[0].id
  const alerts = (who: Signed) =>
    who
      .call('GET', '/notifications')
      .then(({ body }) => body.items.filter(({ type }: { type: string }) => type === 'alerta'))
  return { ...clinic, psychologist, cry, alertId, alerts }
}

test('an alert is shown to those who care for the patient, without a word of what was said', async () => {
  const { patient, psychologist, admin, person } = await alarmed()
  for (const who of [psychologist, admin]) {
    const { items } = (await who.call('GET', '/ai/risk-alerts?acknowledged=false')).body
    expect(items).toEqual([
      {
        id: expect.any(Number),
        patient: { id: patient.id, name: patient.name, avatarUrl: null },
        level: 'alto',
        messages: 1,
        lastAt: expect.any(String),
        createdAt: expect.any(String),
        acknowledgedAt: null,
        acknowledgedBy: null,
      },
    ])
  }
  expect((await (await person('psicologo')).call('GET', '/ai/risk-alerts')).body.items).toEqual([])
  expect((await patient.call('GET', '/ai/risk-alerts')).status).toBe(403)
})

test('an alert that is taken up names who did, is read on every screen, and goes no further', async () => {
  const { app, alertId, psychologist, admin, alerts, clock, url } = await alarmed()
  const socket = connect(url, psychologist.accessToken)
  await socket.got('welcome')
  const { status, body } = await psychologist.call('POST', `/ai/risk-alerts/${alertId}/ack`)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    id: alertId,
    acknowledgedBy: { id: psychologist.id },
    acknowledgedAt: clock.now().toISOString(),
  })
  await socket.got('notification:read')
  expect(await alerts(psychologist)).toMatchObject([{ readAt: expect.any(String) }])
  await until('the mail that was held back', () =>
    app.db.delivery.findFirst({ where: { channel: 'email', status: 'cancelada', reason: 'o alerta foi atendido' } }),
  )
  expect((await admin.call('GET', '/ai/risk-alerts?acknowledged=true')).body.items).toHaveLength(1)
})

test('an administrator takes it up while the psychologist has not read it: no one else is called', async () => {
  const { alertId, admin, psychologist, alerts, cry, clock, person } = await alarmed()
  const other = await person('admin')
  const { body } = await admin.call('POST', `/ai/risk-alerts/${alertId}/ack`)
  expect(body.acknowledgedBy.id).toBe(admin.id)
  // The first one counts.
  clock.advance(minute)
  const again = await psychologist.call('POST', `/ai/risk-alerts/${alertId}/ack`)
  expect(again.body).toMatchObject({ acknowledgedBy: { id: admin.id }, acknowledgedAt: body.acknowledgedAt })
  // A new cry is a new alert, and one that is not taken up: it escalates, and the first one did not.
  await cry('vou me matar hoje')
  clock.advance(11 * minute)
  await until('the second alert at the administrators', async () => (await alerts(other)).length > 0)
  expect(await alerts(other)).toMatchObject([{ data: { riskAlertId: alertId + 1 } }])
})

test('no one else may take an alert up', async () => {
  const { alertId, patient, person } = await alarmed()
  for (const who of [patient, await person('psicologo'), await person()])
    expect((await who.call('POST', `/ai/risk-alerts/${alertId}/ack`)).status).toBe(404)
  expect((await person('admin').then((admin) => admin.call('POST', '/ai/risk-alerts/999/ack'))).status).toBe(404)
})

test('the messages of one crisis are one alert; after ten minutes, or once it was read or taken up, they are another', async () => {
  const { alertId, psychologist, alerts, cry, clock } = await alarmed()
  await Promise.all([cry(), cry('vou me matar'), cry()])
  expect(await alerts(psychologist)).toHaveLength(1)
  const [open] = (await psychologist.call('GET', '/ai/risk-alerts')).body.items
  expect(open).toMatchObject({ id: alertId, messages: 4 })
  clock.advance(11 * minute)
  await cry()
  expect(await alerts(psychologist)).toHaveLength(2)
  await psychologist.call('POST', `/ai/risk-alerts/${alertId + 1}/ack`)
  await cry()
  expect(await alerts(psychologist)).toHaveLength(3)
})

test('what was read and not taken up escalates no further, so the next message is an alert of its own', async () => {
  const { psychologist, alerts, cry } = await alarmed()
  await psychologist.call('POST', '/notifications/read-all')
  await cry()
  expect(await alerts(psychologist)).toMatchObject([{ readAt: null }, { readAt: expect.any(String) }])
})

test('administrators who were told late are not mailed once the alert is taken up', async () => {
  const { app, alertId, psychologist, person, alerts, clock } = await alarmed()
  const admin = await person('admin', { phone: '+5511987650000' })
  clock.advance(11 * minute)
  await until('the alert at the administrator', async () => (await alerts(admin)).length > 0)
  await psychologist.call('POST', `/ai/risk-alerts/${alertId}/ack`)
  const mails = await app.db.delivery.findMany({ where: { userId: admin.id, channel: 'email' } })
  expect(mails.map(({ status }) => status)).toEqual(['cancelada'])
})

test('a former psychologist hears of no patient: the administrators do', async () => {
  const { cry, psychologist, admin, alerts, clock } = await alarmed()
  await admin.call('PATCH', `/users/${psychologist.id}`, { role: 'paciente' })
  clock.advance(11 * minute)
  await until('the earlier alert at the administrator', async () => (await alerts(admin)).length === 1)
  await cry()
  expect(await alerts(admin)).toHaveLength(2)
})

test('in a conversation that is no more a risk to life is answered all the same, and the alert is raised', async () => {
  const { patient, app } = await alarmed()
  const { conversationId } = (await patient.call('POST', '/ai/chat', { message: 'oi' })).body
  await patient.call('DELETE', `/ai/conversations/${conversationId}`)
  const before = await app.db.riskAlert.count()
  const { status, body } = await patient.call('POST', '/ai/chat', { message: 'vou me matar', conversationId })
  expect([status, body.risk]).toEqual([200, 'alto'])
  expect(body.conversationId).not.toBe(conversationId)
  expect((await app.db.riskAlert.aggregate({ _sum: { messages: true } }))._sum.messages).toBe(before + 1)
  expect((await patient.call('POST', '/ai/chat', { message: 'oi', conversationId })).status).toBe(404)
})

test('where the message cannot be stored the way to help is told all the same, and the alert is tried by itself', async () => {
  const { patient, psychologist, app, alerts, clock, url } = await alarmed()
  clock.advance(11 * minute)
  await app.db
    .$executeRaw`ALTER TABLE chat_messages ADD CONSTRAINT broken CHECK (content NOT LIKE '%acabar com a minha%')`
  try {
    const message = 'vou acabar com a minha vida'
    const { status, body } = await patient.call('POST', '/ai/chat', { message })
    expect([status, body.risk, body.reply]).toEqual([200, 'alto', expect.stringMatching(/188[^]*192/)])
    expect(await alerts(psychologist)).toHaveLength(2)
    const stream = await postForEvents(url, patient.accessToken, { message })
    await stream.whole
    expect((await stream.got('done')).data.reply).toMatch(/188/)
  } finally {
    await app.db.$executeRaw`ALTER TABLE chat_messages DROP CONSTRAINT broken`
  }
})

test('the guide’s function alerts no one, and so does not say that anyone is told', async () => {
  const { app } = await alarmed()
  const { reply, risk } = await app.assistant.generateResponse({ message: 'quero me matar' })
  expect([risk, /avisado/.test(reply)]).toEqual(['alto', false])
})
