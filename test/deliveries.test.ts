import { describe, expect, test } from 'vitest'
import { transaction } from '../src/database/transaction.ts'
import { startApp, testClock, until } from './app.ts'
import { day, hour, minute, monday, put, startClinic } from './clinic.ts'
import { delivery, notify, phone, settled } from './deliveries.ts'
import { twilioServer } from './fakes/twilio.ts'
import { mailServer } from './mail.ts'

describe('what each channel decided', () => {
  test('stands with its reason for staff: turned off, no address, not by that channel, account gone', async () => {
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

  test('are the night for SMS alone until a user sets their own, in their own zone', async () => {
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
    const waiting: number[] = []
    for (const index of [0, 1, 2]) {
      // One after the other: of those that come in one moment two workers may each take some.
      const id = await send(`n${index + 10}`)
      waiting.push(id)
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
    // Each in its own minute: of those that are due in one moment two workers may each take some.
    for (const id of [...waiting.slice(1), late]) {
      clock.advance(minute)
      await settled(running, id, 'sms', 'enviada')
    }
    expect(messages.map(({ body }) => /n\d+/.exec(body)?.[0])).toEqual(Array.from({ length: 14 }, (_, i) => `n${i}`))
  })

  test('a reminder goes before the notices that wait for room, and so waits for an hour at most', async () => {
    const { messages, env } = await twilioServer()
    const clock = testClock(monday)
    const running = await startApp({ env, clock })
    const patient = await running.person('paciente', { phone })
    const send = (type: 'lembrete' | 'agendamento', title: string) =>
      notify(running, { userId: patient.id, type, title, channels: ['sms'] })
    const notices: number[] = []
    for (let index = 0; index < 25; index++) notices.push(await send('agendamento', `n${index}`))
    const waiting = { channel: 'sms', status: 'adiada', hold: 'limite' } as const
    await until('fifteen to wait', async () => (await running.app.db.delivery.count({ where: waiting })) === 15)
    const reminder = await send('lembrete', 'Lembrete')
    const nextHour = new Date(monday.getTime() + hour)
    expect((await settled(running, reminder, 'sms', 'adiada')).nextAttemptAt).toEqual(nextHour)
    for (const passed of [1, 2]) {
      clock.set(new Date(monday.getTime() + passed * hour))
      await until(`hour ${passed}`, () => messages.length === Math.min(26, 10 + 10 * passed))
      await settled(running, reminder, 'sms', 'enviada')
    }
    for (const id of notices) await settled(running, id, 'sms', 'enviada')
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
    // Each user has an hour's limit of their own, and so has news of the account.
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
      expect.stringContaining(`your appointment with ${clinic.psychologist.name} is TODAY, 03/02 at 17:00`),
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
