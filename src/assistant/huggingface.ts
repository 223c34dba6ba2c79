import { z } from 'zod'
import type { Provider } from '../config/provider.ts'
import type { ModelTrial } from './diagnosis.ts'
import type { ChatModel } from './chat.ts'
import { chatCompletions } from './openai.ts'

const variables = z.object({
  HUGGINGFACE_API_KEY: z.string().min(1),
  HUGGINGFACE_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'use an http:// or https:// address' })
    .default('https://router.huggingface.co/v1'),
  HUGGINGFACE_MODEL: z.string().min(1).default('meta-llama/Llama-3.1-8B-Instruct'),
})

/** HuggingFace's router, which speaks OpenAI's protocol, or a self-hosted server (`transformers serve`). */
export const huggingface: Provider<ChatModel, z.output<typeof variables>, ModelTrial> = {
  name: 'huggingface',
  service: 'ai',
  trigger: { variable: 'HUGGINGFACE_API_KEY' },
  variables,
  open: (settings, { log }) =>
    chatCompletions({
      log,
      provider: 'huggingface',
      apiKey: settings.HUGGINGFACE_API_KEY,
      baseURL: settings.HUGGINGFACE_BASE_URL,
      model: settings.HUGGINGFACE_MODEL,
      dialect: 'compatible',
    }),
  async diagnose(settings, trial, steps) {
    const { diagnoseModel } = await import('./diagnosis.ts')
    return diagnoseModel(huggingface, settings, trial, steps)
  },
}
