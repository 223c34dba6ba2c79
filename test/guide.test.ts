import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { providers } from '../src/cli/providers.ts'
import { loadConfig } from '../src/config/config.ts'
import { transaction } from '../src/database/transaction.ts'
import { startApp, testClock, until, type Signed, type TestApp } from './app.ts'
import { monday } from './clinic.ts'
import { chatServer } from './fakes/openai.ts'
import { twilioServer } from './fakes/twilio.ts'
import { mailServer } from './mail.ts'

// The integration guide (v2.0.0), section by section: what it shows works unchanged.

let server: TestApp
let patient: Signed
let psychologist: Signed
const lines = () => server.logs.map(({ msg }) => String(msg))

beforeAll(async () => {
  server = await startApp({ keep: true })
  patient = await server.person('paciente', { name: 'João Silva', phone: '+5511999999999' })
  psychologist = await server.person('psicologo')
})
afterAll(() => server.close())

const book = () =>
  psychologist.call('POST', '/appointments', {
    patientId: patient.id,
    psychologistId: psychologist.id,
    startsAt: new Date(
      Math.ceil(Date.now() / 3_600_000) * 3_600_000 + Math.floor(Math.random() * 5_000) * 3_600_000 + 7_200_000,
    ).toISOString(),
    durationMinutes: 50,
    modality: 'presencial',
  })

describe('WebSocket (Tempo Real)', () => {
  test('the snippet as printed receives notification:new and appointment:updated in the shapes shown', async () => {
    const token = patient.accessToken
    const received: { type: string; data: Record<string, unknown> }[] = []
    const ws = new WebSocket(`${server.url.replace('http', 'ws')}/ws/${token}`)
    ws.onmessage = (event) => {
      const data = JSON.parse(event.data as string)
      received.push(data)
    }
    await until('welcome', () => received.some(({ type }) => type === 'welcome'))
    const { body } = await book()
    const notification = await until('notification:new', () => received.find(({ type }) => type === 'notification:new'))
    expect(notification.data).toEqual({
      id: expect.any(Number),
      title: expect.any(String),
      message: expect.any(String),
      type: 'agendamento',
    })
    const update = await until('appointment:updated', () => received.find(({ type }) => type === 'appointment:updated'))
    expect(update.data).toMatchObject({
      id: body.id,
      status: 'agendado',
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    })
    ws.close()
  })
})

describe('Email (SMTP)', () => {
  test('with the variables of the guide a reminder reaches a real mail server, and the log says so', async () => {
    const { mails, env } = await mailServer()
    const { app, logs } = await startApp({ env })
    await app.email.sendAppointmentReminder({
      to: 'patient@email.com',
      patientName: 'João Silva',
      date: '2025-01-20',
      time: '14:00',
    })
    expect(mails[0]?.text).toMatch(/João Silva/)
    expect(mails[0]?.text).toMatch(/segunda-feira, 20 de janeiro de 2025, às 14:00/)
    await app.email.sendEmail('test@email.com', 'Test', 'Body')
    expect(mails[1]).toMatchObject({ subject: 'Test', text: expect.stringContaining('Body') })
    expect(logs.map(({ msg }) => msg)).toContain('📧 Email enviado para: patient@email.com')
  })

  test('reminders, confirmations, and notices of a move and a cancellation go out', async () => {
    const { body } = await book()
    expect((await patient.call('POST', `/appointments/${body.id}/confirm`)).status).toBe(200)
    expect((await psychologist.call('POST', `/appointments/${body.id}/remind`)).status).toBe(202)
    expect((await patient.call('POST', `/appointments/${body.id}/cancel`, { reason: 'viagem' })).status).toBe(200)
    for (const subject of ['Consulta agendada', 'Consulta confirmada', 'Lembrete de consulta', 'Consulta cancelada']) {
      await until(subject, () =>
        lines().find((line) => line.startsWith('📧 Email (console) para: ') && line.includes(`Assunto: ${subject}`)),
      )
    }
  })
})

describe('SMS (Twilio)', () => {
  test('with the variables of the guide a reminder reaches Twilio, and the log says so', async () => {
    const { messages, env } = await twilioServer()
    const { app, logs } = await startApp({ env })
    await app.sms.sendAppointmentReminder({ to: '+5511999999999', date: '2025-01-20', time: '14:00' })
    expect(messages).toEqual([
      expect.objectContaining({
        to: '+5511999999999',
        body: 'BluRosiere: lembrete da sua consulta em 20/01 as 14:00.',
      }),
    ])
    expect(logs.map(({ msg }) => msg)).toContain('📱 SMS enviado para: +5511999999999')
  })

  test('a number that Twilio refuses fails for good, with its code', async () => {
    const { env } = await twilioServer(() => ({
      status: 400,
      code: 21211,
      message: "The 'To' number is not a valid phone number.",
    }))
    // By day: at night an SMS of this kind would wait.
    const { app, person } = await startApp({ env, clock: testClock(monday) })
    const someone = await person('paciente', { phone: '+5511999999998' })
    const id = await transaction(app.db, (tx) =>
      app.notifications.notify(tx, { userId: someone.id, type: 'lembrete', title: 'Lembrete', message: 'Oi' }),
    )
    const delivery = await until('the attempt', () =>
      app.db.delivery.findFirst({
        where: { notificationId: id, channel: 'sms', status: 'falhou' },
        include: { attempts: true },
      }),
    )
    expect(delivery.attempts).toEqual([
      expect.objectContaining({ outcome: 'permanente', error: expect.stringContaining('21211') }),
    ])
  })
})

describe('Storage', () => {
  const form = (field: string, count: number, bytes: Uint8Array<ArrayBuffer>, name: string) => {
    const made = new FormData()
    for (let index = 0; index < count; index++) made.append(field, new Blob([bytes]), name)
    return made
  }
  const upload = async (path: string, body: FormData) => {
    const response = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${patient.accessToken}` },
      body,
    })
    return { status: response.status, body: (await response.json()) as Record<string, any> }
  }

  test('the three upload calls as printed store, and the log says so', async () => {
    const png = new Uint8Array(
      await sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } })
        .png()
        .toBuffer(),
    )
    const avatar = await upload('/api/v1/upload/avatar', form('file', 1, png, 'eu.png'))
    expect(avatar).toMatchObject({ status: 201, body: { kind: 'avatar', mimeType: 'image/webp' } })
    const attachment = await upload('/api/v1/upload/attachment', form('file', 1, new Uint8Array([1, 2, 3]), 'any.bin'))
    expect(attachment).toMatchObject({ status: 201, body: { kind: 'attachment', size: 3, filename: 'any.bin' } })
    const bulk = await upload('/api/v1/upload/bulk', form('files', 10, new Uint8Array([4]), 'many.bin'))
    expect(bulk.status).toBe(201)
    expect(bulk.body.items).toHaveLength(10)
    expect(lines()).toContainEqual(expect.stringMatching(/^☁️ Arquivo salvo: .*avatars\//u))
    expect(new Uint8Array(await (await fetch(attachment.body.url as string)).arrayBuffer())).toEqual(
      new Uint8Array([1, 2, 3]),
    )
  })

  test('the limits hold: 5 MB an avatar, 10 MB an attachment, 10 files a bulk', async () => {
    const png = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } })
      .png()
      .toBuffer()
    const bigPng = new Uint8Array(5 * 1024 ** 2 + 1)
    bigPng.set(png)
    expect((await upload('/api/v1/upload/avatar', form('file', 1, bigPng, 'big.png'))).status).toBe(413)
    expect(
      (await upload('/api/v1/upload/attachment', form('file', 1, new Uint8Array(10 * 1024 ** 2 + 1), 'big.bin')))
        .status,
    ).toBe(413)
    expect((await upload('/api/v1/upload/bulk', form('files', 11, new Uint8Array([1]), 'x'))).body.code).toBe(
      'too_many_files',
    )
  })
})

describe('IA (OpenAI / HuggingFace)', () => {
  test('the example answers without a key, by rules', async () => {
    const response = await server.app.assistant.generateResponse({
      message: 'Como agendar uma consulta?',
      context: 'Paciente novo',
    })
    expect(response).toMatchObject({ provider: 'rules', reply: expect.stringMatching(/consulta/i) })
  })

  test.each([
    ['openai', 'OPENAI'],
    ['huggingface', 'HUGGINGFACE'],
  ])('and by %s with its key', async (provider, prefix) => {
    const model = await chatServer(() => 'Pelo aplicativo.')
    const { app } = await startApp({ env: { [`${prefix}_API_KEY`]: 'sk-test-1', [`${prefix}_BASE_URL`]: model.url } })
    expect(
      await app.assistant.generateResponse({ message: 'Como agendar uma consulta?', context: 'Paciente novo' }),
    ).toMatchObject({
      provider,
      reply: 'Pelo aplicativo.',
    })
  })
})

describe('Sistema de Notificações Integrado', () => {
  test('send_appointment_reminder sends by all four channels', async () => {
    const { body } = await book()
    const appointment = await server.app.db.appointment.findUniqueOrThrow({ where: { id: body.id } })
    await transaction(server.app.db, (tx) => server.app.notifications.sendAppointmentReminder(tx, appointment))
    const found = await until('the deliveries', async () => {
      const rows = await server.app.db.delivery.findMany({
        where: { notification: { appointmentId: body.id, type: 'lembrete' } },
      })
      return rows.length === 4 && rows.every(({ status }) => status !== 'pendente' && status !== 'enviando')
        ? rows
        : undefined
    })
    const status = (channel: string) => found.find((row) => row.channel === channel)?.status
    expect([status('in_app'), status('email'), status('sms'), status('websocket')]).toEqual([
      'entregue',
      'enviada',
      'enviada',
      'suprimida',
    ])
  })
})

describe('Deploy e Produção', () => {
  test('every variable of the guide is read', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'blurosiere-guide-'))
    const guide = {
      NODE_ENV: 'production',
      SECRET_KEY: 'w7Xq1zP0mN4cV8bK2jH6gF3dS9aL5tR1yU7iO3pE',
      DATABASE_URL: 'postgresql://u:p@db.internal/clinic',
      CORS_ORIGINS: 'https://clinica.example',
      SMTP_HOST: 'smtp.gmail.com',
      SMTP_PORT: '587',
      SMTP_USER: 'clinica@gmail.com',
      SMTP_PASSWORD: 'abcd efgh ijkl mnop',
      FROM_EMAIL: 'noreply@blurosiere.com',
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'token',
      TWILIO_PHONE_NUMBER: '+5511900000000',
      STORAGE_TYPE: 's3',
      UPLOAD_DIR: 'uploads',
      AWS_S3_BUCKET: 'clinica',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'AKIA0',
      AWS_SECRET_ACCESS_KEY: 'secret',
      OPENAI_API_KEY: 'sk-real',
      HUGGINGFACE_API_KEY: 'hf-real',
    }
    expect(loadConfig({ ...guide, DATA_DIR: dataDir }, providers).production).toBe(true)
    rmSync(dataDir, { recursive: true })
  })
})

describe('Monitoramento', () => {
  test('/health shows all integrations, each with a real entry', async () => {
    const { status, body } = await server.call('GET', `${server.url}/health`)
    expect(status).toBe(200)
    expect(body.status).toBe('ok')
    expect(Object.keys(body.integrations as object)).toEqual([
      'database',
      'queue',
      'email',
      'sms',
      'storage',
      'ai',
      'notifications',
      'websocket',
    ])
    for (const name of ['email', 'sms', 'ai'])
      expect(body.integrations[name]).toMatchObject({ status: 'fallback', detail: expect.stringContaining('set ') })
    expect(body.integrations.storage).toMatchObject({ status: 'ok', provider: 'local' })
    expect(JSON.stringify(body)).not.toMatch(/127\.0\.0\.1|\/tmp\//)
  })
})
