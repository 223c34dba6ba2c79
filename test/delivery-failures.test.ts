import { describe, expect, test } from 'vitest'
import { transaction } from '../src/database/transaction.ts'
import { startApp, testClock, until } from './app.ts'
import { hour, minute, monday } from './clinic.ts'
import { delivery, notify, phone, settled } from './deliveries.ts'
import { twilioServer } from './fakes/twilio.ts'
import { mailServer } from './mail.ts'

describe('failures', () => {
  test('that may pass are tried eight times over about a day, and then wait for an administrator', async () => {
    let down = true
    const { mails, env } = await mailServer(() => (down ? { code: 451, message: '4.3.0 try later' } : undefined))
    const clock = testClock(monday)
    const running = await startApp({ env, clock })
    const [admin, patient] = [await running.person('admin'), await running.person()]
    const id = await notify(running, { userId: patient.id, type: 'agendamento' })
    const times: number[] = [monday.getTime()]
    for (let attempt = 1; attempt <= 7; attempt++) {
      const { nextAttemptAt, reason } = await settled(running, id, 'email', 'pendente', attempt)
      expect(reason).toBe(`nova tentativa marcada (${attempt + 1} de 8)`)
      clock.set(nextAttemptAt ?? new Date(NaN))
      times.push(clock.now().getTime())
    }
    const failed = await settled(running, id, 'email', 'falhou', 8)
    expect(failed.reason).toBe('tentativas esgotadas')
    expect(failed.attempts.map(({ outcome, error }) => `${outcome} ${error}`)).toEqual(
      Array.from({ length: 8 }, () => expect.stringMatching(/^temporaria 451 4\.3\.0/)),
    )
    const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0))
    expect(waits).toEqual([...waits].sort((a, b) => a - b))
    expect((times.at(-1) ?? 0) - monday.getTime()).toBeGreaterThan(19 * hour)
    expect((times.at(-1) ?? 0) - monday.getTime()).toBeLessThan(29 * hour)

    const list = await admin.call('GET', '/admin/deliveries?status=falhou')
    expect(list.body.items).toEqual([
      expect.objectContaining({ id: failed.id, type: 'agendamento', userId: patient.id, attemptCount: 8 }),
    ])
    expect(JSON.stringify(list.body)).not.toContain(patient.email)
    down = false
    const retried = await admin.call('POST', `/admin/deliveries/${failed.id}/retry`)
    expect(retried.status).toBe(202)
    const sent = await settled(running, id, 'email', 'enviada', 9)
    expect(mails).toHaveLength(1)
    expect((await admin.call('GET', `/admin/deliveries/${failed.id}`)).body).toMatchObject({
      status: 'enviada',
      attempts: expect.arrayContaining([
        expect.objectContaining({ outcome: 'enviada', latencyMs: expect.any(Number) }),
      ]),
    })
    expect(sent.attemptCount).toBe(1)
    expect(await admin.call('POST', `/admin/deliveries/${failed.id}/retry`)).toMatchObject({
      status: 409,
      body: { code: 'delivery_settled' },
    })
  })

  test('are worked through by kind, or discarded with a reason, by administrators alone', async () => {
    let down = true
    const { env } = await mailServer(() => (down ? { code: 554, message: '5.7.1 refused' } : undefined))
    const running = await startApp({ env })
    const [admin, patient, psychologist] = [
      await running.person('admin'),
      await running.person(),
      await running.person('psicologo'),
    ]
    const ids: number[] = []
    for (const type of ['mensagem', 'mensagem', 'agendamento'] as const)
      ids.push(await notify(running, { userId: patient.id, type }))
    const failed: string[] = []
    for (const id of ids) failed.push((await settled(running, id, 'email', 'falhou')).id)
    for (const { call } of [patient, psychologist]) {
      expect((await call('GET', '/admin/deliveries')).status).toBe(403)
      expect((await call('POST', `/admin/deliveries/${failed[0]}/discard`, { reason: 'x' })).status).toBe(403)
    }
    expect((await admin.call('POST', '/admin/deliveries/retry', {})).status).toBe(422)
    expect((await admin.call('POST', `/admin/deliveries/${failed[0]}/discard`, {})).status).toBe(422)
    const discarded = await admin.call('POST', `/admin/deliveries/${failed[0]}/discard`, {
      reason: 'já soube por telefone',
    })
    expect(discarded.body).toMatchObject({
      status: 'cancelada',
      reason: `descartada pela administração (conta ${admin.id}): já soube por telefone`,
    })
    down = false
    const kind = { channel: 'email', type: 'mensagem', provider: 'smtp' }
    expect((await admin.call('POST', '/admin/deliveries/retry', kind)).body).toEqual({ count: 1 })
    await settled(running, ids[1] ?? 0, 'email', 'enviada')
    expect((await admin.call('GET', '/admin/deliveries?status=falhou')).body.items).toHaveLength(1)
    expect((await admin.call('POST', '/admin/deliveries/retry', { channel: 'email' })).body).toEqual({ count: 1 })
    await settled(running, ids[2] ?? 0, 'email', 'enviada')
    const missing = '019f0000-0000-7000-8000-000000000000'
    expect((await admin.call('POST', `/admin/deliveries/${missing}/retry`)).status).toBe(404)
    expect((await admin.call('GET', `/admin/deliveries/${missing}`)).status).toBe(404)
  })

  test('by the provider’s limits are tried again when it said, not before', async () => {
    let busy = true
    const { messages, env } = await twilioServer(() =>
      busy ? { status: 429, code: 20429, message: 'Too Many Requests', retryAfter: 300 } : undefined,
    )
    const clock = testClock(monday)
    const running = await startApp({ env, clock })
    const patient = await running.person('paciente', { phone })
    const id = await notify(running, { userId: patient.id, type: 'agendamento' })
    const held = await settled(running, id, 'sms', 'pendente', 1)
    expect(held.nextAttemptAt).toEqual(new Date(monday.getTime() + 5 * minute))
    expect(held.attempts[0]).toMatchObject({ outcome: 'temporaria', error: '20429: Too Many Requests' })
    busy = false
    clock.advance(5 * minute)
    await settled(running, id, 'sms', 'enviada', 2)
    expect(messages).toHaveLength(1)
  })

  test('of unknown outcome: the SMS is looked up at the provider before it is sent again', async () => {
    const { messages, env } = await twilioServer((to) => (to === phone && messages.length === 0 ? 'lost' : undefined))
    const clock = testClock()
    const running = await startApp({ env, clock })
    const patient = await running.person('paciente', { phone })
    const id = await notify(running, { userId: patient.id, type: 'agendamento' })
    await settled(running, id, 'sms', 'pendente', 1)
    clock.advance(minute)
    const found = await settled(running, id, 'sms', 'enviada', 2)
    expect(found.attempts.map(({ outcome }) => outcome)).toEqual(['incerta', 'enviada'])
    expect(found.providerId).toBe(messages[0]?.sid)
    expect(messages).toHaveLength(1)
  })
})

test('an SMS whose fate is not known is not taken for another that says the same', async () => {
  let fate: 'dropped' | undefined
  const { messages, env } = await twilioServer(() => fate)
  const clock = testClock()
  const running = await startApp({ env, clock })
  const psychologist = await running.person('psicologo', { phone })
  const alert = () => notify(running, { userId: psychologist.id, type: 'alerta', title: 'Alerta de risco' })
  await settled(running, await alert(), 'sms', 'enviada')
  fate = 'dropped'
  const second = await alert()
  await settled(running, second, 'sms', 'pendente', 1)
  fate = undefined
  clock.advance(minute)
  const sent = await settled(running, second, 'sms', 'enviada', 2)
  expect(messages).toHaveLength(2)
  expect(sent.providerId).toBe(messages[1]?.sid)
})

test('a server that closes finishes what is under way and leaves the rest of the queue as it is', async () => {
  let slow = 0
  const { mails, env } = await mailServer(async () => {
    slow++
    await new Promise((resolve) => setTimeout(resolve, 300))
    return undefined
  })
  const { app, person, logs, close } = await startApp({ env, keep: true })
  const patient = await person()
  await transaction(app.db, async (tx) => {
    for (let index = 0; index < 60; index++)
      await app.notifications.notify(tx, { userId: patient.id, type: 'mensagem', title: 'Olá', message: 'Oi' })
  })
  await until('some are under way', () => slow > 0)
  await close()
  expect(logs.filter(({ msg }) => String(msg).startsWith('job failed')).length).toBeLessThanOrEqual(2)
  expect(mails.length).toBeGreaterThan(0)
  expect(mails.length).toBeLessThan(30)
})

describe('an alert', () => {
  async function startAlert(fields: { phone?: string } = { phone }) {
    const clock = testClock(monday)
    const running = await startApp({ clock })
    const [psychologist, one, two] = [
      await running.person('psicologo', fields),
      await running.person('admin'),
      await running.person('admin'),
    ]
    const id = await notify(running, { userId: psychologist.id, type: 'alerta', data: { riskAlertId: 7 } })
    const escalated = () =>
      running.app.db.notification.findMany({ where: { escalatedFromId: id }, orderBy: { userId: 'asc' } })
    return { ...running, clock, psychologist, admins: [one, two], id, escalated }
  }

  test('that stays unread goes on by e-mail after five minutes, and to the administrators after ten', async () => {
    const alert = await startAlert()
    const { clock, id, admins, escalated } = alert
    await settled(alert, id, 'sms', 'enviada')
    expect(await delivery(alert, id, 'email')).toMatchObject({ status: 'adiada', attemptCount: 0 })
    clock.advance(5 * minute)
    await settled(alert, id, 'email', 'enviada')
    expect(await escalated()).toEqual([])
    clock.advance(5 * minute)
    const told = await until('the administrators are told', async () => {
      const found = await escalated()
      return found.length === 2 ? found : undefined
    })
    expect(told.map(({ userId, type }) => [userId, type])).toEqual(admins.map((admin) => [admin.id, 'alerta']))
    expect(told[0]).toMatchObject({ title: 'Alerta sem resposta', data: { riskAlertId: 7, escalatedFrom: id } })
    const { body } = await (admins[0] ?? alert).call('GET', `/notifications/${id}/deliveries`)
    expect(body.timeline.map(({ event, channel }: { event: string; channel?: string }) => channel ?? event)).toEqual([
      'criada',
      'sms',
      'email',
      'escalada',
      'escalada',
    ])
    // An administrator's own alert goes on by e-mail, and then there is no one left.
    clock.advance(hour)
    for (const { id: own } of told) await settled(alert, own, 'email', 'enviada')
    expect(await alert.app.db.notification.count({ where: { type: 'alerta' } })).toBe(3)
  })

  test('that is read goes no further', async () => {
    const alert = await startAlert()
    const { clock, id, psychologist, escalated } = alert
    await settled(alert, id, 'sms', 'enviada')
    clock.advance(4 * minute)
    expect((await psychologist.call('POST', `/notifications/${id}/read`)).status).toBe(200)
    clock.advance(minute)
    expect((await settled(alert, id, 'email', 'cancelada')).reason).toBe('o alerta foi lido')
    clock.advance(hour)
    // Another alert's escalation shows that the look was taken.
    const other = await notify(alert, { userId: psychologist.id, type: 'alerta' })
    clock.advance(10 * minute)
    await until('the other', () => alert.app.db.notification.findFirst({ where: { escalatedFromId: other } }))
    expect(await escalated()).toEqual([])
  })

  test('whose SMS cannot leave goes by e-mail at once, and to the administrators where that fails as well', async () => {
    const alert = await startAlert({})
    expect(await settled(alert, alert.id, 'email', 'enviada')).toMatchObject({ attemptCount: 1 })

    const { env: twilio } = await twilioServer(() => ({ status: 400, code: 21614, message: 'not a mobile number' }))
    const { env: mail } = await mailServer(() => ({ code: 550, message: '5.1.1 no such user' }))
    const running = await startApp({ env: { ...twilio, ...mail }, clock: testClock(monday) })
    const [psychologist, admin] = [await running.person('psicologo', { phone }), await running.person('admin')]
    const id = await notify(running, { userId: psychologist.id, type: 'alerta' })
    await settled(running, id, 'sms', 'falhou')
    await settled(running, id, 'email', 'falhou')
    await until('the administrator is told', () =>
      running.app.db.notification.findFirst({ where: { escalatedFromId: id, userId: admin.id } }),
    )
  })
})

test('an account that is gone while its message is on its way holds up no other message', async () => {
  let answer = () => {}
  const asked = new Promise<void>((resolve) => (answer = resolve))
  let reached = 0
  const { mails, env } = await mailServer(async (address) => {
    reached++
    if (address.startsWith('gone')) await asked
    return undefined
  })
  const running = await startApp({ env })
  const gone = await running.person('paciente', { email: 'gone@example.com' })
  const other = await running.person()
  const lost = await notify(running, { userId: gone.id, type: 'mensagem' })
  await until('it is on its way', () => reached === 1)
  await running.app.db.notification.delete({ where: { id: lost } })
  answer()
  await until('it has arrived', () => mails.length === 1)
  await settled(running, await notify(running, { userId: other.id, type: 'mensagem' }), 'email', 'enviada')
})

test('a server’s words that no database stores are recorded all the same, and an unknown zone holds up one alone', async () => {
  const { env } = await mailServer(() => ({ code: 450, message: '4.2.0 later\u0000 please' }))
  const clock = testClock(new Date('2027-03-02T02:00:00.000Z'))
  const running = await startApp({ env, clock })
  const [lost, other] = [await running.person('paciente', { phone }), await running.person('paciente', { phone })]
  await running.app.db.user.update({ where: { id: lost.id }, data: { timezone: 'Atlantis/Old_Town' } })
  const [one, two] = await transaction(running.app.db, async (tx) => {
    const notice = { type: 'mensagem', title: 'Olá', message: 'Oi', channels: ['email', 'sms'] } as const
    const ids: number[] = []
    for (const { id } of [lost, other])
      ids.push((await running.app.notifications.notify(tx, { ...notice, userId: id })) ?? 0)
    return ids
  })
  expect((await settled(running, two ?? 0, 'email', 'pendente', 1)).attempts[0]?.error).toMatch(/^450 4\.2\.0.*please/)
  expect((await settled(running, one ?? 0, 'sms', 'adiada')).reason).toContain('verifique o fuso da conta')
  expect((await settled(running, two ?? 0, 'sms', 'adiada')).reason).toBe('horas de silêncio até 07:00')
})
