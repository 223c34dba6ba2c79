import { onTestFinished, vi } from 'vitest'
import { until } from '../app.ts'
import { scratch } from '../process.ts'
import { type Browser, openBrowser, type Tab } from './chromium.ts'
import { adminEnv, newDatabase } from './clinic.ts'
import { type Notices, notices } from './notices.ts'
import { type RestartableNode, restartableNode } from './restartable-node.ts'
import { type TabPage, tabPage } from './tab-page.ts'
import { unsteadyWire, type Wire } from './unsteady-wire.ts'

/** How a pair of tabs sleeps and wakes. */
export interface Kind {
  readonly name: string
  /** In which order the tabs wake, half a minute apart; together unless said. */
  readonly order?: 'A first' | 'B first'
  /** Tab A falls asleep while it renews the session: before the answer, before its end, or before it is stored. */
  readonly renewing?: 'answer' | 'body' | 'storing'
  /** The connections for events are gone, and nobody has told the browser. */
  readonly halfOpen?: true
  /** The device sleeps, and the pages are not frozen. Timers then wait on for what was left. */
  readonly lid?: true
}

const minute = 60_000

export interface World {
  readonly browser: Browser
  readonly nodes: readonly [RestartableNode, ...RestartableNode[]]
  readonly notices: Notices
  /** Moves the servers' clock; how far it is ahead. */
  pass(ms: number): void
  ahead(): number
}

const realNow = Date.now

/** Servers whose clock can be moved, and a browser; they are gone when the test ends. */
export async function world(nodeCount: 1 | 2, env: Record<string, string> = {}): Promise<World> {
  let ahead = 0
  // Not by the application's clock alone: the times in tokens are read off this one.
  vi.spyOn(Date, 'now').mockImplementation(() => realNow() + ahead)
  onTestFinished(() => void vi.restoreAllMocks())
  const clock = { now: () => new Date(Date.now()) }
  const shared = { ...adminEnv, ...env, DATABASE_URL: await newDatabase(), DATA_DIR: await scratch() }
  const first = await restartableNode(shared, clock)
  const nodes = [first, ...(nodeCount === 2 ? [await restartableNode(shared, clock)] : [])] as const
  return {
    browser: await openBrowser(),
    nodes,
    notices: await notices(nodes),
    pass: (ms) => void (ahead += ms),
    ahead: () => ahead,
  }
}

/** Two tabs of one page on an origin of its own, which share a session and a way to the servers. */
export interface Pair {
  readonly tabs: readonly [a: Tab, b: Tab]
  readonly wire: Wire
  readonly page: TabPage
  /** How often each has been somewhere since it was opened. */
  readonly visits: readonly number[]
}

/** Opens the page in these tabs, signs in with one of them, and waits until both hear of events. */
export async function signedIn({ nodes, notices }: World, tabs: Pair['tabs'], wire?: Wire): Promise<Pair> {
  let turn = 0
  const way = wire ?? (await unsteadyWire(() => nodes[turn++ % nodes.length]?.port ?? 0))
  const page = await tabPage(way.url)
  for (const tab of tabs) {
    await tab.page.goto(page.url)
    await until('the page', () => tab.page.evaluate('rig.ready'))
  }
  const visits = tabs.map((tab) => tab.navigations())
  const { email, password } = notices.patient
  await tabs[0].page.evaluate(`rig.practice.login(${JSON.stringify({ email, password })})`)
  await until('both connections', async () =>
    (await Promise.all(tabs.map((tab) => tab.page.evaluate('rig.status')))).every((status) => status === 'open'),
  )
  return { tabs, wire: way, page, visits }
}

/** What stands between an answer to a renewal and its storing, until it is let through. */
interface Interception {
  held(): boolean
  release(): Promise<void>
}

async function intercept(world: World, { tabs: [a], wire, page }: Pair, kind: Kind): Promise<Interception> {
  if (kind.renewing === 'body') {
    const hold = wire.holdBodies(/^POST .*\/auth\/refresh$/)
    return { held: () => hold.held(), release: async () => hold.release() }
  }
  if (kind.renewing === 'storing') {
    await a.page.evaluate('rig.trap = true')
    return {
      held: () => page.trapped(),
      release: async () => page.letGo({ ahead: world.ahead(), timersRun: !kind.lid }),
    }
  }
  let requestId: string | undefined
  const paused = (event: { requestId: string }) => (requestId = event.requestId)
  a.cdp.on('Fetch.requestPaused', paused)
  await a.cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*/auth/refresh', requestStage: 'Response' }] })
  return {
    held: () => requestId !== undefined,
    async release() {
      a.cdp.off('Fetch.requestPaused', paused)
      await a.cdp.send('Fetch.continueResponse', { requestId: requestId ?? '' })
      await a.cdp.send('Fetch.disable')
    },
  }
}

/** Brings the page's clock to the servers'. */
export const follow = ({ ahead }: World, { page }: Tab, timersRun = true) =>
  page.evaluate(`rig.sleptUntil(${ahead()}, ${timersRun})`)

/** Milliseconds until the tab shows so many; Infinity where that takes far too long. */
export async function shows({ page }: Tab, count: number, since = performance.now(), ms = 12_000): Promise<number> {
  const shown = page.evaluate(`rig.shows(${count})`).then(() => Math.round(performance.now() - since))
  const tooLong = new Promise<number>((resolve) => setTimeout(resolve, ms, Infinity))
  return Promise.race([shown, tooLong])
}

/** Begins the renewal that is to be cut off by sleep. Tokens are near their end by then. */
export async function beginRenewal(world: World, pair: Pair, kind: Kind): Promise<Interception> {
  const { tabs } = pair
  const interception = await intercept(world, pair, kind)
  await tabs[0].page.evaluate(`void rig.practice.get('/me').catch(() => {})`)
  await until('the renewal to be held', interception.held)
  return interception
}

export async function fallAsleep({ tabs, wire }: Pair, kind: Kind): Promise<void> {
  for (const tab of tabs) await (kind.lid ? tab.hide() : tab.freeze())
  if (!kind.halfOpen) return
  for (const line of wire.lines)
    if (line.upgraded) line.forget()
    // What was idle for minutes the browser itself has forgotten.
    else line.end()
}

/** Wakes both tabs; milliseconds until each shows all events. */
export async function wake(world: World, { tabs }: Pair, kind: Kind, events: number, renewal?: Interception) {
  const wakeOne = async (index: 0 | 1): Promise<number> => {
    const tab = tabs[index]
    // One that stands in the middle of storing can be told nothing before it goes on.
    if (index === 1 || kind.renewing !== 'storing') await follow(world, tab, !kind.lid)
    const since = performance.now()
    if (!kind.lid) await tab.thaw()
    await tab.show()
    if (index === 0) await renewal?.release()
    return shows(tab, events, since)
  }
  if (!kind.order) return Promise.all([wakeOne(0), wakeOne(1)])
  const [one, other] = kind.order === 'A first' ? ([0, 1] as const) : ([1, 0] as const)
  const first = await wakeOne(one)
  world.pass(minute / 2)
  await follow(world, tabs[one])
  const second = await wakeOne(other)
  return one === 0 ? [first, second] : [second, first]
}

/** What is not as it should be in a tab that was sent notices of these titles. */
export async function faultsOf({ tabs, visits }: Pair, titles: readonly string[]): Promise<string[]> {
  const faults: string[] = []
  for (const [index, tab] of tabs.entries()) {
    const say = (what: string) => faults.push(`${index === 0 ? 'A' : 'B'} ${what}`)
    await tab.page.evaluate(`rig.practice.get('/me')`).catch((error: Error) => say(`cannot go on: ${error.message}`))
    const shown: [id: number, title: string][] = await tab.page.evaluate('rig.shown()')
    const signOuts: number = await tab.page.evaluate('rig.signOuts')
    if (signOuts !== 0) say(`was signed out ${signOuts} times`)
    if (tab.navigations() !== visits[index]) say('was loaded anew')
    if (shown.some(([id], at) => at > 0 && id !== (shown[at - 1]?.[0] ?? 0) + 1)) say('shows them out of order')
    if (shown.length !== titles.length) say(`shows ${shown.length} of ${titles.length}`)
    else if (new Set([...shown.map(([, title]) => title), ...titles]).size !== titles.length) say('shows others')
  }
  return faults
}

/** So many pairs of tabs, each tab in a window. */
export async function openTabs({ browser }: World, pairs: number): Promise<Pair['tabs'][]> {
  const made: Pair['tabs'][] = []
  for (let pair = 0; pair < pairs; pair++) made.push([await browser.tab(), await browser.tab()])
  return made
}
