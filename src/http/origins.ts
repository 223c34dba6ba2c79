import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyBaseLogger } from 'fastify'
import type { Config } from '../config/config.ts'

/** Bounds the log and the set of known ones: clients choose their Origin. */
const namedAtMost = 100

/** The origins of CORS_ORIGINS, for REST and sockets alike. */
export interface Origins {
  readonly rules: true | (string | RegExp)[]
  /**
   * Whether the page that sent these headers may use the API. One of this server's own needs no permission, whatever host name it
   * was reached by; nor does what is no browser, and sends no origin. The first refusal of each leaves a warning.
   */
  allows(headers: IncomingHttpHeaders): boolean
}

/** `https://*.example.com` stands for the subdomains of example.com, and not for itself. */
export function allowedOrigins({ corsOrigins, publicUrl }: Config, log: FastifyBaseLogger): Origins {
  if (corsOrigins === '*') return { rules: true, allows: () => true }
  // For the server's own pages.
  const rules = [new URL(publicUrl).origin, ...corsOrigins].map((origin) =>
    origin.includes('//*.')
      ? new RegExp(`^${RegExp.escape(origin).replace('\\*', '[a-z0-9-]+(\\.[a-z0-9-]+)*')}$`)
      : origin,
  )
  const named = new Set<string>()
  return {
    rules,
    allows({ origin, host }) {
      if (origin === undefined || origin.endsWith(`//${host}`)) return true
      if (rules.some((rule) => (typeof rule === 'string' ? rule === origin : rule.test(origin)))) return true
      const name = origin.slice(0, 200)
      if (named.size < namedAtMost && !named.has(name)) {
        named.add(name)
        log.warn({ origin: name }, 'pages of this origin are refused: if it is your front end, add it to CORS_ORIGINS')
      }
      return false
    },
  }
}
