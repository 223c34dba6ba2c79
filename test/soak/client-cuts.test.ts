import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { lacksChromium } from './chromium.ts'
import { faultsOf, follow, openTabs, shows, signedIn, world } from './sleepers.ts'
import { type Line, unsteadyWire } from './unsteady-wire.ts'

const seconds = 120
const eventsPerSecond = 10
/** The clock of servers and pages runs ahead meanwhile, so that the session is renewed under cuts, too. */
const minutesPerTurn = 4
const turnMs = 5_000
/** Between two mishaps. */
const mostMsBetween = 1_000
const seed = 20_261_130
/** A connection that died in silence is found by the next heartbeat. */
const calmMs = 60_000

/** Numbers from 0 to 1, the same in each run (mulberry32). */
function numbersFrom(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Does something to a line, and counts it. */
function mishapsBy(random: () => number) {
  const counts = { cut: 0, delayed: 0, stalled: 0, 'half closed': 0, forgotten: 0 }
  const mishaps: [keyof typeof counts, chance: number, (line: Line) => void][] = [
    ['cut', 0.35, (line) => line.cut()],
    ['stalled', 0.25, (line) => line.stall(500 + random() * 6_000)],
    ['delayed', 0.2, (line) => line.delay(random() * 400)],
    ['half closed', 0.15, (line) => line.halfClose(random() < 0.5 ? 'browser' : 'server')],
    ['forgotten', 0.05, (line) => line.forget()],
  ]
  const strike = (line: Line) => {
    let drawn = random()
    for (const [name, chance, act] of mishaps)
      if ((drawn -= chance) < 0) {
        counts[name]++
        return act(line)
      }
  }
  return { counts, strike }
}

test.skipIf(lacksChromium('tabs of a real browser over a bad network'))(
  `two tabs over a network that cuts, delays, stalls and half closes at random for ${seconds} s show each event once, in order, and stay signed in`,
  async () => {
    const practice = await world(1)
    const { nodes, notices, pass } = practice
    const random = numbersFrom(seed)
    const { counts, strike } = mishapsBy(random)
    const wire = await unsteadyWire(() => nodes[0].port)
    const [tabs] = await openTabs(practice, 1)
    if (!tabs) throw new Error('no tabs')
    const pair = await signedIn(practice, tabs, wire)

    const titles: string[] = []
    const began = performance.now()
    const ageing = (async () => {
      for (let turn = 1; turn * turnMs < seconds * 1000; turn++) {
        await pause(began + turn * turnMs - performance.now())
        pass(minutesPerTurn * 60_000)
        for (const tab of tabs) await follow(practice, tab)
      }
    })()
    const striking = (async () => {
      while (performance.now() - began < seconds * 1000) {
        await pause(random() * mostMsBetween)
        const line = [...wire.lines][Math.floor(random() * wire.lines.size)]
        if (line) strike(line)
      }
    })()
    while (performance.now() - began < seconds * 1000) {
      titles.push(...(await notices.send(eventsPerSecond / 2)))
      await pause(Math.max(0, began + (titles.length / eventsPerSecond) * 1000 - performance.now()))
    }
    await Promise.all([ageing, striking])

    const since = performance.now()
    const last = await Promise.all(tabs.map((tab) => shows(tab, titles.length, since, calmMs)))
    console.log(
      `${titles.length} events, ${Object.entries(counts)
        .map(([name, count]) => `${count} ${name}`)
        .join(', ')}; the tabs had all of them ${last.join(' and ')} ms after the last cut`,
    )
    expect(await faultsOf(pair, titles)).toEqual([])
    expect(counts.cut).toBeGreaterThan(20)
  },
)
