import { argon2Sync, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { transaction } from '../src/database/transaction.ts'
import { networkOf } from '../src/limits/network.ts'
import { startApp, testClock, until } from './app.ts'
import { connect } from './sockets.ts'

const login = (
  call: Awaited<ReturnType<typeof startApp>>['call'],
  email: string,
  password: string,
  agent = 'Firefox',
) => call('POST', '/auth/login', { email, password }, { 'user-agent': agent })

test('a person sees where they are signed in, the last used first, and which of it is this', async () => {
  const clock = testClock()
  const { person, call } = await startApp({ clock })
  const patient = await person()
  clock.advance(60_000)
  const other = (await login(call, patient.email, patient.password, 'Celular da Maria')).body
  const { items, nextCursor } = (await patient.call('GET', '/me/sessions')).body
  expect(nextCursor).toBeNull()
  expect(items).toMatchObject([
    { device: 'Celular da Maria', ip: '127.0.0.1', lastUsedAt: clock.now().toISOString(), current: false },
    { current: true },
  ])
  clock.advance(60_000)
  await call('POST', '/auth/refresh', { refreshToken: patient.refreshToken })
  expect((await patient.call('GET', '/me/sessions')).body.items).toMatchObject([{ current: true }, { current: false }])
  const page = (await patient.call('GET', '/me/sessions?limit=1')).body
  const next = (await patient.call('GET', `/me/sessions?limit=1&cursor=${page.nextCursor}`)).body
  expect([page.items[0].current, next.items[0].current, next.nextCursor]).toEqual([true, false, null])
  expect(other.accessToken).toEqual(expect.any(String))
})

test('a session that is revoked is refused within a second and its sockets close; no one revokes another person’s', async () => {
  const { person, call, url } = await startApp()
  const [patient, stranger] = [await person(), await person()]
  const other = (await login(call, patient.email, patient.password)).body
  const asOther = (path: string) => call('GET', path, undefined, { authorization: `Bearer ${other.accessToken}` })
  const socket = connect(url, other.accessToken)
  await socket.got('welcome')
  const { items } = (await patient.call('GET', '/me/sessions')).body
  const { id } = items.find(({ current }: { current: boolean }) => !current)
  expect((await stranger.call('DELETE', `/me/sessions/${id}`)).status).toBe(404)
  expect((await asOther('/me')).status).toBe(200)
  expect((await patient.call('DELETE', `/me/sessions/${id}`)).status).toBe(204)
  expect((await socket.closed).code).toBe(4403)
  await until('the refusal', async () => (await asOther('/me')).status === 401, 1_000)
  expect((await call('POST', '/auth/refresh', { refreshToken: other.refreshToken })).status).toBe(401)
  expect((await patient.call('DELETE', `/me/sessions/${id}`)).status).toBe(404)
  expect((await patient.call('GET', '/me')).status).toBe(200)
})

test('a new password counts at once, ends the other sessions, keeps this one, and its owner is told', async () => {
  const { person, call, app } = await startApp()
  const patient = await person()
  const other = (await login(call, patient.email, patient.password)).body
  const change = (current: string, next: string) => patient.call('POST', '/me/password', { current, new: next })
  expect((await change('not the password', 'outra senha bem longa')).body.code).toBe('invalid_credentials')
  expect((await change(patient.password, 'password123')).body.code).toBe('weak_password')
  expect((await change(patient.password, 'curta')).body.code).toBe('validation_failed')
  expect((await login(call, patient.email, patient.password)).status).toBe(200)
  expect((await change(patient.password, 'outra senha bem longa')).status).toBe(204)
  expect((await patient.call('GET', '/me')).status).toBe(200)
  expect((await call('GET', '/me', undefined, { authorization: `Bearer ${other.accessToken}` })).status).toBe(401)
  expect((await login(call, patient.email, patient.password)).status).toBe(401)
  expect((await login(call, patient.email, 'outra senha bem longa')).status).toBe(200)
  const { items } = (await patient.call('GET', '/notifications')).body
  expect(items).toMatchObject([{ type: 'seguranca', title: 'Sua senha foi alterada' }])
  expect(await app.db.delivery.findFirst({ where: { userId: patient.id, channel: 'email' } })).not.toBeNull()
})

test('in an open browser the password is guessed no more than ten times', async () => {
  const { person } = await startApp()
  const patient = await person()
  const guess = () =>
    patient.call('POST', '/me/password', { current: 'a wrong password', new: 'outra senha bem longa' })
  for (let i = 0; i < 10; i++) expect((await guess()).status).toBe(401)
  const refused = await guess()
  expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited'])
})

test('a refresh token gives the same child until 10 s after that one’s first use, however long ago its own was', async () => {
  const clock = testClock()
  const { person, call } = await startApp({ clock })
  const refresh = async (refreshToken: string) => (await call('POST', '/auth/refresh', { refreshToken })).body
  const { refreshToken } = await person()
  const child = (await refresh(refreshToken)).refreshToken
  clock.advance(3 * 86_400_000)
  expect((await refresh(refreshToken)).refreshToken).toBe(child)
  const grandchild = (await refresh(child)).refreshToken
  clock.advance(9_000)
  expect((await refresh(refreshToken)).refreshToken).toBe(child)
  expect((await refresh(child)).refreshToken).toBe(grandchild)
  clock.advance(2_000)
  expect((await refresh(child)).refreshToken).toBe(grandchild)
  expect((await refresh(refreshToken)).code).toBe('invalid_refresh_token')
})

test('a refresh token that is used again after its child ends its session, and its owner is told once', async () => {
  const clock = testClock()
  const { person, call } = await startApp({ clock })
  const patient = await person()
  const { refreshToken } = (await login(call, patient.email, patient.password)).body
  const child = (await call('POST', '/auth/refresh', { refreshToken })).body
  expect((await call('POST', '/auth/refresh', { refreshToken: child.refreshToken })).status).toBe(200)
  clock.advance(11_000)
  for (let i = 0; i < 2; i++) expect((await call('POST', '/auth/refresh', { refreshToken })).status).toBe(401)
  const { items } = (await patient.call('GET', '/notifications')).body
  expect(items).toMatchObject([{ type: 'seguranca', title: 'Uma sessão da sua conta foi encerrada' }])
})

test('while SECRET_KEY is rotated no one is signed out; without the previous key its tokens are invalid', async () => {
  const before = 'a first key that is long enough for anybody 1'
  const { person, app } = await startApp({ env: { SECRET_KEY: before } })
  const patient = await person()
  const after = await startApp({
    env: { SECRET_KEY: 'the second key that is long enough as well 2', SECRET_KEY_PREVIOUS: before },
  })
  const forgetful = await startApp({ env: { SECRET_KEY: 'the second key that is long enough as well 2' } })
  const { accessToken } = patient
  expect(after.app.auth.claims(accessToken)).toEqual(app.auth.claims(accessToken))
  expect(() => forgetful.app.auth.claims(accessToken)).toThrow()
  expect(() => after.app.auth.claims(`${accessToken.slice(0, -4)}AAAA`)).toThrow()
  const own = after.app.auth.accessToken(7, 'paciente', '0197a2c4-0000-7000-8000-000000000000')
  expect(after.app.auth.claims(own)).toMatchObject({ userId: 7 })
})

test('a hash of a lower cost is made anew at the next sign-in', async () => {
  const { person, call, app } = await startApp()
  const { id, email, password } = await person()
  const nonce = randomBytes(16)
  const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  const tag = argon2Sync('argon2id', {
    message: password,
    nonce,
    memory: 8192,
    passes: 1,
    parallelism: 1,
    tagLength: 32,
  })
  const weak = `$argon2id$v=19$m=8192,t=1,p=1$${base64(nonce)}$${base64(tag)}`
  await app.db.user.update({ where: { id }, data: { passwordHash: weak } })
  expect((await login(call, email, password)).status).toBe(200)
  const { passwordHash } = await app.db.user.findUniqueOrThrow({ where: { id } })
  expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect((await login(call, email, password)).status).toBe(200)
  expect((await app.db.user.findUniqueOrThrow({ where: { id } })).passwordHash).toBe(passwordHash)
})

test('fifty tabs that refresh one token at once get one child, of one session, and no one is signed out', async () => {
  const { person, call, app } = await startApp()
  const patient = await person()
  const { refreshToken } = patient
  const answers = await Promise.all(Array.from({ length: 50 }, () => call('POST', '/auth/refresh', { refreshToken })))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  const children = new Set(answers.map(({ body }) => body.refreshToken))
  expect(children.size).toBe(1)
  expect(await app.db.refreshToken.count({ where: { session: { userId: patient.id } } })).toBe(2)
  expect((await patient.call('GET', '/me/sessions')).body.items).toHaveLength(1)
  for (const { body } of answers)
    expect((await call('GET', '/me', undefined, { authorization: `Bearer ${body.accessToken}` })).status).toBe(200)
  expect((await call('POST', '/auth/refresh', { refreshToken: [...children][0] })).status).toBe(200)
})

test('guesses from everywhere stop at fifty, but lock neither the owner’s own device nor the link for a new password', async () => {
  const { person, call, app } = await startApp({ env: { TRUST_PROXY: '127.0.0.1' } })
  const patient = await person()
  const from = (ip: string, password: string) =>
    call('POST', '/auth/login', { email: patient.email, password }, { 'x-forwarded-for': ip })
  expect((await from('198.51.100.7', patient.password)).status).toBe(200)
  const guesses = await Promise.all(Array.from({ length: 60 }, (_, i) => from(`203.0.113.${i}`, 'a wrong password')))
  expect(guesses.filter(({ status }) => status === 401)).toHaveLength(50)
  expect(guesses.filter(({ body }) => body.code === 'rate_limited')).toHaveLength(10)
  // Also the right one, from where it was never used: that is what the limit is for.
  expect((await from('203.0.113.200', patient.password)).status).toBe(429)
  expect((await from('198.51.100.7', patient.password)).status).toBe(200)
  // Nor from where they have just chosen a new one, by the link that was mailed to them.
  const token = await transaction(app.db, (tx) => app.auth.accountTokens.mint(tx, 'password_reset', patient.id, 60_000))
  const fresh = { token, password: 'uma senha novinha em folha' }
  expect((await call('POST', '/auth/reset-password', fresh, { 'x-forwarded-for': '198.51.100.99' })).status).toBe(204)
  expect((await from('198.51.100.99', fresh.password)).status).toBe(200)
  expect((await from('203.0.113.200', fresh.password)).status).toBe(429)
  // Another user at one of those addresses is not affected.
  const other = await person()
  const login = { email: other.email, password: other.password }
  expect((await call('POST', '/auth/login', login, { 'x-forwarded-for': '203.0.113.1' })).status).toBe(200)
  // An account that there is not is counted the same, or the limit would tell who has one.
  const nobody = await Promise.all(
    Array.from({ length: 51 }, (_, i) =>
      call(
        'POST',
        '/auth/login',
        { email: 'nobody@example.com', password: 'x' },
        { 'x-forwarded-for': `192.0.2.${i}` },
      ),
    ),
  )
  expect(nobody.filter(({ status }) => status === 429)).toHaveLength(1)
  expect(await app.db.auditEntry.count({ where: { action: 'session.refuse' } })).toBe(100)
})

test('a role that changes, or an account that is disabled, ends its sessions and sockets within a second', async () => {
  const { person, url } = await startApp()
  const [patient, admin] = [await person(), await person('admin')]
  for (const change of [{ role: 'psicologo' }, { disabled: true }]) {
    const token = change.role ? patient : await person()
    const socket = connect(url, token.accessToken)
    await socket.got('welcome')
    expect((await admin.call('PATCH', `/users/${token.id}`, change)).status).toBe(200)
    expect((await socket.closed).code).toBe(4403)
    await until('the refusal', async () => (await token.call('GET', '/me')).status === 401, 1_000)
  }
})

test('a password that is changed while a sign-in looks at it opens no session', async () => {
  const { person, call, app } = await startApp()
  const patient = await person()
  const next = 'outra senha bem longa'
  const [changed, ...logins] = await Promise.all([
    patient.call('POST', '/me/password', { current: patient.password, new: next }),
    ...Array.from({ length: 5 }, () => login(call, patient.email, patient.password)),
  ])
  expect(changed.status).toBe(204)
  const open = await app.db.session.count({ where: { userId: patient.id, endedAt: null } })
  expect(open).toBe(1)
  for (const { status, body } of logins) {
    expect([200, 401]).toContain(status)
    if (status === 200)
      await until('its session is over', async () => {
        const answer = await call('GET', '/me', undefined, { authorization: `Bearer ${body.accessToken}` })
        return answer.status === 401
      })
  }
})

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['maria@example.com', 'maria@example.com'],
])('limits know %s as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
