import { expect, test } from 'vitest'
import { systemClock } from '../src/time/clock.ts'
import { transaction } from '../src/database/transaction.ts'
import { deliveryRecovery } from '../src/notifications/recovery.ts'
import { startApp, testClock, until } from './app.ts'
import { monday, startClinic } from './clinic.ts'
import { mailServer } from './mail.ts'

test('a message to a patient is in the inbox at once and leaves by e-mail through a real SMTP server', async () => {
  const { mails, env } = await mailServer()
  const { person } = await startApp({ env })
  const admin = await person('admin')
  const patient = await person('paciente', { name: 'João <script> & "Silva"' })
  const sent = await admin.call('POST', '/notifications', { userId: patient.id, title: 'Olá', message: 'Até amanhã.' })
  expect(sent.status).toBe(202)
  const inbox = await patient.call('GET', '/notifications')
  expect(inbox.body).toEqual({
    items: [
      expect.objectContaining({
        id: sent.body.id,
        type: 'mensagem',
        title: 'Olá',
        message: 'Até amanhã.',
        readAt: null,
      }),
    ],
    nextCursor: null,
  })
  const [mail] = await until('the mail', () => (mails.length > 0 ? mails : undefined))
  expect(mail?.subject).toBe('Olá')
  expect(mail?.text).toContain('Até amanhã.')
  expect(mail?.html).toContain('João &lt;script&gt; &amp;')
  const deliveries = await until('the record', async () => {
    const { body } = await admin.call('GET', `/notifications/${sent.body.id}/deliveries`)
    return (
      body.items.find(
        (item: { channel: string; status: string }) => item.channel === 'email' && item.status === 'enviada',
      ) && body.items
    )
  })
  expect(deliveries).toContainEqual(
    expect.objectContaining({
      channel: 'email',
      provider: 'smtp',
      attempts: [expect.objectContaining({ outcome: 'enviada', provider: 'smtp' })],
    }),
  )
  expect(deliveries).toContainEqual(expect.objectContaining({ channel: 'in_app', status: 'entregue' }))
})

test('a refusal for good is not tried again, a passing one is, and both show their SMTP code', async () => {
  const { mails, env } = await mailServer((address) =>
    address.startsWith('gone')
      ? { code: 550, message: '5.1.1 no such user' }
      : address.startsWith('busy')
        ? { code: 450, message: '4.2.1 try later' }
        : undefined,
  )
  const { app, person } = await startApp({ env })
  const admin = await person('admin')
  const send = async (email: string) => {
    const patient = await person('paciente', { email })
    const { body } = await admin.call('POST', '/notifications', {
      userId: patient.id,
      title: 'Olá',
      message: 'Oi',
      channels: ['email'],
    })
    return until('an attempt', async () =>
      app.db.delivery.findFirst({
        where: { notificationId: body.id, channel: 'email', attempts: { some: {} } },
        include: { attempts: true },
      }),
    )
  }
  const gone = await send('gone@example.com')
  expect(gone).toMatchObject({ status: 'falhou', attempts: [{ outcome: 'permanente' }] })
  expect(gone.attempts[0]?.error).toContain('550 5.1.1')
  const busy = await send('busy@example.com')
  expect(busy).toMatchObject({ status: 'pendente', attempts: [{ outcome: 'temporaria' }] })
  expect(busy.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now())
  expect(mails).toHaveLength(0)
})

test('what was read is read, on the inbox, on the count, and for no one else', async () => {
  const { person, app } = await startApp()
  const patient = await person()
  const stranger = await person()
  for (const title of ['um', 'dois', 'três']) {
    await transaction(app.db, (tx) =>
      app.notifications.notify(tx, { userId: patient.id, type: 'sistema', title, message: 'Oi' }),
    )
  }
  expect((await patient.call('GET', '/notifications/unread-count')).body).toEqual({ count: 3 })
  const [newest] = (await patient.call('GET', '/notifications')).body.items
  expect((await stranger.call('POST', `/notifications/${newest.id}/read`)).status).toBe(404)
  expect((await patient.call('POST', `/notifications/${newest.id}/read`)).body.readAt).toMatch(/^\d{4}-.*Z$/)
  expect((await patient.call('GET', '/notifications?unread=true')).body.items).toHaveLength(2)
  expect((await patient.call('POST', '/notifications/read-all')).body).toEqual({ count: 2 })
  expect((await patient.call('GET', '/notifications/unread-count')).body).toEqual({ count: 0 })
})

test('a page of the inbox neither misses nor repeats while new notifications arrive', async () => {
  const { person, app } = await startApp()
  const patient = await person()
  const add = (title: string) =>
    transaction(app.db, (tx) =>
      app.notifications.notify(tx, { userId: patient.id, type: 'sistema', title, message: 'Oi' }),
    )
  for (let index = 0; index < 7; index++) await add(`n${index}`)
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const { body } = await patient.call('GET', `/notifications?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
    seen.push(...body.items.map(({ title }: { title: string }) => title))
    cursor = body.nextCursor
    await add('late')
  } while (cursor)
  expect(seen).toEqual(['n6', 'n5', 'n4', 'n3', 'n2', 'n1', 'n0'])
  expect((await patient.call('GET', '/notifications?cursor=bm9uc2Vuc2U')).status).toBe(422)
})

test('a dedupe key is notified once, also by twenty at the same moment', async () => {
  const { person, app } = await startApp()
  const patient = await person()
  const notice = { userId: patient.id, type: 'sistema', title: 'Oi', message: 'Oi', dedupeKey: 'uma vez' } as const
  await Promise.all(Array.from({ length: 20 }, () => transaction(app.db, (tx) => app.notifications.notify(tx, notice))))
  expect((await patient.call('GET', '/notifications')).body.items).toHaveLength(1)
})

test('a rolled back transaction leaves no notification, no event and no job', async () => {
  const { person, app } = await startApp()
  const patient = await person()
  await expect(
    transaction(app.db, async (tx) => {
      await app.notifications.notify(tx, { userId: patient.id, type: 'mensagem', title: 'Oi', message: 'Oi' })
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')
  expect(await app.db.notification.count()).toBe(0)
  expect(await app.db.event.count()).toBe(0)
  expect(await app.db.$queryRaw`SELECT count(*)::int AS n FROM pgboss.job WHERE name LIKE 'notifications.%'`).toEqual([
    { n: 0 },
  ])
})

test('a psychologist cannot write to a stranger, and a patient to no one', async () => {
  const { person } = await startApp()
  const [psychologist, patient] = [await person('psicologo'), await person()]
  const message = { userId: patient.id, title: 'Oi', message: 'Oi' }
  expect((await psychologist.call('POST', '/notifications', message)).status).toBe(404)
  expect((await patient.call('POST', '/notifications', { ...message, userId: psychologist.id })).status).toBe(403)
})

test('without SMTP and Twilio the console says what would have gone out', async () => {
  const clinic = await startClinic()
  const patient = await clinic.person('paciente', { phone: '(11) 98765-4321' })
  const startsAt = '2027-03-04T17:00:00.000Z'
  const booking = { patientId: patient.id, psychologistId: clinic.psychologist.id, startsAt }
  expect((await clinic.admin.call('POST', '/appointments', booking)).status).toBe(201)
  const lines = () => clinic.logs.map(({ msg }) => String(msg))
  await until('the e-mail', () => lines().find((line) => line.startsWith(`📧 Email (console) para: ${patient.email}`)))
  const sms = await until('the SMS', () =>
    lines().find((line) => line.startsWith('📱 SMS (console) para: +5511987654321')),
  )
  expect(sms).toContain(`consulta com ${clinic.psychologist.name} agendada para 04/03 as 14:00`)
})

test('staff choose the ways: an SMS asked for leaves as one, beside the inbox', async () => {
  // By day: at night an SMS of this kind would wait.
  const { person, app } = await startApp({ clock: testClock(monday) })
  const [admin, patient] = [await person('admin'), await person('paciente', { phone: '+5511987654321' })]
  const { body } = await admin.call('POST', '/notifications', {
    userId: patient.id,
    title: 'Olá',
    message: 'Oi',
    channels: ['sms'],
  })
  await until('the SMS', () =>
    app.db.delivery.findFirst({ where: { notificationId: body.id, channel: 'sms', status: 'enviada' } }),
  )
  expect(await app.db.delivery.findFirst({ where: { notificationId: body.id, channel: 'email' } })).toMatchObject({
    status: 'suprimida',
    reason: 'não foi pedido por e-mail',
  })
})

test('a delivery that lost its job is found and sent', async () => {
  const { person, app } = await startApp()
  const patient = await person()
  const { db, jobs } = app
  const { stragglers } = deliveryRecovery({ db, jobs, clock: systemClock, node: app.database.node, has: () => false })
  const id = await transaction(db, (tx) =>
    app.notifications.notify(tx, { userId: patient.id, type: 'mensagem', title: 'Oi', message: 'Oi' }),
  )
  const where = { notificationId: id, channel: 'email' } as const
  await until('it is sent', () => db.delivery.findFirst({ where: { ...where, status: 'enviada' } }))
  await db.delivery.updateMany({
    where,
    data: { status: 'pendente', nextAttemptAt: null, updatedAt: new Date(Date.now() - 3_600_000) },
  })
  expect(await stragglers()).toBe(1)
  await until('it is sent again', () => db.delivery.findFirst({ where: { ...where, status: 'enviada' } }))
  expect(await stragglers()).toBe(0)
})
