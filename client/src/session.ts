import type { Schema } from './paths.ts'
import { pause } from './pause.ts'
import { Problem } from './problem.ts'

/** What the client keeps its session in: a `Storage`, or anything with these three of its methods. */
export interface SessionStorage {
  /** Gives what was kept under this key. */
  getItem(key: string): string | null
  /** Keeps a text under this key. */
  setItem(key: string, value: string): void
  /** Forgets what was kept under this key. */
  removeItem(key: string): void
}

/** The person who is signed in, as of the sign-in or the last reading of `/me`. */
export type User = Schema<'User'>

type Tokens = Schema<'Tokens'>

/** A session as all tabs see it: nothing of it is kept in a tab's memory beside. */
interface Stored {
  /** Made at the sign-in; tells one session from the next. */
  readonly id: string
  readonly user: User
  readonly accessToken: string
  readonly refreshToken: string
  /** By this device's clock. */
  readonly expiresAt: number
  /** How often it was refreshed: a late answer must not replace a later one. */
  readonly generation: number
}

/** Tokens are renewed this long before they expire, by chance up to twice as early, so that tabs do not do so at once. */
const marginMs = 60_000

/** How long another tab's change may take to be seen. */
const settlingMs = 40
/** An answer this old was waited for by a tab that slept. */
const lateMs = 5_000

/** Not `randomUUID`, which plain-HTTP pages lack. */
export const unique = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-')

function memory(): SessionStorage {
  const kept = new Map<string, string>()
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }
}

/** Another tab's sign-in, sign-out or renewal; the second for what a page missed in the back-forward cache. */
const tellingEvents = ['storage', 'pageshow']

/** A window, or what stands for one. */
export type Events = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>

interface SessionParts {
  readonly storage: SessionStorage | null
  readonly key: string
  readonly now: () => number
  readonly events: Events | undefined
  readonly exchange: (refreshToken: string) => Promise<Tokens>
}

/**
 * The session in the storage that tabs share. A refresh token used long after its first use ends the session everywhere, so the
 * storage is read before each use, and an answer is stored only where nothing newer, and nobody else, stands there.
 */
export class Session {
  readonly #parts: SessionParts
  readonly #storage: SessionStorage
  readonly #listeners = new Set<(user: User | undefined) => void>()
  #raw: string | null = null
  #held: Stored | undefined
  #refreshing: Promise<void> | undefined

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.#storage = parts.storage ?? memory()
    this.read()
  }

  /** What stands in the storage now; tells the listeners where another tab has signed in or out. */
  readonly read = (): Stored | undefined => {
    const raw = this.#storage.getItem(this.#parts.key)
    if (raw === this.#raw) return this.#held
    this.#raw = raw
    const before = this.#held?.id
    try {
      this.#held = (JSON.parse(raw ?? 'null') as Stored | undefined) ?? undefined
    } catch {
      this.#held = undefined
    }
    const { id, user } = this.#held ?? {}
    if (id !== before) for (const listener of this.#listeners) guard(() => listener(user))
    return this.#held
  }

  /** Tells of each sign-in and sign-out, in whichever tab. The returned function ends it. */
  listen(listener: (user: User | undefined) => void): () => void {
    this.#listeners.add(listener)
    for (const name of tellingEvents) this.#parts.events?.addEventListener(name, this.read)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.close()
    }
  }

  /** Forgets all listeners. */
  close(): void {
    this.#listeners.clear()
    for (const name of tellingEvents) this.#parts.events?.removeEventListener(name, this.read)
  }

  /** After a sign-in. */
  open({ user, ...tokens }: Schema<'SignedIn'>, askedAt: number): User {
    this.#write({ id: unique(), user, ...lifetime(tokens, askedAt), generation: 0 })
    return user
  }

  /** Signs out here and in all tabs; not a session that has come since. */
  end(id: string | undefined): void {
    if (this.read()?.id === id) this.#write(undefined)
  }

  /** Takes what the server has just said of the person. */
  update(user: User): void {
    const found = this.read()
    if (found?.user.id === user.id) this.#write({ ...found, user })
  }

  /**
   * An access token of this session that should be good, renewed where it is about to expire or was refused. Rejects once the
   * session is over: what one person began is not sent as another.
   */
  async bearer(id: string, refused?: string): Promise<string> {
    for (let attempt = 0; ; attempt++) {
      const found = this.read()
      if (found?.id !== id) throw new Problem('The session is over', { status: 401, code: 'unauthenticated' })
      const left = found.expiresAt - this.#parts.now()
      const good = found.accessToken !== refused
      if (attempt > 2 || (good && left > marginMs * (1 + Math.random()))) return found.accessToken
      try {
        await (this.#refreshing ??= this.#rotate().finally(() => (this.#refreshing = undefined)))
      } catch (error) {
        // It is still good for a while: the next call tries again.
        if (!good || left <= 0 || this.read()?.id !== id) throw error
        return found.accessToken
      }
    }
  }

  #write(next: Stored | undefined): void {
    const { key } = this.#parts
    if (next) this.#storage.setItem(key, JSON.stringify(next))
    else this.#storage.removeItem(key)
    this.read()
  }

  async #rotate(): Promise<void> {
    const { now, exchange } = this.#parts
    const seen = this.read()
    // A tab that has just woken may see the storage as it was; what the others stored reaches it within a moment.
    await pause(settlingMs * (1 + Math.random()))
    const before = this.read()
    if (!before || before.refreshToken !== seen?.refreshToken) return
    const askedAt = now()
    try {
      const tokens = await exchange(before.refreshToken)
      if (now() - askedAt > lateMs) await pause(settlingMs)
      const found = this.read()
      if (found?.id === before.id && found.generation <= before.generation)
        this.#write({ ...found, ...lifetime(tokens, askedAt), generation: before.generation + 1 })
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'invalid_refresh_token') throw error
      const found = this.read()
      // Another tab's newer token, or another sign-in, is none of this refusal's business.
      if (found && found.refreshToken !== before.refreshToken) return
      if (found) this.#write(undefined)
      throw error
    }
  }
}

const lifetime = ({ accessToken, refreshToken, expiresIn }: Tokens, askedAt: number) => ({
  accessToken,
  refreshToken,
  // From when it was asked for: a tab may have slept between the answer and its storing.
  expiresAt: askedAt + expiresIn * 1000,
})

/** What a listener throws is reported as the platform does, and stops nothing of ours. */
export function guard(run: () => void): void {
  try {
    run()
  } catch (error) {
    const { reportError } = globalThis as { reportError?: (error: unknown) => void }
    if (reportError) reportError(error)
    else
      setTimeout(() => {
        throw error
      })
  }
}
