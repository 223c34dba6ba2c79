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

test('while what is under way keeps a server that closes, an open connection is served once more, and no socket let in', async () => {
  const { app, url, close } = await startApp({ keep: true })
  const { port } = app.server.address() as { port: number }
  const line = async () => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    socket.on('data', (bytes) => (answer += bytes.toString()))
    const ended = once(socket, 'end')
    await once(socket, 'connect')
    return { socket, ended, answer: () => answer }
  }
  const [slow, plain, upgrading] = [await line(), await line(), await line()]
  const host = `host: ${new URL(url).host}\r\n`
  slow.socket.write(
    `POST /api/v1/auth/login HTTP/1.1\r\n${host}content-type: application/json\r\ncontent-length: 2\r\n\r\n{`,
  )
  await until('all three to have come', async () => (await connectionsOf(app.server)) === 3)
  const closed = close()
  await until('nothing to listen any more', () => !app.server.listening)
  plain.socket.write(`GET /health/live HTTP/1.1\r\n${host}\r\n`)
  const handshake =
    'connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA=='
  upgrading.socket.write(`GET /ws/abc HTTP/1.1\r\n${host}${handshake}\r\n\r\n`)
  await Promise.all([plain.ended, upgrading.ended])
  expect(plain.answer()).toMatch(/^HTTP\/1\.1 200 OK.*connection: close/is)
  expect(upgrading.answer()).toMatch(/^HTTP\/1\.1 503 .*retry-after: 1\r\n.*application\/problem\+json/is)
  slow.socket.write('}')
  await Promise.all([slow.ended, closed])
  expect(slow.answer()).toMatch(/^HTTP\/1\.1 422 /)
})

const connectionsOf = (server: { getConnections(to: (error: Error | null, count: number) => void): unknown }) =>
  new Promise<number>((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  )
