import type { ParsedMail } from 'mailparser'
import { expect, test } from 'vitest'
import { until } from './app.ts'
import { day, monday, startClinic } from './clinic.ts'
import { mailServer } from './mail.ts'

const fresh = 'uma senha nova e comprida'
const form = { 'content-type': 'application/x-www-form-urlencoded' }

const arrived = (mails: ParsedMail[], address: string, subject: string) =>
  until(
    `${subject} to ${address}`,
    () => mails.find((mail) => [mail.to].flat()[0]?.text.includes(address) && mail.subject?.startsWith(subject)),
    30_000,
  )
const linkIn = (mail: ParsedMail): string => /http\S+\?token=[\w-]{43}/.exec(mail.text ?? '')?.[0] ?? ''

test('another e-mail is taken by its own link; the old one is told, and takes the account back with a new password', async () => {
  const { mails, env } = await mailServer()
  const { patient, call } = await startClinic(env)
  const wish = (email: string, password = patient.password) => patient.call('POST', '/me/email', { email, password })
  expect((await wish('nova@example.com', 'not the password')).status).toBe(401)
  expect((await wish('nova@example.com')).status).toBe(202)
  const link = linkIn(await arrived(mails, 'nova@example.com', 'Confirme seu novo e-mail'))
  expect((await call('GET', link)).status).toBe(200)
  expect((await patient.call('GET', '/me')).body.email).toBe(patient.email)
  const feed = (await patient.call('GET', '/me/calendar-url')).body.url
  expect((await call('POST', link, '', form)).body).toContain('E-mail alterado')
  expect((await call('POST', link, '', form)).status).toBe(422)
  expect((await patient.call('GET', '/me')).body).toMatchObject({ email: 'nova@example.com', emailVerified: true })
  expect((await call('GET', feed)).status).toBe(404)
  const back = linkIn(await arrived(mails, patient.email, 'O e-mail da sua conta foi alterado'))
  // Kept free for its owner meanwhile.
  const squatter = { name: 'Outra', email: patient.email, password: fresh }
  expect((await call('POST', '/auth/register', squatter)).body.code).toBe('email_taken')
  const chosen = new URLSearchParams({ password: fresh, repeat: fresh }).toString()
  expect((await call('POST', back, chosen, form)).body).toContain('Senha salva')
  expect((await patient.call('GET', '/me')).status).toBe(401)
  expect((await call('POST', '/auth/login', { email: patient.email, password: fresh })).status).toBe(200)
  expect((await call('POST', back, chosen, form)).status).toBe(422)
})

test('an e-mail that is taken is answered like a free one, and its owner is told', async () => {
  const { mails, env } = await mailServer()
  const { patient, psychologist, app } = await startClinic(env)
  const answer = await patient.call('POST', '/me/email', { email: psychologist.email, password: patient.password })
  expect([answer.status, answer.body]).toEqual([202, ''])
  const told = await arrived(mails, psychologist.email, 'Seu e-mail foi pedido')
  expect(linkIn(told)).toBe('')
  expect(told.text).not.toContain(patient.name)
  expect(await app.db.accountToken.count()).toBe(0)
})

test('an account whose mailbox is unverified gets three mails about its own bookings; what staff book, all', async () => {
  const { call, admin, psychologist, app } = await startClinic()
  const account = { name: 'Rui', email: 'rui@example.com', password: fresh }
  const { body } = await call('POST', '/auth/register', account)
  const headers = { authorization: `Bearer ${body.accessToken}` }
  const at = (days: number) => new Date(monday.getTime() + days * day).toISOString()
  const booking = (days: number) => ({ psychologistId: psychologist.id, startsAt: at(days) })
  for (const days of [1, 2, 3, 4, 7])
    expect((await call('POST', '/appointments', booking(days), headers)).status).toBe(201)
  for (const days of [8, 9]) await admin.call('POST', '/appointments', { ...booking(days), patientId: body.user.id })
  const notices = await app.db.notification.findMany({
    where: { userId: body.user.id, type: 'agendamento' },
    orderBy: { id: 'asc' },
  })
  const reasons = []
  for (const { id } of notices) {
    const { items } = (await admin.call('GET', `/notifications/${id}/deliveries`)).body
    const mail = items.find(({ channel }: { channel: string }) => channel === 'email')
    reasons.push(mail.status === 'suprimida' ? mail.reason : 'leaves')
  }
  const held = 'unverified_mailbox'
  expect(reasons).toEqual(['leaves', 'leaves', 'leaves', held, held, 'leaves', 'leaves'])
})

test('acting by the link of a mail proves the mailbox; the page that an SMS leads to does not', async () => {
  const { mails, env } = await mailServer()
  const { call, admin, psychologist, app } = await startClinic(env)
  const account = { name: 'Rui', email: 'rui@example.com', password: fresh }
  const { id } = (await call('POST', '/auth/register', account)).body.user
  const startsAt = new Date(monday.getTime() + 2 * day).toISOString()
  await admin.call('POST', '/appointments', { patientId: id, psychologistId: psychologist.id, startsAt })
  const mail = await arrived(mails, account.email, 'Consulta')
  const link = /http\S+\/confirm\?\S+/.exec(mail.text ?? '')?.[0] ?? ''
  const verified = async () => (await app.db.user.findUniqueOrThrow({ where: { id } })).emailVerifiedAt !== null
  await call('POST', link.replace(/&m=[\w-]+/, ''), '', form)
  expect(await verified()).toBe(false)
  const cancel = /http\S+\/cancel\?\S+/.exec(mail.text ?? '')?.[0] ?? ''
  expect((await call('POST', cancel, '', form)).status).toBe(200)
  expect(await verified()).toBe(true)
})

test('staff set right what a patient in their care has given, and the patient is told', async () => {
  const { patient, psychologist, admin, app, person } = await startClinic()
  const edit = (by: typeof admin, body: unknown, id = patient.id) => by.call('PATCH', `/users/${id}`, body)
  expect((await edit(psychologist, { name: 'Maria Certa' })).status).toBe(404)
  const startsAt = new Date(monday.getTime() + 2 * day).toISOString()
  await psychologist.call('POST', '/appointments', { patientId: patient.id, startsAt })
  const done = await edit(psychologist, { name: 'Maria Certa', phone: '11 98765-4321' })
  expect(done.body).toMatchObject({ name: 'Maria Certa', phone: '+5511987654321', phoneVerified: true })
  expect((await edit(psychologist, { disabled: true })).status).toBe(403)
  const [told] = await app.db.notification.findMany({ where: { userId: patient.id, type: 'seguranca' } })
  expect(told?.message).toContain('nome, telefone')
  const where = { action: 'user.update', actorId: psychologist.id, resourceId: String(patient.id) }
  expect((await app.db.auditEntry.findFirstOrThrow({ where })).detail).toEqual({ fields: ['name', 'phone'] })
  expect((await edit(admin, { locale: 'en' })).body.locale).toBe('en')
  expect((await edit(admin, { name: 'Outra' }, (await person('psicologo')).id)).status).toBe(403)
})
