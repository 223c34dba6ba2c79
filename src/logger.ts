import type { FastifyServerOptions } from 'fastify'
import type { Config } from './config/config.ts'

/**
 * The path of a request as a log may show it: no query (signatures, e-mails), and of `/ws/:token`, `/calendar/:file` and `/a/:code`
 * no token. Decoded as the router decodes it, and without the origin of an absolute form, or the token would hide behind either.
 */
export function loggableUrl(url: string): string {
  const raw = url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '')
  let path: string
  try {
    path = decodeURIComponent(raw)
  } catch {
    return '[malformed]'
  }
  // Also where somebody put a token behind a wrong path: anything as long and plain as a token is taken for one.
  const secret = /^\/+(ws|calendar|a)\//i.exec(path)?.[1]
  const shown = secret ? `/${secret.toLowerCase()}/[token]` : path.replace(/[\w.~+%=-]{40,}/g, '[token]')
  return shown.replace(/\p{Cc}/gu, '').slice(0, 300)
}

/** `maria@example.com` → `m***@example.com`, `+5511987654321` → `+55*******4321`: enough to recognise, not to reach. */
export function masked(recipient: string): string {
  const at = recipient.lastIndexOf('@')
  if (at > 0) return `${recipient.slice(0, 1)}***${recipient.slice(at)}`
  const hidden = recipient.length - 7
  return hidden > 0 ? `${recipient.slice(0, 3)}${'*'.repeat(hidden)}${recipient.slice(-4)}` : '***'
}

/** Fastify's logger: JSON lines in production, readable ones before; `stream` is for tests that read every line. */
export async function loggerOptions(
  config: Pick<Config, 'logLevel' | 'production'>,
  stream?: { write(line: string): void },
): Promise<FastifyServerOptions['logger']> {
  const options = {
    level: config.logLevel,
    redact: {
      paths: [
        'authorization',
        'password',
        'token',
        'refreshToken',
        'accessToken',
        // @fastify/multipart logs its options, a request's headers among them.
        '*.headers',
        '*.authorization',
        '*.password',
        '*.token',
        '*.refreshToken',
        '*.accessToken',
      ],
      censor: '[redacted]',
    },
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({ method, url: loggableUrl(url) }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      err: ({ name: type, code, message, stack = '' }: Error & { code?: unknown }) => ({ type, code, message, stack }),
    },
  }
  if (stream || config.production) return { ...options, stream }
  const { default: pretty } = await import('pino-pretty')
  // In this process rather than in a worker: what was logged before a crash has been written.
  return {
    ...options,
    stream: pretty({ sync: true, singleLine: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss' }),
  }
}
