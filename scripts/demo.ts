// `npm run demo`: plays the practice's main job against a running server and says what held.
// BASE_URL, and from the environment or .env what the server has: PORT, DATA_DIR; ADMIN_EMAIL and ADMIN_PASSWORD where the server was given its own.
import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { blurosiere, type Frame, type Frames, type Practice, type Schema } from '../client/dist/client.js'
import { withDotEnv } from '../src/config/environment.ts'

const env = withDotEnv(process.env)
const base = (env.BASE_URL ?? `http://localhost:${env.PORT ?? '8000'}`).replace(/\/+$/, '')
const run = randomBytes(4).toString('hex')
let failed = 0

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

/** The next frame of this type that is wanted. It is asked for before what brings it about. */
const next = <Type extends keyof Frames>(
  practice: Practice,
  type: Type,
  wanted: (data: Frames[Type]) => boolean = () => true,
): Promise<Frame<Type>> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${type} within 5 s`)), 5_000)
    const stop = practice.on(type, (data, frame) => {
      if (!wanted(data)) return
      clearTimeout(timer)
      stop()
      resolve(frame)
    })
  })

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

/** The file as it downloads, held against what the server has said of it. */
async function same(
  file: Pick<Schema<'File'>, 'url' | 'filename' | 'mimeType' | 'size' | 'sha256'>,
  bytes?: Uint8Array,
) {
  const got = await download(file.url)
  must(sha256(got) === file.sha256, `${file.filename}: the bytes differ from their sha256`)
  must(!bytes || sha256(bytes) === file.sha256, `${file.filename}: the bytes differ from what was sent`)
  return `${file.filename}, ${file.mimeType}, ${file.size} bytes`
}

const [admin, psychologist, patient] = [blurosiere(base), blurosiere(base), blurosiere(base)]

async function main(): Promise<void> {
  const first = await step('the first administrator signs in', async () => {
    const { ADMIN_EMAIL, ADMIN_PASSWORD, DATA_DIR = '.data' } = env
    const account =
      ADMIN_EMAIL && ADMIN_PASSWORD
        ? { email: ADMIN_EMAIL, password: ADMIN_PASSWORD }
        : (JSON.parse(await readFile(join(DATA_DIR, 'first-admin.json'), 'utf8')) as {
            email: string
            password: string
          })
    return admin.login(account)
  })
  if (!first) return

  const password = `frase longa ${run}`
  const ana = await step(
    'she creates a psychologist, who signs in',
    async () => {
      const email = `ana.${run}@example.com`
      await admin.post('/users', { body: { name: 'Ana Souza', email, password, role: 'psicologo' } })
      return psychologist.login({ email, password })
    },
    ({ id, name }) => `${name}, id ${id}`,
  )
  const joao = await step(
    'a patient registers and signs in',
    () =>
      patient.register({ name: 'João Silva', email: `joao.${run}@example.com`, password, phone: '(11) 98765-4321' }),
    ({ id, name, phone }) => `${name}, id ${id}, ${phone}`,
  )
  if (!ana || !joao) return

  // Listeners that stay: without any, a client ends its connection between two steps.
  for (const practice of [patient, psychologist]) practice.on('error', ({ detail }) => say('✘', detail))
  const connected = await step('his socket and hers are welcomed', () =>
    Promise.all([next(patient, 'welcome'), next(psychologist, 'welcome')]),
  )
  if (!connected) return

  const told = next(patient, 'notification:new')
  const updated = next(patient, 'appointment:updated')
  const appointment = await step(
    'the psychologist books an appointment in a free slot',
    async () => {
      const from = new Date(Date.now() + 26 * 3_600_000)
      const to = new Date(from.getTime() + 7 * 86_400_000)
      const query = { from: from.toISOString(), to: to.toISOString(), durationMinutes: 50 }
      const [slot] = (await patient.get('/users/{id}/slots', { path: { id: ana.id }, query })).items
      must(slot, 'no free slot in a week')
      const wish = { patientId: joao.id, psychologistId: ana.id, startsAt: slot.startsAt, durationMinutes: 50 }
      return psychologist.post('/appointments', { body: { ...wish, modality: 'presencial' } })
    },
    ({ id, date, time, status }) => `consulta ${id}, ${date} ${time}, ${status}`,
  )
  if (!appointment) return
  const notification = await step(
    'his socket receives notification:new',
    async () => {
      const frame = await told
      must(frame.data.type === 'agendamento', JSON.stringify(frame))
      return frame
    },
    (frame) => JSON.stringify(frame),
  )
  await step(
    'and appointment:updated',
    async () => {
      const frame = await updated
      const { id, status, date } = frame.data
      must(id === appointment.id && status === 'agendado' && date === appointment.date, JSON.stringify(frame))
      return frame
    },
    (frame) => JSON.stringify(frame),
  )
  if (!notification) return
  await step(
    "the e-mail and the SMS have left (on fallback: see the server's console)",
    async () => {
      for (const end = Date.now() + 10_000; ;) {
        const path = { id: notification.data.id }
        const { items } = await admin.get('/notifications/{id}/deliveries', { path })
        const sent = items.filter(({ status, channel }) => status === 'enviada' && /email|sms/.test(channel))
        if (sent.length === 2) return sent
        must(Date.now() < end, `after 10 s: ${JSON.stringify(items)}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    (sent) => sent.map(({ channel, provider }) => `${channel} by ${provider}`).join(', '),
  )
  const heard = next(psychologist, 'appointment:updated', ({ status }) => status === 'confirmado')
  await step(
    'the patient confirms',
    () => patient.post('/appointments/{id}/confirm', { path: { id: appointment.id } }),
    ({ status }) => status,
  )
  await step(
    "the psychologist's socket hears it",
    () => heard,
    (frame) => JSON.stringify(frame),
  )
  await files()
  await talk(joao.id)
}

async function files(): Promise<void> {
  const jpeg = await sharp({ create: { width: 640, height: 480, channels: 3, background: { r: 40, g: 90, b: 160 } } })
    .jpeg()
    .toBuffer()
  await step(
    'a real JPEG becomes his avatar and downloads',
    async () => {
      const file = await patient.upload('avatar', new File([new Uint8Array(jpeg)], 'eu.jpg', { type: 'image/jpeg' }))
      must((await patient.get('/me')).avatarUrl, 'the account has no avatarUrl')
      return same(file)
    },
    (words) => words,
  )
  await step(
    'a PDF is attached and downloads byte for byte',
    async () => {
      const file = new File([new Uint8Array(pdf)], 'recibo.pdf', { type: 'application/pdf' })
      return same(await patient.upload('attachment', file), pdf)
    },
    (words) => words,
  )
  await step(
    'three files go up at once and download byte for byte',
    async () => {
      const texts = ['um', 'dois', 'três']
      const sent = texts.map((text) => new File([text], `${text}.txt`, { type: 'text/plain' }))
      const { items } = await patient.upload('bulk', sent)
      return Promise.all(
        items.map((item, index) => {
          must('file' in item && item.file, JSON.stringify(item))
          return same(item.file, new TextEncoder().encode(texts[index]))
        }),
      )
    },
    (words) => words.join('; '),
  )
}

async function talk(userId: number): Promise<void> {
  await step(
    'the assistant answers "Como agendar uma consulta?"',
    async () => {
      const answer = await patient.post('/ai/chat', { body: { message: 'Como agendar uma consulta?' } })
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
          next(patient, 'notification:new', (data) => data.title === title).then(() =>
            times.push(performance.now() - started),
          ),
          admin.post('/notifications', {
            body: { userId, title, message: 'Olá', channels: ['websocket'] },
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
    async () => (await fetch(`${base}/health`)).json(),
    (health) => JSON.stringify(health, null, 2),
  )
}

await main()
console.log(failed === 0 ? '\nEvery step held.' : `\n${failed} step(s) did not hold.`)
process.exit(failed === 0 ? 0 : 1)
