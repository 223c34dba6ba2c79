import type { RiskAssessment, RiskLevel } from '../risk/risk.ts'
import type { ChatTurn } from './chat.ts'
import type { PersonalFacts } from './rules.ts'
import type { Locale } from '../words/locale.ts'

export interface Question {
  readonly message: string
  /** What the front end adds, such as "Paciente novo". As little trusted as the message itself. */
  readonly context?: string
  readonly locale: Locale
  readonly timezone: string
  /** Earlier turns, oldest first, without those of high risk, which never go to a model. */
  readonly history?: readonly ChatTurn[]
  /** Of `assessedText`, after the asker's earlier messages. */
  readonly risk: RiskAssessment
  /** Whether a psychologist is alerted to the risk: else the reply does not say so. */
  readonly psychologistTold?: boolean
  /** Names that must not be sent to a model: the asker's and their psychologist's. */
  readonly names?: readonly string[]
  readonly facts?: PersonalFacts
}

/** What of a question is read for a risk to life. */
export const assessedText = ({ message, context }: Pick<Question, 'message' | 'context'>): string =>
  [message, context].filter(Boolean).join('\n')

export interface Reply {
  readonly reply: string
  /** The name of the model's provider, or `rules`. */
  readonly provider: string
  readonly risk: RiskLevel
  /** The asker left before the end: `reply` is what was said until then. */
  readonly interrupted?: true
}

/** A piece of an answer that is streamed. After `reset` the answer begins anew. */
export type Piece = { readonly delta: string } | 'reset'

export interface Asking {
  /** Whether models may be asked; called only where one would be. */
  readonly askModels?: () => Promise<boolean>
  /** Aborts when the asker leaves. */
  readonly signal?: AbortSignal
  /** Receives the answer as it comes, except one of high risk, which waits until its alert is stored. */
  readonly onPiece?: (piece: Piece) => void
}
