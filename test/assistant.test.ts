import { expect, test } from 'vitest'
import { forgetConversations } from '../src/assistant/conversations.ts'
import { startApp, until } from './app.ts'
import { put } from './clinic.ts'
import { chatServer } from './fakes/openai.ts'

const keys = (url: string) => ({ OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: url })

test('without a provider the rules answer in Portuguese, and the conversation goes on', async () => {
  const { person } = await startApp()
  const patient = await person()
  const first = await patient.call('POST', '/ai/chat', { message: 'Como agendar uma consulta?' })
  expect(first.status).toBe(200)
  expect(first.body).toMatchObject({ provider: 'rules', risk: 'nenhum', reply: expect.stringMatching(/consulta/i) })
  const second = await patient.call('POST', '/ai/chat', {
    message: 'Obrigada!',
    conversationId: first.body.conversationId,
  })
  expect(second.body.conversationId).toBe(first.body.conversationId)
  const stranger = await person()
  expect(
    (await stranger.call('POST', '/ai/chat', { message: 'Oi', conversationId: first.body.conversationId })).status,
  ).toBe(404)
})

test('a model answers where one is configured, and no name, CPF, telephone or e-mail reaches it', async () => {
  const model = await chatServer(
    ({ messages }) => `Claro, ${/\[NOME_\d+\]/.exec(messages.at(-1)?.content ?? '')?.[0]}!`,
  )
  const { person } = await startApp({ env: keys(model.url) })
  const patient = await person('paciente', { name: 'Marina Albuquerque' })
  const message = 'Sou a Marina, CPF 123.456.789-09, fone (11) 98765-4321, e-mail marina@example.com. Qual o horário?'
  const { body } = await patient.call('POST', '/ai/chat', { message })
  expect(body).toMatchObject({ provider: 'openai', reply: 'Claro, Marina!' })
  const wire = JSON.stringify(model.requests)
  expect(wire).not.toMatch(/Marina|Albuquerque|123\.456|98765|example\.com/)
})

test.each([
  ['an error', 500],
  ['a refusal', 401],
  ['silence', 'hang'],
  ['nothing', ''],
] as const)('a model that gives %s is passed over, and the rules answer', async (_what, failure) => {
  const model = await chatServer(() => failure)
  const { person } = await startApp({ env: { ...keys(model.url), AI_TIMEOUT_MS: '1500' } })
  const { body } = await (await person()).call('POST', '/ai/chat', { message: 'Qual é o horário de atendimento?' })
  expect(body).toMatchObject({ provider: 'rules', reply: expect.any(String) })
})

test('a provider that hangs leaves time for the next', async () => {
  const [silent, answering] = [await chatServer(() => 'hang'), await chatServer(() => 'Pelo aplicativo.')]
  const huggingface = { HUGGINGFACE_API_KEY: 'sk-test-1', HUGGINGFACE_BASE_URL: answering.url }
  const { app } = await startApp({ env: { ...keys(silent.url), ...huggingface, AI_TIMEOUT_MS: '2000' } })
  expect(await app.assistant.generateResponse({ message: 'Oi' })).toMatchObject({
    provider: 'huggingface',
    reply: 'Pelo aplicativo.',
  })
})

test('a message that speaks of suicide is answered with CVV and SAMU by no model, and the psychologist is alerted without a word of it', async () => {
  const model = await chatServer(() => 'Tudo bem!')
  const { person, app } = await startApp({ env: keys(model.url) })
  const psychologist = await person('psicologo', { phone: '+5511987654321' })
  const patient = await person()
  await put({ app }, patient, psychologist, new Date(Date.now() + 86_400_000))
  const { body } = await patient.call('POST', '/ai/chat', { message: 'quero me matar hoje' })
  expect(body).toMatchObject({ risk: 'alto', provider: 'rules' })
  expect(body.reply).toMatch(/188/)
  expect(body.reply).toMatch(/192/)
  const later = await patient.call('POST', '/ai/chat', {
    message: 'qual o endereço?',
    conversationId: body.conversationId,
  })
  expect(later.status).toBe(200)
  expect(JSON.stringify(model.requests)).not.toMatch(/matar/)
  const { items } = (await psychologist.call('GET', '/notifications')).body
  expect(items).toEqual([expect.objectContaining({ type: 'alerta' })])
  expect(JSON.stringify(items)).not.toMatch(/matar/)
  await until('the SMS', () =>
    app.db.delivery.findFirst({ where: { userId: psychologist.id, channel: 'sms', status: 'enviada' } }),
  )
})

test('a patient without a psychologist is not left alone: the administrators are alerted', async () => {
  const { person } = await startApp()
  const [admin, patient] = [await person('admin'), await person()]
  await patient.call('POST', '/ai/chat', { message: 'não quero mais viver, vou acabar com a minha vida' })
  expect((await admin.call('GET', '/notifications')).body.items).toEqual([expect.objectContaining({ type: 'alerta' })])
})

test('where consent is required nothing leaves for a model', async () => {
  const model = await chatServer(() => 'Oi!')
  const { person } = await startApp({ env: { ...keys(model.url), AI_REQUIRE_CONSENT: 'true' } })
  const { body } = await (await person()).call('POST', '/ai/chat', { message: 'Oi' })
  expect(body).toMatchObject({ provider: 'rules', consentRequired: true })
  expect(model.requests).toHaveLength(0)
})

test('conversations are forgotten after AI_RETENTION_DAYS, and not before', async () => {
  const { person, app } = await startApp()
  const patient = await person()
  await patient.call('POST', '/ai/chat', { message: 'Oi' })
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)
  expect(await forgetConversations(app.db, inDays(89), 90)).toBe(0)
  expect(await forgetConversations(app.db, inDays(91), 90)).toBe(1)
  expect(await app.db.chatMessage.count()).toBe(0)
})
