import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

interface ChatBody {
  model: string
  messages: { role: string; content: string }[]
}

/** A small server that speaks OpenAI's chat completions on loopback. `answer` gives the reply, a status to fail with, or `hang` for silence. */
export async function chatServer(answer: (body: ChatBody) => string | number) {
  const requests: ChatBody[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      const json = (status: number, body: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      if (request.headers.authorization !== 'Bearer sk-test-1') return json(401, { error: { message: 'no such key' } })
      if (request.method === 'GET' && request.url === '/v1/models') return json(200, { object: 'list', data: [] })
      const body = JSON.parse(text) as ChatBody
      requests.push(body)
      const reply = answer(body)
      if (reply === 'hang') return
      if (typeof reply === 'number') return json(reply, { error: { message: `status ${reply}` } })
      return json(200, {
        id: 'chatcmpl-1',
        object: 'chat.completion',
        created: 1,
        model: body.model,
        choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: reply } }],
        usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` }
}
