import { existsSync } from 'node:fs'
import { onTestFinished, type TestContext } from 'vitest'
import { chromium, type Page } from 'playwright-core'

/** Where a Chromium may be; none comes with `npm ci`. */
const places = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = places.find((path) => path && existsSync(path))

/**
 * A browser profile in a Chromium of this machine, closed when the test ends; the test is skipped where there is none. `faults` are
 * the errors of all its pages, and what their policies have blocked.
 */
export async function browserFor(
  { skip }: Pick<TestContext, 'skip'>,
  options: { dark?: boolean; width?: number } = {},
) {
  if (!executablePath) return skip('there is no Chromium here (CHROMIUM_PATH)')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  onTestFinished(() => browser.close())
  const profile = await browser.newContext({
    locale: 'pt-BR',
    colorScheme: options.dark ? 'dark' : 'light',
    viewport: { width: options.width ?? 1280, height: 900 },
  })
  const faults: string[] = []
  const open = async (address: string): Promise<Page> => {
    const page = await profile.newPage()
    page.on('pageerror', ({ message }) => faults.push(message))
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|CORS/.test(message.text())) faults.push(message.text())
    })
    await page.goto(address)
    return page
  }
  return { open, profile, faults }
}
