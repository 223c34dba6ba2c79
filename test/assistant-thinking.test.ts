import { expect, test } from 'vitest'
import { startApp, until } from './app.ts'
import { chatServer } from './fakes/openai.ts'
import { connect } from './sockets.ts'
import { postForEvents } from './sse.ts'

// A model's reasoning is never shown: neither the answer, nor any event or frame, nor what is stored.

const openai = (url: string) => ({ OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: url })
const huggingface = (url: string) => ({ HUGGINGFACE_API_KEY: 'sk-test-1', HUGGINGFACE_BASE_URL: url })
const letters = (text: string) => [...text]

const thinking: Record<string, string> = {
  '<think>': '<think>SEGREDO um. SEGREDO dois.</think>\n\nOlá! Tudo bem?',
  '<thinking>': '<thinking>SEGREDO.</thinking>Olá! Tudo bem?',
  '<reasoning>': '<reasoning>SEGREDO.</reasoning>Olá! Tudo bem?',
  'capitals, spaces and attributes': '< THINK  effort="high" >\nSEGREDO.\n</ Think >\nOlá! Tudo bem?',
  'a tag in a tag': '<think>SEGREDO <think>SEGREDO</think> SEGREDO.</think>Olá! Tudo bem?',
  'a closing tag alone': 'SEGREDO um. SEGREDO dois.\n</think>\n\nOlá! Tudo bem?',
  'a closing tag alone, after a thought that was closed': '<think>SEGREDO</think>SEGREDO dois.</think>Olá! Tudo bem?',
  'thought between two sentences': 'Olá! <think>SEGREDO.</think>Tudo bem?',
  'an opening tag without its end': '<think SEGREDO.</think>Olá! Tudo bem?',
  'a thought of nothing': '<think/>Olá! Tudo bem?',
  'escaped tags': '&lt;think&gt;SEGREDO.&lt;/think&gt;Olá! Tudo bem?',
  'a name space': '<seed:think>SEGREDO.</seed:think>Olá! Tudo bem?',
  brackets: '[THINK]SEGREDO.[/THINK]Olá! Tudo bem?',
  triangles: '◁think▷SEGREDO.◁/think▷Olá! Tudo bem?',
  'control tokens': '<|START_THINKING|>SEGREDO.<|END_THINKING|><|START_RESPONSE|>Olá! Tudo bem?<|END_RESPONSE|>',
  harmony:
    '<|channel|>analysis<|message|>SEGREDO.<|end|><|start|>assistant<|channel|>final<|message|>Olá! Tudo bem?<|return|>',
  'harmony, begun in the prompt':
    'SEGREDO.<|end|><|start|>assistant<|channel|>final<|message|>Olá! Tudo bem?<|return|>',
  'harmony with a commentary':
    '<|channel|>commentary to=functions.x <|constrain|>json<|message|>SEGREDO<|call|><|start|>assistant<|channel|>final <|message|>Olá! Tudo bem?',
  'a pair of unused tokens': '<unused94>thought\nSEGREDO.<unused95>Olá! Tudo bem?',
  'the second of the unused tokens alone': 'SEGREDO.<unused95>Olá! Tudo bem?',
  'a name before the word': '<longcat_think>SEGREDO.</longcat_think>Olá! Tudo bem?',
  'a name after the word': '<thought_process>SEGREDO.</thought_process>Olá! Tudo bem?',
  'names before and after the word':
    '<my-thinking_process_of_one_model x="1">SEGREDO.</my-thinking_process_of_one_model>Olá! Tudo bem?',
  'tags that say begin and end': '<begin_of_thought>SEGREDO.<end_of_thought>Olá! Tudo bem?',
  'tags that say start and end behind the word': '<think_start>SEGREDO.<think_end>Olá! Tudo bem?',
  'tokens that say begin and end': '<｜begin▁of▁think｜>SEGREDO.<｜end▁of▁think｜>Olá! Tudo bem?',
  'tokens with a name': '<|longcat_think|>SEGREDO.<|/longcat_think|>Olá! Tudo bem?',
  'a box of reasoning':
    '<details type="reasoning" done="true">\n<summary>SEGREDO</summary>\n<details>SEGREDO</details>SEGREDO\n</details>\nOlá! Tudo bem?',
  'a box that holds no thought': '<details><summary>Olá!</summary> Tudo bem?</details>',
  'a tag that says there is no thought': '<no_think>Olá! Tudo bem?</no_think>',
  'harmony whose channel was opened in the prompt':
    'analysis<|message|>SEGREDO.<|end|><|start|>assistant<|channel|>final<|message|>Olá! Tudo bem?',
  'harmony whose final channel was opened in the prompt': 'final<|message|>Olá! Tudo bem?<|return|>',
  'harmony whose header has several tokens': '<|channel|>final<|constrain|>text<|message|>Olá! Tudo bem?',
  "Solar's messages": '<|begin|>assistant<|think|>SEGREDO.<|end|><|begin|>assistant<|content|>Olá! Tudo bem?<|end|>',
  "Solar's messages, begun in the prompt": '<|think|>SEGREDO.<|end|><|begin|>assistant<|content|>Olá! Tudo bem?<|end|>',
  "Solar's messages, whose thought was begun in the prompt":
    'SEGREDO.<|end|><|begin|>assistant<|content|>Olá! Tudo bem?',
  'harmony that kept the name of its last channel': 'finalOlá! Tudo bem?',
  'harmony without its tokens': 'analysisSEGREDO um. SEGREDO dois.assistantfinalOlá! Tudo bem?',
}

const cases = Object.entries(thinking)

test('the answer alone is given, heard and stored, however thought is marked and cut into pieces', async () => {
  let text = ''
  const model = await chatServer(() => ({ say: letters(text), then: { finish: 'stop' } }))
  const { person, url, app } = await startApp({ env: openai(model.url) })
  for (const [name, written] of cases) {
    text = written
    const patient = await person()
    const { body } = await patient.call('POST', '/ai/chat', { message: 'Oi' })
    expect(body, name).toMatchObject({ reply: 'Olá! Tudo bem?', provider: 'openai' })
    const stream = await postForEvents(url, patient.accessToken, { message: 'Oi' })
    await stream.whole
    expect(stream.heard(), name).toBe('Olá! Tudo bem?')
    expect(JSON.stringify(stream.events), name).not.toMatch(/SEGREDO|reset|think|channel/i)
    const socket = connect(url, patient.accessToken)
    await socket.got('welcome')
    socket.send({ type: 'ai:message', data: { message: 'Oi' } })
    expect((await socket.got('ai:done')).data, name).toMatchObject({ reply: 'Olá! Tudo bem?' })
    expect(JSON.stringify(socket.frames), name).not.toMatch(/SEGREDO|ai:reset/)
  }
  const stored = await app.db.chatMessage.findMany({ where: { role: 'assistant' } })
  expect(stored).toHaveLength(3 * cases.length)
  expect(new Set(stored.map(({ content }) => content))).toEqual(new Set(['Olá! Tudo bem?']))
})

test("OpenAI's own server is not held back, and what it should mark as thought goes all the same", async () => {
  const model = await chatServer(() => ({ say: letters('Olá! <think>SEGREDO.</think>Tudo bem? E'), then: 'hang' }))
  const { person, url } = await startApp({ env: openai(model.ownUrl()) })
  const stream = await postForEvents(url, (await person()).accessToken, { message: 'Oi' })
  await until('the second sentence', () => stream.heard() === 'Olá! Tudo bem?')
})

test.each([
  ['fields of its own', { reasoning_content: 'SEGREDO.', reasoning: 'SEGREDO.', content: 'Olá!' }],
  [
    'parts of its own',
    {
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'SEGREDO.' }] },
        { type: 'text', text: 'Olá!' },
      ],
    },
  ],
])('thinking in %s is left there, streamed or whole', async (_what, message) => {
  const whole = { choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', ...message } }] }
  const model = await chatServer((_body, nth) =>
    nth === 1
      ? { json: whole }
      : (response) => {
          response.setHeader('content-type', 'text/event-stream')
          const chunk = { choices: [{ index: 0, delta: message, finish_reason: 'stop' }] }
          response.end(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`)
        },
  )
  const { app } = await startApp({ env: openai(model.url) })
  for (let i = 0; i < 2; i++)
    expect(await app.assistant.generateResponse({ message: 'Oi' })).toMatchObject({ reply: 'Olá!', provider: 'openai' })
})

test.each([
  ['a thought that is never closed', '<think>SEGREDO um. SEGREDO dois. SEGREDO', 'length'],
  ['a thought and nothing else', '<think>SEGREDO.</think>\n', 'stop'],
  ['a thought that was not closed at all', '<think>SEGREDO um. SEGREDO dois.', 'stop'],
  ['a tag that was cut', 'SEGREDO um. </thi', 'abort'],
  ['a closing tag without its end', 'SEGREDO um. </think', 'stop'],
  ['harmony without its tokens that never came to its answer', 'analysisthe user says hi. SEGREDO um.', 'stop'],
  ['invisible characters', '<think>SEGREDO.</think>\u200b\ufeff\n', 'stop'],
  ['harmony that never came to its answer', '<|channel|>analysis<|message|>SEGREDO um. SEGREDO', 'length'],
])('where nothing is left the next provider answers: %s', async (_what, text, finish) => {
  const model = await chatServer(() => ({ say: letters(text), then: { finish } }))
  const next = await chatServer(() => 'Olá!')
  const { person, url } = await startApp({ env: { ...openai(model.url), ...huggingface(next.url) } })
  const stream = await postForEvents(url, (await person()).accessToken, { message: 'Oi' })
  await stream.whole
  expect((await stream.got('done')).data).toMatchObject({ reply: 'Olá!', provider: 'huggingface' })
  expect(JSON.stringify(stream.events)).not.toMatch(/SEGREDO|reset/)
})

test('of a model that was seen to think before a closing tag, a text that never came to one is thought', async () => {
  const model = await chatServer((_body, nth) =>
    nth === 1 ? 'SEGREDO.</think>Olá!' : { say: ['SEGREDO um. SEGREDO'], then: { finish: 'length' } },
  )
  const { app } = await startApp({ env: openai(model.url) })
  expect(await app.assistant.generateResponse({ message: 'Oi' })).toMatchObject({ provider: 'openai', reply: 'Olá!' })
  expect(await app.assistant.generateResponse({ message: 'Oi' })).toMatchObject({ provider: 'rules' })
})

test('a model that thinks for longer than it may be silent is waited for, and one that never ends is not', async () => {
  let pieces = 0
  const model = await chatServer(() => (response) => {
    response.setHeader('content-type', 'text/event-stream')
    const say = (content: string, finish: string | null = null) =>
      response.write(
        `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`,
      )
    const timer = setInterval(() => {
      if (++pieces < 20) return say(pieces === 1 ? '<think>SEGREDO. ' : 'SEGREDO. ')
      clearInterval(timer)
      say('</think>Olá!', 'stop')
      return response.end('data: [DONE]\n\n')
    }, 100)
    response.on('close', () => clearInterval(timer))
  })
  // Silent for 1.6 s at most; it thinks for 2 s.
  const { app } = await startApp({ env: { ...openai(model.url), AI_TIMEOUT_MS: '6000' } })
  expect(await app.assistant.generateResponse({ message: 'Oi' })).toMatchObject({ provider: 'openai', reply: 'Olá!' })

  const endless = await chatServer(() => ({ say: Array<string>(300).fill('SEGREDO. '.repeat(100)), then: 'hang' }))
  const other = await startApp({ env: openai(endless.url) })
  expect(await other.app.assistant.generateResponse({ message: 'Oi' })).toMatchObject({ provider: 'rules' })
  await until('the end of it', () => endless.left() > 0)
})
