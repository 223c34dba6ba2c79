import { onTestFinished } from 'vitest'
import { blurosiere, type Options, type Practice } from '../client/dist/client.js'
import type { TestApp } from './app.ts'

export interface Tab {
  practice: Practice
  /** What the tab has sent so far: `POST /auth/refresh`. */
  sent: string[]
  /** The connections it has opened so far. */
  opened: InstanceType<typeof globalThis.WebSocket>[]
  /** Tells the tab of an event of its window. */
  happens(event: string): void
}

export interface Browser {
  /** The stored session, parsed; undefined where nobody is signed in. */
  session(): { accessToken: string; refreshToken: string; expiresAt: number; user: { id: number } } | undefined
  /** Changes what is stored, and tells nobody. */
  alter(fields: object): void
  /** Opens a tab, which is closed when the test ends. */
  tab(options?: Options): Tab
}

/** A browser with one storage for all its tabs; each hears of what the others store. */
export function browser({ url }: Pick<TestApp, 'url'>): Browser {
  const kept = new Map<string, string>()
  const windows: EventTarget[] = []
  const session: Browser['session'] = () => JSON.parse(kept.get('blurosiere') ?? 'null') ?? undefined
  return {
    session,
    alter: (fields) => void kept.set('blurosiere', JSON.stringify({ ...session(), ...fields })),
    tab(options = {}) {
      const events = new EventTarget()
      windows.push(events)
      const tell = () => {
        for (const other of windows) if (other !== events) other.dispatchEvent(new Event('storage'))
      }
      const storage = {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => {
          kept.set(key, value)
          tell()
        },
        removeItem: (key: string) => {
          kept.delete(key)
          tell()
        },
      }
      const sent: string[] = []
      const opened: Tab['opened'] = []
      const Socket = options.WebSocket ?? globalThis.WebSocket
      class Watched extends Socket {
        constructor(address: string) {
          super(address)
          opened.push(this)
        }
      }
      const practice = blurosiere(url, {
        storage,
        events,
        ...options,
        WebSocket: Watched as never,
        fetch: (address, init) => {
          sent.push(`${init.method} ${new URL(address).pathname.slice('/api/v1'.length)}`)
          return (options.fetch ?? fetch)(address, init)
        },
      })
      onTestFinished(() => practice.close())
      return { practice, sent, opened, happens: (event) => void events.dispatchEvent(new Event(event)) }
    },
  }
}

/** A `fetch` whose answers to one path can be held back, or lost. */
export function holding(path: string) {
  let held: Promise<void> | undefined
  let release = () => {}
  const waiting: string[] = []
  return {
    /** How many answers have come and are held. */
    waiting: () => waiting.length,
    hold: () => void (held = new Promise((resolve) => (release = resolve))),
    release: () => {
      held = undefined
      release()
    },
    fetch: async (address: string, init: RequestInit) => {
      const response = await fetch(address, init)
      if (held && address.endsWith(path)) {
        waiting.push(address)
        await held
      }
      return response
    },
  }
}
