import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

/** The two ends of a connection. */
export type End = 'browser' | 'server'

/** A connection between the browser and a server. */
export interface Line {
  /** Whether it has become a socket's. */
  readonly upgraded: boolean
  /** The method and path that came last. */
  readonly request: string
  /** Ends both ends as a crash does (RST). */
  cut(): void
  /** Ends both as a server does that closes (FIN). */
  end(): void
  /** Tells one end that nothing more will come to it; what it sends still arrives. */
  halfClose(end: End): void
  /** Nothing passes any more, and the browser is not told: a router has forgotten the connection. The server found out. */
  forget(): void
  /** Holds back what comes from now on, for so long. */
  stall(ms: number): void
  /** What passes takes so long. */
  delay(ms: number): void
}

export interface Wire {
  readonly url: string
  readonly lines: ReadonlySet<Line>
  /** The answers to this request come without the end of their bodies, until they are let through. */
  holdBodies(request: RegExp): { held(): boolean; release(): void }
}

interface Hold {
  readonly request: RegExp
  readonly released: Promise<void>
  held: boolean
}

/**
 * A TCP proxy in front of servers, each connection to the one that `portOf` names then; what passes can be cut, delayed, stalled
 * and half closed. It is gone when the test ends.
 */
export async function unsteadyWire(portOf: () => number, opened: (line: Line) => void = () => {}): Promise<Wire> {
  const lines = new Set<Line>()
  let hold: Hold | undefined
  const door = createServer({ allowHalfOpen: true }, (browser) => {
    const line = lineBetween(browser, connect({ port: portOf(), host: '127.0.0.1', allowHalfOpen: true }), () => hold)
    lines.add(line)
    browser.on('close', () => lines.delete(line))
    opened(line)
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const line of lines) line.cut()
    door.close()
  })
  const address = door.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    lines,
    holdBodies(request) {
      const { promise: released, resolve: release } = Promise.withResolvers<void>()
      const mine: Hold = { request, released, held: false }
      hold = mine
      const end = () => {
        if (hold === mine) hold = undefined
        release()
      }
      return { held: () => mine.held, release: end }
    },
  }
}

function lineBetween(browser: Socket, server: Socket, holdNow: () => Hold | undefined): Line {
  const ends = { browser, server }
  let upgraded = false
  let request = ''
  let forgotten = false
  let delayMs = 0
  let stalledUntil = 0

  const carry = (from: End, to: End) => {
    // In their order, however long each takes.
    let before = Promise.resolve()
    const later = (act: () => void, held?: Promise<void>) => {
      const due = performance.now() + delayMs
      before = before.then(async () => {
        const wait = Math.max(due, stalledUntil) - performance.now()
        if (wait > 0) await pause(wait)
        await held
        if (!forgotten) act()
      })
    }
    const write = (bytes: Buffer) => () => void (ends[to].writable && ends[to].write(bytes))
    ends[from].on('data', (bytes: Buffer) => {
      const head = /^([A-Z]+ \S+) HTTP\/1\.1\r\n/.exec(bytes.toString('latin1'))
      if (from === 'browser' && head && !upgraded) {
        request = head[1] ?? ''
        upgraded = /^upgrade: websocket/im.test(bytes.toString('latin1'))
      }
      const hold = holdNow()
      if (from === 'browser' || !hold?.request.test(request)) return later(write(bytes))
      hold.held = true
      const shown = bytes.indexOf('\r\n\r\n') + 5
      later(write(bytes.subarray(0, shown)))
      later(write(bytes.subarray(shown)), hold.released)
    })
    ends[from].on('end', () => later(() => ends[to].end()))
    ends[from].on('error', () => {
      if (!forgotten) ends[to].destroy()
    })
    ends[from].on('close', () => {
      if (!forgotten && ends[from].errored) ends[to].destroy()
    })
  }
  carry('browser', 'server')
  carry('server', 'browser')

  return {
    get upgraded() {
      return upgraded
    },
    get request() {
      return request
    },
    cut() {
      browser.resetAndDestroy()
      server.resetAndDestroy()
    },
    end() {
      browser.end()
      server.end()
    },
    halfClose: (end) => void ends[end].end(),
    forget() {
      forgotten = true
      server.destroy()
    },
    stall(ms) {
      stalledUntil = performance.now() + ms
    },
    delay(ms) {
      delayMs = ms
    },
  }
}
