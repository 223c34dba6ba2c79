import type OpenAI from 'openai'
import { z } from 'zod'
import type { Provider } from '../provider.ts'
import { type ChatEnd, type ChatModel, ModelError } from './chat.ts'

type Chunk = OpenAI.ChatCompletionChunk
type Whole = OpenAI.ChatCompletion

/** Long enough for what a practice is asked, and short enough for thirty seconds. */
const maxTokens = 500

/**
 * Any server that speaks OpenAI's chat completions: one adapter, whatever its address. It asks for a stream; a server that
 * sends JSON all the same is read as JSON. `dialect`: OpenAI's own server has a newer name for the greatest length, and keeps
 * what it is sent unless it is told not to (platform.openai.com/docs/api-reference/chat/create); others know neither.
 */
export async function chatCompletions(settings: {
  provider: ChatModel['provider']
  apiKey: string
  baseURL: string | undefined
  model: string
  dialect: 'openai' | 'compatible'
}): Promise<ChatModel> {
  const { default: OpenAI } = await import('openai')
  const { Stream } = await import('openai/core/streaming')
  const client = new OpenAI({
    apiKey: settings.apiKey,
    ...(settings.baseURL ? { baseURL: settings.baseURL } : {}),
    // `reliable` tries again: it knows how much time is left, and waits no longer than a person would.
    maxRetries: 0,
    // What it logs of a broken answer is not ours to show.
    logLevel: 'off',
    // Its own environment variables are not ours to read.
    organization: null,
    project: null,
  })
  const own =
    settings.dialect === 'openai' ? { max_completion_tokens: maxTokens, store: false } : { max_tokens: maxTokens }

  return {
    provider: settings.provider,
    async answer({ instructions, turns, signal }, say) {
      const leaving = new AbortController()
      const both = AbortSignal.any([signal, leaving.signal])
      try {
        const response = await client.chat.completions
          .create(
            {
              model: settings.model,
              messages: [{ role: 'system', content: instructions }, ...turns],
              stream: true,
              ...own,
            },
            { signal: both },
          )
          .asResponse()
        const streams = /event-stream/.test(response.headers.get('content-type') ?? '')
        const read = reader(say)
        if (streams) {
          for await (const chunk of Stream.fromSSEResponse<Chunk>(response, leaving, client)) read(chunk.choices?.[0])
        } else {
          const choice = ((await response.json()) as Whole).choices?.[0]
          read(choice && { delta: choice.message, finish_reason: choice.finish_reason })
        }
        return read.end()
      } catch (error) {
        throw error instanceof ModelError ? error : toModelError(error, OpenAI)
      } finally {
        leaving.abort()
      }
    },
    // `/health` waits no longer.
    check: async () => void (await client.models.list({ timeout: 2_000 })),
  }
}

/** Of a choice, streamed or whole, what is read here. Servers leave out what they like. */
interface Choice {
  readonly delta?: { readonly content?: string | null; readonly refusal?: string | null }
  readonly finish_reason?: string | null
}

/** How OpenAI, and servers of open models, say that the model came to its own end. */
const wholeReasons = ['stop', 'eos_token', 'stop_sequence', 'eos']

/** Reads choices as they come, says their text, and knows at the end how it ended. */
function reader(say: (piece: string) => void) {
  let said = false
  let finish: string | undefined
  const read = (choice: Choice | undefined): void => {
    if (choice?.delta?.refusal) throw new ModelError('refused', 'the model refused')
    const piece = choice?.delta?.content
    if (typeof piece === 'string' && piece !== '') {
      said ||= piece.trim() !== ''
      say(piece)
    }
    finish = choice?.finish_reason ?? finish
    if (finish === 'content_filter') throw new ModelError('refused', "the provider's filter stopped the answer")
  }
  read.end = (): ChatEnd => {
    if (finish === undefined) throw new ModelError('temporary', 'the answer broke off')
    if (!said) throw new ModelError('temporary', 'the model gave no text')
    if (finish === 'length') return 'length'
    // Some servers say `abort` or `error` here.
    if (!wholeReasons.includes(finish)) throw new ModelError('temporary', 'the answer broke off')
    return 'whole'
  }
  return read
}

/** Statuses that speak of this request rather than of the provider. */
const aboutTheRequest = [400, 413, 422]

function toModelError(error: unknown, OpenAI: typeof import('openai').default): ModelError {
  if (error instanceof OpenAI.APIConnectionError)
    return new ModelError('temporary', 'the provider cannot be reached', { cause: error })
  if (error instanceof OpenAI.APIError) {
    const { status, code, headers } = error as InstanceType<typeof OpenAI.APIError>
    const words =
      status === undefined ? 'the provider reported an error in the stream' : `the provider answered ${status}`
    const options = { cause: error, ...retryAfter(headers) }
    // A bill that is not paid is a 429, too, and waiting does not pay it.
    if (code === 'insufficient_quota') return new ModelError('permanent', `${words} (insufficient_quota)`, options)
    if (status === undefined || status === 408 || status === 409 || status === 429 || status >= 500)
      return new ModelError('temporary', words, options)
    return new ModelError(aboutTheRequest.includes(status) ? 'refused' : 'permanent', words, options)
  }
  if (error instanceof SyntaxError) return new ModelError('temporary', 'the answer was malformed', { cause: error })
  return new ModelError('temporary', 'the answer broke off', { cause: error })
}

/** RFC 9110 §10.2.3 in seconds, or OpenAI's own header in milliseconds. */
function retryAfter(headers: Headers | undefined): { retryAfterMs?: number } {
  const ms = Number(headers?.get('retry-after-ms') ?? Number.NaN)
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN)
  if (Number.isFinite(ms)) return { retryAfterMs: ms }
  return Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {}
}

const variables = z.object({
  OPENAI_API_KEY: z.string().min(1),
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/, error: 'use an http:// or https:// address' }).optional(),
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
      dialect:
        settings.OPENAI_BASE_URL && !new URL(settings.OPENAI_BASE_URL).hostname.endsWith('openai.com')
          ? 'compatible'
          : 'openai',
    }),
}
