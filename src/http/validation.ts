import type { FastifySchemaCompiler } from 'fastify'
import { z } from 'zod'
import { isVisible, visibleText } from '../text/visible-text.ts'
import { AppError } from '../errors.ts'
import { addDays, instantAt } from '../time/wall-clock.ts'

/** zod's issues of a request's body, query or path, which become a 422. */
export class ValidationFailure extends Error {
  override name = 'ValidationFailure'
  readonly part: string
  readonly issues: readonly z.core.$ZodIssue[]
  constructor(part: string, issues: ValidationFailure['issues']) {
    super(`invalid ${part}`)
    this.part = part
    this.issues = issues
  }
}

/** Keeps the input on the issues, for messages in the caller's language; it is never answered. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const part = httpPart === 'querystring' ? 'query' : (httpPart ?? 'input')
  return (data: unknown) => {
    const result = schema.safeParse(data, { reportInput: true })
    if (result.success) return { value: result.data }
    // A missing body is no error of a field.
    if (part === 'body' && data == null)
      return { error: new AppError('malformed_json', { detail: 'a JSON body is needed' }) }
    return { error: new ValidationFailure(part, result.error.issues) }
  }
}

const earliest = Date.UTC(1900, 0, 1)
const latest = Date.UTC(2200, 0, 1)

/** An RFC 3339 instant with a zone, as a Date. Years 1900 to 2199. */
export const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((date) => date.getTime() >= earliest && date.getTime() < latest, 'fora do intervalo aceito (1900–2199)')

/**
 * A bound of a query: an instant, or a plain date for the beginning of that day in the clinic's zone; as an exclusive `end`,
 * of the next day.
 */
export const dayOrInstant = (timezone: string, edge?: 'end') =>
  z
    .string()
    .transform((text) => {
      // Years that `instant` takes; what is no date is left for it to refuse.
      if (!/^(19|20|21)\d\d-/.test(text) || !z.iso.date().safeParse(text).success) return text
      return instantAt(addDays(text, edge === 'end' ? 1 : 0), '00:00', timezone).toISOString()
    })
    .pipe(instant)

/**
 * A schema with a rule across its fields, which runs only if all of them have parsed. zod's `refine` alone also runs beside a
 * failed field, and gets its raw text where the type promises a Date.
 */
export const across = <Schema extends z.ZodType>(
  schema: Schema,
  holds: (value: z.output<Schema>) => boolean,
  problem: { path?: string[]; message: string },
) => schema.refine(holds, { ...problem, when: ({ issues }) => issues.length === 0 })

/** An instant in an answer: RFC 3339 in UTC with milliseconds. */
export const instantOut = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
})

/** A positive 32-bit id from a path or query. */
export const idParam = z.coerce.number().int().min(1).max(2_147_483_647)

/** A positive 32-bit id in a body. */
export const id = z.number().int().min(1).max(2_147_483_647)

const readText = (max: number, refused: RegExp, message: string) =>
  z
    .string()
    .overwrite(visibleText)
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !refused.test(text), message)
    .refine(isVisible, 'precisa ter ao menos um caractere visível')

/** One line of text that people read: trimmed, no control characters, nothing invisible. */
export const line = (max: number) =>
  readText(max, /[\p{Cc}\u2028\u2029]/u, 'não pode conter quebras de linha nem caracteres de controle')

/** Text of several lines: trimmed, no control characters but line breaks and tabs, nothing invisible. */
export const paragraph = (max: number) => readText(max, /[^\P{Cc}\n\r\t]/u, 'não pode conter caracteres de controle')

/** A truthy switch in a query string. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
