// The page that the browser's trials open: a front end of a few lines, under a strict policy, on an origin of its own.
import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { project } from '../process.ts'

/**
 * Time as it is after a sleep. `rig.sleptUntil` sets how far the page's clock is ahead; what was due meanwhile then runs, or, where the device itself
 * stood still, goes on waiting for as long as was left. `rig.trap` stops the page in the middle of storing a session.
 */
const sleeper = `{
  const { Date: Real, setTimeout: later, clearTimeout: never } = globalThis
  let ahead = 0
  let handles = 0
  const timers = new Map()
  globalThis.Date = class extends Real {
    constructor(...given) { given.length > 0 ? super(...given) : super(Date.now()) }
    static now() { return Real.now() + ahead }
  }
  const start = (handle, run, ms) => {
    const fire = () => { timers.delete(handle); run() }
    timers.set(handle, { due: Date.now() + ms, fire, real: later(fire, ms) })
    return handle
  }
  globalThis.setTimeout = (run, ms = 0, ...given) => start(++handles, () => run(...given), ms)
  globalThis.setInterval = (run, ms = 0, ...given) => {
    const handle = ++handles
    const tick = () => { start(handle, tick, ms); run(...given) }
    return start(handle, tick, ms)
  }
  globalThis.clearTimeout = globalThis.clearInterval = (handle) => {
    never(timers.get(handle)?.real)
    timers.delete(handle)
  }
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(new DOMException('signal timed out', 'TimeoutError')), ms)
    return controller.signal
  }
  globalThis.rig = {
    sleptUntil(next, timersRun) {
      const ms = next - ahead
      ahead = next
      for (const timer of [...timers.values()].sort((one, other) => one.due - other.due)) {
        if (!timersRun) timer.due += ms
        else if (timer.due <= Date.now()) {
          never(timer.real)
          timer.real = later(timer.fire, 0)
        }
      }
    },
  }
  const { setItem } = Storage.prototype
  Storage.prototype.setItem = function (key, value) {
    if (rig.trap) {
      rig.trap = false
      const answer = new XMLHttpRequest()
      answer.open('GET', '/trap', false)
      answer.send()
      const { ahead, timersRun } = JSON.parse(answer.responseText)
      rig.sleptUntil(ahead, timersRun)
    }
    return setItem.call(this, key, value)
  }
}`

const front = `
  import { blurosiere } from '/client.js'
  const practice = blurosiere(document.documentElement.dataset.server)
  const list = document.querySelector('ol')
  Object.assign(rig, {
    practice,
    status: 'closed',
    signOuts: 0,
    shown: () => [...list.children].map(({ dataset, textContent }) => [Number(dataset.event), textContent]),
    shows: (count) => new Promise((resolve) => {
      const look = () => list.children.length >= count && (resolve(), looking.disconnect())
      const looking = new MutationObserver(look)
      looking.observe(list, { childList: true })
      look()
    }),
  })
  practice.onSession((user) => {
    if (!user) rig.signOuts++
  })
  practice.on('status', (status) => (rig.status = status))
  practice.on('notification:new', ({ title }, { id }) => {
    const item = document.createElement('li')
    item.dataset.event = id
    item.textContent = title
    list.append(item)
  })
  rig.ready = true`

export interface TabPage {
  readonly url: string
  /** Whether a page stands in its trap. */
  trapped(): boolean
  /** Lets it out, its clock so far ahead. */
  letGo(passed: { ahead: number; timersRun: boolean }): void
}

/** Serves the page on an origin of its own, for a server at this address; it is gone when the test ends. */
export async function tabPage(server: string): Promise<TabPage> {
  const client = await readFile(join(project, 'client/dist/client.js'))
  const policy = `default-src 'none'; script-src 'self'; connect-src 'self' ${server} ${server.replace(/^http/, 'ws')}`
  const files = new Map<string, [type: string, content: string | Buffer]>([
    [
      '/',
      [
        'text/html',
        `<!doctype html><html lang="en" data-server="${server}"><title>Notices</title><script src="/sleeper.js"></script>
        <script type="module" src="/front.js"></script><ol></ol></html>`,
      ],
    ],
    ['/sleeper.js', ['text/javascript', sleeper]],
    ['/front.js', ['text/javascript', front]],
    ['/client.js', ['text/javascript', client]],
  ])
  let held: ServerResponse | undefined
  const door = createServer(({ url = '' }, response) => {
    if (url === '/trap') return void (held = response)
    const [type, content] = files.get(url) ?? ['text/plain', '']
    response.writeHead(files.has(url) ? 200 : 404, {
      'content-type': type,
      'content-security-policy': policy,
      'cache-control': 'no-store',
    })
    response.end(content)
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    door.closeAllConnections()
    door.close()
  })
  const address = door.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`,
    trapped: () => held !== undefined,
    letGo(passed) {
      held?.end(JSON.stringify(passed))
      held = undefined
    },
  }
}
