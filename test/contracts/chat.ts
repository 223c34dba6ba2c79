import { expect, test } from 'vitest'
import type { ChatModel } from '../../src/assistant/chat.ts'
import { until } from '../app.ts'
import { chatServer } from '../fakes/openai.ts'

type Way = ReturnType<Parameters<typeof chatServer>[0]>

/** What every language model must keep (src/assistant/chat.ts), tried with the real client against a server that behaves as it is told. */
export function chatContract(name: string, open: (url: string) => Promise<ChatModel>) {
  const turns = [{ role: 'user' as const, content: 'Oi' }]
  const ask = async (way: Way, signal = new AbortController().signal) => {
    const server = await chatServer(() => way)
    const model = await open(server.url)
    const pieces: string[] = []
    const answered = model.answer({ instructions: 'Be kind.', turns, signal }, (piece) => pieces.push(piece))
    return { server, pieces, answered }
  }
  const failure = async (way: Way) => {
    const { pieces, answered } = await ask(way)
    const error: unknown = await answered.then(
      () => expect.unreachable('it answered'),
      (reason: unknown) => reason,
    )
    return { error: error as Error, pieces }
  }

  test(`${name}: an answer comes in order, and is whole`, async () => {
    const { server, pieces, answered } = await ask('Olá! Como posso ajudar?')
    expect(await answered).toBe('whole')
    expect(pieces.join('')).toBe('Olá! Como posso ajudar?')
    expect(server.requests[0]).toMatchObject({
      messages: [{ role: 'system', content: 'Be kind.' }, ...turns],
      stream: true,
    })
  })

  test(`${name}: a server that sends JSON though a stream was asked for is understood`, async () => {
    const json = { choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Olá!' } }] }
    const { pieces, answered } = await ask({ json })
    expect(await answered).toBe('whole')
    expect(pieces).toEqual(['Olá!'])
  })

  test(`${name}: an answer that met its greatest length says so`, async () => {
    const { answered } = await ask({ say: ['Primeiro. Depois'], then: { finish: 'length' } })
    expect(await answered).toBe('length')
  })

  test.each<[string, Way, object]>([
    ['429', { status: 429, headers: { 'retry-after': '7' } }, { kind: 'temporary', retryAfterMs: 7000 }],
    ['429 in milliseconds', { status: 429, headers: { 'retry-after-ms': '70' } }, { retryAfterMs: 70 }],
    ['an unpaid bill', { status: 429, error: { code: 'insufficient_quota' } }, { kind: 'permanent' }],
    ['500', 500, { kind: 'temporary' }],
    ['503', 503, { kind: 'temporary' }],
    ['a key that is refused', 401, { kind: 'permanent' }],
    ['a model that is not there', 404, { kind: 'permanent' }],
    ['a request that is refused', 400, { kind: 'refused' }],
    ['a refusal in words', { refusal: 'I will not.' }, { kind: 'refused' }],
    ['a filter', { say: ['Bem, '], then: { finish: 'content_filter' } }, { kind: 'refused' }],
    ['a connection that is cut', { say: ['Bem, '], then: 'cut' }, { kind: 'temporary' }],
    ['an end without a word of it', { say: ['Bem, '], then: 'end' }, { kind: 'temporary' }],
    ['malformed JSON in the stream', { say: ['Bem, '], then: 'malformed' }, { kind: 'temporary' }],
    [
      'malformed JSON',
      (response) => response.setHeader('content-type', 'application/json').end('{"choices"'),
      { kind: 'temporary' },
    ],
    ['an end that the engine made', { say: ['Bem. '], then: { finish: 'abort' } }, { kind: 'temporary' }],
    ['an error in the stream', { say: ['Bem, '], then: 'error' }, { kind: 'temporary' }],
    ['no text', { say: [' '], then: { finish: 'stop' } }, { kind: 'temporary' }],
    ['no choices', { json: {} }, { kind: 'temporary' }],
  ])(`${name}: %s is a failure of its kind, and quotes nothing`, async (_what, way, expected) => {
    const { error } = await failure(way)
    expect(error).toMatchObject({ name: 'ModelError', ...expected })
    expect(error.message).not.toMatch(/Oi|kind|Bem/)
  })

  test(`${name}: a server that is not there is a temporary failure`, async () => {
    const model = await open('http://127.0.0.1:9/v1')
    const answered = model.answer({ instructions: '', turns, signal: new AbortController().signal }, () => {})
    await expect(answered).rejects.toMatchObject({ name: 'ModelError', kind: 'temporary' })
  })

  test.each<[string, Way]>([
    ['before the first piece', 'hang'],
    ['between two pieces', { say: ['Bem, '], then: 'hang' }],
  ])(`${name}: a caller who leaves %s closes the connection to the provider`, async (_when, way) => {
    const leaving = new AbortController()
    const { server, answered } = await ask(way, leaving.signal)
    answered.catch(() => {})
    await until('the question', () => server.requests.length)
    leaving.abort()
    await expect(answered).rejects.toThrow()
    await until('the end of the connection', () => server.left())
  })

  test(`${name}: the look at the provider says whether it knows the key`, async () => {
    const server = await chatServer(() => 'Oi')
    await expect((await open(server.url)).check()).resolves.toBeUndefined()
  })
}
