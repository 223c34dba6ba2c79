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
  /** Aborts when the time is up or the caller has gone. */
  readonly signal: AbortSignal
}

/** A language model. Resolves with its whole answer, plain text, never empty; throws if it fails, refuses or runs out of time. */
export interface ChatModel {
  readonly provider: 'openai' | 'huggingface'
  complete(request: ChatRequest): Promise<string>
  /** Whether the provider answers and knows the key; throws with its words if not. */
  check(): Promise<void>
}
