import type { ParsedMail } from 'mailparser'
import { expect, test } from 'vitest'
import { type Caller, startApp, testClock, until } from './app.ts'
import { minute } from './clinic.ts'
import { mailServer } from './mail.ts'

const fresh = 'uma senha nova e comprida'
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const fields = (values: Record<string, string>) => new URLSearchParams(values).toString()

const arrived = (mails: ParsedMail[], address: string, subject: string, count = 1) =>
  until(`${subject} to ${address}`, () => {
    const found = mails.filter(
      (mail) => [mail.to].flat()[0]?.text.includes(address) && mail.subject?.startsWith(subject),
    )
    return found.length >= count ? found : undefined
  })

const linkIn = (mail: ParsedMail | undefined): string => /http\S+\?token=[\w-]{43}/.exec(mail?.text ?? '')?.[0] ?? ''
const tokenIn = (mail: ParsedMail | undefined): string => new URL(linkIn(mail)).searchParams.get('token') ?? ''
const login = (call: Caller, email: string, password: string) => call('POST', '/auth/login', { email, password })

test('a forgotten password: the link is for the mailbox alone, works once, and ends every session', async () => {
  const { mails, env } = await mailServer()
  const { app, call, person, logs } = await startApp({ env })
  const patient = await person()
  expect((await call('POST', '/auth/forgot-password', { email: ` ${patient.email.toUpperCase()} ` })).status).toBe(202)
  const [mail] = await arrived(mails, patient.email, 'Escolha uma nova senha')
  const token = tokenIn(mail)
  // Following the link before its reader does (as scanners do) uses up nothing.
  for (let count = 0; count < 3; count++)
    expect((await call('GET', linkIn(mail))).body).toContain('<form method="post">')
  expect((await patient.call('GET', '/notifications')).body.items).toEqual([])
  const rows = JSON.stringify(await app.db.$queryRaw`SELECT data FROM pgboss.job WHERE name = 'auth.mail'`)
  expect(rows).not.toMatch(new RegExp(`${token}|${patient.email}`))
  expect(JSON.stringify(await app.db.accountToken.findMany())).not.toContain(token)
  expect(JSON.stringify(logs)).not.toContain(token)

  const weak = await call('POST', '/auth/reset-password', { token, password: 'password123' })
  expect(weak).toMatchObject({ status: 422, body: { code: 'weak_password' } })
  expect((await call('POST', '/auth/reset-password', { token, password: fresh })).status).toBe(204)
  const again = await call('POST', '/auth/reset-password', { token, password: fresh })
  expect(again).toMatchObject({ status: 422, body: { code: 'invalid_token' } })
  await until('the session ends', async () => (await patient.call('GET', '/me')).status === 401, 1_500)
  expect((await login(call, patient.email, patient.password)).status).toBe(401)
  expect((await login(call, patient.email, fresh)).body.user.emailVerified).toBe(true)
  const [told] = await arrived(mails, patient.email, 'Sua senha foi alterada')
  expect(linkIn(told)).toBe('')
  const inbox = await app.db.notification.findMany({ where: { userId: patient.id } })
  expect(inbox).toMatchObject([{ type: 'seguranca', title: 'Sua senha foi alterada' }])
})

test('an unknown address is answered like a known one, with the same work, and gets nothing', async () => {
  const { mails, env } = await mailServer()
  const { app, call, person } = await startApp({ env })
  const patient = await person()
  const work = () => app.db.$queryRaw`SELECT count(*)::int AS jobs FROM pgboss.job WHERE name = 'auth.mail'`
  const ask = async (email: string) => {
    const { status, body } = await call('POST', '/auth/forgot-password', { email })
    return { status, body, work: await work() }
  }
  expect(await ask(patient.email)).toEqual({ status: 202, body: '', work: [{ jobs: 1 }] })
  expect(await ask('x1@example.com')).toEqual({ status: 202, body: '', work: [{ jobs: 2 }] })
  expect(await ask('not an address')).toEqual({ status: 202, body: '', work: [{ jobs: 3 }] })
  await until('the work to be done', async () => {
    const [left] = await app.db.$queryRaw<{ jobs: number }[]>`
      SELECT count(*)::int AS jobs FROM pgboss.job WHERE name = 'auth.mail' AND state < 'completed'`
    return left?.jobs === 0
  })
  expect(mails).toHaveLength(1)
})

test('asking is limited: five mails an hour to one account without a word, twenty requests from one address with one', async () => {
  const { mails, env } = await mailServer()
  const { call, person, app } = await startApp({ env })
  const patient = await person()
  const answers = []
  for (let count = 0; count < 21; count++)
    answers.push(await call('POST', '/auth/forgot-password', { email: patient.email }))
  expect(answers.slice(0, 20).every(({ status }) => status === 202)).toBe(true)
  expect(answers[20]).toMatchObject({ status: 429 })
  await until('every job is done', async () => {
    const [row] = await app.db.$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'auth.mail' AND state <> 'completed'`
    return row?.n === 0
  })
  expect(mails).toHaveLength(5)
})

test('a link dies after 30 minutes, and every older one with the first that is used', async () => {
  const { mails, env } = await mailServer()
  const clock = testClock()
  const { call, person } = await startApp({ env, clock })
  const patient = await person()
  for (let count = 0; count < 3; count++) await call('POST', '/auth/forgot-password', { email: patient.email })
  const [one, two] = (await arrived(mails, patient.email, 'Escolha', 3)).map(tokenIn)
  clock.advance(29 * minute)
  expect((await call('POST', '/auth/reset-password', { token: one, password: fresh })).status).toBe(204)
  expect((await call('POST', '/auth/reset-password', { token: two, password: fresh })).body.code).toBe('invalid_token')
  await call('POST', '/auth/forgot-password', { email: patient.email })
  const late = tokenIn((await arrived(mails, patient.email, 'Escolha', 4))[3])
  clock.advance(31 * minute)
  expect((await call('POST', '/auth/reset-password', { token: late, password: fresh })).body.code).toBe('invalid_token')
})

test('who registers is welcomed with the link that verifies the address; the page asks first', async () => {
  const { mails, env } = await mailServer()
  const { call } = await startApp({ env })
  const account = { name: 'Zoë', email: 'zoe@example.com', password: fresh, locale: 'en' }
  const { body } = await call('POST', '/auth/register', account)
  expect(body.user.emailVerified).toBe(false)
  const [mail] = await arrived(mails, account.email, 'Welcome!')
  expect(mail?.text).toContain('Hello, Zoë!')
  const link = linkIn(mail)
  expect(link).toContain('/verify-email?token=')
  const bearer = { authorization: `Bearer ${body.accessToken}` }
  expect((await call('GET', link, undefined, { 'accept-language': 'en' })).body).toContain('Confirm your e-mail')
  expect((await call('GET', '/me', undefined, bearer)).body.emailVerified).toBe(false)
  expect((await call('POST', link, '', form)).body).toContain('E-mail confirmado')
  expect((await call('GET', '/me', undefined, bearer)).body.emailVerified).toBe(true)
  expect((await call('POST', link, '', form)).status).toBe(422)
  expect((await call('POST', '/auth/verify-email', { token: tokenIn(mail) })).body.code).toBe('invalid_token')
  // A token serves its own purpose only.
  expect((await call('POST', '/auth/reset-password', { token: tokenIn(mail), password: fresh })).status).toBe(422)
})

test('a stranger’s advertisement in a name is not carried to the owner of the address', async () => {
  const { mails, env } = await mailServer()
  const { call } = await startApp({ env })
  const account = { name: 'Ganhe em http://evil.example agora', email: 'victim@example.com', password: fresh }
  await call('POST', '/auth/register', account)
  const [mail] = await arrived(mails, account.email, 'Boas-vindas')
  expect(mail?.text).not.toContain('evil')
  expect(mail?.html).not.toContain('evil')
})

test('an invitation: no password until its owner chooses one on our page, which says what is wrong with the first try', async () => {
  const { mails, env } = await mailServer()
  const { call, person } = await startApp({ env })
  const admin = await person('admin')
  const account = { name: 'Ana Souza', email: 'ana@example.com', role: 'psicologo' }
  expect((await admin.call('POST', '/users', account)).status).toBe(201)
  const [mail] = await arrived(mails, account.email, 'Convite')
  const link = linkIn(mail)
  expect(link).toContain('/invitation?token=')
  expect((await login(call, account.email, '')).status).toBe(422)
  const post = (password: string, repeat = password) => call('POST', link, fields({ password, repeat }), form)
  expect((await post('curta')).body).toContain('role="alert">A senha precisa ter de 10 a 128 caracteres')
  expect((await post(fresh, `${fresh}!`)).body).toContain('As duas senhas não são iguais')
  expect((await post('password123')).body).toContain('fácil de adivinhar')
  expect((await post(fresh)).body).toContain('Senha salva')
  expect((await post(fresh)).status).toBe(422)
  expect((await call('GET', link)).body).toContain('Este link não vale mais')
  expect((await login(call, account.email, fresh)).body.user).toMatchObject({ role: 'psicologo', emailVerified: true })
  // Choosing a first password is no alarm.
  expect(mails).toHaveLength(1)
})

test('with a front end of its own the links lead there, and our pages do not stand in its way', async () => {
  const { mails, env } = await mailServer()
  const { call, person, url } = await startApp({ env: { ...env, APP_URL: 'https://app.example.com' } })
  const patient = await person()
  await call('POST', '/auth/forgot-password', { email: patient.email })
  const [mail] = await arrived(mails, patient.email, 'Escolha')
  expect(linkIn(mail)).toMatch(/^https:\/\/app\.example\.com\/reset-password\?token=/)
  expect((await call('GET', `${url}/reset-password`)).status).toBe(404)
})

test('a mail server that is away loses no letter: it leaves once the server is back, without a second token at rest', async () => {
  let away = true
  const { mails, env } = await mailServer(() => (away ? { code: 451, message: '4.3.0 later' } : undefined))
  const { app, call, person, logs } = await startApp({ env })
  const patient = await person()
  await call('POST', '/auth/forgot-password', { email: patient.email })
  const next = await until('the next attempt', async () => {
    const rows = await app.db.$queryRaw<{ id: string }[]>`
      SELECT id FROM pgboss.job WHERE name = 'auth.mail' AND state = 'created' AND start_after > now() + interval '20 seconds'`
    return rows[0]
  })
  away = false
  await app.db.$executeRaw`UPDATE pgboss.job SET start_after = now() WHERE id = ${next.id}::uuid`
  const [mail] = await arrived(mails, patient.email, 'Escolha')
  expect((await call('POST', '/auth/reset-password', { token: tokenIn(mail), password: fresh })).status).toBe(204)
  expect(JSON.stringify(logs)).toContain('an account mail failed; it is tried again')
})

test('in production the console says only that a letter would have gone, never its link', async () => {
  const { call, app, logs, person } = await startApp({
    env: {
      NODE_ENV: 'production',
      SECRET_KEY: 'gHq7-2kfP0sLw9xZr4TnVb6YmJc3DaEe',
      CORS_ORIGINS: 'https://app.example.com',
    },
  })
  const patient = await person()
  await call('POST', '/auth/forgot-password', { email: patient.email })
  await until('the line', () => logs.find(({ msg }) => String(msg).startsWith('📧 Email (console)')))
  expect(await app.db.accountToken.count()).toBe(1)
  expect(JSON.stringify(logs)).not.toMatch(/token=|reset-password\?/)
})
