import { describe, expect, test } from 'vitest'
import { transaction } from '../src/database/transaction.ts'
import type { Notice } from '../src/notifications/notifications.ts'
import { startApp, type TestApp, testClock, until } from './app.ts'
import { day, hour, minute, monday, put, startClinic } from './clinic.ts'
import { twilioServer } from './fakes/twilio.ts'
import { mailServer } from './mail.ts'

const phone = '+5511987654321'

/** Notifies in a transaction of its own; gives the notification's id. */
async function notify({ app }: Pick<TestApp, 'app'>, notice: Omit<Notice, 'title' | 'message'> & Partial<Notice>) {
  const id = await transaction(app.db, (tx) => app.notifications.notify(tx, { title: 'Olá', message: 'Oi', ...notice }))
  if (id === undefined) throw new Error('it was not notified')
  return id
}

const delivery = ({ app }: Pick<TestApp, 'app'>, notificationId: number, channel: 'email' | 'sms' | 'websocket') =>
  app.db.delivery.findUniqueOrThrow({
    where: { notificationId_channel: { notificationId, channel } },
    include: { attempts: { orderBy: { id: 'asc' } } },
  })

/** Waits until a delivery has this status (and, if said, so many attempts). */
const settled = (
  running: Pick<TestApp, 'app'>,
  id: number,
  channel: 'email' | 'sms' | 'websocket',
  status: string,
  attempts?: number,
) =>
  until(`${channel} is ${status}`, async () => {
    const found = await delivery(running, id, channel)
    return found.status === status && (attempts === undefined || found.attempts.length === attempts) ? found : undefined
  })

describe('what each channel decided', () => {
  test('stands with its reason for staff: turned off, nobody to reach, not that way, nobody there', async () => {
    const running = await startApp()
    const [admin, patient] = [await running.person('admin'), await running.person('paciente', { phone })]
    const off = await patient.call('PUT', '/notifications/preferences', { lembrete: { sms: false } })
    expect(off.status).toBe(200)
    const reminder = await notify(running, { userId: patient.id, type: 'lembrete' })
    await settled(running, reminder, 'email', 'enviada')
    await settled(running, reminder, 'websocket', 'suprimida')
    const { body } = await admin.call('GET', `/notifications/${reminder}/deliveries`)
    const reasons = Object.fromEntries(
      body.items.map((item: { channel: string; status: string; reason: string }) => [
        item.channel,
        `${item.status}: ${item.reason}`,
      ]),
    )
    expect(reasons).toEqual({
      in_app: 'entregue: null',
      websocket: 'suprimida: offline',
      email: 'enviada: null',
      sms: 'suprimida: a pessoa desligou lembrete por SMS',
    })
    expect(body.timeline.map(({ event }: { event: string }) => event)).toEqual(['criada', 'tentativa'])

    const message = await notify(running, { userId: patient.id, type: 'mensagem' })
    expect(await delivery(running, message, 'sms')).toMatchObject({ reason: 'mensagem não vai por SMS' })
    const nobody = await running.person()
    const notReached = await notify(running, { userId: nobody.id, type: 'agendamento' })
    expect(await delivery(running, notReached, 'sms')).toMatchObject({ reason: 'a conta não tem telefone' })
  })

  test('is for staff of that patient alone', async () => {
    const clinic = await startClinic()
    await put(clinic, clinic.patient, clinic.psychologist, new Date(monday.getTime() + day))
    const stranger = await clinic.person('psicologo')
    const id = await notify(clinic, { userId: clinic.patient.id, type: 'sistema' })
    const path = `/notifications/${id}/deliveries`
    expect((await clinic.psychologist.call('GET', path)).status).toBe(200)
    expect((await stranger.call('GET', path)).status).toBe(404)
    expect((await clinic.patient.call('GET', path)).status).toBe(403)
  })
})

describe('preferences', () => {
  test('are on until turned off, merge, and know no other words', async () => {
    const { person } = await startApp()
    const patient = await person()
    const path = '/notifications/preferences'
    const all = (await patient.call('GET', path)).body
    expect(Object.keys(all)).toHaveLength(9)
    expect(Object.values(all)).toEqual(Array.from({ length: 9 }, () => ({ email: true, sms: true })))
    await patient.call('PUT', path, { lembrete: { sms: false }, mensagem: { email: false } })
    const merged = await patient.call('PUT', path, { lembrete: { email: false } })
    expect(merged.body).toMatchObject({
      lembrete: { email: false, sms: false },
      mensagem: { email: false, sms: true },
      agendamento: { email: true, sms: true },
    })
    expect((await patient.call('GET', path)).body).toEqual(merged.body)
    expect((await patient.call('PUT', path, { lembrete: { sms: true } })).body.lembrete).toEqual({
      email: false,
      sms: true,
    })
    for (const wrong of [{ lembretes: { sms: false } }, { lembrete: { fax: false } }, { lembrete: { sms: 'não' } }])
      expect((await patient.call('PUT', path, wrong)).status).toBe(422)
  })

  test('never turn off an alert or what concerns the security of an account, and then change nothing', async () => {
    const { person } = await startApp()
    const patient = await person()
    const path = '/notifications/preferences'
    for (const type of ['alerta', 'seguranca']) {
      const refused = await patient.call('PUT', path, { lembrete: { sms: false }, [type]: { email: false } })
      expect(refused).toMatchObject({ status: 422, body: { code: 'preference_locked' } })
      expect(refused.body.errors).toEqual([expect.objectContaining({ path: `body.${type}.email` })])
      expect((await patient.call('PUT', path, { [type]: { email: true } })).status).toBe(200)
    }
    expect((await patient.call('GET', path)).body.lembrete).toEqual({ email: true, sms: true })
  })

  test('hold for what was already waiting when it leaves', async () => {
    const clock = testClock(new Date('2027-03-02T02:00:00.000Z')) // 23:00 in São Paulo
    const running = await startApp({ clock })
    const patient = await running.person('paciente', { phone })
    const id = await notify(running, { userId: patient.id, type: 'lembrete' })
    await settled(running, id, 'sms', 'adiada')
    await patient.call('PUT', '/notifications/preferences', { lembrete: { sms: false } })
    clock.advance(8 * hour)
    expect(await settled(running, id, 'sms', 'suprimida')).toMatchObject({
      reason: 'a pessoa desligou lembrete por SMS',
    })
  })
})

describe('quiet hours', () => {
  const night = new Date('2027-03-02T02:00:00.000Z') // 23:00 in São Paulo
  const morning = new Date('2027-03-02T10:00:00.000Z') // 07:00

  test('are the night for SMS alone until somebody sets their own, in their own zone', async () => {
    const clock = testClock(night)
    const running = await startApp({ clock })
    const patient = await running.person('paciente', { phone })
    const quiet = '/notifications/preferences/quiet-hours'
    expect((await patient.call('GET', quiet)).body).toEqual({ enabled: true, start: '22:00', end: '07:00' })
    const id = await notify(running, { userId: patient.id, type: 'mensagem', channels: ['email', 'sms'] })
    await settled(running, id, 'email', 'enviada')
    expect(await settled(running, id, 'sms', 'adiada')).toMatchObject({
      reason: 'horas de silêncio até 07:00',
      nextAttemptAt: morning,
    })

    const own = { enabled: true, start: '21:00', end: '08:30' }
    expect((await patient.call('PUT', quiet, own)).body).toEqual(own)
    await patient.call('PATCH', '/me', { timezone: 'America/Manaus' }) // an hour behind
    const later = await notify(running, { userId: patient.id, type: 'mensagem', channels: ['email', 'sms'] })
    const wakes = new Date('2027-03-02T12:30:00.000Z')
    for (const channel of ['email', 'sms'] as const)
      expect(await settled(running, later, channel, 'adiada')).toMatchObject({ nextAttemptAt: wakes })
    clock.set(wakes)
    for (const channel of ['email', 'sms'] as const) await settled(running, later, channel, 'enviada')
    await settled(running, id, 'sms', 'enviada')

    await patient.call('PUT', quiet, { ...own, enabled: false })
    clock.set(night)
    await settled(running, await notify(running, { userId: patient.id, type: 'lembrete' }), 'sms', 'enviada')
    for (const wrong of [
      { enabled: true, start: '24:00', end: '07:00' },
      { enabled: true, start: '22:00', end: '22:00' },
      { enabled: 'sim', start: '22:00', end: '07:00' },
      { ...own, days: [] },
    ])
      expect((await patient.call('PUT', quiet, wrong)).status).toBe(422)
  })

  test('hold back neither an alert, nor the answer to an act, nor what a person asks for now', async () => {
    const clinic = await startClinic({}, night)
    const patient = await clinic.person('paciente', { phone })
    for (const type of ['alerta', 'agendamento', 'cancelamento'] as const)
      await settled(clinic, await notify(clinic, { userId: patient.id, type }), 'sms', 'enviada')
    const { id } = await put(clinic, patient, clinic.psychologist, new Date(night.getTime() + 12 * hour))
    const reminded = await clinic.psychologist.call('POST', `/appointments/${id}/remind`)
    expect(reminded.status).toBe(202)
    for (const channel of ['email', 'sms'] as const)
      await settled(clinic, reminded.body.notificationId as number, channel, 'enviada')
  })

  test('that end only when the appointment has begun leave nothing to remind of', async () => {
    const clinic = await startClinic({}, night)
    const patient = await clinic.person('paciente', { phone })
    const early = await put(clinic, patient, clinic.psychologist, new Date('2027-03-02T09:30:00.000Z')) // 06:30
    const id = await notify(clinic, { userId: patient.id, type: 'lembrete', appointmentId: early.id })
    expect(await settled(clinic, id, 'sms', 'cancelada')).toMatchObject({
      reason: 'horas de silêncio até 07:00, depois do início da consulta',
    })
  })
})

describe('limits', () => {
  test('of ten SMS an hour: what is beyond them waits for its turn, in order, also behind those that wait', async () => {
    const { messages, env } = await twilioServer()
    const clock = testClock(monday)
    const running = await startApp({ env, clock })
    const patient = await running.person('paciente', { phone })
    const send = (title: string) => notify(running, { userId: patient.id, type: 'mensagem', title, channels: ['sms'] })
    const first: number[] = []
    for (let index = 0; index < 10; index++) {
      first.push(await send(`n${index}`))
      await settled(running, first[index] ?? 0, 'sms', 'enviada')
      clock.advance(minute)
    }
    const waiting = [await send('n10'), await send('n11'), await send('n12')]
    for (const [index, id] of waiting.entries()) {
      const held = await settled(running, id, 'sms', 'adiada')
      expect(held.reason).toBe('limite de 10 por hora')
      // As each of the first leaves the hour, so comes each turn.
      expect(held.nextAttemptAt).toEqual(new Date(monday.getTime() + index * minute + hour))
    }
    expect(messages).toHaveLength(10)
    clock.set(new Date(monday.getTime() + hour))
    await settled(running, waiting[0] ?? 0, 'sms', 'enviada')
    // One that comes now goes behind the two that wait, although it was never among them.
    const late = await send('n13')
    expect((await settled(running, late, 'sms', 'adiada')).nextAttemptAt).toEqual(
      new Date(monday.getTime() + hour + 3 * minute),
    )
    clock.advance(10 * minute)
    for (const id of [...waiting, late]) await settled(running, id, 'sms', 'enviada')
    expect(messages.map(({ body }) => /n\d+/.exec(body)?.[0])).toEqual(Array.from({ length: 14 }, (_, i) => `n${i}`))
  })

  test('of a hundred e-mails an hour leave out alerts and security, which have thirty of their own', async () => {
    const { mails, env } = await mailServer()
    const clock = testClock(monday)
    const running = await startApp({ env, clock })
    const [patient, other] = [await running.person(), await running.person()]
    const count = async (status: 'enviada' | 'adiada', userId: number) =>
      running.app.db.delivery.count({ where: { userId, channel: 'email', status } })
    await transaction(running.app.db, async (tx) => {
      for (let index = 0; index < 105; index++)
        await running.app.notifications.notify(tx, {
          userId: patient.id,
          type: 'mensagem',
          title: 'Olá',
          message: 'Oi',
        })
    })
    await until('a hundred have left', async () => (await count('enviada', patient.id)) === 100)
    await until('five wait', async () => (await count('adiada', patient.id)) === 5)
    expect(mails).toHaveLength(100)
    // Somebody else's hour is their own, and news of the account has its own.
    await settled(running, await notify(running, { userId: other.id, type: 'mensagem' }), 'email', 'enviada')
    await transaction(running.app.db, async (tx) => {
      for (let index = 0; index < 31; index++)
        await running.app.notifications.notify(tx, {
          userId: patient.id,
          type: 'seguranca',
          title: 'Olá',
          message: 'Oi',
        })
    })
    await until('thirty of the account have left', async () => (await count('enviada', patient.id)) === 130)
    await until('the last of them waits', async () => (await count('adiada', patient.id)) === 6)
    clock.advance(hour)
    await until('nothing waits', async () => (await count('enviada', patient.id)) === 136)
  })
})

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

  test('of which nobody knows: the SMS is looked up at the provider before it is sent again', async () => {
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

describe('what is true now', () => {
  test('decides at the turn: what was moved, cancelled or has begun is not told of any more', async () => {
    const { mails, env } = await mailServer((address) =>
      address.startsWith('lento') ? { code: 450, message: '4.2.0 later' } : undefined,
    )
    const clinic = await startClinic(env)
    const patient = await clinic.person('paciente', { email: 'lento@example.com' })
    const at = new Date(monday.getTime() + 2 * day)
    const book = async (startsAt: Date) => {
      const booking = {
        patientId: patient.id,
        psychologistId: clinic.psychologist.id,
        startsAt: startsAt.toISOString(),
      }
      return (await clinic.admin.call('POST', '/appointments', booking)).body.id as number
    }
    const told = async (appointmentId: number, type: 'agendamento' | 'confirmacao') => {
      const found = await clinic.app.db.notification.findFirstOrThrow({
        where: { appointmentId, userId: patient.id, type },
      })
      await settled(clinic, found.id, 'email', 'pendente', 1)
      return found.id
    }
    const [moved, cancelled, begun] = [
      await book(at),
      await book(new Date(at.getTime() + hour)),
      await book(new Date(monday.getTime() + hour)),
    ]
    const notices = [
      await told(moved, 'agendamento'),
      await told(cancelled, 'agendamento'),
      await told(begun, 'agendamento'),
    ]
    await clinic.admin.call('PATCH', `/appointments/${moved}`, { startsAt: new Date(at.getTime() + day).toISOString() })
    await clinic.admin.call('POST', `/appointments/${cancelled}/cancel`)
    clinic.clock.advance(hour)
    const reasons = []
    for (const id of notices) reasons.push((await settled(clinic, id, 'email', 'cancelada')).reason)
    expect(reasons).toEqual(['a consulta foi remarcada', 'a consulta está cancelada', 'a consulta já começou'])
    expect(mails.filter((mail) => JSON.stringify(mail.to).includes('lento'))).toEqual([])
  })

  test('words a deferred reminder: in the zone and language that the person has when it leaves', async () => {
    const { messages, env } = await twilioServer()
    const clinic = await startClinic(env, new Date('2027-03-02T02:00:00.000Z'))
    const patient = await clinic.person('paciente', { phone })
    const { id: appointmentId } = await put(clinic, patient, clinic.psychologist, new Date('2027-03-02T17:00:00.000Z'))
    const id = await notify(clinic, { userId: patient.id, type: 'lembrete', appointmentId })
    await settled(clinic, id, 'sms', 'adiada')
    await patient.call('PATCH', '/me', { timezone: 'Europe/Lisbon', locale: 'en' })
    clinic.clock.set(new Date('2027-03-02T10:00:00.000Z'))
    await settled(clinic, id, 'sms', 'enviada')
    expect(messages.map(({ body }) => body)).toEqual([
      expect.stringContaining('reminder of your appointment on 03/02 at 17:00'),
    ])
  })

  test('closes an account’s deliveries with it', async () => {
    const clock = testClock(new Date('2027-03-02T02:00:00.000Z'))
    const running = await startApp({ clock })
    const [admin, patient] = [await running.person('admin'), await running.person('paciente', { phone })]
    const id = await notify(running, { userId: patient.id, type: 'lembrete' })
    await settled(running, id, 'sms', 'adiada')
    expect((await admin.call('PATCH', `/users/${patient.id}`, { disabled: true })).status).toBe(200)
    clock.advance(8 * hour)
    expect((await settled(running, id, 'sms', 'cancelada')).reason).toBe('a conta foi encerrada')
  })
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

  test('that nobody reads goes on by e-mail after five minutes, and to the administrators after ten', async () => {
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
    // An administrator's own alert goes on by e-mail, and then there is nobody left.
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

test('an account that is gone while its message is on its way holds up nobody else’s', async () => {
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

test('a server’s words that no database stores are recorded all the same, and a zone that nobody knows holds up one alone', async () => {
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
