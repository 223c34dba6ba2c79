import type { User } from '../database/generated/client.ts'
import type { RiskAssessment } from '../risk/risk.ts'
import type { ChatTurn } from './chat.ts'
import type { Reply } from './question.ts'

export interface Talk {
  readonly conversationId?: string
  readonly message: string
  readonly context?: string
}

/** A message that is about to be answered, and what came before it. */
export interface Opened {
  readonly user: User
  readonly conversationId: string
  /** Whether the conversation begins with it. */
  readonly opens: boolean
  readonly talk: Talk
  readonly history: readonly ChatTurn[]
  readonly risk: RiskAssessment
  /** Nothing of it may be sent to a provider, since the user has not consented. */
  readonly consentRequired: boolean
  /** Releases its place among the messages that are being answered. */
  readonly leave: () => void
}

/** A message and its reply, neither of them stored yet. */
export interface Exchange extends Opened {
  readonly reply: Reply
}

export type Answer = Omit<Reply, 'interrupted'> & { readonly conversationId: string; readonly consentRequired?: true }
