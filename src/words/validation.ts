import type { z } from 'zod'

/** What a field did wrong, as zod says it. */
export type Issue = z.core.$ZodIssue
export type Bound = Extract<Issue, { code: 'too_small' | 'too_big' }>

export const list = (values: readonly unknown[]): string => values.map(String).join(', ')
export const limitOf = (issue: Bound) => (issue.code === 'too_small' ? issue.minimum : issue.maximum)
export const shown = (bound: number | bigint, origin: string): string =>
  origin === 'date' ? new Date(Number(bound)).toISOString() : String(bound)
