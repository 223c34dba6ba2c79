import { pause } from './pause.ts'
import { Problem, problemOf } from './problem.ts'
import type { Session } from './session.ts'
import { unique } from './session.ts'

/** The POSTs that take an Idempotency-Key; `npm run client -- check` holds them against the server's document. */
const keyed = /^\/(appointments(\/{id}\/remind)?|notifications|users|ai\/chat)$/
/** A call is sent at most this often, and all its waiting together is at most this long. */
const mostAttempts = 4
const longestWaitMs = 20_000

/** Sends a request: `fetch`, or what can tell of an upload's progress. */
export type Transport = (url: string, init: RequestInit) => Promise<Response>

/** A request before it has an address and a token. */
export interface Wanted {
  readonly path?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  readonly idempotencyKey?: string
  /** Instead of a JSON body. */
  readonly form?: FormData
  readonly transport?: Transport
  /** Without the session's token: it is signing in or renewing it. */
  readonly anonymous?: boolean
  /** The session that it is for; the one that stands when it begins, unless said. */
  readonly owner?: string | undefined
  /** Gives the response itself once it has begun, rather than its body. */
  readonly streams?: boolean
}

export type Call = (method: string, path: string, wanted?: Wanted) => Promise<unknown>

/** As the work, or rejected with the signal's reason at once: what several callers share goes on without this one. */
const unless = <T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> =>
  signal
    ? new Promise((resolve, reject) => {
        const abort = () => reject(signal.reason as Error)
        if (signal.aborted) abort()
        signal.addEventListener('abort', abort)
        work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
      })
    : work

/** What a failure of `fetch` means: an abort stays what it is. */
export const failure = (error: unknown, signal?: AbortSignal): unknown =>
  signal?.aborted ? signal.reason : new Problem('The server cannot be reached', {}, error)

/** Sends requests for the session: renews its token, repeats what may be repeated, throws Problems. */
export function caller(base: string, fetch: Transport, session: () => Session): Call {
  const send = async (method: string, path: string, wanted: Wanted, token: string | undefined, key?: string) => {
    const { path: values = {}, query = {}, body, headers, signal, form, transport = fetch } = wanted
    const asked = Object.entries(query).flatMap(([name, value]) =>
      value == null ? [] : [[name, String(value as string | number | boolean)]],
    )
    const search = asked.length > 0 ? `?${new URLSearchParams(asked)}` : ''
    const filled = path.replace(/{(\w+)}/g, (_whole, name: string) => encodeURIComponent(String(values[name])))
    try {
      return await transport(`${base}/api/v1${filled}${search}`, {
        method: method.toUpperCase(),
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key && { 'idempotency-key': key }),
          ...headers,
        },
        body: form ?? (body === undefined ? null : JSON.stringify(body)),
        signal: signal ?? null,
      })
    } catch (error) {
      throw failure(error, signal)
    }
  }

  return async (method, path, wanted = {}) => {
    const { signal, anonymous, streams, idempotencyKey = unique() } = wanted
    const key = method === 'post' && keyed.test(path) && !streams ? idempotencyKey : undefined
    const owner = anonymous ? undefined : (wanted.owner ?? session().read()?.id)
    let waited = 0
    let refused: string | undefined
    for (let attempt = 1; ; attempt++) {
      // What fails before the request is sent may be repeated whatever the method.
      let sent = false
      try {
        const token = owner === undefined ? undefined : await unless(signal, session().bearer(owner, refused))
        sent = true
        const response = await send(method, path, wanted, token, key)
        // The body too, before it counts as answered: what breaks off within it is sent again under the same key.
        if (response.ok) return streams ? response : await bodyOf(response, signal, /\/content$/.test(path))
        const problem = await problemOf(response)
        if (!token || refused || problem.code !== 'unauthenticated') throw problem
        refused = token
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        const repeatable = !sent || key !== undefined || /get|put|delete/.test(method)
        const { status, retryAfterMs } = error
        const passing = status === 0 || (/^(409|429|503)$/.test(String(status)) && retryAfterMs)
        const wait = retryAfterMs ?? 100 * 2 ** attempt * (0.5 + Math.random())
        waited += wait
        if (anonymous || !repeatable || !passing || attempt >= mostAttempts || waited > longestWaitMs) throw error
        await pause(wait, signal)
      }
    }
  }
}

/** The body of a successful answer: JSON parsed unless it is a file, other content as a Blob. */
async function bodyOf(response: Response, signal: AbortSignal | undefined, file: boolean): Promise<unknown> {
  const type = response.headers.get('content-type')
  try {
    if (!type) return undefined
    return await (type.includes('json') && !file ? response.json() : response.blob())
  } catch (error) {
    throw failure(error, signal)
  }
}
