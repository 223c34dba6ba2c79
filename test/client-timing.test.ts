import { expect, onTestFinished, test, vi } from 'vitest'
import { type Browser, browser } from './tabs.ts'

// When the client pings, waits and gives up, in a time of its own against a server that is played.

interface Played {
  url: string
  sent: string[]
  onmessage: ((event: { data: string }) => void) | null
  onclose: ((event: { code: number; reason: string }) => void) | null
}

/** A tab that is signed in and listens; `sockets` are its connections so far, which answer nothing by themselves. */
async function playedTab({ tickets = () => Response.json({ token: 'ticket' }) }: { tickets?: () => Response } = {}) {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const sockets: Played[] = []
  class PlayedSocket implements Played {
    url: string
    sent: string[] = []
    onmessage: Played['onmessage'] = null
    onclose: Played['onclose'] = null
    constructor(url: string) {
      this.url = url
      sockets.push(this)
    }
    send(data: string) {
      this.sent.push(data)
    }
    close() {}
  }
  const home: Browser = browser({ url: 'http://localhost' })
  const tab = home.tab({
    WebSocket: PlayedSocket as never,
    fetch: async (address) =>
      address.endsWith('/ws-ticket')
        ? tickets()
        : Response.json({ user: { id: 1 }, accessToken: 'a', refreshToken: 'r', expiresIn: 3_600_000 }),
  })
  await tab.practice.login({ email: 'maria@example.com', password: 'uma senha bem longa' })
  tab.practice.on('welcome', () => {})
  await vi.advanceTimersByTimeAsync(0)
  const last = () => sockets.at(-1) ?? expect.unreachable('no connection')
  const hears = (type: string, data: object) => last().onmessage?.({ data: JSON.stringify({ type, data }) })
  return {
    tab,
    sockets,
    last,
    hears,
    welcome: () => hears('welcome', { userId: 1, lastEventId: 5, heartbeatSeconds: 30 }),
    passes: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  }
}

test('a connection is pinged as often as the server says, and left when no answer comes', async () => {
  const { sockets, last, welcome, hears, passes } = await playedTab()
  welcome()
  for (let minute = 0; minute < 5; minute++) {
    await passes(30_000)
    hears('pong', {})
    await passes(30_000)
    hears('pong', {})
  }
  expect(last().sent).toHaveLength(10)
  await passes(30_000 + 10_000 + 1_000)
  expect(sockets).toHaveLength(2)
  expect(last().url).toBe('ws://localhost/ws/ticket?since=5')
})

test('a timer that slept does not take the pong in the queue for a silence', async () => {
  const { sockets, last, welcome, hears, passes } = await playedTab()
  welcome()
  await passes(30_000)
  expect(last().sent).toHaveLength(1)
  vi.setSystemTime(Date.now() + 3_600_000)
  await passes(10_000)
  // It asks once more.
  expect([last().sent.length, sockets.length]).toEqual([2, 1])
  hears('pong', {})
  await passes(15_000)
  expect(sockets).toHaveLength(1)
})

test('a page that is left and seen again and again stays within the free pings', async () => {
  const { tab, last, welcome, hears, passes } = await playedTab()
  welcome()
  for (let second = 0; second < 60; second++) {
    tab.happens('visibilitychange')
    await passes(1_000)
    hears('pong', {})
  }
  expect(last().sent.length).toBeGreaterThan(2)
  expect(last().sent.length).toBeLessThanOrEqual(10)
})

test('an attempt that nobody answers is given up, and attempts grow rarer, each at a moment of its own', async () => {
  const { sockets, last, passes } = await playedTab()
  const chance = vi.spyOn(Math, 'random')
  onTestFinished(() => chance.mockRestore())
  chance.mockReturnValue(0)
  await passes(15_001)
  expect(sockets).toHaveLength(2)
  const longest = [2, 4, 8, 16, 30, 30].map((seconds) => seconds * 1000)
  for (const [index, most] of longest.entries()) {
    const part = [0.25, 0.5, 0.75][index % 3] ?? 0
    chance.mockReturnValue(part)
    last().onclose?.({ code: 1006, reason: '' })
    const count = sockets.length
    await passes(most * part - 1)
    expect(sockets).toHaveLength(count)
    await passes(1)
    expect(sockets).toHaveLength(count + 1)
  }
})

test('a ticket that is refused for a time is not asked for before', async () => {
  let asked = 0
  const { tab, passes } = await playedTab({
    tickets: () => {
      asked++
      return new Response('{}', { status: 429, headers: { 'retry-after': '60' } })
    },
  })
  tab.happens('online')
  await passes(59_000)
  expect(asked).toBe(1)
  await passes(17_000)
  expect(asked).toBe(2)
})

test('a page that slept connects at once, whatever its connection was and was told', async () => {
  const { tab, sockets, last, welcome, hears, passes } = await playedTab()
  const sleeps = () => vi.setSystemTime(Date.now() + 20 * 60_000)
  const restarts = () => last().onclose?.({ code: 1012, reason: '{"retryAfterMs":5000}' })
  welcome()
  sleeps()
  tab.happens('visibilitychange')
  await passes(0)
  expect(sockets).toHaveLength(2)
  welcome()
  sleeps()
  // What stood in the queue comes first.
  hears('pong', {})
  restarts()
  await passes(0)
  expect(sockets).toHaveLength(3)
  welcome()
  restarts()
  tab.happens('visibilitychange')
  await passes(4_900)
  expect(sockets).toHaveLength(3)
  sleeps()
  tab.happens('visibilitychange')
  await passes(0)
  expect(sockets).toHaveLength(4)
})
