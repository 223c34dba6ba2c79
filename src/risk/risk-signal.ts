/** alto: about life now. baixo: despair, the past, someone else. fraco: says something only beside another signal. */
export interface Signal {
  name: string
  level: 'alto' | 'baixo' | 'fraco'
  about?: 'outra-pessoa'
  /** Level of the same words denied ("não quero me matar"); a signal without it keeps its own. */
  denied?: 'baixo' | 'nenhum'
  /** Laughter beside it makes it baixo. */
  lightens?: true
  phrases: readonly string[]
}
