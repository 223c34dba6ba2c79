import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { until } from '../app.ts'
import { comingMonday, hour } from '../clinic.ts'
import { scratch, startServer } from '../process.ts'
import { adminEnv, call, signIn } from './clinic.ts'

/** Debian's libfaketime, or undefined where it is not installed. */
const faketime = readdirSync('/usr/lib')
  .map((folder) => `/usr/lib/${folder}/faketime/libfaketimeMT.so.1`)
  .find((file) => existsSync(file))

const password = 'uma senha bem longa'

test.skipIf(!faketime)(
  'a clock that is set by two weeks, back and forth: messages leave, each reminder comes when it is time, once',
  async () => {
    const folder = await scratch()
    const file = join(folder, 'clock')
    let ahead = 0
    const set = (ms: number) => {
      ahead = ms
      writeFileSync(file, `${ms < 0 ? '' : '+'}${Math.round(ms / 1000)}`)
    }
    set(0)
    // Server and database, but not how long a timer takes.
    const clock = { LD_PRELOAD: faketime ?? '', FAKETIME_TIMESTAMP_FILE: file, FAKETIME_CACHE_DURATION: '1' }
    const env = { ...adminEnv, ...clock, FAKETIME_DONT_FAKE_MONOTONIC: '1' }
    const { url } = await startServer(join(folder, 'data'), env)
    const now = () => Date.now() + ahead
    const isSet = () =>
      until('the clock to be seen', async () => {
        const answer = await fetch(`${url}/health/live`)
        return Math.abs(Date.parse(answer.headers.get('date') ?? '') - now()) < 10_000
      })
    const post = async (path: string, body: unknown) => call(url, 'POST', path, { token: await signIn(url), body })
    const people: number[] = []
    for (const [role, email] of [
      ['paciente', 'maria@example.com'],
      ['psicologo', 'ana@example.com'],
    ])
      people.push((await post('/users', { name: 'Maria', email, password, role })).body.id as number)
    const [patientId = 0, psychologistId = 0] = people
    const startsAt = comingMonday()
    const booked = await post('/appointments', { patientId, psychologistId, startsAt })
    expect(booked.status).toBe(201)

    const reminders = async () => {
      const { body } = await call(url, 'POST', '/auth/login', { body: { email: 'maria@example.com', password } })
      const inbox = await call(url, 'GET', '/notifications?limit=100', { token: body.accessToken as string })
      return (inbox.body.items as { type: string }[]).filter(({ type }) => type === 'lembrete').length
    }
    const messageLeaves = async () => {
      const told = await post('/notifications', { userId: patientId, title: 'Oi', message: 'Oi' })
      expect(told.status).toBe(202)
      const token = await signIn(url)
      await until('the mail to leave', async () => {
        const { body } = await call(url, 'GET', `/notifications/${told.body.id}/deliveries`, { token })
        return (body.items as { channel: string; status: string }[]).some(
          ({ channel, status }) => channel === 'email' && status === 'enviada',
        )
      })
    }
    const before = (ms: number) => Date.parse(startsAt) - ms - Date.now()
    for (const [ms, expected] of [
      [before(23 * hour), 1],
      [before(24 * hour), 1],
      [0, 1],
      [before(1.5 * hour), 2],
      [before(3 * hour), 2],
      [0, 2],
    ] as const) {
      set(ms)
      await isSet()
      await messageLeaves()
      await until(`reminder ${expected}`, async () => (await reminders()) >= expected, 100_000)
      expect(await reminders()).toBe(expected)
    }
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'ok' })
  },
)
