import { createServer } from 'node:http'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Signed, startApp, until } from '../app.ts'
import { freePort } from '../ports.ts'
import { chromiumPath, lacksChromium } from './chromium.ts'

const skipped = lacksChromium('the pages for developers in a browser')

let browser: Browser
beforeAll(async () => {
  if (!skipped) browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
})
afterAll(() => browser?.close())

/** A tab, and all that went wrong in it: errors, refusals of the policy, requests to anybody else. */
async function openTab(server: string, options: BrowserContextOptions) {
  const context = await browser.newContext({ locale: 'pt-BR', ...options })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') wrong.push(message.text())
  })
  page.on('pageerror', ({ message }) => wrong.push(message))
  page.on('request', (request) => {
    if (!request.url().startsWith(server) && !/^(data|blob):/.test(request.url())) wrong.push(`asked ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) wrong.push(`${response.status()} ${response.url()}`)
  })
  return { page, wrong }
}

const signedInAs = (page: Page, name: string) => page.locator('#session').getByText(name).waitFor()

async function signIn(page: Page, { email, name, password }: Signed): Promise<void> {
  const form = page.locator('#session')
  await form.getByLabel('E-mail').fill(email)
  await form.getByLabel('Password').fill(password)
  await form.getByRole('button', { name: 'Sign in' }).click()
  await signedInAs(page, name)
}

/** Runs an operation without parameters in Swagger UI, and gives the status that it shows. */
async function tryOut(page: Page, id: string): Promise<string> {
  const operation = page.locator(`[id$="-${id}"]`)
  await operation.locator('.opblock-summary-control').click()
  await operation.getByRole('button', { name: 'Try it out' }).click()
  await operation.getByRole('button', { name: 'Execute' }).click()
  return operation.locator('.live-responses-table tbody .response-col_status').first().innerText()
}

const screens: [string, BrowserContextOptions][] = [
  ['a wide screen', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
  ['a dark telephone', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
]

describe.skipIf(skipped).each(screens)('the pages for developers on %s', (_name, options) => {
  test('a developer goes from the root to an operation, signs in, runs it, and signs out', async () => {
    const { url, person } = await startApp()
    const patient = await person()
    const { page, wrong } = await openTab(url, options)
    await page.goto(url)
    await page.getByRole('link', { name: '/docs', exact: true }).click()
    const tags = page.locator('.opblock-tag')
    await tags.first().waitFor()
    expect((await tags.evaluateAll((shown) => shown.map((tag) => (tag as { id?: string }).id))).slice(0, 2)).toEqual([
      ...['operations-tag-auth', 'operations-tag-me'],
    ])
    await signIn(page, patient)
    expect(await tryOut(page, 'getMe')).toMatch(/^200/)
    expect(page.url()).toBe(`${url}/docs#/me/getMe`)
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
    await until(
      'the session to be over',
      async () => (await patient.call('GET', '/me/sessions')).body.items.length === 1,
    )
    expect(wrong).toEqual([])
  })

  test('a sign-in lasts from page to page and is renewed before its token runs out', async () => {
    const { url, person } = await startApp()
    const patient = await person()
    const { page, wrong } = await openTab(url, options)
    await page.goto(`${url}/docs/sockets`)
    await signIn(page, patient)
    const session = () =>
      page.evaluate<{ refreshToken: string }>(`JSON.parse(sessionStorage.getItem('blurosiere.session'))`)
    const before = await session()
    await page.evaluate(
      `sessionStorage.setItem('blurosiere.session', JSON.stringify({ ...${JSON.stringify(before)}, expiresAt: Date.now() + 1000 }))`,
    )
    await page.goto(`${url}/docs`)
    await signedInAs(page, patient.name)
    await until('another token', async () => (await session()).refreshToken !== before.refreshToken)
    expect(await tryOut(page, 'getMe')).toMatch(/^200/)
    expect(wrong).toEqual([])
  })

  test('a developer connects, sends frames, sees what comes, and goes on from what was seen last', async () => {
    const { url, person } = await startApp()
    const [patient, admin] = [await person(), await person('admin')]
    const { page, wrong } = await openTab(url, options)
    await page.goto(`${url}/docs/sockets`)
    await signIn(page, patient)
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    const logged = (text: string) => page.locator('#log > li', { hasText: text })
    await logged('↓ welcome').waitFor()

    await page.getByLabel('Frame').selectOption({ index: 0 })
    await page.getByLabel('JSON').fill('{"type": "ping"}')
    await page.getByRole('button', { name: 'Send' }).click()
    await logged('↓ pong').waitFor()
    await page.getByLabel('JSON').fill('{"type": ')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.locator('#refusal', { hasText: 'JSON' }).waitFor()

    await admin.call('POST', '/notifications', { userId: patient.id, title: 'Olá', message: 'Bom dia' })
    await logged('↓ notification:new #1').waitFor()
    expect(await page.getByLabel('since').inputValue()).toBe('1')
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await logged('closed 1000').waitFor()
    await admin.call('POST', '/notifications', { userId: patient.id, title: 'Olá', message: 'Boa tarde' })
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await logged('open, since 1').waitFor()
    await logged('↓ notification:new #2').waitFor()
    await page.getByRole('button', { name: 'Reconnect' }).click()
    await logged('open, since 2').waitFor()

    expect(await page.locator('#received details').count()).toBeGreaterThan(5)
    expect(await page.locator('#closes dt').allInnerTexts()).toContain('4401')
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    expect(wrong).toEqual([])
  })
})

test.skipIf(skipped)('a page of another origin imports the client', async () => {
  const server = await startApp()
  const port = await freePort()
  const page = `<!doctype html><link rel="icon" href="data:,"><script type="module">
    import * as client from '${server.url}/client.js'
    document.title = Object.keys(client).join()
  </script>`
  const frontEnd = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(page))
  await new Promise<void>((resolve) => frontEnd.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => void frontEnd.close())
  const { page: tab, wrong } = await openTab('http://127.0.0.1', {})
  await tab.goto(`http://127.0.0.1:${port}`)
  await until('the client', async () => (await tab.title()) !== '')
  expect(wrong).toEqual([])
})
