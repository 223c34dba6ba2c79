// `npm run demo`: plays the practice's main job against a running server and says what held.
// BASE_URL, and from the environment or .env what the server has: PORT, DATA_DIR; ADMIN_EMAIL and ADMIN_PASSWORD where the server was given its own.
import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { withDotEnv } from '../src/config/environment.ts'

const env = withDotEnv(process.env)
const base = (env.BASE_URL ?? `http://localhost:${env.PORT ?? '8000'}`).replace(/\/+$/, '')
const run = randomBytes(4).toString('hex')
let failed = 0

interface Frame {
  type: string
  id?: number
  data: Record<string, unknown>
}

type Json = any // what a server answered: each step checks what it needs of it

const say = (mark: string, text: string) => console.log(`${mark} ${text}`)

async function step<T>(
  name: string,
  work: () => Promise<T>,
  show: (result: T) => string = () => '',
): Promise<T | undefined> {
  try {
    const result = await work()
    const words = show(result)
    say('✔', words ? `${name}: ${words}` : name)
    return result
  } catch (error) {
    failed++
    say('✘', `${name}: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}

function must(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message)
}

async function call(
  method: string,
  path: string,
  { token, body, form }: { token?: string; body?: unknown; form?: FormData } = {},
): Promise<Json> {
  const response = await fetch(path.startsWith('http') ? path : `${base}${path}`, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: form ?? (body === undefined ? undefined : JSON.stringify(body)),
  })
  const text = await response.text()
  must(response.ok, `${method} ${path.split('?')[0]} answered ${response.status} ${text.slice(0, 300)}`)
  return text ? JSON.parse(text) : undefined
}

/** A socket that keeps its frames and hands them out as they come. */
async function socket(token: string) {
  const ws = new WebSocket(`${base.replace(/^http/, 'ws')}/ws/${token}`)
  const frames: Frame[] = []
  const waiting = new Set<() => void>()
  ws.onmessage = ({ data }) => {
    frames.push(JSON.parse(String(data)) as Frame)
    for (const wake of waiting) wake()
  }
  const next = (what: string, wanted: (frame: Frame) => boolean): Promise<Frame> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => done(() => reject(new Error(`no frame within 5 s: ${what}`))), 5_000)
      const look = () => {
        const found = frames.find(wanted)
        if (found) done(() => resolve(found))
      }
      const done = (then: () => void) => {
        clearTimeout(timer)
        waiting.delete(look)
        then()
      }
      waiting.add(look)
      look()
    })
  await next('welcome', ({ type }) => type === 'welcome')
  return { next, close: () => ws.close() }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function download(url: string): Promise<Uint8Array> {
  const response = await fetch(url)
  must(response.ok, `the download answered ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

const pdf = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
)

async function main(): Promise<void> {
  const admin = await step('the first administrator signs in', async () => {
    const { ADMIN_EMAIL, ADMIN_PASSWORD, DATA_DIR = '.data' } = env
    const account =
      ADMIN_EMAIL && ADMIN_PASSWORD
        ? { email: ADMIN_EMAIL, password: ADMIN_PASSWORD }
        : (JSON.parse(await readFile(join(DATA_DIR, 'first-admin.json'), 'utf8')) as {
            email: string
            password: string
          })
    return call('POST', '/api/v1/auth/login', { body: account })
  })
  if (!admin) return
  const adminToken = admin.accessToken as string

  const secret = `frase longa ${run}`
  const psychologist = await step(
    'she creates a psychologist, who signs in',
    async () => {
      const email = `ana.${run}@example.com`
      await call('POST', '/api/v1/users', {
        token: adminToken,
        body: { name: 'Ana Souza', email, password: secret, role: 'psicologo' },
      })
      return call('POST', '/api/v1/auth/login', { body: { email, password: secret } })
    },
    ({ user }) => `${user.name}, id ${user.id}`,
  )
  const patient = await step(
    'a patient registers and signs in',
    async () => {
      const email = `joao.${run}@example.com`
      await call('POST', '/api/v1/auth/register', {
        body: { name: 'João Silva', email, password: secret, phone: '(11) 98765-4321' },
      })
      return call('POST', '/api/v1/auth/login', { body: { email, password: secret } })
    },
    ({ user }) => `${user.name}, id ${user.id}, ${user.phone}`,
  )
  if (!psychologist || !patient) return
  const token = patient.accessToken as string

  const patientSocket = await step('he opens /ws/:token and is welcomed', () => socket(token))
  const psychologistSocket = await step('so does she, with a single-use ticket', async () => {
    const ticket = await call('POST', '/api/v1/auth/ws-ticket', { token: psychologist.accessToken })
    return socket(ticket.token as string)
  })
  if (!patientSocket || !psychologistSocket) return

  const appointment = await step(
    'the psychologist books an appointment in a free slot',
    async () => {
      const from = new Date(Date.now() + 26 * 3_600_000)
      const to = new Date(from.getTime() + 7 * 86_400_000)
      const range = new URLSearchParams({ from: from.toISOString(), to: to.toISOString(), durationMinutes: '50' })
      const { items } = await call('GET', `/api/v1/users/${psychologist.user.id}/slots?${range.toString()}`, { token })
      must(items.length > 0, 'no free slot in a week')
      return call('POST', '/api/v1/appointments', {
        token: psychologist.accessToken,
        body: {
          patientId: patient.user.id,
          psychologistId: psychologist.user.id,
          startsAt: items[0].startsAt,
          durationMinutes: 50,
          modality: 'presencial',
        },
      })
    },
    ({ id, date, time, status }) => `consulta ${id}, ${date} ${time}, ${status}`,
  )
  if (!appointment) return
  const told = await step(
    'his socket receives notification:new',
    async () => {
      const frame = await patientSocket.next('notification:new', ({ type }) => type === 'notification:new')
      const { id, title, message, type } = frame.data
      must(
        typeof id === 'number' && typeof title === 'string' && typeof message === 'string' && type === 'agendamento',
        JSON.stringify(frame),
      )
      return frame
    },
    (frame) => JSON.stringify(frame),
  )
  await step(
    'and appointment:updated',
    async () => {
      const frame = await patientSocket.next('appointment:updated', ({ type }) => type === 'appointment:updated')
      must(
        frame.data.id === appointment.id && frame.data.status === 'agendado' && frame.data.date === appointment.date,
        JSON.stringify(frame),
      )
      return frame
    },
    (frame) => JSON.stringify(frame),
  )
  await step(
    "the e-mail and the SMS have left (on fallback: see the server's console)",
    async () => {
      for (const end = Date.now() + 10_000; ;) {
        const { items } = await call('GET', `/api/v1/notifications/${String(told?.data.id)}/deliveries`, {
          token: adminToken,
        })
        const sent = (items as { channel: string; status: string; provider: string }[]).filter(
          ({ status }) => status === 'enviada',
        )
        if (sent.length === 2) return sent
        must(Date.now() < end, `after 10 s: ${JSON.stringify(items)}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    (sent) => sent.map(({ channel, provider }) => `${channel} by ${provider}`).join(', '),
  )
  await step(
    'the patient confirms',
    () => call('POST', `/api/v1/appointments/${appointment.id}/confirm`, { token }),
    ({ status }) => status,
  )
  await step(
    "the psychologist's socket hears it",
    () =>
      psychologistSocket.next(
        'confirmado',
        ({ type, data }) => type === 'appointment:updated' && data.status === 'confirmado',
      ),
    (frame) => JSON.stringify(frame),
  )

  const jpeg = await sharp({ create: { width: 640, height: 480, channels: 3, background: { r: 40, g: 90, b: 160 } } })
    .jpeg()
    .toBuffer()
  const form = (field: string, ...files: [bytes: Uint8Array<ArrayBuffer>, type: string, name: string][]) => {
    const made = new FormData()
    for (const [bytes, type, name] of files) made.append(field, new Blob([bytes], { type }), name)
    return made
  }
  const same = async (file: Json, bytes?: Uint8Array) => {
    const got = await download(file.url as string)
    must(sha256(got) === file.sha256, `${file.filename}: the bytes differ from their sha256`)
    must(!bytes || sha256(bytes) === file.sha256, `${file.filename}: the bytes differ from what was sent`)
    return `${file.filename}, ${file.mimeType}, ${file.size} bytes`
  }
  await step(
    'a real JPEG becomes his avatar and downloads',
    async () => {
      const file = await call('POST', '/api/v1/upload/avatar', {
        token,
        form: form('file', [new Uint8Array(jpeg), 'image/jpeg', 'eu.jpg']),
      })
      const me = await call('GET', '/api/v1/me', { token })
      must(typeof me.avatarUrl === 'string', 'the account has no avatarUrl')
      return same(file)
    },
    (words) => words,
  )
  await step(
    'a PDF is attached and downloads byte for byte',
    async () =>
      same(
        await call('POST', '/api/v1/upload/attachment', {
          token,
          form: form('file', [new Uint8Array(pdf), 'application/pdf', 'recibo.pdf']),
        }),
        pdf,
      ),
    (words) => words,
  )
  await step(
    'three files go up at once and download byte for byte',
    async () => {
      const files = ['um', 'dois', 'três'].map(
        (text) =>
          [new TextEncoder().encode(text), 'text/plain', `${text}.txt`] as [Uint8Array<ArrayBuffer>, string, string],
      )
      const { items } = await call('POST', '/api/v1/upload/bulk', { token, form: form('files', ...files) })
      return Promise.all((items as Json[]).map((item, index) => same(item.file, files[index]?.[0])))
    },
    (words) => words.join('; '),
  )
  await step(
    'the assistant answers "Como agendar uma consulta?"',
    async () => {
      const answer = await call('POST', '/api/v1/ai/chat', { token, body: { message: 'Como agendar uma consulta?' } })
      must(/consulta/i.test(answer.reply), answer.reply)
      return answer
    },
    ({ reply, provider }) => `(${provider}) ${reply}`,
  )
  await step(
    'from request to frame in the socket, 30 messages',
    async () => {
      const times: number[] = []
      for (let index = 0; index < 30; index++) {
        const title = `medida ${index}`
        const started = performance.now()
        await Promise.all([
          patientSocket
            .next(title, ({ type, data }) => type === 'notification:new' && data.title === title)
            .then(() => times.push(performance.now() - started)),
          call('POST', '/api/v1/notifications', {
            token: adminToken,
            body: { userId: patient.user.id, title, message: 'Olá', channels: ['websocket'] },
          }),
        ])
      }
      times.sort((a, b) => a - b)
      const median = times[15] ?? 0
      must(median < 30, `the median is ${median.toFixed(1)} ms`)
      return times
    },
    (times) => `median ${times[15]?.toFixed(1)} ms, slowest ${times.at(-1)?.toFixed(1)} ms`,
  )
  await step(
    '/health',
    () => call('GET', '/health'),
    (health) => JSON.stringify(health, null, 2),
  )
  patientSocket.close()
  psychologistSocket.close()
}

await main()
console.log(failed === 0 ? '\nEvery step held.' : `\n${failed} step(s) did not hold.`)
process.exit(failed === 0 ? 0 : 1)
