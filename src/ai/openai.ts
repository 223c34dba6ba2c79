import { z } from 'zod'
import type { Provider } from '../provider.ts'
import type { ChatModel } from './chat.ts'

/** Any server that speaks OpenAI's chat completions: one adapter, whatever its address. */
export async function chatCompletions(settings: {
  provider: ChatModel['provider']
  apiKey: string
  baseURL: string | undefined
  model: string
}): Promise<ChatModel> {
  const { default: OpenAI } = await import('openai')
  const client = new OpenAI({
    apiKey: settings.apiKey,
    ...(settings.baseURL ? { baseURL: settings.baseURL } : {}),
    // Whoever asks is waiting: one more try, then the next provider.
    maxRetries: 1,
    // Its own environment variables are not ours to read.
    organization: null,
    project: null,
  })
  return {
    provider: settings.provider,
    async complete({ instructions, turns, signal }) {
      const answer = await client.chat.completions.create(
        { model: settings.model, messages: [{ role: 'system', content: instructions }, ...turns], max_tokens: 500 },
        { signal },
      )
      const text = answer.choices[0]?.message.content?.trim()
      if (!text) throw new Error(`the model gave no text (${answer.choices[0]?.finish_reason ?? 'no choice'})`)
      return text
    },
    check: async () => void (await client.models.list()),
  }
}

const variables = z.object({
  OPENAI_API_KEY: z.string().min(1),
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  OPENAI_MODEL: z.string().min(1).default('gpt-4o-mini'),
})

/** OpenAI, or any compatible server at OPENAI_BASE_URL. */
export const openai: Provider<ChatModel, z.output<typeof variables>> = {
  name: 'openai',
  service: 'ai',
  trigger: { variable: 'OPENAI_API_KEY' },
  variables,
  open: (settings) =>
    chatCompletions({
      provider: 'openai',
      apiKey: settings.OPENAI_API_KEY,
      baseURL: settings.OPENAI_BASE_URL,
      model: settings.OPENAI_MODEL,
    }),
}
