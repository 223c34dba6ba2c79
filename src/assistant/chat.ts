/** One turn of a conversation, as a model reads it. */
export interface ChatTurn {
  readonly role: 'user' | 'assistant'
  readonly content: string
}

export interface ChatRequest {
  /** What the assistant is and may do; never from a caller. */
  readonly instructions: string
  /** Oldest first; the last one is the message to answer. */
  readonly turns: readonly ChatTurn[]
  /** Aborts when the time is up or the caller has gone; then nothing more is read from the provider. */
  readonly signal: AbortSignal
  /** Called when the provider shows that it is working without an answer yet, as while a model thinks. */
  readonly progress?: () => void
}

/** `length`: the answer met its greatest length, perhaps within a sentence. */
export type ChatEnd = 'whole' | 'length'

/** A language model. */
export interface ChatModel {
  readonly provider: string
  /**
   * Answers piece by piece, in order, through `say`, and never with the model's thinking. Resolves once the model has said that
   * it is done, and it has said something; a connection that merely ended is a failure. Rejects with `ModelError`.
   */
  answer(request: ChatRequest, say: (piece: string) => void): Promise<ChatEnd>
  /** Throws where the provider does not answer or refuses the key. */
  check(): Promise<void>
}

/**
 * Why a model gave no answer: `temporary` (a retry may help), `permanent` (the key, the model's name, the bill: a person has to
 * fix it), `refused` (it would not answer *this*; the provider works). The message is fit for a log line and `/health`: it never
 * quotes the conversation.
 */
export class ModelError extends Error {
  readonly kind: 'temporary' | 'permanent' | 'refused'
  readonly retryAfterMs: number | undefined
  /** The server refused the request itself (400, 413, 422) before the model was asked. */
  readonly rejected: boolean
  constructor(
    kind: ModelError['kind'],
    message: string,
    { retryAfterMs, rejected = false, cause }: { retryAfterMs?: number; rejected?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause })
    this.name = 'ModelError'
    this.kind = kind
    this.retryAfterMs = retryAfterMs
    this.rejected = rejected
  }
}
