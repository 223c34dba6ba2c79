import { expect, test } from 'vitest'
import { startApp, testClock, until } from './app.ts'
import { put } from './clinic.ts'

test('a patient registers, signs in, refreshes and signs out', async () => {
  const { call } = await startApp()
  const made = await call('POST', '/auth/register', {
    name: 'João',
    email: 'Joao@Example.com',
    password: 'correto cavalo bateria',
  })
  expect(made.status).toBe(201)
  expect(made.body.user).toMatchObject({
    name: 'João',
    email: 'joao@example.com',
    role: 'paciente',
    locale: 'pt-BR',
    timezone: 'America/Sao_Paulo',
  })
  const login = await call('POST', '/auth/login', { email: 'joao@example.com', password: 'correto cavalo bateria' })
  expect(login.status).toBe(200)
  const refreshed = await call('POST', '/auth/refresh', { refreshToken: login.body.refreshToken })
  expect(refreshed.status).toBe(200)
  const bearer = { authorization: `Bearer ${refreshed.body.accessToken}` }
  expect((await call('GET', '/me', undefined, bearer)).body).toMatchObject({ name: 'João' })
  expect((await call('POST', '/auth/logout', undefined, bearer)).status).toBe(204)
  expect((await call('GET', '/me', undefined, bearer)).status).toBe(401)
})

test('twenty tabs that refresh one token at once all get the same working child, and no one is signed out', async () => {
  const { call, person } = await startApp()
  const patient = await person()
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => call('POST', '/auth/refresh', { refreshToken: patient.refreshToken })),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
  const children = new Set(answers.map(({ body }) => body.refreshToken))
  expect(children.size).toBe(1)
  const [child] = children
  expect((await call('POST', '/auth/refresh', { refreshToken: child })).status).toBe(200)
})

test('a refresh token that comes back ten seconds after its use, when its child was used too, ends the whole family', async () => {
  const clock = testClock()
  const { call, person } = await startApp({ clock })
  const patient = await person()
  const { body: pair } = await call('POST', '/auth/refresh', { refreshToken: patient.refreshToken })
  const { body: next } = await call('POST', '/auth/refresh', { refreshToken: pair.refreshToken })
  clock.advance(11_000)
  expect((await call('POST', '/auth/refresh', { refreshToken: patient.refreshToken })).status).toBe(401)
  expect((await call('POST', '/auth/refresh', { refreshToken: next.refreshToken })).status).toBe(401)
  await until('the access token is refused', async () => (await patient.call('GET', '/me')).status === 401, 1_500)
})

test('an unknown e-mail is answered like a wrong password, and as much is hashed for it', async () => {
  const { url, call, person } = await startApp()
  const patient = await person()
  const hashed = async () => {
    const { body } = await call('GET', `${url}/metrics`)
    return Number(/^blurosiere_password_hash_duration_seconds_count (\d+)$/m.exec(body)?.[1])
  }
  const ask = async (email: string) => {
    const before = await hashed()
    const { status, body } = await call('POST', '/auth/login', { email, password: 'não é esta' })
    return { status, code: body.code, title: body.title, hashes: (await hashed()) - before }
  }
  const known = await ask(patient.email)
  expect(known).toMatchObject({ status: 401, code: 'invalid_credentials', hashes: 1 })
  expect(await ask('x1@example.com')).toEqual(known)
})

test('an administrator makes accounts, changes roles and disables; sessions end with it, and the last administrator stays', async () => {
  const { call, person } = await startApp()
  const admin = await person('admin')
  const account = { name: 'Ana', email: 'ana@example.com', password: 'uma senha bem longa', role: 'psicologo' }
  const made = await admin.call('POST', '/users', account)
  expect(made).toMatchObject({ status: 201, body: { role: 'psicologo', email: 'ana@example.com' } })
  expect((await admin.call('POST', '/users', account)).body.code).toBe('email_taken')
  const ana = await call('POST', '/auth/login', { email: account.email, password: account.password })
  const bearer = { authorization: `Bearer ${ana.body.accessToken}` }
  expect((await call('GET', '/me', undefined, bearer)).status).toBe(200)
  expect((await admin.call('PATCH', `/users/${made.body.id}`, { disabled: true })).status).toBe(200)
  await until('her session ends', async () => (await call('GET', '/me', undefined, bearer)).status === 401, 1_500)
  expect((await call('POST', '/auth/login', { email: account.email, password: account.password })).status).toBe(401)
  expect((await admin.call('PATCH', `/users/${admin.id}`, { role: 'paciente' })).body.code).toBe('last_admin')
  expect((await admin.call('PATCH', `/users/${admin.id}`, { disabled: true })).body.code).toBe('last_admin')
})

test('a patient sees psychologists by name and face alone; a psychologist sees their own patients; no one else is listed', async () => {
  const { person, app } = await startApp()
  const [patient, other, psychologist, stranger] = [
    await person(),
    await person(),
    await person('psicologo'),
    await person('psicologo'),
  ]
  await put({ app }, patient, psychologist, new Date(Date.now() + 86_400_000))
  const seen = (await patient.call('GET', '/users')).body.items as object[]
  expect(seen).toHaveLength(2)
  for (const one of seen) expect(Object.keys(one).sort()).toEqual(['avatarUrl', 'id', 'name'])
  expect((await patient.call('GET', '/users?role=paciente')).status).toBe(403)
  expect((await patient.call('POST', '/users', {})).status).toBe(403)
  const ids = async (who: typeof stranger) =>
    ((await who.call('GET', '/users?role=paciente')).body.items as { id: number }[]).map(({ id }) => id)
  expect(await ids(psychologist)).toEqual([patient.id])
  expect(await ids(stranger)).toEqual([])
  expect(other.id).toBeGreaterThan(0)
})

test('what one may change of oneself is name, phone, locale, timezone and discretion', async () => {
  const { person } = await startApp()
  const patient = await person()
  const change = { name: 'Zoë', phone: '011 98765-4321', locale: 'en', timezone: 'Europe/Lisbon', discreet: true }
  expect((await patient.call('PATCH', '/me', change)).body).toMatchObject({ ...change, phone: '+5511987654321' })
  expect((await patient.call('PATCH', '/me', { phone: null })).body.phone).toBeNull()
  for (const wrong of [
    { phone: '123' },
    { timezone: 'Nowhere' },
    { locale: 'fr' },
    { email: 'x@example.com' },
    { name: 'a\nb' },
  ]) {
    expect((await patient.call('PATCH', '/me', wrong)).status).toBe(422)
  }
})
