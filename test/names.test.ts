import { expect, test } from 'vitest'
import { providers } from '../src/cli/providers.ts'
import { loadConfig } from '../src/config/config.ts'
import { startApp, until } from './app.ts'
import { day, monday, put, startClinic } from './clinic.ts'
import { notify } from './deliveries.ts'
import { mailServer } from './mail.ts'

const register = { email: 'maria@example.com', password: 'uma senha bem longa' }

test('a name in which there is nothing to see is refused', async () => {
  const { call, person } = await startApp()
  const patient = await person()
  const empty = ['\u200b', '\u2060\u2060', '\u3164', '\u2800', '\u00ad', '\ufe0f', '\u0301', '\u034f', '\u115f\u1160']
  const others = [
    '\uffa0',
    '\u200d',
    '\u202e',
    '\ufeff',
    '\u180e',
    '\u{e0041}',
    '\ufffc',
    ' \u00a0\u3000',
    '\u2064 \u0338',
  ]
  for (const name of [...empty, ...others]) {
    const made = await call('POST', '/auth/register', { ...register, name })
    expect([name, made.status]).toEqual([name, 422])
    expect(made.body.errors[0].path).toBe('body.name')
  }
  expect((await patient.call('PATCH', '/me', { name: '\u3164\u200b' })).status).toBe(422)
})

test.each([
  ['Mar\u200bia\u202e Souza\u2069', 'Maria Souza'],
  ['\ufeffJo\u00ado\u2060 ', 'Joo'],
  ['Ana\u200d\u200c Lu\u0301cia\ufe0f', 'Ana Lu\u0301cia'],
  // Joiners stay where they join: within emoji, in Persian, in Hindi and Malayalam.
  ['Bia 👩🏽\u200d⚕\ufe0f', 'Bia 👩🏽\u200d⚕\ufe0f'],
  [
    '👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥 🏴\u{e0067}\u{e0062}\u{e007f}',
    '👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥 🏴\u{e0067}\u{e0062}\u{e007f}',
  ],
  // Tags stay in the flag of a region, and hide nothing elsewhere.
  [
    'A 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}\u{e0041}',
    'A 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  ],
  ['A 🏴\u{e0067}\u{e0062}', 'A 🏴'],
  [`A 🏴${'\u{e0067}'.repeat(7)}\u{e007f}`, 'A 🏴'],
  ['A 🏴\u{e007f}', 'A 🏴'],
  ['A 😀\u{e0067}\u{e0062}\u{e007f}', 'A 😀'],
  ['می\u200cخواهم', 'می\u200cخواهم'],
  ['क्\u200dष', 'क्\u200dष'],
  ['അവന്\u200d', 'അവന്\u200d'],
  ['محمد\u200f', 'محمد'],
  ['李明', '李明'],
])('the name %j is kept as %j', async (name, kept) => {
  const { call } = await startApp()
  const made = await call('POST', '/auth/register', { ...register, name })
  expect([made.status, made.body.user?.name]).toEqual([201, kept])
})

test('what an earlier version has stored reaches neither a mail nor its invitation as it is', async () => {
  const { env, mails } = await mailServer()
  const server = await startClinic(env)
  const { app, patient, psychologist } = server
  await app.db.user.update({ where: { id: patient.id }, data: { name: 'Maria \u202eazuoS\u200b' } })
  await app.db.user.update({ where: { id: psychologist.id }, data: { name: 'Dra. \u2066Ana\u2060' } })
  const { id } = await put(server, patient, psychologist, new Date(monday.getTime() + day))
  await notify(server, { userId: patient.id, type: 'agendamento', appointmentId: id, data: { version: 1 } })
  const mail = await until('the mail', () => mails[0])
  expect(mail.text).toContain('Dra. Ana')
  const parts = [
    mail.subject,
    mail.text,
    mail.html,
    mail.headers.get('to'),
    ...mail.attachments.map(({ content }) => content),
  ]
  const all = parts.map((part) => (Buffer.isBuffer(part) ? part.toString() : JSON.stringify(part))).join('\n')
  expect(all).toContain('BEGIN:VCALENDAR')
  expect(all.match(/[\u202a-\u202e\u2066-\u2069\u200b\u2060]/g)).toBeNull()
})

test('a mailbox at a domain with an accent is one account in either spelling, and gets its mail', async () => {
  const { env, mails } = await mailServer()
  const { call, person, app } = await startApp({ env: { ...env, FROM_EMAIL: 'contato@clínica.com.br' } })
  const account = { name: 'Maria', password: register.password }
  const made = await call('POST', '/auth/register', { ...account, email: 'Maria@Clínica.com.br' })
  expect([made.status, made.body.user?.email]).toEqual([201, 'maria@xn--clnica-4va.com.br'])
  const again = await call('POST', '/auth/register', { ...account, email: 'maria@xn--clnica-4va.com.br' })
  expect(again.body.code).toBe('email_taken')
  for (const email of ['maria@clínica.com.br', 'MARIA@CLÍNICA.COM.BR', 'maria@xn--clnica-4va.com.br'])
    expect((await call('POST', '/auth/login', { email, password: account.password })).status).toBe(200)
  const admin = await person('admin')
  expect((await admin.call('GET', `/users?q=${encodeURIComponent('maria@clínica')}`)).status).toBe(200)
  const found = await admin.call('GET', `/users?q=${encodeURIComponent('maria@clínica.com.br')}`)
  expect(found.body.items).toHaveLength(1)
  const mail = await until('the welcome', () => mails[0])
  expect(mail.from?.value[0]?.address).toMatch(/^contato@(clínica|xn--clnica-4va)\.com\.br$/)
  expect(app.email.from).toBe('contato@xn--clnica-4va.com.br')

  const accent = await call('POST', '/auth/register', { ...account, email: 'joão@clínica.com.br' })
  expect(accent.status).toBe(422)
  expect(accent.body.errors[0]).toEqual({ path: 'body.email', message: expect.stringContaining('antes do @') })
})

test.each([
  ['maria@клиника.рф', 'maria@xn--80apagcdp.xn--p1ai'],
  ['maria@col·legi.cat', 'maria@xn--collegi-xma.cat'],
  [`maria@${'a'.repeat(63)}.com`, `maria@${'a'.repeat(63)}.com`],
])('the mailbox %s is kept as %s', async (email, kept) => {
  const { call } = await startApp()
  const { status, body } = await call('POST', '/auth/register', { ...register, name: 'Maria', email })
  expect([status, body.user?.email]).toEqual([201, kept])
})

test.each([
  'maria@clínica.com.br?x',
  'maria@clínica.com.br/x',
  'maria@clínica.com.br#x',
  'maria@clí%41.com',
  'maria@clí\u00adnica.com',
  'maria@clínica.com:25',
  'maria@clinica-.com',
  `maria@${'a'.repeat(64)}.com`,
  `maria@${'í'.repeat(63)}.com`,
  `m@${'a.'.repeat(126)}com`,
  'maria@clinica.c0m',
])('%s is no mailbox', async (email) => {
  const { call } = await startApp()
  const { status, body } = await call('POST', '/auth/register', { ...register, name: 'Maria', email })
  expect([status, body.errors?.[0]?.path]).toEqual([422, 'body.email'])
})

test('ADMIN_EMAIL may have such a domain, too', () => {
  const env = { ADMIN_EMAIL: 'Admin@clínica.com.br', ADMIN_PASSWORD: 'uma senha bem longa', SECRET_KEY: 'x'.repeat(40) }
  expect(loadConfig(env, providers).firstAdmin?.email).toBe('admin@xn--clnica-4va.com.br')
  expect(() => loadConfig({ ...env, ADMIN_EMAIL: 'joão@example.com' }, providers)).toThrow(/ADMIN_EMAIL.*before the @/)
})
