import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { chatCompletions } from '../../src/assistant/openai.ts'
import { prism } from './prism.ts'

// OpenAI's published document, from beside the project.
const { CORPORA_DIR: corpora = '' } = process.env
if (!corpora) console.log('skipped: CORPORA_DIR is not set')

describe.skipIf(!corpora)('what OpenAI has published', () => {
  test('finds nothing wrong with a request of ours, in a mock made of its own document', async () => {
    const baseURL = await prism(join(corpora, 'openai.norm.json'))
    // It does judge.
    const wrong = await fetch(`${baseURL}/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk-test-1', 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-4o-mini' }),
    })
    expect(wrong.status).toBe(422)
    for (const dialect of ['openai', 'compatible'] as const) {
      const model = await chatCompletions({
        provider: 'openai',
        apiKey: 'sk-test-1',
        baseURL,
        model: 'gpt-4o-mini',
        dialect,
      })
      await model.check()
      const turns = [
        { role: 'user' as const, content: 'Oi' },
        { role: 'assistant' as const, content: 'Olá!' },
        { role: 'user' as const, content: 'Qual o endereço?' },
      ]
      const { signal } = new AbortController()
      // It was let through and answered: the mock fills every field of the document's answer, a refusal among them.
      await expect(model.answer({ instructions: 'Be kind.', turns, signal }, () => {})).rejects.toThrow(
        'the model refused',
      )
    }
  })
})
