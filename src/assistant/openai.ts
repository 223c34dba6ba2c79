import type { FastifyBaseLogger } from 'fastify'
import { z } from 'zod'
import type { Provider } from '../config/provider.ts'
import type { ModelTrial } from './diagnosis.ts'
import { type ChatEnd, type ChatModel, type ChatRequest, ModelError } from './chat.ts'
import { adapted, type Dialect, dialects, NoRoomToAnswer, requestBody } from './dialect.ts'
import { toModelError } from './model-errors.ts'
import { type AnswerOnly, heldAnswer, streamedAnswer } from './reasoning.ts'

/** More than any answer with its thinking: an endless one is cut here. */
const mostCharacters = 200_000

/** Finish reasons of OpenAI, of servers of open models and of gateways. */
const endings = {
  whole: /^(?:stop|eos|eos_token|stop_sequence|end_turn|end|complete|completed)$/,
  length:
    /^(?:length|max_tokens|max_new_tokens|max_length|model_length|max_output_tokens|max_completion_tokens|model_context_window_exceeded|context_length_exceeded)$/,
  filter:
    /^(?:content_filter|content_filtered|sensitive|safety|image_safety|spii|refusal|recitation|blocklist|prohibited_content|guardrail_intervened)$/,
}

/** A reason in the letters of `endings`: `FINISH_REASON_STOP` is Google's `stop`. */
const ending = (reason: unknown): string =>
  typeof reason === 'string'
    ? reason
        .trim()
        .toLowerCase()
        .replace(/[ -]/g, '_')
        .replace(/^finish_?reason[_.]/, '')
    : ''

/**
 * A model behind any server that speaks OpenAI's chat completions. It asks for a stream, and reads JSON where the server sends
 * that. Where a server refuses a part of the request by name, the request is adapted from then on (dialect.ts). `dialect`: OpenAI's
 * own server does not send its models' thinking, so that their words can be passed on as they come.
 */
export async function chatCompletions(settings: {
  provider: string
  apiKey: string
  baseURL: string | undefined
  model: string
  dialect: 'openai' | 'compatible'
  log?: FastifyBaseLogger
}): Promise<ChatModel> {
  const { default: OpenAI } = await import('openai')
  const { _iterSSEMessages: sseMessages } = await import('openai/core/streaming')
  const client = new OpenAI({
    apiKey: settings.apiKey,
    baseURL: settings.baseURL,
    fetch: fetchWithReason,
    // reliable.ts retries: it knows how much time is left.
    maxRetries: 0,
    // It would log parts of a broken answer.
    logLevel: 'off',
    // Else read from environment variables of its own.
    organization: null,
    project: null,
  })
  const model = { thinksFirst: false }
  let dialect = dialects[settings.dialect]

  const once = async (request: ChatRequest, asked: Dialect, say: (piece: string) => void): Promise<ChatEnd> => {
    const leaving = new AbortController()
    const signal = AbortSignal.any([request.signal, leaving.signal])
    // Without a stream there is no sign of progress until the answer is there.
    const working = asked.stream ? undefined : setInterval(() => request.progress?.(), 1_000)
    try {
      const body = requestBody(asked, settings.model, request)
      const response = await client.chat.completions.create(body, { signal }).asResponse()
      const read = reader(settings.dialect === 'openai' ? streamedAnswer(say) : heldAnswer(say, model))
      if (!/event-stream/i.test(response.headers.get('content-type') ?? '')) {
        const completion = (await response.json()) as Completion
        const wrong = failure(completion)
        if (wrong) throw new OpenAI.APIError(undefined, wrong, undefined, response.headers)
        const choice = completion.choices?.[0]
        read.choice(choice && { delta: choice.message, finish_reason: choice.finish_reason })
        return read.end({ orderly: true })
      }
      // Not by the library's own stream, which does not tell an orderly end from a connection that was closed.
      for await (const { event, data } of sseMessages(response, leaving)) {
        if (data.trim() === '[DONE]') return read.end({ orderly: true })
        request.progress?.()
        if (event !== 'error' && ((event && signOfLife.test(event)) || signOfLife.test(data.trim()))) continue
        const chunk = JSON.parse(data) as Completion | null
        const wrong = failure(chunk) ?? (event === 'error' ? {} : undefined)
        if (wrong) throw new OpenAI.APIError(undefined, wrong, undefined, response.headers)
        read.choice(chunk?.choices?.[0])
      }
      return read.end({ orderly: false })
    } finally {
      clearInterval(working)
      leaving.abort()
    }
  }

  return {
    provider: settings.provider,
    async answer(request, say) {
      for (;;) {
        const asked = dialect
        let said = false
        try {
          return await once(request, asked, (piece) => {
            said = true
            say(piece)
          })
        } catch (error) {
          const better = adapted(asked, error)
          if (said || request.signal.aborted || !better) throw toModelError(error, OpenAI)
          // Another question may have adapted it meanwhile.
          if (dialect === asked) {
            dialect = better
            settings.log?.info(
              { provider: settings.provider, reason: toModelError(error, OpenAI).message },
              'the provider is asked in another way from now on',
            )
          }
          request.progress?.()
        }
      }
    },
    // `/health` waits no longer.
    check: async () => void (await client.models.list({ timeout: 2_000 })),
  }
}

/** Some servers give the reason of a refusal at the top of their JSON, where the library does not look. */
const fetchWithReason: typeof fetch = async (input, init) => {
  const response = await fetch(input, init)
  if (response.ok || !/json/i.test(response.headers.get('content-type') ?? '')) return response
  const text = await response.text()
  const { status, headers } = response
  try {
    const body: unknown = JSON.parse(text)
    const told = typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'object'
    return new Response(told ? text : JSON.stringify({ error: body }), { status, headers })
  } catch {
    return new Response(text, { status, headers })
  }
}

/** The fields that are read of an answer, streamed or whole. Servers leave any of them out. */
interface Completion {
  readonly choices?: readonly (Choice & { readonly message?: Choice['delta'] })[]
  readonly object?: string
  readonly error?: object | string | null
  readonly detail?: unknown
}

interface Choice {
  readonly delta?: {
    readonly content?: string | readonly { readonly type?: string; readonly text?: unknown }[] | null
    readonly refusal?: string | null
  } | null
  readonly finish_reason?: string | null
  readonly error?: object | string | null
}

/** What is sent to keep a connection open, as an event's name or as its data, which may be empty. */
const signOfLife = /^(?:|null|"?(?:ping|heart_?beat|keep[_-]?alive)"?)$/i

/** The error that a server reports instead of an answer or of the rest of one: OpenAI, vLLM, FastAPI, OpenRouter. */
function failure(completion: Completion | null): object | undefined {
  const choice = completion?.choices?.[0]
  const told = completion?.error || choice?.error
  if (told) return typeof told === 'object' ? told : { message: told }
  return completion && (completion.object === 'error' || (!choice && completion.detail)) ? completion : undefined
}

/** Mistral's reasoning models send parts, of which those of text are the answer. */
function textOf(content: NonNullable<Choice['delta']>['content']): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map(({ type, text }) => (type === 'text' && typeof text === 'string' ? text : '')).join('')
}

function reader(answer: AnswerOnly) {
  let finish = ''
  let characters = 0
  return {
    choice(choice: Choice | undefined): void {
      if (choice?.delta?.refusal) throw new ModelError('refused', 'the model refused')
      const piece = textOf(choice?.delta?.content)
      characters += piece.length
      if (characters > mostCharacters) throw new ModelError('temporary', 'the answer has no end')
      answer.push(piece)
      finish = ending(choice?.finish_reason) || finish
      if (endings.filter.test(finish)) throw new ModelError('refused', "the provider's filter stopped the answer")
    },
    /** `orderly`: the server said that it was done; a connection that was merely closed needs a reason. */
    end({ orderly }: { orderly: boolean }): ChatEnd {
      const length = endings.length.test(finish)
      const whole = endings.whole.test(finish) || (finish === '' && orderly)
      // Some servers say `abort` or `error` here.
      if (!length && !whole) throw new ModelError('temporary', 'the answer broke off')
      if (answer.end({ cut: length })) return length ? 'length' : 'whole'
      throw length ? new NoRoomToAnswer() : new ModelError('temporary', 'the model gave no text')
    },
  }
}

const variables = z.object({
  OPENAI_API_KEY: z.string().min(1),
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/, error: 'use an http:// or https:// address' }).optional(),
  OPENAI_MODEL: z.string().min(1).default('gpt-4o-mini'),
})

/** OpenAI, or any compatible server at OPENAI_BASE_URL. */
export const openai: Provider<ChatModel, z.output<typeof variables>, ModelTrial> = {
  name: 'openai',
  service: 'ai',
  trigger: { variable: 'OPENAI_API_KEY' },
  variables,
  open: (settings, { log }) =>
    chatCompletions({
      log,
      provider: 'openai',
      apiKey: settings.OPENAI_API_KEY,
      baseURL: settings.OPENAI_BASE_URL,
      model: settings.OPENAI_MODEL,
      dialect:
        settings.OPENAI_BASE_URL && !/(?:^|\.)openai\.com$/.test(new URL(settings.OPENAI_BASE_URL).hostname)
          ? 'compatible'
          : 'openai',
    }),
  async diagnose(settings, trial, steps) {
    const { diagnoseModel } = await import('./diagnosis.ts')
    return diagnoseModel(openai, settings, trial, steps)
  },
}
