import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startApp, until } from './app.ts'

// What holds a socket open is in realtime.test.ts, what is under way in soak/shutdown.test.ts.

test.each([
  ['says nothing, as those that a browser opens ahead of its requests', ''],
  ['is in the middle of a head', 'GET /health/live HTTP/1.1\r\nhost: localhost\r\nx-'],
  ['has had an answer, and kept alive began another head', 'GET /health/live HTTP/1.1\r\nhost: x\r\n\r\nGET /heal'],
])('a connection that %s does not hold a server that closes', async (_kind, sent) => {
  const { app, close } = await startApp({ keep: true })
  const { port } = app.server.address() as { port: number }
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  let answers = ''
  socket.on('data', (bytes) => (answers += bytes.toString()))
  const ended = once(socket, 'close')
  await once(socket, 'connect')
  socket.write(sent)
  await until('it to have come', async () => (await connectionsOf(app.server)) > 0)
  if (sent.includes('\r\n\r\n')) await until('its answer', () => answers.includes('200 OK'))
  const started = performance.now()
  await Promise.all([close(), ended])
  expect(performance.now() - started).toBeLessThan(5_000)
})

const connectionsOf = (server: { getConnections(to: (error: Error | null, count: number) => void): unknown }) =>
  new Promise<number>((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  )
