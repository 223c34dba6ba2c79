import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { z } from 'zod'
import { isDiskFull, isUnavailable } from '../database/unavailable.ts'
import { AppError, type ProblemCode } from '../errors.ts'
import { wordsFor } from '../words/catalogue.ts'
import { defaultLocale, type Locale, locales } from '../words/locale.ts'
import { ValidationFailure } from './validation.ts'

const byLanguage = new Map(locales.map((locale) => [locale.split('-')[0], locale]))

/** The locale that the caller prefers of those that we have, else the practice's own. */
export function languageOf(acceptLanguage = ''): Locale {
  const accepted = new Negotiator({ headers: { 'accept-language': acceptLanguage.toLowerCase() } }).languages()
  for (const tag of accepted) {
    const locale = byLanguage.get(tag.split('-')[0] ?? '')
    if (locale) return locale
  }
  return defaultLocale
}

/** RFC 9457. */
export const problemOut = z
  .object({
    type: z.string().meta({ examples: ['urn:blurosiere:problem:slot_taken'] }),
    title: z.string().meta({ examples: ['Este horário já foi ocupado'] }),
    status: z.int().meta({ examples: [409] }),
    detail: z.string().optional().describe('More than the title says, in this case.'),
    code: z.string().meta({ examples: ['slot_taken'], description: 'What programs go by; docs/errors.md lists them.' }),
    requestId: z.string().describe('Stands in the log; quote it when you ask for help.'),
    errors: z
      .array(
        z.object({
          path: z.string().meta({ examples: ['body.startsAt'], description: 'Where in the input.' }),
          message: z.string(),
        }),
      )
      .optional(),
  })
  .meta({
    id: 'Problem',
    description:
      'RFC 9457. `code` is stable; `title` is Portuguese or English by `Accept-Language`; `errors` stands with `validation_failed` and `preference_locked`. `detail` may be in English only.',
  })

/** The body of RFC 9457 for one refusal. Holds no stack, SQL or personal data. */
export const problemBody = ({ code, status, details, errors }: AppError, language: Locale, requestId: string) => ({
  type: `urn:blurosiere:problem:${code}`,
  title: wordsFor(language).problems[code],
  status,
  detail: details?.[language] ?? details?.en,
  code,
  requestId,
  errors,
})

export const problemText = (request: FastifyRequest, error: AppError): string =>
  JSON.stringify(problemBody(error, languageOf(request.headers['accept-language']), request.id))

/** Node's and Fastify's own errors. */
const known: Record<string, ProblemCode> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  HPE_INVALID_VERSION: 'version_not_supported',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_request',
  FST_ERR_BAD_URL: 'malformed_request',
  FST_ERR_MAX_PARAM_LENGTH: 'uri_too_long',
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: AppError): FastifyReply {
  // Serialised here: response schemas describe no refusals.
  return (
    reply
      .code(error.status)
      // RFC 9110 §15.5.2: each 401 names its scheme.
      .headers({
        'x-request-id': request.id,
        ...(error.status === 401 && { 'www-authenticate': 'Bearer' }),
        ...error.headers,
      })
      .type('application/problem+json; charset=utf-8')
      .serializer((payload) => payload as string)
      .send(problemText(request, error))
  )
}

/** Answers what could not be parsed as a request, and closes the connection. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy()
  // Within an answer that has begun, another would be taken for its body. Node itself checks `_httpMessage` as well.
  if ((socket as { _httpMessage?: { headersSent: boolean } })._httpMessage?.headersSent) return void socket.destroy()
  answerRaw(socket, known[error.code ?? ''] ?? 'malformed_request')
}

/** Answers on a bare connection, and closes it. */
export function answerRaw(socket: Duplex, code: ProblemCode, headers: Readonly<Record<string, string>> = {}): void {
  const problem = problemBody(new AppError(code), defaultLocale, randomUUID())
  const body = JSON.stringify(problem)
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
      Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('') +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

/** Maps Fastify's errors to problems; unknown ones to `internal_error`. */
export function asAppError(error: unknown, language: Locale): AppError {
  if (error instanceof AppError) return error
  if (error instanceof ValidationFailure) {
    const errors = error.issues.map((issue) => ({
      path: [error.part, ...issue.path.map(String)].join('.'),
      message: wordsFor(language).validation(issue),
    }))
    return new AppError('validation_failed', { errors })
  }
  const { code = '', statusCode } = error as Partial<FastifyError>
  const refusal = known[code] ?? (statusCode === 400 && 'malformed_request')
  if (refusal) return new AppError(refusal, { cause: error })
  if (isDiskFull(error)) return new AppError('storage_full', { cause: error, headers: { 'retry-after': '60' } })
  if (isUnavailable(error)) return new AppError('unavailable', { cause: error, headers: { 'retry-after': '2' } })
  return new AppError('internal_error', { cause: error })
}
