import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import type { ChatModel } from '../src/assistant/chat.ts'
import { aiProviders } from '../src/assistant/providers.ts'
import type { Provider } from '../src/config/provider.ts'
import { startApp } from './app.ts'

const parrot: Provider<ChatModel> = {
  name: 'papagaio',
  service: 'ai',
  trigger: { variable: 'PAPAGAIO_KEY' },
  variables: z.object({ PAPAGAIO_KEY: z.string() }),
  open: async () => ({
    provider: 'papagaio',
    async answer(_request, say) {
      say('Das 8h às 18h.')
      return 'whole'
    },
    async check() {},
  }),
  diagnose: async () => 0,
}

test('a provider in the list needs no other line: its replies are sent, stored, read, and still read once it has gone', async () => {
  aiProviders.unshift(parrot)
  onTestFinished(() => void aiProviders.splice(aiProviders.indexOf(parrot), 1))
  const { app, call, url, person } = await startApp({ env: { PAPAGAIO_KEY: 'x' } })
  const patient = await person()
  const { body, status } = await patient.call('POST', '/ai/chat', { message: 'Qual é o horário de atendimento?' })
  expect([status, body]).toMatchObject([200, { provider: 'papagaio', reply: 'Das 8h às 18h.' }])
  expect((await call('GET', `${url}/health`)).body.integrations.ai).toMatchObject({ provider: 'papagaio' })
  const stored = async () => (await patient.call('GET', `/ai/conversations/${body.conversationId}`)).body.messages
  expect(await stored()).toMatchObject([{ role: 'user' }, { role: 'assistant', provider: 'papagaio' }])

  await app.db.chatMessage.updateMany({ where: { role: 'assistant' }, data: { provider: 'arara' } })
  expect(await stored()).toMatchObject([{ role: 'user' }, { role: 'assistant', provider: 'arara' }])
})
