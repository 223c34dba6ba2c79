import { randomBytes } from 'node:crypto'
import { expect, inject, test } from 'vitest'
import { startApp, testClock, until } from './app.ts'
import { monday, put } from './clinic.ts'
import { form, send } from './files.ts'
import { chatServer } from './fakes/openai.ts'
import { fakeS3, keys } from './fakes/s3.ts'
import { twilioServer } from './fakes/twilio.ts'
import { mailServer } from './mail.ts'
import { connect } from './sockets.ts'

/** What must not stand in any line: whatever was planted, in any spelling that a log could give it. */
function planted() {
  const words = new Map<string, string>()
  return {
    words,
    /** A value to be used in the story, and looked for afterwards. */
    plant<T extends string>(what: string, value: T): T {
      words.set(what, value)
      return value
    },
  }
}

const seen = (line: string, value: string) =>
  [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), value.normalize('NFD')].some((spelling) =>
    line.toLowerCase().includes(spelling.toLowerCase()),
  )

test('the whole story, its mishaps too, leaves no secret and no personal word in the logs of production', async () => {
  const { plant, words } = planted()
  const { mails, env: mail } = await mailServer()
  const { messages, env: sms } = await twilioServer()
  const s3 = await fakeS3()
  const model = await chatServer((_body, nth) => (nth === 1 ? 500 : 'A consulta dura cinquenta minutos.'))
  const clock = testClock(monday)
  const env = {
    ...{ ...mail, ...sms, NODE_ENV: 'production' },
    SECRET_KEY: plant('SECRET_KEY', randomBytes(48).toString('base64url')),
    ...{
      CORS_ORIGINS: 'https://app.example.com',
      LOG_LEVEL: 'trace',
      METRICS_TOKEN: plant('METRICS_TOKEN', 'metricas-so-minhas'),
    },
    ...{ OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: model.url, STORAGE_TYPE: 's3', AWS_S3_BUCKET: s3.bucket },
    ...{ AWS_REGION: 'us-east-1', AWS_S3_ENDPOINT: s3.endpoint, AWS_ACCESS_KEY_ID: keys.accessKeyId },
    AWS_SECRET_ACCESS_KEY: plant('AWS_SECRET_ACCESS_KEY', keys.secretAccessKey),
  }
  plant('OPENAI_API_KEY', 'sk-test-1')
  plant('the database’s password', new URL(inject('server')).password || 'segredo-do-banco')
  plant('TWILIO_AUTH_TOKEN', sms.TWILIO_AUTH_TOKEN)
  const server = await startApp({ env, clock })
  const { app, call, person, url } = server

  // Accounts: registration, wrong and right passwords, the forgotten one, sessions.
  const name = plant('a name', 'Eulália Quintanilha')
  const email = plant('an address', 'eulalia.quintanilha@caixa.example')
  const phone = plant('a phone', '+5511912345678')
  const password = plant('a password', 'Cavalo-Bateria-77')
  const joined = await call('POST', '/auth/register', { name, email, password, phone })
  expect(joined.status).toBe(201)
  const wrong = plant('a wrong password', 'Cavalo-Bateria-78')
  expect((await call('POST', '/auth/login', { email, password: wrong })).status).toBe(401)
  const { body: pair } = await call('POST', '/auth/login', { email, password })
  const token = plant('an access token', pair.accessToken as string)
  plant('a refresh token', pair.refreshToken as string)
  const bearer = { authorization: `Bearer ${token}` }
  const { body: next } = await call('POST', '/auth/refresh', { refreshToken: pair.refreshToken })
  plant('the next refresh token', next.refreshToken as string)
  expect((await call('POST', '/auth/refresh', { refreshToken: plant('a made-up token', 'r'.repeat(43)) })).status).toBe(
    401,
  )
  expect((await call('POST', '/auth/forgot-password', { email })).status).toBe(202)
  const letter = await until('the letter', () => mails.find(({ subject }) => subject?.startsWith('Escolha')))
  const link = /token=([\w-]{43})/.exec(letter.text ?? '')?.[1] ?? ''
  plant('a link’s token', link)
  expect(link).not.toBe('')
  expect((await call('GET', `${url}/reset-password?token=${link}`)).status).toBe(200)
  expect((await call('POST', '/auth/reset-password', { token: link, password: 'curta' })).status).toBe(422)

  // The socket, by token and by ticket.
  const socket = connect(url, token)
  await socket.got('welcome')
  const { body: ticket } = await call('POST', '/auth/ws-ticket', undefined, bearer)
  const second = connect(url, plant('a ticket', ticket.token as string))
  await second.got('welcome')
  connect(url, plant('a broken token', `${token.slice(0, -4)}abcd`))

  // Appointments, messages, files.
  const me = (await call('GET', '/me', undefined, bearer)).body.id as number
  const psychologist = await person('psicologo', {
    name: plant('her name', 'Dra. Zenaide Barbalho'),
    phone: '+5511987651111',
  })
  plant('her phone', '+5511987651111')
  const reason = plant('a reason', 'internação da minha mãe')
  const { id } = await put(
    { app },
    { ...psychologist, id: me },
    psychologist,
    new Date(clock.now().getTime() + 3 * 86_400_000),
  )
  expect((await call('POST', `/appointments/${id}/confirm`, undefined, bearer)).status).toBe(200)
  expect((await call('POST', `/appointments/${id}/cancel`, { reason }, bearer)).status).toBe(200)
  const admin = await person('admin')
  const message = plant('a message', 'O resultado do seu exame chegou')
  expect((await admin.call('POST', '/notifications', { userId: me, title: 'Olá', message })).status).toBe(202)
  const filename = plant('a file’s name', 'laudo-depressao-eulalia.txt')
  const content = plant('a file’s words', 'episódio depressivo moderado')
  const maria = { ...psychologist, accessToken: token }
  const file = await send(server, maria, '/upload/attachment', form({ file: [Buffer.from(content), filename] }))
  expect(file.status).toBe(201)
  const signed = new URL(file.body.url as string)
  plant('a file’s signature', signed.searchParams.get('sig') ?? 'no signature')
  expect((await fetch(signed)).status).toBe(200)
  s3.faults.push({ method: 'PUT', status: 500, code: `Wrong ${keys.accessKeyId}` })
  expect(
    (await send(server, maria, '/upload/attachment', form({ file: [Buffer.from(content), filename] }))).status,
  ).toBe(503)

  // The assistant: a provider that fails, one that answers, and a cry.
  const chat = (text: string) => call('POST', '/ai/chat', { message: text }, bearer)
  const cpf = plant('a CPF', '529.982.247-25')
  const story = plant('what was told', 'meu chefe grita comigo todo santo dia')
  expect((await chat(`Meu CPF é ${cpf} e ${story}`)).status).toBe(200)
  expect((await chat(plant('a cry', 'quero acabar com a minha vida hoje'))).body.risk).toBe('alto')
  expect(
    (
      await call('POST', '/ai/chat', `{"message": "${plant('half a body', 'isto fica pela metade')}`, {
        ...bearer,
        'content-type': 'application/json',
      })
    ).status,
  ).toBe(400)

  // Operators, and what fails of itself.
  expect((await call('GET', `${url}/metrics`, undefined, { authorization: 'Bearer metricas-so-minhas' })).status).toBe(
    200,
  )
  await app.db.$executeRaw`ALTER TABLE notifications ADD CONSTRAINT broken CHECK (message <> 'uma falha, e com nome')`
  plant('words of a failed statement', 'uma falha, e com nome')
  expect(
    (await admin.call('POST', '/notifications', { userId: me, title: 'Olá', message: 'uma falha, e com nome' })).status,
  ).toBe(500)
  await server.meantFaults(1)
  await app.db.$executeRaw`ALTER TABLE notifications DROP CONSTRAINT broken`
  expect((await call('GET', '/me/export?format=json', undefined, bearer)).status).toBe(200)
  expect((await call('DELETE', '/me', { password }, bearer)).status).toBe(204)
  await until('mail and SMS to have left', () => mails.length > 3 && messages.length > 0)
  await server.close()

  const lines = server.logs.map((line) => JSON.stringify(line))
  expect(lines.length).toBeGreaterThan(30)
  const found = [...words].flatMap(([what, value]) => {
    const line = lines.find((one) => seen(one, value))
    return line ? [`${what}: ${line.slice(0, 600)}`] : []
  })
  expect(found).toEqual([])
  // And what operators need is there.
  expect(lines.filter((line) => line.includes('📧 Email enviado para: e***@caixa.example')).length).toBeGreaterThan(0)
  expect(lines.some((line) => line.includes('📱 SMS enviado para: +55*******'))).toBe(true)
  expect(lines.some((line) => line.includes('☁️ Arquivo salvo: '))).toBe(true)
})
