// A real browser, told nothing that would keep its pages awake: their life cycle is what the trials are about.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CDPSession, chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'

export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
)

/** Whether this trial has to be skipped, which it then says. */
export function lacksChromium(trial: string): boolean {
  if (!chromiumPath) console.warn(`skipped: ${trial} (there is no Chromium in /usr/bin)`)
  return !chromiumPath
}

export interface Tab {
  readonly page: Page
  readonly cdp: CDPSession
  /** How often it went somewhere: each is a reload. */
  navigations(): number
  /** Hides its window, and freezes it as a browser does with hidden pages. */
  freeze(): Promise<void>
  hide(): Promise<void>
  /** Thaws it. It is still hidden. */
  thaw(): Promise<void>
  show(): Promise<void>
}

export interface Browser {
  /** A tab in a window of its own: two of one window are never visible at once. */
  tab(): Promise<Tab>
  /** All its processes stand still, as those of a laptop whose lid is closed. */
  stop(): void
  goOn(): void
}

/** Starts the browser; it is killed when the test ends. */
export async function openBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'blurosiere-browser-'))
  onTestFinished(() => rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
  const flags = ['--headless=new', '--no-sandbox', '--remote-debugging-port=0', `--user-data-dir=${profile}`]
  // A group of its own, so that its helpers stop, go on and end with it.
  const child = spawn(chromiumPath ?? '', [...flags, '--no-first-run', 'about:blank'], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const tell = (signal: NodeJS.Signals) => void (child.pid && process.kill(-child.pid, signal))
  const exited = new Promise((resolve) => child.once('exit', resolve))
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) tell('SIGKILL')
    await exited
  })
  const endpoint = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString()
      const [, found] = /DevTools listening on (\S+)/.exec(said) ?? []
      if (found) resolve(found)
    })
    child.once('exit', () => reject(new Error(`the browser ended: ${said}`)))
  })
  // Playwright would otherwise tell every page that it is in view.
  const driven = await chromium.connectOverCDP(endpoint, { noDefaults: true })
  const [context] = driven.contexts()
  if (!context) throw new Error('a browser without a context')
  const whole = await driven.newBrowserCDPSession()

  return {
    async tab() {
      const opened = context.waitForEvent('page')
      const { targetId } = await whole.send('Target.createTarget', { url: 'about:blank', newWindow: true })
      const page = await opened
      const cdp = await context.newCDPSession(page)
      const { windowId } = await whole.send('Browser.getWindowForTarget', { targetId })
      const window = (windowState: 'minimized' | 'normal') =>
        whole.send('Browser.setWindowBounds', { windowId, bounds: { windowState } })
      let navigations = 0
      page.on('framenavigated', () => navigations++)
      const hide = async () => void (await window('minimized'))
      return {
        page,
        cdp,
        navigations: () => navigations,
        hide,
        async freeze() {
          await hide()
          await cdp.send('Page.setWebLifecycleState', { state: 'frozen' })
        },
        thaw: async () => void (await cdp.send('Page.setWebLifecycleState', { state: 'active' })),
        show: async () => void (await window('normal')),
      }
    },
    stop: () => tell('SIGSTOP'),
    goOn: () => tell('SIGCONT'),
  }
}
