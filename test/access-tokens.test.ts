import { randomUUID } from 'node:crypto'
import { createSigner } from 'fast-jwt'
import { expect, test } from 'vitest'
import { trimTicketsJob } from '../src/auth/plugin.ts'
import { transaction } from '../src/database/transaction.ts'
import { startApp, testClock, until } from './app.ts'
import { connect } from './sockets.ts'

const secret = 'a key that is long enough for everybody'

test('a token of our key that does not say all that ours say, or names no session, is refused, by HTTP or socket', async () => {
  const { app, call, person, url } = await startApp({ env: { SECRET_KEY: secret } })
  const patient = await person()
  const { sessionId: sid } = app.auth.claims(patient.accessToken)
  const soon = Math.floor(Date.now() / 1000) + 600
  const whole = { sub: String(patient.id), sid, role: 'paciente', exp: soon, iss: 'blurosiere', aud: 'blurosiere-api' }
  const sign = createSigner({ key: secret })
  const enters = async (claims: object) => {
    const token = sign(claims)
    const { status } = await call('GET', '/me', undefined, { authorization: `Bearer ${token}` })
    const socket = connect(url, token)
    const opened = await Promise.race([socket.got('welcome').then(() => true), socket.closed.then(({ code }) => code)])
    return [status, opened]
  }
  expect(await enters(whole)).toEqual([200, true])
  for (const name of ['exp', 'iss', 'aud', 'sub', 'sid'])
    expect([name, await enters({ ...whole, [name]: undefined })]).toEqual([name, [401, 4401]])
  for (const odd of [
    { sid: 'x' },
    { sid: `${sid}0` },
    { sid: 7 },
    { sid: randomUUID() },
    { sub: 'x' },
    { sub: '99999999999' },
    { iss: 'somebody' },
    { aud: 'something' },
    { exp: soon - 1_000 },
  ])
    expect([odd, await enters({ ...whole, ...odd })]).toEqual([odd, [401, 4401]])
})

test('a session takes sixty tickets in ten minutes, and those that are past are gone within minutes', async () => {
  const clock = testClock()
  const { app, person } = await startApp({ clock })
  const [patient, other] = [await person(), await person()]
  const ticket = () => patient.call('POST', '/auth/ws-ticket')
  const all = await Promise.all(Array.from({ length: 65 }, ticket))
  expect(all.filter(({ status }) => status === 201)).toHaveLength(60)
  const [refused] = all.filter(({ status }) => status === 429)
  expect(refused?.headers.get('ratelimit-policy')).toBe('"ws-ticket";q=60;w=600')
  clock.advance(4 * 60_000)
  expect((await other.call('POST', '/auth/ws-ticket')).status).toBe(201)
  clock.advance(3 * 60_000)
  await transaction(app.db, (tx) => app.jobs.enqueue(tx, trimTicketsJob, [{ data: {} }]))
  await until('those of the first to be gone', async () => (await app.db.accountToken.count()) === 1)
  expect(await app.db.$queryRaw`SELECT cron FROM pgboss.schedule WHERE name = 'auth.trim-tickets'`).toEqual([
    { cron: '*/5 * * * *' },
  ])
})
