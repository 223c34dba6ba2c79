import { element, find, json, prose } from './elements.js'
import { closeCodes, frameEntry, framesOf } from './frames.js'
import { offerSignIn, post } from './session.js'

/** So many entries the log shows. */
const longestLog = 500
const root = new URL('../', import.meta.url)

const connection = find('#connection', HTMLFormElement)
const sending = find('#sending', HTMLFormElement)
const example = find('#example', HTMLSelectElement)
const draft = find('#frame', HTMLTextAreaElement)
const refusal = find('#refusal', HTMLElement)
const state = find('#state', HTMLOutputElement)
const log = find('#log', HTMLOListElement)
const since = find('[name=since]', HTMLInputElement)

/** @type {WebSocket | undefined} */
let socket
/** @type {string | undefined} */
let token
/** From the asking for a ticket on, so that a second click opens no second socket. */
let connecting = false

/**
 * @param {'in' | 'out' | 'state'} direction
 * @param {string} title
 * @param {string} [body]
 */
function note(direction, title, body) {
  const arrow = { in: '↓', out: '↑', state: '•' }[direction]
  const time = element('time', {}, new Date().toISOString().slice(11, 23))
  const head = [time, ` ${arrow} `, element('b', {}, title)]
  const entry = body
    ? element('details', {}, element('summary', {}, ...head), element('pre', {}, body))
    : element('div', {}, ...head)
  log.prepend(element('li', { class: direction }, entry))
  while (log.childElementCount > longestLog) log.lastElementChild?.remove()
}

/** @param {string} text */
function readFrame(text) {
  const frame = /** @type {{ type: string, id?: number, data?: { lastEventId?: number } }} */ (JSON.parse(text))
  const { type, id, data } = frame
  // What a reconnection goes on from; a welcome says it where nothing was asked for.
  const seen = id ?? (type === 'sync:gap' || since.value === '' ? data?.lastEventId : undefined)
  if (seen !== undefined) since.value = String(seen)
  note('in', id === undefined ? type : `${type} #${id}`, json(frame))
}

function showState() {
  const open = socket?.readyState === WebSocket.OPEN
  state.textContent = open ? 'connected' : connecting ? 'connecting' : 'not connected'
  state.classList.toggle('good', open)
  const set = (/** @type {string} */ name, /** @type {boolean} */ disabled) =>
    (find(`[name=${name}]`, HTMLButtonElement).disabled = disabled)
  set('connect', !token || open || connecting)
  set('reconnect', !open)
  set('disconnect', !open)
  find('#sending [type=submit]', HTMLButtonElement).disabled = !open
}

/** With a ticket, so that no token that lasts stands in an address. */
async function connect() {
  connecting = true
  showState()
  try {
    const ticket = /** @type {{ token: string }} */ (await post('/auth/ws-ticket', undefined, token))
    const url = new URL(`ws/${ticket.token}`, root.href.replace(/^http/, 'ws'))
    if (since.value) url.searchParams.set('since', since.value)
    const opened = new WebSocket(url)
    socket = opened
    opened.onopen = () => {
      connecting = false
      note('state', since.value ? `open, since ${since.value}` : 'open')
      showState()
    }
    opened.onmessage = ({ data }) => readFrame(String(data))
    opened.onclose = ({ code, reason }) => {
      connecting = false
      note('state', `closed ${code}${reason && `: ${reason}`}`)
      showState()
    }
  } catch (error) {
    connecting = false
    note('state', error instanceof Error ? error.message : String(error))
    showState()
  }
}

connection.addEventListener('submit', (event) => {
  event.preventDefault()
  void connect()
})
find('[name=disconnect]', HTMLButtonElement).addEventListener('click', () => socket?.close(1000))
find('[name=reconnect]', HTMLButtonElement).addEventListener('click', () => {
  socket?.addEventListener('close', () => void connect())
  socket?.close(1000)
})
find('#clear', HTMLButtonElement).addEventListener('click', () => log.replaceChildren())

sending.addEventListener('submit', (event) => {
  event.preventDefault()
  refusal.textContent = ''
  try {
    const { type } = /** @type {{ type: unknown }} */ (JSON.parse(draft.value))
    socket?.send(draft.value)
    note('out', String(type), draft.value)
  } catch (error) {
    refusal.textContent = error instanceof Error ? error.message : String(error)
  }
})

const response = await fetch(new URL('asyncapi.json', root))
const asyncApi = /** @type {import('./types.d.ts').Document} */ (await response.json())
const sent = framesOf(asyncApi, 'receive')
const received = framesOf(asyncApi, 'send')

find('#about', HTMLElement).append(...prose(asyncApi.info.description))
const examples = sent.flatMap(({ type, examples: some }) => some.map((one) => ({ type, ...one })))
example.append(
  ...examples.map(({ type, name, summary }, index) =>
    element('option', { value: String(index) }, [type, summary ?? name].filter(Boolean).join(': ')),
  ),
)
const choose = () => (draft.value = json(examples[Number(example.value)]?.payload))
example.addEventListener('change', choose)
if (examples.length > 0) choose()

find('#received', HTMLElement).append(...received.map((one) => frameEntry(asyncApi, one)))
find('#sent', HTMLElement).append(
  ...sent.map((one) =>
    frameEntry(asyncApi, one, ({ payload }) => {
      draft.value = json(payload)
      draft.focus()
    }),
  ),
)
find('#closes', HTMLElement).append(closeCodes(asyncApi))

offerSignIn(find('#session', HTMLElement), (now) => {
  token = now
  // A socket lives as long as its session.
  if (!now) socket?.close(1000)
  showState()
})
