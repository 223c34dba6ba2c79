import { expect, onTestFinished, test, vi } from 'vitest'
import { Problem, type Piece, type SocketStatus } from '../client/dist/client.js'
import { secondNode, type Signed, startApp, type TestApp, until } from './app.ts'
import { browser } from './tabs.ts'

// The client's real time, uploads and assistant, against a real server. Calls and sessions: test/client.test.ts.

type Options = NonNullable<Parameters<ReturnType<typeof browser>['tab']>[0]>

const tell = async (from: Signed, to: Pick<Signed, 'id'>, title: string, url = '') =>
  expect(
    await from.call('POST', `${url && `${url}/api/v1`}/notifications`, { userId: to.id, title, message: 'Oi' }),
  ).toMatchObject({ status: 202 })

/** A patient who is signed in and listens. */
async function listening(server: TestApp, options: Options = {}) {
  const person = await server.person()
  const admin = await server.person('admin')
  const home = browser(server)
  /** While it is away, no ticket for a connection comes through. */
  const network = { away: false }
  const tab = home.tab({
    fetch: async (address, init) => {
      if (network.away && address.endsWith('/ws-ticket')) throw new TypeError('offline')
      return fetch(address, init)
    },
    ...options,
  })
  await tab.practice.login(person)
  const heard: string[] = []
  const states: SocketStatus[] = []
  const off = tab.practice.on('notification:new', ({ title }) => heard.push(title))
  tab.practice.on('status', (state) => states.push(state))
  await until('the connection', () => states.includes('open'))
  return { person, admin, home, tab, network, heard, states, off, says: (title: string) => tell(admin, person, title) }
}

const serverSide = ({ app }: TestApp) => [...app.websocketServer.clients]
/** The waits that were begun from now on. */
function waits() {
  const spy = vi.spyOn(globalThis, 'setTimeout')
  onTestFinished(() => spy.mockRestore())
  return (least: number, most: number) => spy.mock.calls.some(([, ms = 0]) => ms >= least && ms <= most)
}

test('listeners are told what happens; what one of them throws is reported, and stops nothing', async () => {
  const server = await startApp()
  const reported = vi.fn()
  vi.stubGlobal('reportError', reported)
  onTestFinished(() => void vi.unstubAllGlobals())
  const { tab, says, heard } = await listening(server)
  const ids: (number | undefined)[] = []
  tab.practice.on('notification:new', () => {
    throw new Error('of the page')
  })
  tab.practice.on('notification:new', (_data, { id }) => ids.push(id))
  await says('Um')
  await says('Dois')
  await until('both', () => ids.length === 2)
  expect([heard, ids]).toEqual([
    ['Um', 'Dois'],
    [1, 2],
  ])
  expect(reported.mock.calls.flat().map(String)).toEqual(['Error: of the page', 'Error: of the page'])
  expect(tab.opened).toHaveLength(1)
})

test('what happens while the connection is cut is told once, in its order', async () => {
  const server = await startApp()
  /** Everything comes twice. */
  class Stammering extends WebSocket {
    override set onmessage(listener: ((this: WebSocket, event: MessageEvent) => void) | null) {
      super.onmessage = listener && ((event) => [event, event].forEach((each) => listener.call(this, each)))
    }
  }
  const { tab, network, says, heard } = await listening(server, { WebSocket: Stammering })
  await says('Antes')
  await until('the first', () => heard.length === 1)
  network.away = true
  for (const client of serverSide(server)) client.terminate()
  await until('its end', () => server.app.realtime.count() === 0)
  for (const title of ['Fora 1', 'Fora 2']) await says(title)
  network.away = false
  await until('the others', () => heard.length === 3)
  await says('Depois')
  await until('the last', () => heard.includes('Depois'))
  expect(heard).toEqual(['Antes', 'Fora 1', 'Fora 2', 'Depois'])
  expect(tab.opened.at(-1)?.url).toMatch(/\/ws\/[\w-]{43}\?since=1$/)
})

test('a server that restarts is met again where it is, and nothing is missed', async () => {
  const server = await startApp()
  let at = server.url
  const moved = (address: string) => address.replace(server.url.slice(4), at.slice(4))
  class Moved extends WebSocket {
    constructor(address: string) {
      super(moved(address))
    }
  }
  const { tab, admin, person, heard, states } = await listening(server, {
    WebSocket: Moved as never,
    fetch: (address, init) => fetch(moved(address), init),
  })
  const { url } = await secondNode(server)
  await server.app.close()
  at = url
  await tell(admin, person, 'Enquanto fora', url)
  await until('it', () => heard.includes('Enquanto fora'), 20_000)
  expect(tab.practice.user?.id).toBe(person.id)
  expect(states).toEqual(['open', 'waiting', 'connecting', 'open'])
  expect(tab.practice.status).toBe('open')
})

test('a restart is given the time that it asks for, too many messages a minute, and another tab its place', async () => {
  const server = await startApp()
  const { tab, states } = await listening(server)
  const close = async (code: number, reason = '') => {
    const waited = waits()
    for (const client of serverSide(server)) client.close(code, reason)
    await until('the wait', () => states.at(-1) === 'waiting')
    return waited
  }
  const asked = await close(1012, '{"retryAfterMs":1000}')
  expect(asked(1000, 1250)).toBe(true)
  // A wake does not cut it short.
  tab.happens('visibilitychange')
  expect(states.at(-1)).toBe('waiting')
  await until('the next', () => states.at(-1) === 'open')
  const taken = await close(4409)
  expect(taken(300_000, 375_000)).toBe(true)
  tab.happens('visibilitychange')
  await until('its return', () => states.at(-1) === 'open')
  const cooling = await close(4429)
  expect(cooling(60_000, 75_000)).toBe(true)
})

test.each([4400, 4401, 4403, 4408, 4413, 1011])('%i is no end while the session stands', async (code) => {
  const server = await startApp()
  const { tab, states, says, heard } = await listening(server)
  for (const client of serverSide(server)) client.close(code)
  await until('the wait', () => states.includes('waiting'))
  await until('the next', () => states.at(-1) === 'open')
  await says('Ainda aqui')
  await until('it', () => heard.length === 1)
  expect(tab.opened).toHaveLength(2)
})

test('a session that was ended elsewhere ends here: nothing is tried again, until the next sign-in', async () => {
  const server = await startApp()
  const { tab, home, person, states, says, heard } = await listening(server)
  const told: unknown[] = []
  home.tab().practice.onSession((user) => told.push(user))
  const { body } = await person.call('GET', '/me/sessions')
  const { id } = body.items.find(({ current }: { current: boolean }) => !current)
  await person.call('DELETE', `/me/sessions/${id}`)
  await until('the sign-out', () => states.at(-1) === 'closed')
  expect([tab.practice.user, told, tab.opened.length]).toEqual([undefined, [undefined], 1])
  await tab.practice.login(person)
  await until('the next', () => states.at(-1) === 'open')
  await says('De volta')
  await until('it', () => heard.length === 1)
})

test('a connection that died without knowing it is found when the page wakes', async () => {
  const server = await startApp()
  let dead = false
  class Mortal extends WebSocket {
    override send(data: string) {
      if (!dead) super.send(data)
    }
  }
  let ahead = 0
  const { tab, states } = await listening(server, { WebSocket: Mortal, now: () => Date.now() + ahead })
  const pongs: unknown[] = []
  tab.practice.on('pong', (data) => pongs.push(data))
  tab.happens('visibilitychange')
  await until('the pong', () => pongs.length > 0)
  expect(tab.opened).toHaveLength(1)
  dead = true
  ahead = 10_000
  tab.happens('pageshow')
  await until('the next', () => tab.opened.length === 2)
  await until('it to stand', () => states.at(-1) === 'open')
})

test('it ends with the last listener, and begins anew with the next', async () => {
  const server = await startApp()
  const { tab, says, off } = await listening(server)
  tab.practice.close()
  await until('its end', () => server.app.realtime.count() === 0)
  await says('Ninguém ouve')
  const heard: string[] = []
  const stop = tab.practice.on('notification:new', ({ title }) => heard.push(title))
  await until('the next', () => server.app.realtime.count() === 1)
  // What came before was in the lists that a page reads when it begins.
  await says('Oi')
  await until('it', () => heard.length > 0)
  expect(heard).toEqual(['Oi'])
  stop()
  off()
  await until('its end', () => server.app.realtime.count() === 0)
})

test('what the server no longer has is told as a gap, with the newest notifications', async () => {
  const server = await startApp()
  const { tab, network, person, says, heard, states } = await listening(server)
  const gaps: unknown[] = []
  tab.practice.on('sync:gap', ({ lastEventId, items = [] }) =>
    gaps.push([lastEventId, ...items.map(({ title }) => title)]),
  )
  network.away = true
  for (const client of serverSide(server)) client.terminate()
  await until('its end', () => server.app.realtime.count() === 0)
  for (const title of ['Um', 'Dois']) await says(title)
  await server.app.db.event.deleteMany({ where: { userId: person.id } })
  network.away = false
  tab.happens('online')
  await until('the gap', () => gaps.length > 0)
  await says('Três')
  await until('it', () => heard.length > 0)
  expect([gaps, heard, states.at(-1)]).toEqual([[[2, 'Dois', 'Um']], ['Três'], 'open'])
})

test('an upload tells how far it is, and can be left', async () => {
  const server = await startApp()
  const { practice } = browser(server).tab()
  await practice.login(await server.person())
  const file = new File([new Uint8Array(3_000_000)], 'laudo.pdf')
  const steps: { sent: number; total: number }[] = []
  const stored = await practice.upload('attachment', file, { onProgress: (step) => steps.push(step) })
  expect(stored).toMatchObject({ filename: 'laudo.pdf', size: 3_000_000 })
  expect(steps.length).toBeGreaterThan(2)
  expect(steps.map(({ sent }) => sent)).toEqual(steps.map(({ sent }) => sent).sort((one, other) => one - other))
  expect(steps.at(-1)).toEqual({ sent: 3_000_000, total: 3_000_000 })
  const { items } = await practice.upload('bulk', [file, new File(['oi'], 'nota.txt')])
  expect(items.map(({ status }) => status)).toEqual([201, 201])
  const json = await practice.upload('attachment', new File(['{"a":1}'], 'dados.json', { type: 'application/json' }))
  const content: unknown = await practice.get('/files/{id}/content', { path: { id: json.id } })
  expect(content instanceof Blob && (await content.text())).toBe('{"a":1}')
  await expect(practice.upload('avatar', file)).rejects.toMatchObject({ status: 415, code: 'unsupported_media_type' })
  const leaving = new AbortController()
  const left = practice.upload('attachment', file, { signal: leaving.signal, onProgress: () => leaving.abort() })
  await expect(left).rejects.toMatchObject({ name: 'AbortError' })
  expect(await server.app.db.file.count()).toBe(4)
})

test('the assistant answers in pieces, whose sum is the answer', async () => {
  const server = await startApp()
  // Every byte comes by itself, so that letters and lines are cut.
  const crumbs = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => chunk.forEach((byte) => controller.enqueue(Uint8Array.of(byte))),
  })
  const { practice } = browser(server).tab({
    fetch: async (address, init) => {
      const response = await fetch(address, init)
      if (!address.endsWith('/ai/chat')) return response
      return new Response(response.body?.pipeThrough(crumbs), response)
    },
  })
  await practice.login(await server.person())
  let reply = ''
  let whole: Piece | undefined
  for await (const piece of practice.ask('Como agendar uma consulta?')) {
    if (piece.type === 'delta') reply += piece.delta
    else if (piece.type === 'done') whole = piece
  }
  expect(whole).toMatchObject({ reply, provider: 'rules', risk: 'nenhum', conversationId: expect.any(String) })
  expect(reply).toMatch(/ã|ç|é|á/)
})

test('a provider that breaks off, a refusal midway and an answer without an end are told apart', async () => {
  const answers = [
    'event: delta\ndata: {"delta":"O\u2028l"}\n\nevent: reset\ndata: {}\n\nevent: done\ndata: {"reply":"Oi"}\n\n',
    'event: error\ndata: {"code":"internal_error","title":"Ops","status":500}\n\n',
    'event: delta\ndata: {"delta":"Ol"}\n\n',
  ]
  let cancelled = 0
  const { practice } = browser({ url: 'http://localhost' }).tab({
    fetch: async () => {
      const text = answers.shift()
      const start = (controller: ReadableStreamDefaultController) => {
        controller.enqueue(new TextEncoder().encode(text ?? 'event: delta\ndata: {"delta":"…"}\n\n'))
        if (text) controller.close()
      }
      return new Response(new ReadableStream({ start, cancel: () => void cancelled++ }))
    },
  })
  const pieces: unknown[] = []
  for await (const piece of practice.ask('Oi')) pieces.push(piece)
  expect(pieces).toEqual([{ type: 'delta', delta: 'O\u2028l' }, { type: 'reset' }, { type: 'done', reply: 'Oi' }])
  const rest = async () => {
    for await (const piece of practice.ask('Oi')) pieces.push(piece)
  }
  await expect(rest()).rejects.toMatchObject({ code: 'internal_error', title: 'Ops', status: 500 })
  await expect(rest()).rejects.toBeInstanceOf(Problem)
  for await (const piece of practice.ask('Oi')) {
    expect(piece).toEqual({ type: 'delta', delta: '…' })
    break
  }
  expect(cancelled).toBe(1)
})
