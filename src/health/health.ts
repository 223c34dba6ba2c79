import { AppError } from '../errors.ts'
import { z } from 'zod'
import pTimeout from 'p-timeout'

export const integration = z.object({
  status: z.enum(['ok', 'fallback', 'error']),
  provider: z.string().describe('Who does it, or what stands in for them.'),
  latencyMs: z.number().optional().describe('How long the last look took, in milliseconds.'),
  detail: z.string().optional().describe('What an operator can act on; no secret, host, path or address.'),
  lastError: z.string().optional().describe('The last failure since the start, even if it has passed.'),
})

type Integration = z.output<typeof integration>

/** `run` throws if the integration does not work. */
export interface Probe {
  readonly provider: string
  readonly fallback: boolean
  readonly detail?: string
  /** `failing`: it answers, but something is wrong, as `detail` says. */
  run(): Promise<{ detail?: string; failing?: boolean } | void>
}

/** An error is probed again after this. */
const errorFreshMs = 700
/** Interval of probes; with the 2 s that they may take, no result is older than 10 s. */
const freshMs = 7_000
const oldestMs = 10_000
/** Probes repeat in the background for this long after a request. */
const watchedMs = 5 * 60_000
const slowMs = 2_000

/** An AppError's own status is for callers; its cause tells of the service. */
const causeOf = (error: unknown): unknown =>
  error instanceof AppError && error.cause instanceof Error ? error.cause : error

/** The error in words that reveal no host, path, address or secret. */
function safeReason(error: unknown): string {
  const known = causeOf(error) as {
    code?: unknown
    originalCode?: unknown
    responseCode?: number
    status?: number
    name?: string
    message?: string
    $metadata?: { httpStatusCode?: number }
  }
  const { responseCode, status, name = '', message = '', $metadata } = known
  // nodemailer's classes, such as ESOCKET, stand before the system's own code.
  const code = String(known.originalCode ?? known.code)
  if (/timed? ?out|no answer/i.test(message) || code === 'ETIMEDOUT' || /^(Abort|Timeout)Error$/.test(name))
    return 'no answer in time'
  // AWS' SDK: its names are the service's own codes, such as AccessDenied.
  if ($metadata?.httpStatusCode)
    return `answered with status ${$metadata.httpStatusCode}${/^(?!Unknown)[A-Z]\w{2,40}$/.test(name) ? ` (${name})` : ''}`
  if (code === 'ECONNREFUSED') return 'connection refused'
  if (/^(ENOTFOUND|EDNS|EAI_AGAIN)$/.test(code)) return 'the host name is not known'
  if (code === 'EAUTH' || responseCode === 535 || status === 401 || status === 403)
    return 'the credentials were refused'
  if (responseCode) return `refused with ${responseCode}`
  if (status) return `answered with status ${status}`
  if (/^(CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)|ESOCKET.*(certificate|SSL|TLS)/i.test(`${code} ${message}`))
    return 'no encrypted connection: its certificate or TLS was not accepted'
  if (/^(ESOCKET|ECONNECTION|ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH)$/.test(code)) return 'no connection'
  if (/^(EACCES|EPERM|EROFS)$/.test(code)) return 'no right to write there'
  if (/^(ENOSPC|EDQUOT)$/.test(code)) return 'its disk is full'
  return /^[A-Z0-9_]{2,40}$/.test(code) ? `failed (${code})` : 'failed'
}

/**
 * Runs all probes in parallel, each for at most 2 s. Only the first request waits for them: later ones get the last result, which
 * is refreshed every 7 s until five minutes after the last request. A probe in error is repeated, alone, for a request after
 * 0.7 s. Concurrent requests share a run.
 */
export function healthCheck<Name extends string>(probes: Record<Name, Probe>, now = () => performance.now()) {
  type Result = Record<Name, Integration>
  const names = Object.keys(probes) as Name[]
  const lastErrors = new Map<Name, string>()
  let last: { at: number; errorsAt: number; result: Result } | undefined
  let running: Promise<Result> | undefined
  let again: Promise<Result> | undefined
  let next: NodeJS.Timeout | undefined
  let askedAt = -Infinity

  const probeOne = async (name: Name): Promise<Integration> => {
    const { provider, fallback, detail, run } = probes[name]
    const started = performance.now()
    try {
      const found = await pTimeout(run(), { milliseconds: slowMs })
      const words = found?.detail ?? detail
      if (found?.failing && words) lastErrors.set(name, words)
      const lastError = lastErrors.get(name)
      return {
        status: found?.failing ? 'error' : fallback ? 'fallback' : 'ok',
        provider,
        latencyMs: Math.round((performance.now() - started) * 10) / 10,
        detail: words,
        lastError,
      }
    } catch (error) {
      const reason = safeReason(error)
      lastErrors.set(name, reason)
      return { status: 'error', provider, detail: reason, lastError: reason }
    }
  }

  const probeSome = async (some: readonly Name[]) =>
    Object.fromEntries(await Promise.all(some.map(async (name) => [name, await probeOne(name)]))) as Result // or a part

  const probeAll = () =>
    (running ??= probeSome(names)
      .then((result) => {
        last = { at: now(), errorsAt: now(), result }
        return result
      })
      .finally(() => {
        running = undefined
        next = setTimeout(() => {
          next = undefined
          if (now() - askedAt < watchedMs) void probeAll()
        }, freshMs).unref()
      }))

  const probeBroken = (known: NonNullable<typeof last>, broken: readonly Name[]) =>
    (again ??= probeSome(broken)
      .then((found) => {
        const { at, result } = last ?? known
        last = { at, errorsAt: now(), result: { ...result, ...found } }
        return last.result
      })
      .finally(() => (again = undefined)))

  return {
    async report() {
      askedAt = now()
      const broken = names.filter((name) => last?.result[name].status === 'error')
      if (last && broken.length > 0 && now() - last.errorsAt >= errorFreshMs)
        return running ?? probeBroken(last, broken)
      if (last && now() - last.at < (next || running ? oldestMs : freshMs)) return last.result
      clearTimeout(next)
      return probeAll()
    },
    stop() {
      askedAt = -Infinity
      clearTimeout(next)
    },
  }
}
