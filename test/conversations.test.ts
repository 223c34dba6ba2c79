import { expect, test } from 'vitest'
import { startApp, testClock } from './app.ts'
import { chatServer } from './fakes/openai.ts'

test('a person finds their conversations, the latest first, and reads each from its end', async () => {
  const clock = testClock()
  const { person } = await startApp({ clock })
  const patient = await person()
  const ids: string[] = []
  for (const message of ['Como agendar uma consulta?', 'Qual é o endereço?', 'a'.repeat(100)]) {
    clock.advance(1000)
    ids.push((await patient.call('POST', '/ai/chat', { message })).body.conversationId)
  }
  clock.advance(1000)
  await patient.call('POST', '/ai/chat', { message: 'obrigada', conversationId: ids[0] })
  const first = (await patient.call('GET', '/ai/conversations?limit=2')).body
  expect(first.items).toMatchObject([
    { id: ids[0], title: 'Como agendar uma consulta?', updatedAt: clock.now().toISOString() },
    { id: ids[2], title: `${'a'.repeat(79)}…` },
  ])
  const rest = (await patient.call('GET', `/ai/conversations?limit=2&cursor=${first.nextCursor}`)).body
  expect(rest).toMatchObject({ items: [{ id: ids[1] }], nextCursor: null })

  const page = (await patient.call('GET', `/ai/conversations/${ids[0]}?limit=3`)).body
  expect(page.messages).toMatchObject([
    { role: 'assistant', provider: 'rules', risk: 'nenhum' },
    { role: 'user', content: 'obrigada' },
    { role: 'assistant' },
  ])
  const earlier = (await patient.call('GET', `/ai/conversations/${ids[0]}?limit=3&cursor=${page.nextCursor}`)).body
  expect(earlier).toMatchObject({
    title: 'Como agendar uma consulta?',
    messages: [{ role: 'user', content: 'Como agendar uma consulta?' }],
    nextCursor: null,
  })
})

test('only the person reads, goes on with or deletes a conversation: neither their psychologist nor an administrator does', async () => {
  const { person } = await startApp()
  const patient = await person()
  const { conversationId } = (await patient.call('POST', '/ai/chat', { message: 'oi' })).body
  for (const other of [await person(), await person('psicologo'), await person('admin')]) {
    expect((await other.call('GET', '/ai/conversations')).body.items).toEqual([])
    expect((await other.call('GET', `/ai/conversations/${conversationId}`)).status).toBe(404)
    expect((await other.call('DELETE', `/ai/conversations/${conversationId}`)).status).toBe(404)
    expect((await other.call('POST', '/ai/chat', { message: 'oi', conversationId })).status).toBe(404)
  }
  expect((await patient.call('DELETE', `/ai/conversations/${conversationId}`)).status).toBe(204)
  expect((await patient.call('GET', `/ai/conversations/${conversationId}`)).status).toBe(404)
  expect((await patient.call('DELETE', `/ai/conversations/${conversationId}`)).status).toBe(404)
})

test('cursors and ids that this server did not make are refused', async () => {
  const { person } = await startApp()
  const patient = await person()
  const { conversationId } = (await patient.call('POST', '/ai/chat', { message: 'oi' })).body
  for (const path of ['/ai/conversations?cursor=x', `/ai/conversations/${conversationId}?cursor=e30`])
    expect((await patient.call('GET', path)).body.code).toBe('invalid_cursor')
  expect((await patient.call('GET', '/ai/conversations/1')).status).toBe(422)
  expect((await patient.call('GET', '/ai/conversations?limit=0')).status).toBe(422)
})

test('a conversation that is deleted while it is answered stays deleted', async () => {
  let remove = async () => {}
  const model = await chatServer((_body, nth) =>
    nth === 1
      ? 'Olá!'
      : (response) =>
          void remove().then(() =>
            response
              .setHeader('content-type', 'application/json')
              .end(JSON.stringify({ choices: [{ message: { content: 'Claro.' }, finish_reason: 'stop' }] })),
          ),
  )
  const { person, app } = await startApp({ env: { OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: model.url } })
  const patient = await person()
  const { conversationId } = (await patient.call('POST', '/ai/chat', { message: 'oi' })).body
  remove = async () => {
    expect((await patient.call('DELETE', `/ai/conversations/${conversationId}`)).status).toBe(204)
  }
  const { status, body } = await patient.call('POST', '/ai/chat', { message: 'tudo bem?', conversationId })
  expect([status, body.reply]).toEqual([200, 'Claro.'])
  expect((await patient.call('GET', `/ai/conversations/${conversationId}`)).status).toBe(404)
  expect(await app.db.chatMessage.count()).toBe(0)
})
