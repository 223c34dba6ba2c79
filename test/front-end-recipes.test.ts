import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { blurosiere } from '../client/dist/client.js'
import { startApp, testClock, type TestApp, until } from './app.ts'
import { day } from './clinic.ts'
import { type Block, blocksOf, runBlock } from './markdown.ts'
import { cli, scratch } from './process.ts'

// Every snippet of docs/front-end.md, run as it is printed; that of its socket: test/front-end-socket.test.ts.

const page = readFileSync(new URL('../docs/front-end.md', import.meta.url), 'utf8')
const blocks = blocksOf(page)
const tried = new Set(['WebSocket'])

function snippet(name: string, language = 'ts'): Block {
  tried.add(name)
  const found = blocks.find((block) => block.name.startsWith(name) && block.language === language)
  return found ?? expect.unreachable(`docs/front-end.md has no snippet "${name}"`)
}

/** Who and when the snippets mean: João, Dra. Ana with the number 2, a Tuesday that is to come. */
async function practiceOfThePage() {
  const clock = testClock(new Date(Date.parse('2026-12-01T17:00:00Z') - 2 * day))
  const server = await startApp({ clock })
  const joao = await server.person('paciente', { name: 'João Silva', email: 'joao@example.com' })
  const ana = await server.person('psicologo', { name: 'Dra. Ana Souza' })
  expect(ana.id).toBe(2)
  await server.app.db.user.update({
    where: { id: joao.id },
    data: { passwordHash: (await withPassword(server)).passwordHash },
  })
  return { server, joao, ana }
}

/** An account made with the password of the page, for its hash. */
async function withPassword({ app, call }: TestApp) {
  const account = { name: 'Outro João', email: 'outro@example.com', password: 'frase longa e boa' }
  expect(await call('POST', '/auth/register', account)).toMatchObject({ status: 201 })
  return app.db.user.findFirstOrThrow({ where: { email: account.email } })
}

/** Runs a block; the clients that it makes are closed when the test ends, so that nothing listens on. */
async function run(block: Block, server: TestApp, known: Record<string, unknown> = {}, wanted?: string) {
  const made: ReturnType<typeof blurosiere>[] = []
  onTestFinished(() => made.forEach((practice) => practice.close()))
  const client = {
    blurosiere: (address: string) => {
      const practice = blurosiere(address)
      made.push(practice)
      return practice
    },
  }
  return runBlock(block, server, { client, ...known }, wanted)
}

/** The client as João. */
async function signedIn(server: TestApp) {
  const practice = blurosiere(server.url)
  onTestFinished(() => practice.close())
  await practice.login({ email: 'joao@example.com', password: 'frase longa e boa' })
  return practice
}

const scriptOf = ({ code, ...rest }: Block): Block => ({
  ...rest,
  code: /<script type="module">\n([^]+?)<\/script>/.exec(code)?.[1] ?? expect.unreachable('it has no script'),
})

test('from clone to the own notification it is 3 commands and 15 lines of JavaScript', async () => {
  const name = 'From clone to your own notification in your own page: 3 commands, 15 lines of JavaScript'
  const commands = snippet(name, 'sh').code.trim().split('\n')
  expect(commands).toEqual(['npm ci', 'npm start', expect.stringMatching(/^npm run cli -- /)])
  const server = await startApp()
  const admin = await server.person('admin')
  const seeded = await cli(commands[2]?.replace('npm run cli -- ', '').split(' ') ?? [], {
    DATA_DIR: await scratch(),
    PORT: new URL(server.url).port,
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
  })
  expect(seeded.code, seeded.output).toBe(0)
  const script = scriptOf(snippet(name, 'html'))
  expect(script.code.trim().split('\n')).toHaveLength(15)
  const shown: unknown[] = []
  const document = {
    createElement: () => '\n',
    body: { append: (...nodes: unknown[]) => shown.push(...nodes) },
    title: '',
  }
  await run(script, server, { document })
  await until('the notification', () => shown.join('').startsWith('Consulta agendada: '))
  expect(document.title).toBe('Maria Lima')
})

test('a session begins and ends, and its listener is told', async () => {
  const { server } = await practiceOfThePage()
  const { held: practice } = await run(snippet('The client'), server, {}, 'practice')
  const { printed } = await run(snippet('The client › Sessions and tabs'), server, { practice })
  expect(printed).toEqual([['signed in: João Silva'], ['paciente'], ['signed out']])
})

test('a sign-in that asks for a second factor is given the code', async () => {
  const { server } = await practiceOfThePage()
  const answers: unknown[] = []
  const practice = {
    onSession: () => () => {},
    login: async () => Promise.reject(Object.assign(new Error(), { code: 'second_factor_required', challenge: 'c1' })),
    secondFactor: async (answer: unknown) => answers.push(answer),
    user: { role: 'psicologo' },
    logout: async () => {},
  }
  await run(snippet('The client › Sessions and tabs'), server, { practice, prompt: () => '123456' })
  expect(answers).toEqual([{ challenge: 'c1', code: '123456' }])
})

test('a call gives the answer, a refusal is a problem, a wish is granted once, a list is read on', async () => {
  const { server, joao } = await practiceOfThePage()
  const practice = await signedIn(server)
  const wish = await run(snippet('The client › Retries'), server, { practice })
  expect(wish.printed).toEqual([[true]])
  expect(await server.app.db.appointment.count()).toBe(1)
  const calls = await run(snippet('The client › Calls'), server, { practice })
  expect(calls.printed).toEqual([[expect.any(Number), '2026-12-01T17:00:00.000Z', 'Dra. Ana Souza'], ['gone']])
  const read = () => run(snippet('The client › Lists'), server, { practice })
  expect((await read()).printed).toEqual([['unread', 'Consulta agendada']])
  await joao.call('POST', '/notifications/read-all')
  expect((await read()).printed).toEqual([])
})

test('an upload by the client tells how far it is', async () => {
  const { server, ana } = await practiceOfThePage()
  const practice = await signedIn(server)
  const body = { psychologistId: ana.id, startsAt: '2026-12-01T17:00:00Z' }
  const { id: appointmentId } = await practice.post('/appointments', { body })
  const file = new File(['recibo'], 'recibo.txt')
  const { printed } = await run(snippet('The client › Uploads'), server, { practice, file, appointmentId })
  expect(printed.at(-2)).toEqual(['100 %'])
  expect(await (await fetch(String(printed.at(-1)))).text()).toBe('recibo')
})

test('events are heard as they come', async () => {
  const { server, joao } = await practiceOfThePage()
  const practice = await signedIn(server)
  const { printed } = await run(snippet('The client › Real time'), server, { practice })
  await until('the connection', () => printed.some(([status]) => status === 'open'))
  await joao.call('POST', '/appointments', { psychologistId: 2, startsAt: '2026-12-01T17:00:00Z' })
  await until(
    'both',
    () => printed.filter(([kind]) => ['notification', 'appointment'].includes(kind as string)).length > 1,
  )
  expect(printed).toContainEqual(['appointment', expect.any(Number), 'agendado'])
})

test('the assistant is asked, with the client and without', async () => {
  const { server, joao } = await practiceOfThePage()
  const practice = await signedIn(server)
  const { printed } = await run(snippet('The client › Asking'), server, { practice })
  expect(String(printed)).toContain('remarcar')
  const known = { token: joao.accessToken, leaving: new AbortController() }
  const { held } = await run(snippet('The assistant'), server, known, 'reply')
  expect(held).toBe(String(printed))
})

test('fetch signs in and books', async () => {
  const { server } = await practiceOfThePage()
  const { held } = await run(snippet('Recipes › fetch'), server, {}, '[user.email, book.status]')
  expect(held).toEqual(['joao@example.com', 201])
  const { printed } = await run(snippet('Recipes › fetch'), server)
  expect(printed).toEqual([['somebody was faster']])
})

test('Node listens', async () => {
  const { server, joao } = await practiceOfThePage()
  const { held: practice, printed } = await run(snippet('Recipes › Node'), server, {}, 'practice')
  await until('the connection', () => server.app.realtime.count() === 1)
  await joao.call('POST', '/appointments', { psychologistId: 2, startsAt: '2026-12-01T17:00:00Z' })
  await until('the event', () => printed.length)
  expect(printed[0]).toEqual([expect.any(Number), 'agendado', '2026-12-01', '14:00'])
  practice.close()
})

test('curl signs in, books, uploads and asks', async () => {
  const { server, joao } = await practiceOfThePage()
  const { code } = snippet('Recipes › curl', 'bash')
  const bash = spawn('bash', ['-euo', 'pipefail'], { cwd: await scratch() })
  let output = ''
  for (const stream of [bash.stdout, bash.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  bash.stdin.end(code.replaceAll('localhost:8000', new URL(server.url).host))
  const exit = await new Promise((resolve) => bash.once('exit', resolve))
  expect(exit, output).toBe(0)
  expect(output).toMatch(/"status":"agendado"[^]*"filename":"recibo.txt"[^]*event: done/)
  expect((await joao.call('GET', '/files')).body.items).toHaveLength(1)
})

/** Of a browser's XMLHttpRequest what the upload needs. */
class BrowserRequest {
  readonly upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {}
  readonly headers = new Headers()
  address = ''
  status = 0
  response: unknown
  onload = () => {}
  onerror = () => {}
  open(_method: 'POST', address: string) {
    this.address = address
  }
  setRequestHeader(name: string, value: string) {
    this.headers.set(name, value)
  }
  send(body: FormData) {
    const sent = async () => {
      const answer = await fetch(this.address, { method: 'POST', headers: this.headers, body })
      this.status = answer.status
      this.response = await answer.json()
      this.upload.onprogress?.({ loaded: 1, total: 1 })
    }
    sent().then(this.onload, this.onerror)
  }
}

test('an upload without the client tells how far it is, and gives the address of the file', async () => {
  const { server, joao } = await practiceOfThePage()
  const known = { XMLHttpRequest: BrowserRequest }
  const { held: upload } = await run(snippet('Recipes › Upload'), server, known, 'upload')
  const progress: number[] = []
  const stored = await upload(new File(['recibo'], 'recibo.txt'), joao.accessToken, (part: number) =>
    progress.push(part),
  )
  expect(progress).toEqual([1])
  expect(await (await fetch(stored.url as string)).text()).toBe('recibo')
})

test('the React hook counts what is unread, live, and lets go of the connection', async () => {
  const { server } = await practiceOfThePage()
  const admin = await server.person('admin')
  const practice = await signedIn(server)
  // Of React what the hook uses: one component, whose effect runs once.
  let state: unknown
  let unmount = () => {}
  const useState = (first: unknown) => [(state ??= first), (next: unknown) => (state = next)]
  const useEffect = (effect: () => () => void) => (unmount = effect())
  const block = snippet('Recipes › React', 'js')
  const code = block.code.replace(/^import .* from 'react'$/m, '').replace('export ', '')
  const { held: useUnread } = await run({ ...block, code }, server, { useState, useEffect }, 'useUnread')
  expect(useUnread(practice)).toBe(0)
  await until('the connection', () => server.app.realtime.count() === 1)
  for (const title of ['Um', 'Dois'])
    await admin.call('POST', '/notifications', { userId: practice.user?.id, title, message: 'Oi' })
  await until('both', () => state === 2)
  unmount()
  await until('the end of the connection', () => server.app.realtime.count() === 0)
})

test('every snippet of the page was run', () => {
  const untried = blocks.filter(({ name }) => ![...tried].some((start) => name.startsWith(start)))
  expect(untried.map(({ name }) => name)).toEqual([])
})
