import type OpenAI from 'openai'
import { type ChatRequest, ModelError } from './chat.ts'

/** Enough for a practice's questions, and generated within thirty seconds. */
const usualTokens = 500
/** For models whose hidden thinking counts as well. */
const manyTokens = 4_000

/** Which parameters a server takes: OpenAI's chat completions have changed, and others speak an older or a smaller version. */
export interface Dialect {
  /** Names of the greatest length that were not refused, the one to send first; without any the server's own length holds. */
  readonly lengths: readonly ('max_tokens' | 'max_completion_tokens')[]
  readonly tokens: number
  /** The role of the instructions. `user`: they precede the first question in one message. */
  readonly instructs: 'system' | 'developer' | 'user'
  readonly stream: boolean
  /** Whether `store: false` is sent: else OpenAI's own server keeps the request. */
  readonly store: boolean
}

const usual = { tokens: usualTokens, instructs: 'system', stream: true } as const

/** The first attempt (platform.openai.com/docs/api-reference/chat/create). */
export const dialects: Readonly<Record<'openai' | 'compatible', Dialect>> = {
  openai: { ...usual, lengths: ['max_completion_tokens', 'max_tokens'], store: true },
  compatible: { ...usual, lengths: ['max_tokens', 'max_completion_tokens'], store: false },
}

/** The body of a request in a dialect. */
export function requestBody(
  { lengths: [length], tokens, instructs, stream, store }: Dialect,
  model: string,
  { instructions, turns }: Pick<ChatRequest, 'instructions' | 'turns'>,
): OpenAI.ChatCompletionCreateParams {
  const [first, ...others] = turns
  const messages =
    instructs !== 'user' || first === undefined
      ? [{ role: instructs, content: instructions } as const, ...turns]
      : // One message, since templates that know no system role want user and assistant in turn.
        [{ role: first.role, content: `${instructions}\n\n${first.content}` }, ...others]
  return { model, messages, stream, ...(length && { [length]: tokens }), ...(store && { store: false }) }
}

/** The model used its greatest length for thinking. */
export class NoRoomToAnswer extends ModelError {
  constructor() {
    super('temporary', 'the model met its greatest length before it said anything')
  }
}

/** The part of a request that the server refused, by the parameter that it names, or else by its error message. */
function refusedPart(
  param: string | null | undefined,
  words: string,
): 'length' | 'role' | 'stream' | 'store' | undefined {
  const of = (text: string) =>
    /\bmax_(?:completion_)?tokens\b/i.test(text)
      ? 'length'
      : (/\b(stream|store)\b/i.exec(text)?.[1]?.toLowerCase() as 'stream' | 'store' | undefined)
  if (param) {
    if (/^messages\b/i.test(param))
      return /\b(?:system|developer|roles?)\b/i.test(`${param} ${words}`) ? 'role' : undefined
    return of(param)
  }
  if (
    /\broles?\b[^.]{0,80}\b(?:system|developer|alternate)\b|\b(?:system|developer)\b\W{0,3}(?:roles?|messages?|prompts?|instructions?)\b/i.test(
      words,
    )
  )
    return 'role'
  if (
    /\bverified to stream\b|\bstream(?:ing)?\b[^.]{0,40}(?:\b(?:not|un)\s?(?:supported|available|allowed|enabled|implemented)|\b(?:disabled|forbidden|false))\b|(?:\bnot|n't|\bcannot) (?:support(?:ed)?\b[^.]{0,20}\b)?stream/i.test(
      words,
    )
  )
    return 'stream'
  if (
    !/support|unknown|unrecogni[sz]ed|unexpected|extra|not (?:permitted|allowed)|invalid|too (?:large|high|big)|at most|use /i.test(
      words,
    )
  )
    return undefined
  return of(words.replace(/\bstream\b/gi, ''))
}

/** The dialect for another attempt after this error; undefined where the error does not concern the dialect. */
export function adapted(dialect: Dialect, error: unknown): Dialect | undefined {
  if (error instanceof NoRoomToAnswer)
    return dialect.tokens < manyTokens && dialect.lengths.length > 0 ? { ...dialect, tokens: manyTokens } : undefined
  const { status, param, message = '' } = error as Partial<InstanceType<typeof OpenAI.APIError>>
  if (status === undefined || ![400, 403, 404, 422].includes(status)) return undefined
  switch (refusedPart(param, message)) {
    case 'length':
      return dialect.lengths.length > 0 ? { ...dialect, lengths: dialect.lengths.slice(1) } : undefined
    case 'role':
      if (dialect.instructs === 'user') return undefined
      // Only OpenAI's own server (`store`) knows the role of developer.
      return { ...dialect, instructs: dialect.store && dialect.instructs === 'system' ? 'developer' : 'user' }
    case 'stream':
      return dialect.stream ? { ...dialect, stream: false } : undefined
    case 'store':
      return dialect.store ? { ...dialect, store: false } : undefined
    case undefined:
      return undefined
  }
}
