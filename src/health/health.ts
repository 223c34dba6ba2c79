import { z } from 'zod'

const integrationStatus = z.enum(['ok', 'fallback', 'error'])

export const integration = z.object({
  status: integrationStatus,
  provider: z.string(),
  latencyMs: z.number().optional(),
  /** What an operator can act on; no secret, host, path or address. */
  detail: z.string().optional(),
  lastError: z.string().optional(),
})

export type Integration = z.output<typeof integration>

/** One integration's look at itself. `run` throws if it does not work. */
export interface Probe {
  readonly provider: string
  /** It serves instead of something that was not configured. */
  readonly fallback: boolean
  readonly detail?: string
  /** `failing`: it answers, and something is wrong all the same, which `detail` says. */
  run(): Promise<{ detail?: string; failing?: boolean } | void>
}

/** After this a new look is taken, on nobody's time; with the 2 s that it may take, a poller sees an outage within 10 s. */
const freshMs = 7_000
/** Older than this is given to nobody (contract §8). */
const oldestMs = 10_000
const slowMs = 2_000

/** What went wrong in words that give away no host, path, address or secret. */
function safeReason(error: unknown): string {
  const {
    code,
    responseCode,
    status,
    message = '',
  } = error as { code?: unknown; responseCode?: number; status?: number; message?: string }
  if (/timed? ?out|no answer/i.test(message) || code === 'ETIMEDOUT') return 'no answer in time'
  if (code === 'ECONNREFUSED') return 'connection refused'
  if (code === 'ENOTFOUND' || code === 'EDNS' || code === 'EAI_AGAIN') return 'the host name is not known'
  if (code === 'EAUTH' || responseCode === 535 || status === 401 || status === 403)
    return 'the credentials were refused'
  if (responseCode) return `refused with ${responseCode}`
  if (status) return `answered with status ${status}`
  return typeof code === 'string' && /^[A-Z0-9_]{2,40}$/.test(code) ? code : 'failed'
}

/**
 * Runs every probe in parallel, each bounded by 2 s. Whoever asks again within 7 s gets the same result; within 10 s, too,
 * while the next is on its way; later the next. `now` is in milliseconds.
 */
export function healthCheck<Name extends string>(
  probes: Record<Name, Probe>,
  now: () => number = () => performance.now(),
): () => Promise<Record<Name, Integration>> {
  type Result = Record<Name, Integration>
  const names = Object.keys(probes) as Name[]
  const lastErrors = new Map<Name, string>()
  let last: { at: number; result: Result } | undefined
  let running: Promise<Result> | undefined

  const look = async (name: Name): Promise<Integration> => {
    const { provider, fallback, detail, run } = probes[name]
    const started = performance.now()
    let timer: NodeJS.Timeout | undefined
    try {
      const found = await Promise.race([
        run(),
        new Promise<never>((_resolve, reject) => {
          timer = setTimeout(() => reject(new Error('no answer in time')), slowMs)
        }),
      ])
      const words = found?.detail ?? detail
      if (found?.failing && words) lastErrors.set(name, words)
      const lastError = lastErrors.get(name)
      return {
        status: found?.failing ? 'error' : fallback ? 'fallback' : 'ok',
        provider,
        latencyMs: Math.round((performance.now() - started) * 10) / 10,
        ...(words ? { detail: words } : {}),
        ...(lastError ? { lastError } : {}),
      }
    } catch (error) {
      const reason = safeReason(error)
      lastErrors.set(name, reason)
      return { status: 'error', provider, detail: reason, lastError: reason }
    } finally {
      clearTimeout(timer)
    }
  }

  return async () => {
    if (last && now() - last.at < freshMs) return last.result
    running ??= Promise.all(names.map(async (name) => [name, await look(name)] as const))
      .then((entries) => {
        const result = Object.fromEntries(entries) as Result // one entry for each name
        last = { at: now(), result }
        return result
      })
      .finally(() => (running = undefined))
    return last && now() - last.at < oldestMs ? last.result : running
  }
}
