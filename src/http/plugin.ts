import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { AppError, type ProblemCode } from '../errors.ts'
import { loggableUrl } from '../logger.ts'
import { callerAddress } from '../limits/network.ts'
import { endConnectionsOnClose } from './closing.ts'
import { parseJson } from './json.ts'
import { countAnswers } from './metrics.ts'
import { refuseOddRequests } from './odd-requests.ts'
import { allowedOrigins, type Origins } from './origins.ts'
import { asAppError, languageOf, sendProblem } from './problem.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whose pages may use the API. */
    origins: Origins
  }
}

const exposedHeaders = [
  'X-Request-Id',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
  'Idempotency-Replayed',
  'Content-Disposition',
  'ETag',
]

/** Refusals of a body that has not been read to its end. */
const unread = new Set<ProblemCode>(['body_too_large', 'unsupported_media_type'])

/** The conventions of every route: parsers, CORS, security headers, request ids, logs, problems. */
export default fp(
  async (app) => {
    endConnectionsOnClose(app)
    countAnswers(app)

    addParsers(app)
    app.decorate('origins', allowedOrigins(app.config, app.log))
    app.addHook('onRequest', async ({ headers }) => void app.origins.allows(headers))
    await addSecurityHeaders(app)

    const addressOf = callerAddress(app.config.trustProxy)
    app.addHook('onRequest', async (request, reply) => {
      // Fastify's own `ip` is the text of X-Forwarded-For, with ports and forged entries.
      Object.defineProperty(request, 'ip', { value: addressOf(request.raw) })
      reply.header('x-request-id', request.id)
      // PostgreSQL stores no NUL.
      if (/%00/.test(request.url)) throw new AppError('malformed_request', { detail: 'the address holds %00' })
    })
    refuseOddRequests(app)
    app.addHook('onResponse', async (request, reply) => {
      const { url: route } = request.routeOptions
      // Successful probes, every few seconds, are not logged.
      const level = route?.startsWith('/health') && reply.statusCode < 400 ? 'debug' : 'info'
      request.log[level](
        { route, ms: Math.round(reply.elapsedTime * 10) / 10, user: request.caller?.id },
        `${request.method} ${loggableUrl(request.url)} ${reply.statusCode}`,
      )
    })
    app.addHook('onSend', async (request, reply) => {
      // Also the answers of sign-in, which come without a token and bring one. By the route: an address has many spellings.
      const { url = '/api/' } = request.routeOptions
      if (url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    })

    app.setErrorHandler(answerError)
    answerUnknownRoutes(app)
  },
  { name: 'http', dependencies: ['metrics'] },
)

function addParsers(app: FastifyInstance): void {
  // JSON only, unless a route adds a parser. An empty body with a JSON content type counts as none.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    /^application\/([\w.+-]+\+)?json\s*(;|$)/i,
    { parseAs: 'buffer' },
    (_request, body: Buffer, done) => {
      try {
        done(null, body.length === 0 ? undefined : parseJson(body))
      } catch (error) {
        done(error as Error)
      }
    },
  )

  // Against decompression bombs.
  app.addHook('preParsing', async ({ headers }) => {
    const encoding = headers['content-encoding']?.trim().toLowerCase() ?? ''
    const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
    if (hasBody && encoding !== '' && encoding !== 'identity')
      throw new AppError('unsupported_media_type', {
        detail: 'send the body without Content-Encoding',
        headers: { 'accept-encoding': 'identity' },
      })
  })

  // Proxies that speak HTTP/2 forward a request without a body as one of unknown length and type (Fastify's `/`).
  app.addContentTypeParser(/^\/?$/, (_request, body, done) => {
    const ended = () => done(null, undefined)
    body.once('end', ended)
    body.once('data', () => {
      body.off('end', ended)
      done(new AppError('unsupported_media_type'), undefined)
    })
    body.resume()
  })
}

async function addSecurityHeaders(app: FastifyInstance): Promise<void> {
  const { config, origins } = app
  await app.register(cors, {
    origin: origins.rules,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders,
    // Bearer tokens are no ambient credentials: an open development server reveals nothing.
    credentials: config.corsOrigins !== '*',
    maxAge: 600,
    // An OPTIONS that is no preflight would be refused in plain text.
    strictPreflight: false,
  })
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'self'"] },
      useDefaults: false,
    },
    // The default, same-origin, would block avatars in an <img> of the front end.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    hsts: config.publicUrl.startsWith('https://') ? { maxAge: 31_536_000, includeSubDomains: true } : false,
  })
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = asAppError(error, languageOf(request.headers['accept-language']))
  // One line for each request of an outage or overload, the stack for a fault.
  if (refusal.status === 503 || refusal.status === 507) {
    request.log.warn({ code: refusal.code, reason: reasonOf(refusal) }, 'request refused')
    request.log.debug({ err: error }, 'why it was refused')
  } else if (refusal.code === 'internal_error') request.log.error({ err: error, code: refusal.code }, 'request failed')
  else request.log.debug({ code: refusal.code, detail: refusal.detail }, 'request refused')
  // Fastify would reset the connection over an unread body, and a proxy would take this node for dead. Node drains it instead,
  // for five minutes at most.
  if (unread.has(refusal.code)) {
    reply.removeHeader('connection')
    request.raw.resume()
  }
  return sendProblem(request, reply, refusal)
}

/** 405 with `Allow` where the path has routes of other methods, else 404. */
function answerUnknownRoutes(app: FastifyInstance): void {
  const known: { pattern: RegExp; method: string | string[] }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    const pattern = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:[^/]+/g, '[^/]+')
    if (!url.includes('*')) known.push({ pattern: new RegExp(`^${pattern}$`), method })
  })
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request.url)
    const methods = new Set(known.filter(({ pattern }) => pattern.test(path)).flatMap(({ method }) => method))
    if (methods.size === 0) return sendProblem(request, reply, new AppError('not_found'))
    const allow = [...methods.add('OPTIONS')].sort().join(', ')
    return sendProblem(request, reply, new AppError('method_not_allowed', { headers: { allow } }))
  })
}

/** The path that an address means: without its query, decoded, and without the origin of an absolute one. */
function pathOf(url: string): string {
  const path = url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] ?? ''
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}

const reasonOf = ({ cause, detail }: AppError): string | undefined =>
  cause instanceof Error ? cause.message.trim().split('\n').at(-1) : detail
