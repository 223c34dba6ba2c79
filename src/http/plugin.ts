import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import fp from 'fastify-plugin'
import type { Config } from '../config/config.ts'
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

/** The conventions of contract §1, for every route. */
export default fp<{ config: Config }>(
  async (app, { config }) => {
    endConnectionsOnClose(app)
    countAnswers(app)

    // JSON, and nothing else unless a route asks for it. An empty body with a JSON content type is no body.
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

    // What is compressed may be a thousand times as large as it looks, and no caller of ours has to.
    app.addHook('preParsing', async ({ headers }) => {
      const encoding = headers['content-encoding']?.trim().toLowerCase() ?? ''
      const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
      if (hasBody && encoding !== '' && encoding !== 'identity')
        throw new AppError('unsupported_media_type', {
          detail: 'send the body without Content-Encoding',
          headers: { 'accept-encoding': 'identity' },
        })
    })

    // A proxy that speaks HTTP/2 hands on a request without a body as one of unknown length, and without a type
    // (which Fastify writes as `/`).
    app.addContentTypeParser(/^\/?$/, (_request, body, done) => {
      const ended = () => done(null, undefined)
      body.once('end', ended)
      body.once('data', () => {
        body.off('end', ended)
        done(new AppError('unsupported_media_type'), undefined)
      })
      body.resume()
    })

    const origins = allowedOrigins(config, app.log)
    app.decorate('origins', origins)
    app.addHook('onRequest', async ({ headers: { origin, host } }) => {
      // Of its own page a browser asks nobody, whatever name it knows this server by.
      if (origin !== undefined && !origin.endsWith(`//${host}`)) origins.allows(origin)
    })
    await app.register(cors, {
      origin: origins.rules,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders,
      // A bearer token is no ambient credential, so an open development server gives nothing away.
      credentials: config.corsOrigins !== '*',
      maxAge: 600,
      // An OPTIONS that is no preflight is answered, too, rather than refused in plain text.
      strictPreflight: false,
    })
    await app.register(helmet, {
      contentSecurityPolicy: {
        directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'self'"] },
        useDefaults: false,
      },
      // The default, same-origin, would keep an avatar out of an <img> on the front end's origin.
      crossOriginResourcePolicy: { policy: 'cross-origin' },
      hsts: config.publicUrl.startsWith('https://') ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    })

    const addressOf = callerAddress(config.trustProxy)
    app.addHook('onRequest', async (request, reply) => {
      // Fastify's own would be the text of X-Forwarded-For as it stands, ports and inventions included.
      Object.defineProperty(request, 'ip', { value: addressOf(request.raw) })
      reply.header('x-request-id', request.id)
      // PostgreSQL stores no NUL; no parameter of ours means one.
      if (/%00/.test(request.url)) throw new AppError('malformed_request', { detail: 'the address holds %00' })
    })
    refuseOddRequests(app)
    app.addHook('onResponse', async (request, reply) => {
      // Probes come every few seconds, and say nothing while they succeed.
      const probe = request.routeOptions.url?.startsWith('/health') ?? false
      const level = probe && reply.statusCode < 400 ? 'debug' : 'info'
      const line = `${request.method} ${loggableUrl(request.url)} ${reply.statusCode}`
      request.log[level](
        { route: request.routeOptions.url, ms: Math.round(reply.elapsedTime * 10) / 10, user: request.caller?.id },
        line,
      )
    })
    app.addHook('onSend', async (request, reply) => {
      // Also the answers of sign-in, which come without a token and bring one. By the route: an address has many spellings.
      const { url = '/api/' } = request.routeOptions
      if (url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    })

    app.setErrorHandler((error, request, reply) => {
      const refusal = asAppError(error, languageOf(request.headers['accept-language']))
      // Of an outage or an overload each request is one line; of a fault there is its stack.
      if (refusal.status === 503 || refusal.status === 507) {
        request.log.warn({ code: refusal.code, reason: reasonOf(refusal) }, 'request refused')
        request.log.debug({ err: error }, 'why it was refused')
      } else if (refusal.code === 'internal_error')
        request.log.error({ err: error, code: refusal.code }, 'request failed')
      else request.log.debug({ code: refusal.code, detail: refusal.detail }, 'request refused')
      // Fastify would close the connection over what is still unread of the body, and a proxy would take that reset for a node
      // that has died, and send nobody there for a while. Node reads it to its end instead, for five minutes at most.
      if (unread.has(refusal.code)) {
        reply.removeHeader('connection')
        request.raw.resume()
      }
      return sendProblem(request, reply, refusal)
    })

    const known = new Map<string, { pattern: RegExp; methods: Set<string> }>()
    app.addHook('onRoute', ({ url, method }) => {
      if (url.includes('*')) return
      const entry = known.get(url) ?? {
        pattern: new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:[^/]+/g, '[^/]+')}$`),
        methods: new Set<string>(),
      }
      for (const one of [method].flat()) entry.methods.add(one)
      known.set(url, entry)
    })
    app.setNotFoundHandler((request, reply) => {
      const path = pathOf(request.url)
      const methods = new Set<string>()
      for (const { pattern, methods: has } of known.values())
        if (pattern.test(path)) for (const one of has) methods.add(one)
      if (methods.size === 0) return sendProblem(request, reply, new AppError('not_found'))
      const allow = [...methods, 'OPTIONS'].sort().join(', ')
      return sendProblem(request, reply, new AppError('method_not_allowed', { headers: { allow } }))
    })
  },
  { name: 'http', dependencies: ['metrics'] },
)

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
