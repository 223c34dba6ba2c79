import type { ParsedMail } from 'mailparser'
import { expect, test } from 'vitest'
import { type Caller, until } from './app.ts'
import { day, minute, monday, put, startClinic } from './clinic.ts'
import { notify, phone, settled } from './deliveries.ts'
import { twilioServer } from './fakes/twilio.ts'
import { mailServer } from './mail.ts'

const fresh = 'uma senha nova e comprida'
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const patience = 30_000

const arrived = (mails: ParsedMail[], address: string, subject: string) =>
  until(
    `${subject} to ${address}`,
    () => mails.find((mail) => [mail.to].flat()[0]?.text.includes(address) && mail.subject?.startsWith(subject)),
    patience,
  )
const linkIn = (mail: ParsedMail): string => /http\S+\?token=[\w-]{43}/.exec(mail.text ?? '')?.[0] ?? ''
const tokenIn = (mail: ParsedMail) => new URL(linkIn(mail)).searchParams.get('token') ?? ''

/** A clinic with mail and SMS, and an account that was registered with these fields. */
async function registered(account: Record<string, string> = {}) {
  const twilio = await twilioServer()
  const { mails, env } = await mailServer()
  const clinic = await startClinic({ ...twilio.env, ...env })
  const fields = {
    name: 'Vitória Reis',
    email: 'vitima@example.com',
    password: 'uma senha de outra pessoa',
    ...account,
  }
  const { body } = await clinic.call('POST', '/auth/register', fields)
  const call: Caller = (method, path, sent, headers = {}) =>
    clinic.call(method, path, sent, { authorization: `Bearer ${body.accessToken}`, ...headers })
  const me = async () => (await call('GET', '/me')).body
  const feed = async () => (await call('GET', '/me/calendar-url')).body.url as string
  const sms = (count: number) =>
    until(`${count} SMS`, () => (twilio.messages.length >= count ? twilio.messages : undefined), patience)
  const code = async (count: number) => /\d{6}/.exec((await sms(count)).at(-1)?.body ?? '')?.[0] ?? ''
  return {
    ...clinic,
    twilio,
    mails,
    call,
    anybody: clinic.call,
    id: body.user.id as number,
    me,
    feed,
    sms,
    code,
    ...fields,
  }
}

test('who takes a registered address back by a reset gets a new calendar feed and none of the telephone left in it', async () => {
  const { anybody, mails, me, feed, email, call, app, id } = await registered({ phone })
  expect(await me()).toMatchObject({ phone, phoneVerified: false })
  const old = await feed()
  expect((await call('GET', old)).status).toBe(200)
  await anybody('POST', '/auth/forgot-password', { email })
  const token = tokenIn(await arrived(mails, email, 'Escolha uma nova senha'))
  expect((await anybody('POST', '/auth/reset-password', { token, password: fresh })).status).toBe(204)
  expect((await anybody('GET', old)).status).toBe(404)
  const { body } = await anybody('POST', '/auth/login', { email, password: fresh })
  expect(body.user).toMatchObject({ phone: null, phoneVerified: false, emailVerified: true })
  const [told] = await app.db.notification.findMany({ where: { userId: id, type: 'seguranca' } })
  expect(told?.message).toContain('+55*******4321')
  const headers = { authorization: `Bearer ${body.accessToken}` }
  expect((await anybody('GET', '/me/calendar-url', undefined, headers)).body.url).not.toBe(old)
})

test('the first verification and POST /me/password rotate the feed, and a second verification does not', async () => {
  const { anybody, mails, feed, email, password, call } = await registered()
  const first = await feed()
  const welcome = tokenIn(await arrived(mails, email, 'Boas-vindas'))
  expect((await call('POST', '/auth/verify-email/resend')).status).toBe(202)
  const again = tokenIn(await arrived(mails, email, 'Confirme seu e-mail'))
  expect((await anybody('POST', '/auth/verify-email', { token: welcome })).status).toBe(204)
  const second = await feed()
  expect([(await call('GET', first)).status, (await call('GET', second)).status]).toEqual([404, 200])
  expect((await anybody('POST', '/auth/verify-email', { token: again })).status).toBe(204)
  expect(await feed()).toBe(second)
  expect((await call('POST', '/me/password', { current: password, new: fresh })).status).toBe(204)
  expect((await call('GET', second)).status).toBe(404)
  const asked = [202, 202, 429]
  for (const status of asked) expect((await call('POST', '/auth/verify-email/resend')).status).toBe(status)
})

test('the page that verifies the mailbox shows its number masked, and its owner may have it removed', async () => {
  const { anybody, mails, me, email } = await registered({ phone })
  const link = linkIn(await arrived(mails, email, 'Boas-vindas'))
  const page = (await anybody('GET', link)).body
  expect(page).toContain('+55*******4321')
  expect(page).not.toContain(phone)
  expect(page).toContain('value="keep"')
  expect(await me()).toMatchObject({ phone, emailVerified: false })
  expect((await anybody('POST', link, 'phone=remove', form)).body).toContain('O telefone foi retirado')
  expect(await me()).toMatchObject({ phone: null, emailVerified: true })
})

test('a verification without a word about the number keeps it, unproved', async () => {
  const { anybody, mails, me, email } = await registered({ phone })
  const link = linkIn(await arrived(mails, email, 'Boas-vindas'))
  expect((await anybody('POST', link, 'phone=keep', form)).body).toContain('E-mail confirmado')
  expect(await me()).toMatchObject({ phone, phoneVerified: false, emailVerified: true })
})

test('a code proves a number: by SMS, hashed, for ten minutes, five tries and one use, three times an hour', async () => {
  const { call, code, me, app, clock, id } = await registered({ phone })
  expect((await call('POST', '/me/phone/code')).status).toBe(202)
  const first = await code(1)
  expect(first).toMatch(/^\d{6}$/)
  expect(JSON.stringify(await app.db.phoneCode.findMany())).not.toContain(first)
  const verify = (given: string) => call('POST', '/me/phone/verify', { code: given })
  const wrong = first === '000000' ? '111111' : '000000'
  for (let tries = 0; tries < 5; tries++)
    expect(await verify(wrong)).toMatchObject({ status: 422, body: { code: 'invalid_code' } })
  expect((await verify(first)).status).toBe(422)
  await call('POST', '/me/phone/code')
  const late = await code(2)
  clock.advance(10 * minute + 1)
  expect((await verify(late)).status).toBe(422)
  await call('POST', '/me/phone/code')
  const good = await code(3)
  expect((await verify(`${good.slice(0, 3)} ${good.slice(3)}`)).status).toBe(204)
  expect(await me()).toMatchObject({ phone, phoneVerified: true })
  expect((await verify(good)).status).toBe(422)
  expect((await call('POST', '/me/phone/code')).status).toBe(429)
  // The same number again stays proved, another one is not.
  expect((await call('PATCH', '/me', { phone })).body.phoneVerified).toBe(true)
  expect((await call('PATCH', '/me', { phone: '(11) 98888-7777' })).body.phoneVerified).toBe(false)
  expect(await app.db.auditEntry.count({ where: { action: 'user.verify', resourceId: String(id) } })).toBe(1)
})

test('a code is for the number that it was sent to, and one number rings three times an hour whichever accounts ask', async () => {
  const { call, code, anybody } = await registered({ phone })
  await call('POST', '/me/phone/code')
  const sent = await code(1)
  await call('PATCH', '/me', { phone: '(11) 98888-7777' })
  expect((await call('POST', '/me/phone/verify', { code: sent })).status).toBe(422)
  const statuses = []
  for (let count = 0; count < 3; count++) {
    const account = { name: 'Outra', email: `outra${count}@example.com`, password: fresh, phone }
    const { body } = await anybody('POST', '/auth/register', account)
    const headers = { authorization: `Bearer ${body.accessToken}` }
    statuses.push((await anybody('POST', '/me/phone/code', undefined, headers)).status)
  }
  expect(statuses).toEqual([202, 202, 429])
  await call('PATCH', '/me', { phone: null })
  expect((await call('POST', '/me/phone/code')).body.code).toBe('phone_missing')
})

test('until it is proved its SMS ask without a link; a SIM from it proves it, and a STOP does not', async () => {
  const { call, twilio, sms, me, url, psychologist, app, id, ...clinic } = await registered({ phone })
  const remind = async (days: number) => {
    const made = await put({ app }, { id }, psychologist, new Date(monday.getTime() + days * day))
    const data = { version: made.version }
    const notice = await notify({ app }, { userId: id, type: 'lembrete', appointmentId: made.id, data })
    await settled({ app }, notice, 'sms', 'enviada')
    return made.id
  }
  await remind(2)
  const [first] = await sms(1)
  expect(first?.body).toContain('SIM')
  expect(first?.body).not.toContain('http')
  await twilio.write(url, phone, 'PARE')
  await twilio.write(url, phone, 'VOLTAR')
  expect(await me()).toMatchObject({ phoneVerified: false })
  await twilio.write(url, phone, 'Sim')
  expect(await me()).toMatchObject({ phoneVerified: true })
  await remind(3)
  expect((await sms(2)).at(-1)?.body).toContain(`${url}/a/`)
  const made = await clinic.admin.call('POST', '/users', {
    name: 'Bia',
    email: 'bia@example.com',
    role: 'paciente',
    phone: '11 98888-7777',
  })
  expect(made.body.phoneVerified).toBe(true)
  expect((await call('GET', '/me')).status).toBe(200)
})
