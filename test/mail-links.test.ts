import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { appointmentLinks } from '../src/appointments/links.ts'
import { until } from './app.ts'
import { day, hour, monday, put, startClinic } from './clinic.ts'
import { mailServer } from './mail.ts'

const key = 'the present key of this test, 32 chars'
const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** A clinic with one appointment, and the links that its patient gets by mail. */
async function booked(fields: object = {}, env: Record<string, string> = {}) {
  const clinic = await startClinic({ SECRET_KEY: key, ...env })
  const { patient, psychologist } = clinic
  const appointment = await put(clinic, patient, psychologist, new Date(monday.getTime() + 2 * day), fields)
  const { url } = appointmentLinks({ publicUrl: clinic.url, secretKey: key })
  const now = () => clinic.app.db.appointment.findUniqueOrThrow({ where: { id: appointment.id } })
  return { ...clinic, appointment, now, confirm: url('confirm', appointment), cancel: url('cancel', appointment) }
}

test('the mail’s "Confirmar presença" opens a page that changes nothing; its form confirms, as the patient', async () => {
  const { mails, env } = await mailServer()
  const { admin, patient, psychologist, call, app } = await startClinic(env)
  const startsAt = new Date(monday.getTime() + 2 * day).toISOString()
  await admin.call('POST', '/appointments', { patientId: patient.id, psychologistId: psychologist.id, startsAt })
  const mail = await until('the mail', () => mails.find(({ to }) => [to].flat()[0]?.text.includes(patient.email)))
  const [confirm = ''] = /http\S+\/confirm\?\S+/.exec(mail.text ?? '') ?? []
  expect(mail.html).toContain(confirm.replaceAll('&', '&amp;'))
  const page = await call('GET', confirm)
  expect(page).toMatchObject({ status: 200 })
  expect(page.body).toContain('<html lang="pt-BR">')
  expect(page.body).toContain('<form method="post">')
  expect(page.body).not.toContain('<script')
  expect(page.headers.get('content-security-policy')).toMatch(
    /default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/,
  )
  // The very style that stands in the page, or a browser would not apply it.
  const style = /<style>([\s\S]*)<\/style>/.exec(String(page.body))?.[1] ?? ''
  const hash = createHash('sha256').update(style).digest('base64')
  expect(page.headers.get('content-security-policy')).toContain(`'sha256-${hash}'`)
  expect(page.headers.get('referrer-policy')).toBe('no-referrer')
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect((await app.db.appointment.findFirstOrThrow()).status).toBe('agendado')
  const done = await call('POST', confirm, '', form)
  expect(done.status).toBe(200)
  expect(done.body).toContain('Presença confirmada')
  expect((await app.db.appointment.findFirstOrThrow()).status).toBe('confirmado')
  // The other person is told; the patient acted.
  const told = await app.db.notification.findMany({ where: { type: 'confirmacao' } })
  expect(told.map(({ userId }) => userId)).toEqual([psychologist.id])
  expect((await call('GET', confirm)).body).toContain('Presença já confirmada')
  // The psychologist's mail asks nothing.
  const other = await until('the other mail', () =>
    mails.find(({ to }) => [to].flat()[0]?.text.includes(psychologist.email)),
  )
  expect(other.text).not.toContain('/confirm?')
})

test('"Preciso cancelar" takes a reason, cancels once, and then says so', async () => {
  const { call, cancel, confirm, now } = await booked()
  expect((await call('GET', cancel)).body).toMatch(/<label for="reason">[\s\S]*<textarea id="reason"/)
  expect((await now()).status).toBe('agendado')
  const body = new URLSearchParams({ reason: `  Gripe <b>forte</b>\u0000\u0007\n${'x'.repeat(600)}` }).toString()
  expect((await call('POST', cancel, body, form)).body).toContain('Cancelamento feito')
  const after = await now()
  expect(after).toMatchObject({ status: 'cancelado', version: 2 })
  expect(after.cancelReason).toHaveLength(500)
  expect(after.cancelReason).toMatch(/^Gripe <b>forte<\/b>\nx/)
  for (const link of [cancel, confirm]) {
    expect((await call('GET', link)).body).toContain('Este horário foi cancelado')
    expect((await call('POST', link, '', form)).body).toContain('Este horário foi cancelado')
  }
  expect((await now()).version).toBe(2)
})

test('a link of an earlier time says what is true now and does nothing', async () => {
  const { call, confirm, appointment, psychologist, now } = await booked()
  const startsAt = new Date(appointment.startsAt.getTime() + 3 * hour)
  await psychologist.call('PATCH', `/appointments/${appointment.id}`, { startsAt: startsAt.toISOString() })
  for (const method of ['GET', 'POST']) {
    const { status, body } = await call(
      method,
      confirm,
      method === 'POST' ? '' : undefined,
      method === 'POST' ? form : {},
    )
    expect(status).toBe(200)
    expect(body).toContain('O horário mudou')
    expect(body).toContain('12:00')
    expect(body).not.toContain('<form')
  }
  expect((await now()).status).toBe('agendado')
})

test('once it has begun a link is dead, also for what had been open till then', async () => {
  const { call, confirm, cancel, clock, appointment, now } = await booked()
  clock.set(appointment.startsAt)
  for (const link of [confirm, cancel]) {
    expect((await call('GET', link)).body).toContain('O horário já passou')
    expect((await call('POST', link, '', form)).body).toContain('O horário já passou')
  }
  expect((await now()).status).toBe('agendado')
})

test('a link is good for its own act, appointment, version and person, and for nothing else', async () => {
  const { call, confirm, cancel, app, patient, psychologist, now, clock } = await booked()
  const second = await put({ app }, patient, psychologist, new Date(clock.now().getTime() + 5 * day))
  const signature = new URL(confirm).searchParams.get('s') ?? ''
  const wrong = [
    confirm.replace('/confirm?', '/cancel?'),
    confirm.replace(/appointments\/\d+/, `appointments/${second.id}`),
    confirm.replace('v=1', 'v=2'),
    confirm.replace(/p=\d+/, `p=${psychologist.id}`),
    confirm.replace(signature, ''),
    confirm.replace(signature, 'A'.repeat(22)),
    confirm.replace(/\?.*/, ''),
    confirm.replace(/appointments\/\d+/, 'appointments/abc'),
    cancel.replace('v=1', 'v=abc'),
  ]
  for (const link of wrong) {
    expect((await call('GET', link)).status, link).toBe(404)
    expect((await call('POST', link, '', form)).status, link).toBe(404)
  }
  // Anything else that the world may send is a refusal, not a fault.
  for (const [path, type] of [
    [confirm, 'multipart/form-data; boundary=x'],
    [confirm, 'text/plain'],
    [wrong[0], 'application/x-www-form-urlencoded'],
  ]) {
    expect((await call('POST', String(path), '\u0000%ff', { 'content-type': String(type) })).status).toBeLessThan(500)
  }
  const bytes = new Uint8Array([0xff, 0xfe, 0x00])
  expect((await call('POST', cancel, bytes, form)).status).toBe(400)
  expect((await now()).status).toBe('agendado')
})

test('the key before still opens what it signed; a third one does not', async () => {
  const previous = 'the key before the present one, 32 char'
  const { call, appointment, url } = await booked({}, { SECRET_KEY_PREVIOUS: previous })
  const signed = (secretKey: string) => appointmentLinks({ publicUrl: url, secretKey }).url('confirm', appointment)
  expect((await call('GET', signed(previous))).status).toBe(200)
  expect((await call('GET', signed('another'))).status).toBe(404)
})

test('a discreet reader’s page is in their language and names no title; a disabled one’s link is worth nothing', async () => {
  const { call, confirm, patient, app } = await booked({}, { CLINIC_NAME: 'Clínica de Psicologia' })
  await patient.call('PATCH', '/me', { discreet: true, locale: 'en' })
  const { body } = await call('GET', confirm)
  expect(body).toContain('<html lang="en">')
  expect(body).not.toMatch(/psic|Dra?\./i)
  await app.db.user.update({ where: { id: patient.id }, data: { disabledAt: monday } })
  expect((await call('GET', confirm)).status).toBe(404)
})

test('twenty presses at once confirm once, and no signature reaches a log line', async () => {
  const { call, confirm, app, logs } = await booked()
  const answers = await Promise.all(Array.from({ length: 20 }, () => call('POST', confirm, '', form)))
  expect(answers.every(({ status }) => status === 200)).toBe(true)
  expect(answers.filter(({ body }) => String(body).includes('Presença confirmada'))).toHaveLength(1)
  expect(await app.db.notification.count({ where: { type: 'confirmacao' } })).toBe(1)
  expect(JSON.stringify(logs)).not.toContain(new URL(confirm).searchParams.get('s'))
})

test('mail is worded from what is true when it leaves: language, zone, time and name of that moment', async () => {
  const { mails, env } = await mailServer()
  const { app, patient, admin, psychologist, clock } = await startClinic(env)
  const startsAt = new Date(clock.now().getTime() + 2 * day)
  const appointment = await put({ app }, patient, psychologist, startsAt)
  await patient.call('PATCH', '/me', { locale: 'en', timezone: 'Europe/Lisbon' })
  await admin.call('POST', `/appointments/${appointment.id}/remind`)
  const mail = await until('the reminder', () => mails[0])
  expect(mail.subject).toMatch(/^Appointment reminder: /)
  expect(mail.text).toContain('Time: 12:00 (GMT+0)')
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
  expect(mail.attachments).toEqual([])
})
