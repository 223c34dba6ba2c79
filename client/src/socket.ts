import { bodyOf, type Call } from './call.ts'
import type { Frame, Frames, SocketStatus } from './frames.ts'
import { Problem } from './problem.ts'
import { guard, type Session } from './session.ts'

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
/** A view that is replaced by the next one does not cost a connection. */
const lingerMs = 1_000

const wakingEvents = ['online', 'visibilitychange', 'pageshow']

export type Socket = ReturnType<typeof socketOf>

/**
 * The connection for events: there while somebody listens and somebody is signed in. What was missed is asked for by `since`;
 * each attempt has a ticket of its own.
 */
export function socketOf({
  base,
  call,
  session,
  now,
  WebSocket,
  events,
}: {
  base: string
  call: Call
  session: Session
  now: () => number
  WebSocket: typeof globalThis.WebSocket
  events: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> | undefined
}) {
  const listeners = new Map<string, Set<Listener>>()
  let state: SocketStatus = 'closed'
  let socket: WebSocket | undefined
  /** Whose session the connection is for. */
  let owner: string | undefined
  /** The last event seen; undefined before the first welcome. */
  let since: number | undefined
  let attempts = 0
  let openedAt = Infinity
  let probedAt = 0
  /** Counts what was begun: what belongs to an earlier attempt is ignored. */
  let current = 0
  let cancel = new AbortController()
  let next: ReturnType<typeof setTimeout> | undefined
  /** Waits that a wake does not cut short. */
  let firm = false
  let heartbeat: ReturnType<typeof setInterval> | undefined
  let deadline: ReturnType<typeof setTimeout> | undefined
  let lingering: ReturnType<typeof setTimeout> | undefined

  const emit = (frame: Frame): void => {
    for (const listener of listeners.get(frame.type) ?? []) guard(() => listener(frame.data as never, frame))
  }
  const become = (status: SocketStatus): void => {
    if (status === state) return
    state = status
    emit({ type: 'status', data: status })
  }

  /** Ends the connection or the attempt, whatever becomes of its close handshake. */
  const drop = (): void => {
    current++
    cancel.abort()
    clearTimeout(next)
    clearTimeout(deadline)
    clearInterval(heartbeat)
    next = deadline = undefined
    if (socket) socket.onmessage = socket.onclose = null
    socket?.close()
    socket = undefined
  }

  const retry = (told?: number, holds = false): void => {
    drop()
    if (now() - openedAt > steadyMs) attempts = 0
    openedAt = Infinity
    // Full jitter: a practice's tabs do not return all at once.
    const wait =
      told === undefined
        ? Math.random() * Math.min(longestWaitMs, 1000 * 2 ** attempts)
        : told * (1 + Math.random() / 4)
    attempts++
    firm = holds
    next = setTimeout(connect, wait)
    become('waiting')
  }

  /** A ping that is not answered in time finds a connection that is dead without knowing it. */
  const probe = (ms: number): void => {
    if (deadline !== undefined) return
    probedAt = now()
    const due = probedAt + ms
    socket?.send('{"type":"ping"}')
    deadline = setTimeout(() => {
      deadline = undefined
      // A timer that is late has slept, and the pong may stand in the queue behind it.
      if (now() - due > 1000) probe(wakePongMs)
      else retry()
    }, ms)
  }

  const receive = (frame: Frame): void => {
    clearTimeout(deadline)
    deadline = undefined
    const { type, data, id } = frame
    if (type === 'welcome') {
      const { lastEventId, heartbeatSeconds } = data as Frames['welcome']
      since ??= lastEventId
      openedAt = now()
      heartbeat = setInterval(() => probe(pongMs), heartbeatSeconds * 1000)
      become('open')
    }
    if (type === 'sync:gap') since = (data as Frames['sync:gap']).lastEventId
    if (id !== undefined) {
      if (since !== undefined && id <= since) return
      since = id
    }
    emit(frame)
  }

  const closed = ({ code, reason }: CloseEvent): void => {
    if (code === 1012) {
      let told: number | undefined
      try {
        told = (JSON.parse(reason) as { retryAfterMs?: number }).retryAfterMs
      } catch {
        // A proxy that restarts says it in its own words.
      }
      attempts = 0
      return retry(told, true)
    }
    if (code === 4429) return retry(cooldownMs, true)
    // 4401 and 4403 too: the next ticket is asked for with a good token, or shows that the session is over.
    retry(code === 4409 ? yieldMs : undefined)
  }

  const connect = async (): Promise<void> => {
    drop()
    const mine = current
    cancel = new AbortController()
    become('connecting')
    deadline = setTimeout(retry, attemptMs)
    try {
      const answer = await call('post', '/auth/ws-ticket', { signal: cancel.signal })
      const { token } = (await bodyOf(answer)) as { token: string }
      if (mine !== current) return
      socket = new WebSocket(
        `${base.replace(/^http/, 'ws')}/ws/${token}${since === undefined ? '' : `?since=${since}`}`,
      )
      socket.onmessage = ({ data }) => receive(JSON.parse(data as string) as Frame)
      socket.onclose = closed
    } catch (error) {
      if (mine !== current) return
      // Signed out: `follow` has seen to it.
      const told = error instanceof Problem ? error.retryAfterMs : undefined
      retry(told, told !== undefined)
    }
  }

  /** Begins, goes on or ends, as there are listeners and a session. */
  const follow = (): void => {
    const id = listeners.size > 0 ? session.read()?.id : undefined
    if (id === owner) return
    owner = id
    since = undefined
    attempts = 0
    if (id !== undefined) return void connect()
    drop()
    become('closed')
  }

  const wake = ({ type }: Event): void => {
    if (type === 'visibilitychange' && (globalThis as { document?: Document }).document?.hidden) return
    session.read()
    if (state === 'open') {
      if (now() - probedAt > spacingMs) probe(wakePongMs)
    } else if (next !== undefined && !firm) void connect()
  }
  let stopWatching: (() => void) | undefined
  const watch = () => {
    const unlisten = session.listen(follow)
    for (const name of wakingEvents) events?.addEventListener(name, wake)
    return () => {
      unlisten()
      for (const name of wakingEvents) events?.removeEventListener(name, wake)
    }
  }

  const settle = (): void => {
    if (listeners.size > 0) stopWatching ??= watch()
    else {
      stopWatching?.()
      stopWatching = undefined
    }
    follow()
  }

  return {
    /** Adds a listener, and connects with the first one. */
    on(type: string, listener: Listener): () => void {
      const same = listeners.get(type) ?? new Set()
      listeners.set(type, same.add(listener))
      clearTimeout(lingering)
      settle()
      return () => {
        if (!same.delete(listener) || same.size > 0) return
        listeners.delete(type)
        if (listeners.size === 0) lingering = setTimeout(settle, lingerMs)
      }
    },
    status: () => state,
    /** Forgets all listeners and ends the connection. */
    close(): void {
      listeners.clear()
      settle()
    },
  }
}
