import { Parser } from '@asyncapi/parser'
import { expect, it } from 'vitest'
import { frameWords } from '../src/front-end/frames.ts'
import { closeCodes } from '../src/realtime/socket.ts'
import { startApp } from './app.ts'
import { connect } from './sockets.ts'

/** The document of a running server, as its parser reads it. */
async function described() {
  const server = await startApp()
  const { document, diagnostics } = await new Parser().parse(await server.app.documents.asyncApi())
  const operations = document?.operations().all() ?? []
  const received = operations.filter((operation) => operation.isReceive()).flatMap((one) => one.messages().all())
  const sent = operations.flatMap((one) => [
    ...(one.isSend() ? one.messages().all() : []),
    ...(one.reply()?.messages().all() ?? []),
  ])
  return { ...server, document, diagnostics, received, sent }
}

it('is AsyncAPI 3.0 without a fault, its examples by their schemas', async () => {
  const { document, diagnostics } = await described()
  // That there is a later version.
  expect(diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version')).toEqual([])
  expect(document?.version()).toBe('3.0.0')
  const messages = document?.allMessages().all() ?? []
  expect(messages.filter((message) => message.examples().length === 0 || !message.hasSummary())).toEqual([])
})

it('describes every frame that has a handler, and all that is sent, and nothing else', async () => {
  const { app, document, received, sent } = await described()
  const names = (messages: typeof received) => [...new Set(messages.map((message) => message.name()))].sort()
  expect(names(received)).toEqual([...app.realtime.handled.keys()].sort())
  expect(names(received)).toEqual(Object.keys(frameWords.received).sort())
  expect(names(sent)).toEqual(Object.keys(frameWords.sent).sort())
  const [channel] = document?.channels().all() ?? []
  expect(channel?.messages().all()).toHaveLength(names(received).length + names(sent).length)
  const codes = channel?.extensions().get('x-close-codes')?.value<{ code: number }[]>() ?? []
  expect(codes.map(({ code }) => code)).toEqual(expect.arrayContaining(Object.values(closeCodes)))
})

it('gives examples that the server takes', async () => {
  const { url, person, received } = await described()
  const patient = await person()
  const client = connect(url, patient.accessToken)
  await client.got('welcome')
  for (const message of received)
    for (const example of message.examples().all()) client.send({ ...example.payload(), ref: message.name() })
  await Promise.all([client.got('pong'), client.got('ai:done'), client.got('error')])
  // There is no such notification.
  expect(client.of('error').map(({ data }) => [data.ref, data.code])).toEqual([['notification:read', 'not_found']])
})
