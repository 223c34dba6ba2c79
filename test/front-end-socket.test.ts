import { readFileSync } from 'node:fs'
import type { WebSocket } from 'ws'
import { expect, onTestFinished, test } from 'vitest'
import { type Signed, startApp, type TestApp, until } from './app.ts'
import { blocksOf, runBlock } from './markdown.ts'

// The socket of docs/front-end.md, run as it is printed.

const page = readFileSync(new URL('../docs/front-end.md', import.meta.url), 'utf8')
const block = blocksOf(page).find(({ name, language }) => name === 'WebSocket' && language === 'ts')

/** Runs the example for this person. `waits` are what it pauses for, cut short; `opened` are its sockets. */
async function example(server: TestApp, person: Pick<Signed, 'accessToken' | 'refreshToken'>) {
  if (!block) return expect.unreachable('docs/front-end.md has no socket example')
  const tokens = { accessToken: person.accessToken, refreshToken: person.refreshToken }
  const opened: InstanceType<typeof globalThis.WebSocket>[] = []
  class Watched extends globalThis.WebSocket {
    constructor(address: string) {
      super(address)
      opened.push(this)
    }
  }
  const waits: number[] = []
  const shortly = (go: () => void, ms: number) => {
    waits.push(ms)
    return setTimeout(go, 5)
  }
  const known = { tokens, WebSocket: Watched, setTimeout: shortly }
  const { printed, held } = await runBlock(block, server, known, '{ stop: () => (left = true), left: () => left }')
  onTestFinished(() => {
    held.stop()
    opened.forEach((socket) => socket.close())
  })
  const heard = (words: string) => until(words, () => printed.find((line) => line.includes(words)), 30_000)
  const count = (words: string) => printed.filter((line) => line.includes(words)).length
  return { tokens, opened, waits, heard, count, left: held.left as () => boolean }
}

const tell = async (from: Signed, to: Signed, title: string) =>
  expect(await from.call('POST', '/notifications', { userId: to.id, title, message: 'Oi' })).toMatchObject({
    status: 202,
  })

/** Cuts the person's sockets as a network does. */
const cut = ({ app }: TestApp) => app.websocketServer.clients.forEach((client) => client.terminate())

test('what happens before the first event, while the connection is cut, is not missed, and nothing comes twice', async () => {
  const server = await startApp()
  const [patient, admin] = [await server.person(), await server.person('admin')]
  await tell(admin, patient, 'Antes')
  await until('it to be logged', () => server.app.db.event.count())
  const { opened, heard, count } = await example(server, patient)
  await until('the socket', () => server.app.realtime.count() === 1)
  cut(server)
  await until('its end', () => server.app.realtime.count() === 0)
  await tell(admin, patient, 'Enquanto fora')
  await heard('Enquanto fora')
  cut(server)
  await tell(admin, patient, 'Depois')
  await heard('Depois')
  expect([count('Antes'), count('Enquanto fora'), count('Depois')]).toEqual([0, 1, 1])
  expect(opened.length).toBeGreaterThan(2)
  expect(opened[1]?.url).toMatch(/\?since=\d+$/)
  expect(opened.every(({ url }) => !url.includes(patient.accessToken))).toBe(true)
})

test('an access token that has run out is renewed, and a session that is over is left', async () => {
  const server = await startApp()
  const [patient, admin] = [await server.person(), await server.person('admin')]
  const { heard, tokens, opened, left } = await example(server, { ...patient, accessToken: 'run.out.token' })
  await until('the socket', () => server.app.realtime.count() === 1)
  expect(tokens.accessToken).not.toBe('run.out.token')
  await tell(admin, patient, 'Renovado')
  await heard('Renovado')
  const before = opened.length
  await server.call('POST', '/auth/logout', undefined, { authorization: `Bearer ${tokens.accessToken}` })
  await until('it to be told', left)
  expect(opened).toHaveLength(before)
})

test('a server that restarts is given the time that it asks for, and some more by chance', async () => {
  const server = await startApp()
  const patient = await server.person()
  const { waits, opened } = await example(server, patient)
  await until('the socket', () => server.app.realtime.count() === 1)
  const told: number[] = []
  opened[0]?.addEventListener('close', ({ reason }) => told.push(JSON.parse(reason).retryAfterMs as number))
  for (const client of server.app.websocketServer.clients as Set<WebSocket>)
    client.close(1012, JSON.stringify({ retryAfterMs: 4_000 }))
  await until('the next socket', () => opened.length > 1)
  expect(told).toEqual([4_000])
  expect(waits[0]).toBeGreaterThanOrEqual(4_000)
  expect(waits[0]).toBeLessThanOrEqual(6_000)
})
