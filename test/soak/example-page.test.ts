import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { expect, type TestContext, test } from 'vitest'
import { startApp, type TestApp } from '../app.ts'
import { browserFor } from '../browser.ts'
import { blocksOf } from '../markdown.ts'
import { project, scratch } from '../process.ts'

// Pages opened from disk in a real browser, as their reader opens them: examples/front-end, and the first one of docs/front-end.md.

const file = pathToFileURL(join(project, 'examples/front-end/index.html')).href
const addressOf = ({ url }: TestApp) => `${file}?api=${url}`
const shots = process.env.SHOTS_DIR

const shot = async (page: Page, name: string) =>
  shots && page.screenshot({ path: `${shots}/example-${name}.png`, fullPage: true })

async function signIn(page: Page, { email, password }: { email: string; password: string }) {
  await page.locator('#login [name=email]').fill(email)
  await page.locator('#login [name=password]').fill(password)
  await page.locator('#login button').click()
  await page.locator('#status[data-state=open]').waitFor()
}

async function setUp(context: TestContext) {
  const server = await startApp()
  const psychologist = await server.person('psicologo', { name: 'Dra. Ana Souza' })
  const [his, hers] = [await browserFor(context), await browserFor(context, { width: 390, dark: true })]
  return { server, psychologist, his, hers, address: addressOf(server) }
}

test('a patient registers, books, and both see it live, on a desktop and on a telephone', async (context) => {
  const { psychologist, his, hers, address } = await setUp(context)
  const [patientPage, secondTab] = [await his.open(address), await his.open(address)]
  await shot(patientPage, 'entry-1280')
  await patientPage.locator('#register [name=name]').fill('João Silva')
  await patientPage.locator('#register [name=email]').fill('joao@example.com')
  await patientPage.locator('#register [name=password]').fill('frase longa e boa')
  await patientPage.locator('#register button').click()
  // The other tab is signed in by it.
  for (const page of [patientPage, secondTab]) await page.locator('#status[data-state=open]').waitFor()
  expect(await secondTab.locator('#name').textContent()).toBe('João Silva')

  const psychologistPage = await hers.open(address)
  await shot(psychologistPage, 'entry-390-dark')
  await signIn(psychologistPage, psychologist)
  await patientPage.locator('#book button').click()
  for (const page of [patientPage, secondTab, psychologistPage])
    await page.locator('#appointments li', { hasText: 'agendado' }).waitFor()
  await patientPage.locator('#unread', { hasText: '1' }).waitFor()
  expect(await patientPage.locator('#message').textContent()).toBe('Consulta agendada')

  // She confirms; he reads of it, in both tabs, and marks it as read in one of them.
  await psychologistPage.locator('#appointments button', { hasText: 'Confirmar' }).click()
  await patientPage.locator('#appointments li', { hasText: 'confirmado' }).waitFor()
  await patientPage.locator('#unread', { hasText: '2' }).waitFor()
  await shot(patientPage, 'patient-1280')
  await shot(psychologistPage, 'psychologist-390-dark')
  await patientPage.setViewportSize({ width: 390, height: 844 })
  await shot(patientPage, 'patient-390')
  await secondTab.locator('#notifications button').first().click()
  await patientPage.locator('#unread', { hasText: '1' }).waitFor()
  await patientPage.locator('#read-all').click()
  await secondTab.locator('#unread').waitFor({ state: 'hidden' })

  patientPage.once('dialog', (dialog) => void dialog.accept())
  await patientPage.locator('#appointments button', { hasText: 'Cancelar' }).click()
  await psychologistPage.locator('#appointments:empty').waitFor()
  await patientPage.locator('#logout').click()
  await secondTab.locator('#login').waitFor()
  expect([...his.faults, ...hers.faults]).toEqual([])
})

test('a psychologist books with a patient of hers; a file of the appointment goes up, and can be stopped', async (context) => {
  const { server, psychologist, hers, address } = await setUp(context)
  const patient = await server.person('paciente', { name: 'Maria Lima' })
  const page = await hers.open(address)
  await signIn(page, psychologist)
  await page.locator('#book:not([aria-busy])').waitFor()
  // A first appointment, from elsewhere, makes Maria her patient.
  const from = new Date(Date.now() + 86_400_000).toISOString()
  const to = new Date(Date.now() + 8 * 86_400_000).toISOString()
  const { body } = await patient.call('GET', `/users/${psychologist.id}/slots?from=${from}&to=${to}`)
  const wish = { psychologistId: psychologist.id, startsAt: body.items[0].startsAt, modality: 'online' }
  await patient.call('POST', '/appointments', wish)
  await page.locator('#appointments li', { hasText: 'Maria Lima' }).waitFor()
  await page.locator('#person option', { hasText: 'Maria Lima' }).waitFor({ state: 'attached' })
  await page.locator('#book button').click()
  await page.locator('#appointments li').nth(1).waitFor()

  const files = page.locator('#upload [name=file]')
  await page.locator('#appointmentId').selectOption({ index: 1 })
  await files.setInputFiles({ name: 'recibo.txt', mimeType: 'text/plain', buffer: Buffer.from('recibo') })
  await page.locator('#upload button').first().click()
  await page.locator('#stored', { hasText: 'recibo.txt' }).waitFor()
  expect(await (await fetch((await page.locator('#stored').getAttribute('href')) ?? '')).text()).toBe('recibo')

  const slow = await page.context().newCDPSession(page)
  await slow.send('Network.enable')
  const limits = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 100_000 }
  await slow.send('Network.emulateNetworkConditions', limits)
  await files.setInputFiles({ name: 'grande.bin', mimeType: 'text/plain', buffer: Buffer.alloc(5_000_000) })
  await page.locator('#upload button').first().click()
  // Functions: a text would be evaluated, which the page's policy forbids. `any`: these tests are typed without the DOM.
  await page.waitForFunction(() => Number((globalThis as any).document.querySelector('progress').value) > 0)
  await shot(page, 'uploading-390-dark')
  await page.locator('#upload [name=stop]').click()
  await page.locator('#message', { hasText: 'Interrompido.' }).waitFor()
  expect((await psychologist.call('GET', '/files')).body.items).toHaveLength(1)
  expect(hers.faults).toEqual([])
})

test('the assistant answers as it writes, beside the numbers to call; a picture becomes the avatar', async (context) => {
  const { server, his, address } = await setUp(context)
  const page = await his.open(address)
  await signIn(page, await server.person())
  await page.locator('#ask textarea').fill('Como agendar uma consulta?')
  await page.locator('#ask button').first().click()
  await page.locator('#conversation [data-is=answer]', { hasText: 'Consultas' }).waitFor()
  expect(await page.locator('#safety').textContent()).toMatch(/CVV 188.*SAMU 192/s)
  const { default: sharp } = await import('sharp')
  const picture = { create: { width: 300, height: 300, channels: 3 as const, background: 'teal' } }
  const buffer = await sharp(picture).jpeg().toBuffer()
  await page.locator('#upload [name=file]').setInputFiles({ name: 'eu.jpg', mimeType: 'image/jpeg', buffer })
  await page.locator('#upload button').first().click()
  // As above: a function, and without the DOM's types.
  await page.waitForFunction(() => (globalThis as any).document.querySelector('#avatar').naturalWidth > 0)
  await shot(page, 'assistant-1280')
  expect(his.faults).toEqual([])
})

test('a sign-in that asks for a second factor goes on with a code; a refusal is told', async (context) => {
  const { server, his, address } = await setUp(context)
  const person = await server.person()
  const page = await his.open(address)
  await page.locator('#login [name=email]').fill(person.email)
  await page.locator('#login [name=password]').fill('não é esta')
  await page.locator('#login button').click()
  await page.locator('#message.bad', { hasText: 'E-mail ou senha incorretos' }).waitFor()
  // As a server answers that has it switched on for this account.
  const challenge = { code: 'second_factor_required', title: 'Falta o código', status: 401, challenge: 'c1' }
  await page.route('**/auth/login', (route) => route.fulfill({ status: 401, json: challenge, headers: open }))
  const { body: signedIn } = await server.call('POST', '/auth/login', {
    email: person.email,
    password: person.password,
  })
  const asked = page.waitForRequest(/second-factor/)
  await page.route('**/auth/second-factor', (route) => route.fulfill({ json: signedIn, headers: open }))
  await page.locator('#login button').click()
  await page.locator('#code input:focus').waitFor()
  await shot(page, 'code-1280')
  await page.locator('#code input').fill('123456')
  await page.keyboard.press('Enter')
  expect((await asked).postDataJSON()).toEqual({ challenge: 'c1', code: '123456' })
  await page.locator('#status[data-state=open]').waitFor()
})

test('15 lines of JavaScript show their own notification', async (context) => {
  const { server, his } = await setUp(context)
  const printed = blocksOf(await readFile(join(project, 'docs/front-end.md'), 'utf8'))
  const { code = '' } = printed.find(({ language }) => language === 'html') ?? {}
  const saved = join(await scratch(), 'page.html')
  await writeFile(saved, code.replaceAll('localhost:8000', new URL(server.url).host))
  const page = await his.open(pathToFileURL(saved).href)
  await page.locator('body', { hasText: 'Consulta agendada: ' }).waitFor()
  expect(await page.title()).toBe('Maria Lima')
  expect(his.faults).toEqual([])
})

const open = { 'access-control-allow-origin': '*' }
