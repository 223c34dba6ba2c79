import { expect, test } from 'vitest'
import { lacksChromium } from './chromium.ts'
import {
  beginRenewal,
  fallAsleep,
  faultsOf,
  follow,
  type Kind,
  openTabs,
  type Pair,
  shows,
  signedIn,
  wake,
  type World,
  world,
} from './sleepers.ts'

const minute = 60_000
/** Longer than an access token lives. */
const sleepMs = 20 * minute
const events = 200
/** How long a tab that wakes may take to show them all. */
const barMs = 3_000

/** Pairs of tabs that sleep through the same time, and wake one after another. */
const nights: readonly (readonly Kind[])[] = [
  [
    { name: 'half-open connections after the lid was closed', halfOpen: true, lid: true },
    { name: 'both at once' },
    { name: 'A 30 s before B', order: 'A first' },
    { name: 'half-open connections', halfOpen: true },
    { name: 'the answer to a renewal came on waking', renewing: 'answer' },
  ],
  [
    { name: 'both at once after the lid was closed', lid: true },
    { name: 'the answer to a renewal came 30 s after the other tab had renewed', renewing: 'answer', order: 'B first' },
    { name: 'the end of the answer to a renewal came on waking', renewing: 'body' },
    { name: 'a renewed session was stored on waking', renewing: 'storing' },
    { name: 'a renewed session was stored 30 s after the other tab had', renewing: 'storing', order: 'B first' },
  ],
]

/** One sleep of all these pairs; the slowest waking in milliseconds of each, and what was wrong. */
async function night(world: World, kinds: readonly Kind[], tabs: readonly Pair['tabs'][]) {
  const { browser, nodes, notices, pass } = world
  const pairs: { kind: Kind; pair: Pair; renewal?: Awaited<ReturnType<typeof beginRenewal>> }[] = []
  for (const [index, kind] of kinds.entries()) {
    const both = tabs[index]
    if (both) pairs.push({ kind, pair: await signedIn(world, both) })
  }
  pass(14.5 * minute)
  for (const one of pairs) {
    for (const tab of one.pair.tabs) await follow(world, tab, false)
    if (one.kind.renewing) one.renewal = await beginRenewal(world, one.pair, one.kind)
  }

  for (const { pair, kind } of pairs) await fallAsleep(pair, kind)
  // The lid of all of them.
  browser.stop()
  pass(sleepMs / 2)
  const titles = await notices.send(events / 2)
  for (const node of nodes) await node.restart()
  pass(sleepMs / 2)
  titles.push(...(await notices.send(events / 2)))
  browser.goOn()

  const faults: string[] = []
  let slowest = 0
  for (const { pair, kind, renewal } of pairs) {
    const ms = await wake(world, pair, kind, events, renewal)
    console.log(`${kind.name}: A after ${ms[0]} ms, B after ${ms[1]} ms`)
    if (Math.max(...ms) > barMs) faults.push(`${kind.name}: shown after ${ms.join(' and ')} ms`)
    slowest = Math.max(slowest, ...ms)
  }

  // Twenty minutes on, all of them go on with what they have stored.
  pass(sleepMs)
  const tabsOfAll = pairs.flatMap(({ pair }) => pair.tabs)
  for (const tab of tabsOfAll) await follow(world, tab)
  titles.push(...(await notices.send(1)))
  await Promise.all(tabsOfAll.map((tab) => shows(tab, events + 1)))
  for (const { pair, kind } of pairs)
    faults.push(...(await faultsOf(pair, titles)).map((fault) => `${kind.name}: ${fault}`))
  return { slowest, faults }
}

async function sleeps(world: World, rounds: number): Promise<void> {
  const tabs = await openTabs(world, 5)
  const faults: string[] = []
  let slowest = 0
  let runs = 0
  for (let round = 0; round < rounds; round++)
    for (const kinds of nights) {
      const result = await night(world, kinds, tabs)
      faults.push(...result.faults)
      slowest = Math.max(slowest, result.slowest)
      runs += kinds.length
    }
  console.log(`${runs} sleeps of two tabs, ${events} events each: the slowest waking took ${slowest} ms`)
  expect(faults).toEqual([])
}

const skipped = lacksChromium('tabs of a real browser that sleep')

test.skipIf(skipped)(
  'two tabs that slept for 20 minutes, while the server restarted, show all that came meanwhile within 3 s of waking, and stay signed in',
  async () => sleeps(await world(1), 2),
)

const redisUrl = process.env.TEST_REDIS_URL ?? ''
if (!redisUrl) console.warn('skipped: sleep among several nodes (TEST_REDIS_URL is not set)')
test.skipIf(skipped || !redisUrl)('so do tabs that meet one of two nodes and then the other', async () =>
  sleeps(await world(2, { REDIS_URL: redisUrl }), 1),
)
