import { type Call } from './call.ts'
import type { Frame, Frames, SocketStatus } from './frames.ts'
import { Problem } from './problem.ts'
import { type Events, guard, type Session } from './session.ts'

type Listener = (data: never, frame: Frame) => void

/** An attempt that has brought no `welcome` by then has failed. */
const attemptMs = 15_000
/** How long a pong may take: after a wake, and else. */
const wakePongMs = 4_000
const pongMs = 10_000
/** Between pings of a page that is left and seen again and again: ten a minute are free. */
const spacingMs = 8_000
/** A connection that stood this long was a good one: the next attempts begin anew with short waits. */
const steadyMs = 10_000
const longestWaitMs = 30_000
/** After 4429 (too many messages). */
const cooldownMs = 60_000
/** After 4409: another tab has taken this one's place, and would lose it again. */
const yieldMs = 300_000
/** Nothing happened for so long, not even a timer: the page slept. What a connection said and was is then of no use. */
const sleptMs = 90_000
/** How long the newest notifications may take after a gap. */
const missedMs = 5_000
/** How long events that waited for the page to wake may take to come up. */
const wakingMs = 10_000
/** A view that is replaced by the next one does not cost a connection. */
const lingerMs = 1_000

const wakingEvents = ['online', 'visibilitychange', 'pageshow']

interface SocketParts {
  readonly base: string
  readonly call: Call
  readonly session: Session
  readonly now: () => number
  readonly WebSocket: typeof globalThis.WebSocket
  readonly events: Events | undefined
}

/**
 * The connection for events: there while somebody listens and somebody is signed in. What was missed is asked for by `since`;
 * each attempt has a ticket of its own.
 */
export class Socket {
  readonly #parts: SocketParts
  readonly #listeners = new Map<string, Set<Listener>>()
  #status: SocketStatus = 'closed'
  #socket: WebSocket | undefined
  /** Whose session the connection is for. */
  #owner: string | undefined
  /** The last event seen; undefined before the first welcome. */
  #since: number | undefined
  #attempts = 0
  #openedAt = Infinity
  #probedAt = 0
  /** When anything last happened here, and when anything first did after a sleep. */
  #aliveAt = Infinity
  #wokeAt = -Infinity
  /** Events that wait for what was missed. */
  #later: Frame[] | undefined
  /** Of the present attempt or connection; aborted when it is dropped. */
  #present = new AbortController()
  #next: ReturnType<typeof setTimeout> | undefined
  /** Until then neither a wake nor a sleep cuts the present wait short. */
  #firmUntil = 0
  #heartbeat: ReturnType<typeof setInterval> | undefined
  #deadline: ReturnType<typeof setTimeout> | undefined
  #lingering: ReturnType<typeof setTimeout> | undefined
  #unlisten: (() => void) | undefined

  constructor(parts: SocketParts) {
    this.#parts = parts
  }

  get status(): SocketStatus {
    return this.#status
  }

  /** Adds a listener, and connects with the first one. */
  on(type: string, listener: Listener): () => void {
    const same = this.#listeners.get(type) ?? new Set()
    this.#listeners.set(type, same.add(listener))
    clearTimeout(this.#lingering)
    this.#settle()
    return () => {
      if (!same.delete(listener) || same.size > 0) return
      this.#listeners.delete(type)
      if (this.#listeners.size === 0) this.#lingering = setTimeout(this.#settle, lingerMs)
    }
  }

  /** Forgets all listeners and ends the connection. */
  close(): void {
    this.#listeners.clear()
    this.#settle()
  }

  readonly #settle = (): void => {
    const { session, events } = this.#parts
    const heard = this.#listeners.size > 0
    for (const name of wakingEvents) events?.[heard ? 'addEventListener' : 'removeEventListener'](name, this.#wake)
    if (heard) this.#unlisten ??= session.listen(this.#follow)
    else {
      this.#unlisten?.()
      this.#unlisten = undefined
    }
    this.#follow()
  }

  /** Begins, goes on or ends, as there are listeners and a session. */
  readonly #follow = (): void => {
    const id = this.#listeners.size > 0 ? this.#parts.session.read()?.id : undefined
    if (id === this.#owner) return
    this.#owner = id
    this.#since = undefined
    this.#attempts = 0
    if (id !== undefined) return void this.#connect()
    this.#drop()
    this.#become('closed')
  }

  readonly #wake = ({ type }: Event): void => {
    if (type === 'visibilitychange' && (globalThis as { document?: Document }).document?.hidden) return
    this.#parts.session.read()
    if (this.#hasSlept() && this.#status !== 'closed' && this.#parts.now() >= this.#firmUntil) {
      this.#wokeAt = -Infinity
      return void this.#connect()
    }
    if (this.#status === 'open') {
      if (this.#parts.now() - this.#probedAt > spacingMs) this.#probe(wakePongMs)
    } else if (this.#next !== undefined && this.#parts.now() >= this.#firmUntil) void this.#connect()
  }

  /** Whether this is the first that happens for long, or happens right after that. */
  #hasSlept(): boolean {
    const now = this.#parts.now()
    if (now - this.#aliveAt > sleptMs) this.#wokeAt = now
    this.#aliveAt = now
    return now - this.#wokeAt < wakingMs
  }

  #emit(frame: Frame): void {
    for (const listener of this.#listeners.get(frame.type) ?? []) guard(() => listener(frame.data as never, frame))
  }

  #become(status: SocketStatus): void {
    if (status === this.#status) return
    this.#status = status
    this.#emit({ type: 'status', data: status })
  }

  readonly #connect = async (): Promise<void> => {
    this.#drop()
    const { base, call, WebSocket } = this.#parts
    const { signal } = (this.#present = new AbortController())
    this.#deadline = setTimeout(() => this.#retry(), attemptMs)
    this.#become('connecting')
    try {
      const { token } = (await call('post', '/auth/ws-ticket', { signal })) as { token: string }
      if (signal.aborted) return
      const query = this.#since === undefined ? '' : `?since=${this.#since}`
      const socket = new WebSocket(`${base.replace(/^http/, 'ws')}/ws/${token}${query}`)
      this.#socket = socket
      socket.onmessage = ({ data }) => this.#receive(JSON.parse(data as string) as Frame)
      socket.onclose = (event) => this.#closed(event)
    } catch (error) {
      // Where the session is over, `follow` has dropped this attempt.
      if (signal.aborted) return
      const told = error instanceof Problem ? error.retryAfterMs : undefined
      this.#retry(told, told !== undefined)
    }
  }

  /** Ends the connection or the attempt, whatever becomes of its close handshake. */
  #drop(): void {
    this.#present.abort()
    clearTimeout(this.#next)
    clearTimeout(this.#deadline)
    clearInterval(this.#heartbeat)
    this.#next = this.#deadline = undefined
    const socket = this.#socket
    if (!socket) return
    this.#socket = undefined
    socket.onmessage = socket.onclose = null
    socket.close()
  }

  #retry(told?: number, firm = false): void {
    this.#drop()
    if (this.#parts.now() - this.#openedAt > steadyMs) this.#attempts = 0
    this.#openedAt = Infinity
    // Full jitter: a practice's tabs do not return all at once.
    const wait =
      told === undefined
        ? Math.random() * Math.min(longestWaitMs, 1000 * 2 ** this.#attempts)
        : told * (1 + Math.random() / 4)
    this.#attempts++
    this.#firmUntil = firm ? this.#parts.now() + wait : 0
    this.#next = setTimeout(this.#connect, wait)
    this.#become('waiting')
  }

  #closed({ code, reason }: CloseEvent): void {
    if (code === 1012) {
      if (this.#hasSlept()) {
        this.#wokeAt = -Infinity
        return void this.#connect()
      }
      this.#attempts = 0
      return this.#retry(restartOf(reason), true)
    }
    if (code === 4429) return this.#retry(cooldownMs, true)
    // 4401 and 4403 too: the next ticket is asked for with a good token, or shows that the session is over.
    this.#retry(code === 4409 ? yieldMs : undefined)
  }

  /** A ping that is not answered in time finds a connection that is dead without knowing it. */
  #probe(ms: number): void {
    if (this.#deadline !== undefined) return
    const { now } = this.#parts
    this.#probedAt = now()
    const due = this.#probedAt + ms
    this.#socket?.send('{"type":"ping"}')
    this.#deadline = setTimeout(() => {
      this.#deadline = undefined
      // A timer that is late has slept, and the pong may stand in the queue behind it.
      if (now() - due > 1000) this.#probe(wakePongMs)
      else this.#retry()
    }, ms)
  }

  /** What was missed is told as what stands now. */
  async #fetchMissed(frame: Frame<'sync:gap'>): Promise<void> {
    this.#since = frame.data.lastEventId
    const { signal } = this.#present
    // What happens meanwhile comes after it: a page may replace its list by this one.
    const later: Frame[] = (this.#later = [])
    let page: object | undefined
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(missedMs)])
      page = (await this.#parts.call('get', '/notifications', { signal: limit })) as object
    } catch {
      // The page hears of the gap all the same, and reads its lists itself.
    }
    if (this.#later === later) this.#later = undefined
    for (const each of [{ ...frame, data: { ...frame.data, ...page } }, ...later]) this.#emit(each)
  }

  #receive(frame: Frame): void {
    clearTimeout(this.#deadline)
    this.#deadline = undefined
    this.#hasSlept()
    const { type, data, id } = frame
    if (type === 'welcome') {
      const { lastEventId, heartbeatSeconds } = data as Frames['welcome']
      this.#since ??= lastEventId
      this.#openedAt = this.#parts.now()
      this.#heartbeat = setInterval(() => this.#probe(pongMs), heartbeatSeconds * 1000)
      this.#become('open')
    }
    if (type === 'sync:gap') return void this.#fetchMissed(frame as Frame<'sync:gap'>)
    if (id !== undefined) {
      if (this.#since !== undefined && id <= this.#since) return
      this.#since = id
    }
    if (this.#later && id !== undefined) this.#later.push(frame)
    else this.#emit(frame)
  }
}

/** When a server that restarts wants to be asked again; a proxy that restarts says it in its own words. */
function restartOf(reason: string): number | undefined {
  try {
    return (JSON.parse(reason) as { retryAfterMs?: number }).retryAfterMs
  } catch {
    return undefined
  }
}
