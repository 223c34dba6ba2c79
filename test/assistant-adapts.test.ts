import { expect, test } from 'vitest'
import { startApp } from './app.ts'
import { chatServer } from './fakes/openai.ts'
import { cli, scratch } from './process.ts'

// Servers that want to be asked in another way than we do: what they name is changed, what they do not name is told.

const openai = (url: string) => ({ OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: url })
const ask = { message: 'Qual é o horário de atendimento?' }
type Body = Parameters<Parameters<typeof chatServer>[0]>[0]
const roles = ({ messages }: Body) => messages.map(({ role }) => role)

const said = (message: string, more: object = {}) => ({
  status: 400,
  error: { message, code: null, param: null, ...more },
})
const unsupported = (param: string) =>
  said(`Unsupported parameter: '${param}' is not supported with this model.`, { code: 'unsupported_parameter', param })
const whole = {
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Das 8h às 18h.' } }],
}

/** Refuses a request where `wrong` is true of it. */
type Refusal = [
  what: string,
  wrong: (body: Body) => unknown,
  refusal: Exclude<ReturnType<Parameters<typeof chatServer>[0]>, string>,
]

const refusals: Refusal[] = [
  ['max_tokens', (body) => body.max_tokens, unsupported('max_tokens')],
  ['max_completion_tokens', (body) => body.max_completion_tokens, unsupported('max_completion_tokens')],
  [
    'any greatest length, in words alone',
    (body) => body.max_tokens ?? body.max_completion_tokens,
    said('max_tokens and max_completion_tokens are not supported'),
  ],
  ['store', (body) => 'store' in body, said('Unrecognized request argument supplied: store')],
  [
    'the role of the instructions, by its place',
    (body) => roles(body).some((role) => role === 'system'),
    said("Unsupported value: 'messages[0].role' does not support 'system' with this model.", {
      code: 'unsupported_value',
      param: 'messages[0].role',
    }),
  ],
  [
    'the role of the instructions, in words, at the top of the JSON',
    (body) => /system|developer/.test(roles(body).join()),
    (response) =>
      response
        .writeHead(400, { 'content-type': 'application/json' })
        .end(
          JSON.stringify({ object: 'error', message: 'System role not supported', type: 'BadRequestError', code: 400 }),
        ),
  ],
  [
    'roles that do not alternate',
    (body) => roles(body).some((role, place) => role !== (place % 2 ? 'assistant' : 'user')),
    said('Conversation roles must alternate user/assistant/user/assistant/...'),
  ],
  [
    'a field, as FastAPI says it',
    (body) => body.max_tokens,
    (response) =>
      response.writeHead(422, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          detail: [{ type: 'extra_forbidden', loc: ['body', 'max_tokens'], msg: 'Extra inputs are not permitted' }],
        }),
      ),
  ],
  ['streams, as what must be false', (body) => body.stream, said('stream must be false')],
  ['streams, as what is disabled', (body) => body.stream, said('Streaming is disabled for this deployment.')],
  ['streams, in a contraction', (body) => body.stream, said("This model doesn't support streaming.")],
  [
    'streams, as FastAPI says it',
    (body) => body.stream,
    (response) =>
      response
        .writeHead(400, { 'content-type': 'Application/JSON' })
        .end(JSON.stringify({ detail: '`stream` must be set to `False`' })),
  ],
  [
    'streams, to whom is not verified',
    (body) => body.stream,
    said('Your organization must be verified to stream this model.', { code: 'unsupported_value', param: 'stream' }),
  ],
]

test.each(refusals)(
  'a server that refuses %s is asked otherwise, and from then on at once',
  async (_what, wrong, refusal) => {
    for (const way of ['url', 'own'] as const) {
      const model = await chatServer((body) =>
        wrong(body) ? refusal : body.stream ? 'Das 8h às 18h.' : { json: whole },
      )
      const { app } = await startApp({ env: openai(way === 'own' ? model.ownUrl() : model.url) })
      expect(await app.assistant.generateResponse(ask)).toMatchObject({ provider: 'openai', reply: 'Das 8h às 18h.' })
      const before = model.requests.length
      expect(await app.assistant.generateResponse(ask)).toMatchObject({ provider: 'openai' })
      expect(model.requests).toHaveLength(before + 1)
      expect(
        model.requests
          .at(-1)
          ?.messages.map(({ content }) => content)
          .join('\n'),
      ).toMatch(/virtual assistant[^]*horário/)
    }
  },
)

test('several refusals, one after the other, are met within one question', async () => {
  const model = await chatServer(
    (body) => refusals.find(([what, wrong]) => what !== 'max_completion_tokens' && wrong(body))?.[2] ?? { json: whole },
  )
  const { app } = await startApp({ env: openai(model.url) })
  expect(await app.assistant.generateResponse(ask)).toMatchObject({ provider: 'openai', reply: 'Das 8h às 18h.' })
})

test('a server that refuses each request is in error after three, with its code, in /health and in the log; one that takes one is well', async () => {
  let well = false
  const model = await chatServer(() =>
    well ? 'Das 8h às 18h.' : said('Wrong.', { code: 'invalid_value', param: 'temperature' }),
  )
  const env = openai(model.url)
  for (const times of [2, 3]) {
    well = false
    const { app, call, url, logs } = await startApp({ env })
    for (let i = 0; i < times; i++)
      expect(await app.assistant.generateResponse(ask)).toMatchObject({ provider: 'rules' })
    const reason = 'the provider answered 400 (invalid_value: temperature)'
    expect(logs.filter((line) => line.reason === reason && line.level === 40)).toHaveLength(times)
    const { body } = await call('GET', `${url}/health`)
    if (times < 3) expect(body.integrations.ai.status).toBe('ok')
    else
      expect(body).toMatchObject({
        status: 'degraded',
        integrations: { ai: { status: 'error', detail: `openai: circuit closed, it refuses each request: ${reason}` } },
      })
    well = true
    expect(await app.assistant.generateResponse(ask)).toMatchObject({ provider: 'openai' })
    expect(app.assistant.circuits()).toMatchObject([{ circuit: { rejecting: undefined } }])
  }
  well = false
  const { code, output } = await cli(['ai', 'test'], { ...env, DATA_DIR: await scratch() })
  expect(code).toBe(1)
  expect(output).toMatch(/400 \(invalid_value: temperature\)[^]*refuses the request itself/)
})

test('a model that spent its greatest length on thinking is given more room, from then on at once', async () => {
  const model = await chatServer(({ max_tokens: room }) =>
    Number(room) > 1_000 ? 'Das 8h às 18h.' : { say: [], then: { finish: 'length' } },
  )
  const { app } = await startApp({ env: openai(model.url) })
  for (let i = 0; i < 2; i++) expect(await app.assistant.generateResponse(ask)).toMatchObject({ provider: 'openai' })
  expect(model.requests).toHaveLength(3)
})

test.each(['STOP', 'stop', 'FINISH_REASON_STOP', 'end_turn', 'eos', '', undefined])(
  'an answer that ends in order with the reason %j is taken, streamed or whole',
  async (reason) => {
    const model = await chatServer((_body, nth) =>
      nth === 1
        ? { json: { choices: [{ message: { content: 'Das 8h às 18h.' }, finish_reason: reason }] } }
        : (response) => {
            response.setHeader('content-type', 'text/event-stream')
            const chunk = { choices: [{ index: 0, delta: { content: 'Das 8h às 18h.' }, finish_reason: reason }] }
            response.end(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`)
          },
    )
    const { app } = await startApp({ env: openai(model.url) })
    for (let i = 0; i < 2; i++)
      expect(await app.assistant.generateResponse(ask)).toMatchObject({ provider: 'openai', reply: 'Das 8h às 18h.' })
  },
)

test.each(['', null])('a stream that is cut, with the reason %j until then, is not taken', async (reason) => {
  const model = await chatServer(() => (response) => {
    response.setHeader('content-type', 'text/event-stream')
    const chunk = { choices: [{ index: 0, delta: { content: 'Das 8h às 18h.' }, finish_reason: reason }] }
    response.end(`data: ${JSON.stringify(chunk)}\n\n`)
  })
  const { app } = await startApp({ env: openai(model.url) })
  expect(await app.assistant.generateResponse(ask)).toMatchObject({ provider: 'rules' })
})

const chunk = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`
const streamOf = (...events: string[]) =>
  chatServer(() => (response) => {
    response.setHeader('content-type', 'Text/Event-Stream; charset=utf-8')
    response.end(events.join(''))
  })

test.each(['max_new_tokens', 'model_context_window_exceeded', 'FINISH_REASON_MAX_TOKENS'])(
  'an answer that ends with the reason %j met its greatest length, and says that there is more',
  async (reason) => {
    const model = await streamOf(chunk('Das 8h às 18h. E aos'), chunk('', reason), 'data: [DONE]\n\n')
    const { app } = await startApp({ env: openai(model.url) })
    const { provider, reply } = await app.assistant.generateResponse(ask)
    expect(provider).toBe('openai')
    expect(reply).toMatch(/^Das 8h às 18h\. Há mais a dizer/)
  },
)

test.each(['sensitive', 'content_filtered', 'SPII', 'FINISH_REASON_SAFETY'])(
  'an answer that ends with the reason %j was filtered: it is not taken, and the provider is well',
  async (reason) => {
    const model = await streamOf(chunk('Das 8h'), chunk('', reason), 'data: [DONE]\n\n')
    const { app, logs } = await startApp({ env: openai(model.url) })
    expect(await app.assistant.generateResponse(ask)).toMatchObject({ provider: 'rules' })
    expect(logs.map(({ reason: told }) => told)).toContain("the provider's filter stopped the answer")
    expect(model.requests).toHaveLength(1)
  },
)

test.each([
  ['an error object', { object: 'error', message: 'out of memory', type: 'InternalServerError', code: 500 }],
  ['a detail', { detail: 'out of memory' }],
  ['an error of the choice', { choices: [{ delta: {}, error: { code: 502, message: 'out of memory' } }] }],
  ['an error in words', { error: 'out of memory' }],
])('what was said before %s is not passed off as whole, though the stream ends in order', async (_what, wrong) => {
  const model = await streamOf(chunk('Das 8h às'), `data: ${JSON.stringify(wrong)}\n\n`, 'data: [DONE]\n\n')
  const { app, logs } = await startApp({ env: openai(model.url) })
  expect(await app.assistant.generateResponse(ask)).toMatchObject({ provider: 'rules' })
  expect(logs.map(({ reason }) => String(reason)).join()).toContain('the provider reported an error in the stream')
})

test('an answer in JSON whose choice is in error is not passed off as whole', async () => {
  const choice = { message: { content: 'Das 8h às' }, finish_reason: 'stop', error: { message: 'out of memory' } }
  const model = await chatServer(() => ({ json: { choices: [choice] } }))
  const { app } = await startApp({ env: openai(model.url) })
  expect(await app.assistant.generateResponse(ask)).toMatchObject({ provider: 'rules' })
})

test.each(['event: ping\n\n', 'event: ping\ndata: 17\n\n', 'data:\n\n', 'data: null\n\n', 'data: ping\n\n'])(
  'what keeps a stream open is passed over: %j',
  async (alive) => {
    const events = [alive, chunk('Das 8h '), alive, chunk('às 18h.', 'stop'), alive, 'data: [DONE]\n\n']
    const model = await streamOf(...events)
    const { app } = await startApp({ env: openai(model.url) })
    expect(await app.assistant.generateResponse(ask)).toMatchObject({ provider: 'openai', reply: 'Das 8h às 18h.' })
    expect(model.requests).toHaveLength(1)
  },
)
