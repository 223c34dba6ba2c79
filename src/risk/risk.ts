export type RiskLevel = 'nenhum' | 'baixo' | 'alto'

export interface RiskAssessment {
  readonly level: RiskLevel
  /** Names of what was found, never the person's words: fit for a log line and an alert. */
  readonly signals: readonly string[]
  /** Who is at risk, as far as the words tell: the replies differ. */
  readonly about: 'eu' | 'outra-pessoa'
}

/** Reads what a person wrote for a risk to life. It may take its time: never call it inside a database transaction. */
export interface RiskReader {
  assess(text: string, context?: RiskContext): Promise<RiskAssessment>
}

interface RiskContext {
  /** The same person's earlier messages, oldest first. */
  readonly earlier?: readonly string[]
  /** Whose text it is, such as a user's id or a telephone number: many texts of one author do not hold up the others'. */
  readonly author?: string
}
