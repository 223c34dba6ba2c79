// One page for patients and psychologists, on the client that the server hands out at /client.js.
const api = new URLSearchParams(location.search).get('api') ?? 'http://localhost:8000'
const $ = (selector, root = document) => root.querySelector(selector)
const statusWords = { connecting: 'conectando…', open: 'ao vivo', waiting: 'sem conexão', closed: 'desconectado' }
let [turn, practice, challenge, conversationId] = [Promise.resolve()]

const say = (textContent, className) => Object.assign($('#message'), { textContent, className })
function complain({ name, message, title = message, errors = [], challenge: asked }) {
  say(name === 'AbortError' ? 'Interrompido.' : [title, ...errors.map((field) => field.message)].join(' '), 'bad')
  if (asked) [challenge, document.body.dataset.session] = [asked, 'code']
  if (asked) $('#code input').focus()
}
/** Does what somebody asked for. Its form or button is busy meanwhile; a form with a button for it can be stopped. */
async function run(place, work) {
  if (place.ariaBusy) return
  const stop = new AbortController()
  $('[name=stop]', place)?.addEventListener('click', () => stop.abort(), { once: true })
  place.ariaBusy = 'true'
  say('')
  await work(stop.signal).catch(complain)
  place.ariaBusy = null
}
/** From a template of the page: texts go in as text, never as markup. */
function row(template, words, data = {}) {
  const element = $(template).content.firstElementChild.cloneNode(true)
  for (const [name, text] of Object.entries(words)) $(`[data-is=${name}]`, element).textContent = text
  Object.assign(element.dataset, data)
  return element
}
/** What was chosen stays chosen, and whoever stands in a row with the keyboard goes on from there. */
function fill(list, items, rowOf) {
  const { value } = $(list)
  const rows = items.map(rowOf)
  const id = document.activeElement.closest(`${list} li`)?.dataset.id
  $(list).replaceChildren(...rows)
  if (rows.some((option) => option.value === value)) $(list).value = value
  if (id) ($(`${list} [data-id="${id}"] button`) ?? $(list)).focus()
}
const format = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }
const instant = (text) => new Date(text).toLocaleString('pt-BR', { ...format, timeZone: practice.user?.timezone })
const isPatient = () => practice.user?.role === 'paciente'
const from = (days) => new Date(Date.now() + days * 86_400_000).toISOString()

async function showPractice(changed) {
  const query = { from: from(0), status: 'agendado,confirmado', limit: 50 }
  const { items } = await practice.get('/appointments', { query })
  fill('#appointments', items, ({ id, startsAt, status, modality, patient, psychologist }) => {
    const who = `${(isPatient() ? psychologist : patient).name} · ${modality}`
    return row('#appointment', { when: instant(startsAt), status, who }, { id, status, changed: id === changed })
  })
  const targetOf = ({ id, startsAt }) => new Option(id ? `Consulta de ${instant(startsAt)}` : 'Minha foto', id)
  fill('#appointmentId', [{ id: '' }, ...items], targetOf)
  // Patients book with any psychologist, psychologists with patients of theirs.
  const people = await practice.get('/users', { query: { role: isPatient() ? 'psicologo' : 'paciente', limit: 100 } })
  fill('#person', people.items, ({ name, id }) => new Option(name, id))
  await showSlots()
}
async function showSlots() {
  const id = isPatient() ? $('#person').value : practice.user?.id
  if (!id) return
  const { items } = await practice.get('/users/{id}/slots', { path: { id }, query: { from: from(1), to: from(8) } })
  fill('#startsAt', items, ({ startsAt }) => new Option(instant(startsAt), startsAt))
}
async function showNotifications() {
  const { items } = await practice.get('/notifications', { query: { limit: 8 } })
  fill('#notifications', items, ({ id, title, message, createdAt, readAt }) =>
    row('#notification', { title, message, when: instant(createdAt) }, { id, read: readAt !== null }),
  )
  $('#unread').textContent = (await practice.get('/notifications/unread-count')).count || ''
}
/** One after the other: an older answer must not replace a newer one. */
const inTurn = (work) => (turn = turn.then(work).catch(complain))
function showSession(user) {
  // Nothing of one person stays in the page for the next one.
  if (document.body.dataset.session === 'in') return location.reload()
  document.body.dataset.session = user ? 'in' : 'out'
  if (!user) return
  $('#name').textContent = user.name
  $('#avatar').src = user.avatarUrl ?? 'data:,'
  void inTurn(showPractice).then(showNotifications)
}

/** What the forms do, by their id. */
const submits = {
  register: (account) => practice.register(account),
  login: (account) => practice.login(account),
  code: ({ code }) => practice.secondFactor({ challenge, code }),
  book({ person, ...wish }) {
    const people = { psychologistId: practice.user?.id, [isPatient() ? 'psychologistId' : 'patientId']: +person }
    return practice.post('/appointments', { body: { ...wish, ...people } })
  },
  async upload({ file, appointmentId }, signal) {
    $('progress').value = 0
    const onProgress = ({ sent, total }) => ($('progress').value = sent / total)
    const options = { signal, onProgress, appointmentId: +appointmentId || undefined }
    const { filename, url } = await practice.upload(appointmentId ? 'attachment' : 'avatar', file, options)
    Object.assign($('#stored'), { textContent: filename, href: url })
    if (!appointmentId) $('#avatar').src = (await practice.get('/me')).avatarUrl
  },
  async ask({ message }, signal) {
    $('#ask').reset()
    const answer = $('[data-is=answer]', $('#conversation').appendChild(row('#line', { message })))
    for await (const piece of practice.ask(message, { conversationId, signal })) {
      answer.textContent = piece.type === 'delta' ? answer.textContent + piece.delta : (piece.reply ?? '')
      conversationId = piece.conversationId ?? conversationId
    }
  },
}
addEventListener('submit', (event) => {
  event.preventDefault()
  void run(event.target, (stop) => submits[event.target.id](Object.fromEntries(new FormData(event.target)), stop))
})
addEventListener('click', ({ target }) => {
  // `post` is a path of the API, such as /notifications/{id}/read.
  const [{ post, ask }, path] = [target.dataset, target.closest('[data-id]')?.dataset]
  if (ask && !confirm(ask)) return
  if (post) void run(target, () => practice.post(post, { path }).then(() => inTurn(showNotifications)))
  if (target.id === 'logout') void run(target, practice.logout)
})
$('#person').addEventListener('change', () => inTurn(showSlots))

function begin({ blurosiere }) {
  practice = blurosiere(api)
  practice.on('status', (status) => ($('#status').textContent = statusWords[($('#status').dataset.state = status)]))
  practice.on('appointment:updated', ({ id }) => inTurn(() => showPractice(id)))
  practice.on('notification:new', ({ title }) => inTurn(showNotifications).then(() => say(title)))
  practice.on('notification:read', () => inTurn(showNotifications))
  practice.on('sync:gap', () => location.reload())
  practice.onSession(showSession)
  showSession(practice.user)
}
import(`${api}/client.js`).then(begin, () => say(`Nenhum servidor responde em ${api}.`, 'bad'))
