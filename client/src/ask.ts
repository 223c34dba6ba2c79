import { failure } from './call.ts'
import type { AssistantAnswer } from './frames.ts'
import { Problem } from './problem.ts'

/** What an answer comes in: pieces, `reset` where another provider begins anew, at last the whole. */
export type Piece = { type: 'delta'; delta: string } | { type: 'reset' } | ({ type: 'done' } & AssistantAnswer)

/** What a question takes beside its words. */
export interface AskOptions {
  /** Goes on with an earlier conversation. */
  conversationId?: string
  /** What the assistant should know of the page it is asked from. */
  context?: string
  /** Ends the answer; what was said until then is kept. */
  signal?: AbortSignal
}

/** The events of a stream (WHATWG HTML §9.2.6) as pieces of an answer. Leaving the loop ends the stream. */
export async function* piecesOf(response: Response, signal?: AbortSignal): AsyncGenerator<Piece, void, undefined> {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { value, done } = await reader.read().catch((error: unknown) => {
        throw failure(error, signal)
      })
      // It has to end with the whole answer.
      if (done) throw new Problem('The answer broke off')
      const blocks = (rest + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/)
      rest = blocks.pop() as string
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`(?:^|\\n)${name}: ?([^\\r\\n]*)`).exec(block)?.[1]
        const type = field('event') as Piece['type'] | 'error'
        const data = JSON.parse(field('data') ?? '{}') as object
        if (type === 'error') throw new Problem((data as Problem).title, data)
        yield { type, ...data } as Piece
        if (type === 'done') return
      }
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}
