import dns from 'node:dns'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished, vi } from 'vitest'

interface ChatBody {
  model: string
  stream?: boolean
  messages: { role: string; content: string }[]
  [field: string]: unknown
}

/** How the server answers one question. */
type Behaviour =
  /** The reply, in pieces of a few letters; `hang` for silence, before anything was sent. */
  | string
  /** A status to fail with. */
  | number
  | {
      /** What is said first, piece by piece. */
      say?: string[]
      /** Then: the end with this reason; or the connection is cut, hangs, ends without a word, sends no JSON, or reports an error. */
      then: { finish: string } | 'cut' | 'hang' | 'end' | 'malformed' | 'error'
    }
  | { status: number; headers?: Record<string, string>; error?: Record<string, unknown> }
  | { refusal: string }
  /** Answers with JSON although a stream was asked for. */
  | { json: unknown }
  /** Takes the response into its own hands. */
  | ((response: ServerResponse, request: IncomingMessage) => void)

/** A small server that speaks OpenAI's chat completions on loopback, and misbehaves as it is told. */
export async function chatServer(answer: (body: ChatBody, nth: number) => Behaviour) {
  const requests: ChatBody[] = []
  /** Every byte of every request's body. */
  const wire: string[] = []
  /** Questions whose connection the other side has closed before the end. */
  let left = 0
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
      if (request.headers.authorization !== 'Bearer sk-test-1') return json(401, { error: { message: 'no such key' } })
      if (request.method === 'GET' && request.url === '/v1/models') return json(200, { object: 'list', data: [] })
      if (request.url !== '/v1/chat/completions') return json(404, { error: { message: 'no such path' } })
      wire.push(text)
      const body = JSON.parse(text) as ChatBody
      requests.push(body)
      response.on('close', () => {
        if (!response.writableEnded) left++
      })
      const way = answer(body, requests.length)
      if (typeof way === 'function') return way(response, request)
      if (way === 'hang') return
      if (typeof way === 'number') return json(way, { error: { message: `status ${way}` } })
      if (typeof way === 'object' && 'status' in way)
        return json(way.status, { error: { message: 'refused', ...way.error } }, way.headers)
      if (typeof way === 'object' && 'json' in way) return json(200, way.json)

      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const chunk = (delta: object, finish: string | null = null) =>
        response.write(
          `data: ${JSON.stringify({
            id: 'chatcmpl-1',
            object: 'chat.completion.chunk',
            created: 1,
            model: body.model,
            choices: [{ index: 0, delta, finish_reason: finish }],
          })}\n\n`,
        )
      chunk({ role: 'assistant', content: '' })
      if (typeof way === 'object' && 'refusal' in way) {
        chunk({ refusal: way.refusal })
        chunk({}, 'stop')
        return response.end('data: [DONE]\n\n')
      }
      const { say = [], then } =
        typeof way === 'string' ? { say: way.match(/[^]{1,5}/g) ?? [], then: { finish: 'stop' } } : way
      for (const piece of say) chunk({ content: piece })
      if (typeof then === 'object') {
        chunk({}, then.finish)
        return response.end('data: [DONE]\n\n')
      }
      if (then === 'cut') return setTimeout(() => response.destroy(), 50)
      if (then === 'end') return response.end()
      if (then === 'malformed') return response.end('data: {"choices": [{"delta": \n\n')
      if (then === 'error')
        return response.end('data: {"error": {"message": "overloaded", "type": "server_error"}}\n\n')
      return undefined
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    requests,
    wire,
    left: () => left,
    url: `http://127.0.0.1:${port}/v1`,
    /** The same server by a name of OpenAI's own, whose words are passed on as they come. */
    ownUrl: () => {
      openaiIsHere()
      return `http://eu.api.openai.com:${port}/v1`
    },
  }
}

/** Until the test ends OpenAI's names mean this machine. */
function openaiIsHere(): void {
  const real = dns.lookup as (host: string, options: object, done: (...found: unknown[]) => void) => void
  const here = (host: string, options: { all?: boolean }, done: (...found: unknown[]) => void) => {
    if (!host.endsWith('.openai.com')) return real(host, options, done)
    const address = { address: '127.0.0.1', family: 4 }
    return options.all ? done(null, [address]) : done(null, address.address, address.family)
  }
  const spy = vi.spyOn(dns, 'lookup').mockImplementation(here as typeof dns.lookup)
  onTestFinished(() => spy.mockRestore())
}
