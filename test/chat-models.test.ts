import pino from 'pino'
import { describe } from 'vitest'
import { huggingface } from '../src/assistant/huggingface.ts'
import { openai } from '../src/assistant/openai.ts'
import { chatContract } from './contracts/chat.ts'

const context = {
  log: pino({ level: 'silent' }),
  production: true,
  senderName: 'Clínica',
  publicUrl: 'https://api.example.com',
}
const key = 'sk-test-1'

describe('language models', () => {
  chatContract('OpenAI', (url) =>
    openai.open({ OPENAI_API_KEY: key, OPENAI_BASE_URL: url, OPENAI_MODEL: 'gpt-4o-mini' }, context),
  )
  chatContract('HuggingFace', (url) =>
    huggingface.open({ HUGGINGFACE_API_KEY: key, HUGGINGFACE_BASE_URL: url, HUGGINGFACE_MODEL: 'llama' }, context),
  )
})
