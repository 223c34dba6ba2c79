import { type ProblemCode, problems as byCode } from '../../errors.ts'
import type { Catalogue } from '../pt-BR/catalogue.ts'

// Errors have their messages in English as they are thrown.
export const problems: Catalogue['problems'] = Object.fromEntries(
  Object.entries(byCode).map(([code, [, title]]) => [code, title]),
) as Record<ProblemCode, string> // one for each code
