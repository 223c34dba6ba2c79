import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { startApp, until } from '../app.ts'
import { exchange, head, leftovers, part } from '../files.ts'

test('a sender who stops is cut off after 30 seconds, at the front door', { timeout: 60_000 }, async () => {
  const server = await startApp()
  const maria = await server.person()
  const began = performance.now()
  const stalled = exchange(
    server,
    head(maria, '/upload/attachment', { 'content-length': 1_000_000 }),
    part('file', randomBytes(200_000), 'a'),
  )
  expect(await stalled.status()).toBe(400)
  expect(performance.now() - began).toBeGreaterThan(29_000)
  expect(performance.now() - began).toBeLessThan(34_000)
  await until('the connection is closed', () => stalled.socket.closed)
  expect(await leftovers(server)).toEqual([])
})
