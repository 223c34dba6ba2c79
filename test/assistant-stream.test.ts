import { expect, test } from 'vitest'
import { startApp, until } from './app.ts'
import { chatServer } from './fakes/openai.ts'
import { connect } from './sockets.ts'
import { postForEvents } from './sse.ts'

const openai = (url: string) => ({ OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: url })
const huggingface = (url: string) => ({ HUGGINGFACE_API_KEY: 'sk-test-1', HUGGINGFACE_BASE_URL: url })

test('an answer is streamed as events, sentence by sentence, and ends with the whole', async () => {
  const model = await chatServer(() => 'Olá, tudo bem? Posso ajudar com a sua consulta. É só dizer.')
  const { person, url } = await startApp({ env: openai(model.url) })
  const patient = await person()
  const stream = await postForEvents(url, patient.accessToken, { message: 'Oi' })
  expect(stream.response.status).toBe(200)
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(stream.response.headers.get('cache-control')).toBe('no-store')
  await stream.whole
  expect(stream.events.map(({ event }) => event)).toEqual(['delta', 'delta', 'delta', 'done'])
  const { data } = await stream.got('done')
  expect(data).toEqual({
    reply: 'Olá, tudo bem? Posso ajudar com a sua consulta. É só dizer.',
    conversationId: expect.any(String),
    provider: 'openai',
    risk: 'nenhum',
  })
  expect(stream.heard()).toBe(data.reply)
  const { body } = await patient.call('GET', `/ai/conversations/${data.conversationId}`)
  expect(body.messages.map(({ content }: { content: string }) => content)).toEqual(['Oi', data.reply])
})

test('a sentence is heard before the next one has been written', async () => {
  let goOn = () => {}
  const model = await chatServer(() => (response) => {
    const say = (content: string, finish: string | null = null) =>
      response.write(
        `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`,
      )
    response.setHeader('content-type', 'text/event-stream')
    say('Primeiro isto. Depois')
    goOn = () => {
      say(' aquilo.', 'stop')
      response.end('data: [DONE]\n\n')
    }
  })
  const { person, url } = await startApp({ env: openai(model.ownUrl()) })
  const stream = await postForEvents(url, (await person()).accessToken, { message: 'Oi' })
  expect((await stream.got('delta')).data).toEqual({ delta: 'Primeiro isto.' })
  expect(stream.events).toHaveLength(1)
  goOn()
  await stream.whole
  expect(stream.heard()).toBe('Primeiro isto. Depois aquilo.')
})

test.each(['cut', 'end', 'malformed', 'error', 'hang'] as const)(
  'a stream that breaks midway (%s) is reset, and the next provider answers from its start',
  async (then) => {
    const breaking = await chatServer(() => ({ say: ['Olá! ', 'A sua consulta ', 'é. ', 'Mas'], then }))
    const answering = await chatServer(() => 'Sua consulta é na terça. Até lá!')
    const env = { ...openai(breaking.ownUrl()), ...huggingface(answering.url), AI_TIMEOUT_MS: '3000' }
    const { person, url } = await startApp({ env })
    const patient = await person()
    const stream = await postForEvents(url, patient.accessToken, { message: 'Quando é?' })
    await stream.whole
    const names = stream.events.map(({ event }) => event)
    expect(names.filter((name) => name === 'reset')).toHaveLength(1)
    expect(names.indexOf('delta')).toBeLessThan(names.indexOf('reset'))
    const { data } = await stream.got('done')
    expect(data).toMatchObject({ provider: 'huggingface', reply: 'Sua consulta é na terça. Até lá!' })
    expect(stream.heard()).toBe(data.reply)
    const { body } = await patient.call('GET', `/ai/conversations/${data.conversationId}`)
    expect(JSON.stringify(body)).not.toContain('Olá')
  },
)

test('the same over a socket: ai:delta, ai:reset, ai:done, each with its ref, and to the socket that asked alone', async () => {
  const breaking = await chatServer(() => ({ say: ['Olá! ', 'A sua'], then: 'cut' }))
  const { person, url } = await startApp({ env: openai(breaking.ownUrl()) })
  const patient = await person()
  const [asking, other] = [connect(url, patient.accessToken), connect(url, patient.accessToken)]
  await Promise.all([asking.got('welcome'), other.got('welcome')])
  asking.send({ type: 'ai:message', data: { message: 'Qual é o endereço?' }, ref: 'a1' })
  const { data } = await asking.got('ai:done')
  const frames = asking.frames.filter(({ type }) => type.startsWith('ai:'))
  const reset = frames.findIndex(({ type }) => type === 'ai:reset')
  expect(reset).toBeGreaterThan(0)
  expect(frames[reset]?.data).toEqual({ conversationId: data.conversationId, ref: 'a1' })
  const heard = frames.slice(reset).flatMap(({ type, data: { delta } }) => (type === 'ai:delta' ? [delta] : []))
  expect(heard.join('')).toBe(data.reply)
  expect(data).toMatchObject({ provider: 'rules', risk: 'nenhum', ref: 'a1' })
  expect(
    frames.every(({ data: { ref, conversationId } }) => ref === 'a1' && conversationId === data.conversationId),
  ).toBe(true)
  expect(other.frames.some(({ type }) => type.startsWith('ai:'))).toBe(false)
})

test.each(['events', 'socket'] as const)(
  "leaving (%s) stops the provider's stream, and what was said until then is kept as such",
  async (way) => {
    const model = await chatServer(() => ({ say: ['Primeiro isto. ', 'E agora '], then: 'hang' }))
    const { person, url } = await startApp({ env: openai(model.ownUrl()) })
    const patient = await person()
    if (way === 'events') {
      const stream = await postForEvents(url, patient.accessToken, { message: 'Oi' })
      await stream.got('delta')
      stream.leave()
    } else {
      const socket = connect(url, patient.accessToken)
      await socket.got('welcome')
      socket.send({ type: 'ai:message', data: { message: 'Oi' } })
      await socket.got('ai:delta')
      socket.socket.close()
    }
    await until("the end of the provider's stream", () => model.left())
    const kept = await until('the conversation', async () => {
      const { items } = (await patient.call('GET', '/ai/conversations')).body
      return items[0]
    })
    const { messages } = (await patient.call('GET', `/ai/conversations/${kept.id}`)).body
    expect(messages).toMatchObject([
      { role: 'user', content: 'Oi' },
      { role: 'assistant', content: 'Primeiro isto.', provider: 'openai', interrupted: true },
    ])
    expect(model.requests).toHaveLength(1)
  },
)

test('a risk to life is answered in both ways with the fixed text and by no model, once the alert is stored', async () => {
  const model = await chatServer(() => 'Tudo bem!')
  const { person, url, app } = await startApp({ env: openai(model.url) })
  const patient = await person()
  const stream = await postForEvents(url, patient.accessToken, { message: 'quero me matar hoje' })
  await stream.whole
  const { data } = await stream.got('done')
  expect(data).toMatchObject({ risk: 'alto', provider: 'rules', reply: expect.stringMatching(/188[^]*192/) })
  expect(stream.heard()).toBe(data.reply)
  const socket = connect(url, patient.accessToken)
  await socket.got('welcome')
  socket.send({ type: 'ai:message', data: { message: 'vou me matar' } })
  expect((await socket.got('ai:done')).data).toMatchObject({ risk: 'alto', reply: data.reply })
  expect(model.requests).toHaveLength(0)
  expect(await app.db.riskAlert.findMany()).toMatchObject([{ patientId: patient.id, messages: 2 }])
})

test('what is refused is refused before a stream begins', async () => {
  const { person, url } = await startApp()
  const { accessToken } = await person()
  const unknown = { message: 'Oi', conversationId: '0197a2c4-0000-7000-8000-000000000000' }
  for (const [body, status, code] of [
    [unknown, 404, 'not_found'],
    [{ message: '' }, 422, 'validation_failed'],
    [{ message: 'a'.repeat(4001) }, 422, 'validation_failed'],
  ] as const) {
    const { response } = await postForEvents(url, accessToken, body)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toMatch(/problem\+json/)
    expect(await response.json()).toMatchObject({ code })
  }
})

test('a server that stops does not wait for a model: the rules answer at once', async () => {
  const model = await chatServer(() => ({ say: ['Primeiro isto. '], then: 'hang' }))
  const { person, url, close } = await startApp({ env: openai(model.url) })
  const stream = await postForEvents(url, (await person()).accessToken, { message: 'Qual é o endereço?' })
  await until('the question', () => model.requests.length)
  await Promise.all([close(), stream.whole])
  expect((await stream.got('done')).data).toMatchObject({ provider: 'rules', reply: expect.stringMatching(/endereço/) })
})
