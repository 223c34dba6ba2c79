import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { textFrame, unsentBytes, type Wire, wireOf, writeFrames } from '../src/realtime/wire.ts'
import { until } from './app.ts'

/** A `ws` server's socket with the connection beneath it, and what its client hears. */
async function pair(perMessageDeflate: boolean) {
  const http = createServer()
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: perMessageDeflate && { threshold: 0 } })
  const upgraded = new Promise<Wire>((resolve) =>
    http.on('upgrade', (request, raw, head) =>
      server.handleUpgrade(request, raw, head, (socket) => resolve(wireOf(socket, request.socket))),
    ),
  )
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`, { perMessageDeflate })
  onTestFinished(() => {
    client.terminate()
    server.close()
    http.close()
  })
  const heard: string[] = []
  client.on('message', (data: Buffer, binary) => heard.push(binary ? 'binary' : data.toString()))
  client.on('ping', (data: Buffer) => heard.push(`ping ${data.toString()}`))
  client.on('close', (code, reason) => heard.push(`close ${code} ${reason.toString()}`))
  client.on('error', (error) => heard.push(error.message))
  return { wire: await upgraded, client, heard }
}

const texts = [
  '',
  'a',
  'é'.repeat(60),
  'x'.repeat(125),
  'x'.repeat(126),
  'ção'.repeat(1_000),
  'x'.repeat(65_535),
  'x'.repeat(70_000),
]

test.each([
  ['straight to the connection', false],
  ['through ws, where an extension changes the bytes', true],
])('frames of every length arrive as they were, %s, and keep their place among those of ws', async (_how, deflate) => {
  const { wire, heard } = await pair(deflate)
  expect(wire.raw === undefined).toBe(deflate)
  const { socket } = wire
  for (const text of texts) {
    socket.send(`ws before ${text.length}`)
    writeFrames(wire, textFrame(text))
    socket.ping('now')
    socket.send(text)
  }
  let left = false
  writeFrames(wire, Buffer.concat(texts.map(textFrame)), () => (left = true))
  socket.close(1000, 'bye')
  await until('the close', () => heard.at(-1)?.startsWith('close'))
  expect(heard).toEqual([
    ...texts.flatMap((text) => [`ws before ${text.length}`, text, 'ping now', text]),
    ...texts,
    'close 1000 bye',
  ])
  await until('that all has left', () => left)
})

// If this fails, a new `ws` keeps its bytes elsewhere, and what stands in wire.ts is to be looked at again.
test('what waits is the same by our count and by that of ws, so the connection beneath is the one that ws writes to', async () => {
  const { wire, client } = await pair(false)
  client.pause()
  const { socket, raw } = wire
  for (let n = 0; n < 400; n++) {
    writeFrames(wire, textFrame('x'.repeat(60_000)))
    socket.send('y'.repeat(60_000))
  }
  expect(unsentBytes(wire)).toBeGreaterThan(1_000_000)
  expect(unsentBytes(wire)).toBe(socket.bufferedAmount)
  expect(unsentBytes({ socket, raw: undefined })).toBe(raw?.writableLength)
})
