import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import { transaction } from '../src/database/transaction.ts'
import { deleteOutlived } from '../src/privacy/retention.ts'
import { startApp, type TestApp, until } from './app.ts'
import { day, hour, monday, put, startClinic } from './clinic.ts'
import { chatServer } from './fakes/openai.ts'
import { appointmentOf, ending, exchange, form, head, leftovers, part, send } from './files.ts'
import { notify } from './deliveries.ts'
import { mailServer } from './mail.ts'
import { connect } from './sockets.ts'

const years = (count: number) => new Date(monday.getTime() + count * 365.25 * day)

/** Every row of every table in which one of these words stands. */
async function rowsWith({ app }: Pick<TestApp, 'app'>, words: readonly string[]): Promise<string[]> {
  const tables = await app.db.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')`
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await app.db.$queryRawUnsafe<{ row: string }[]>(
      `SELECT row_to_json(t)::text AS row FROM ${name} t WHERE row_to_json(t)::text ~* $1`,
      words.join('|'),
    )
    found.push(...rows.map(({ row }) => `${name}: ${row}`))
  }
  return found
}

test('an erased account is gone at once, from every table and the disk, also where others were told of the person', async () => {
  const server = await startClinic()
  const { app, person, psychologist, call } = server
  const patient = await person('paciente', {
    name: 'Zuleica Antiga',
    email: 'zuleica@example.com',
    phone: '11987650001',
  })
  const stays = await person('paciente', { name: 'Ana que fica' })
  // Everything that a person may leave behind.
  const past = await put(server, patient, psychologist, new Date(monday.getTime() - day), { status: 'realizado' })
  const ahead = await patient.call(
    'POST',
    '/appointments',
    { psychologistId: psychologist.id, startsAt: new Date(monday.getTime() + 2 * day + 3 * hour) },
    { 'idempotency-key': 'chave-da-zuleica' },
  )
  expect(ahead.status).toBe(201)
  await psychologist.call(
    'PATCH',
    `/appointments/${ahead.body.id}`,
    { modality: 'online', meetingUrl: 'https://meet.example/zuleica' },
    { 'idempotency-key': 'um' },
  )
  const cancelled = await patient.call('POST', '/appointments', {
    psychologistId: psychologist.id,
    startsAt: new Date(monday.getTime() + 3 * day + 3 * hour),
  })
  await patient.call('POST', `/appointments/${cancelled.body.id}/cancel`, { reason: 'zuleica vai viajar' })
  await patient.call('PATCH', '/me', { name: 'Zuleica Nova' })
  await patient.call('POST', `/appointments/${ahead.body.id}/confirm`)
  await psychologist.call(
    'POST',
    '/appointments',
    { patientId: patient.id, startsAt: new Date(monday.getTime() + 4 * day + 3 * hour) },
    { 'idempotency-key': 'da-psicologa' },
  )
  await patient.call('POST', '/ai/chat', { message: 'Oi, aqui é a Zuleica' })
  await patient.call('PUT', '/notifications/preferences', { lembrete: { sms: false } })
  const { version } = (await patient.call('GET', '/me/consents')).body.items[0]
  await patient.call(
    'PUT',
    '/me/consents',
    { purpose: 'provedor-ia', version, granted: true },
    { 'user-agent': 'Zuleica' },
  )
  await call('POST', '/auth/login', { email: patient.email, password: patient.password }, { 'user-agent': 'Zuleica' })
  await app.db.notification.create({
    data: {
      userId: psychologist.id,
      type: 'mensagem',
      title: 'Mensagem de Zuleica Antiga',
      message: 'oi da zuleica',
      data: { patientId: patient.id },
    },
  })
  await app.db.emailSuppression.create({ data: { address: 'zuleica@example.com', code: '550 5.1.1' } })
  await app.db.smsOptOut.create({ data: { phone: '+5511987650001', source: 'resposta' } })
  await app.db.smsDialogue.create({
    data: { phone: '+5511987650001', appointmentIds: [], versions: [], unclear: 'zuleica aqui' },
  })
  const document = await send(server, patient, '/upload/attachment', form({ file: [Buffer.from('x'), 'zuleica.txt'] }))
  expect(document.status).toBe(201)
  const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
  expect((await send(server, patient, '/upload/avatar', form({ file: [picture, 'zuleica.png'] }))).status).toBe(201)
  expect((await leftovers(server)).length).toBeGreaterThan(1)
  const words = ['zuleica', '87650001']
  expect((await rowsWith(server, words)).length).toBeGreaterThan(10)
  const socket = connect(server.url, patient.accessToken)
  await socket.got('welcome')

  expect((await patient.call('DELETE', '/me', { password: 'not the password' })).body.code).toBe('invalid_credentials')
  expect((await patient.call('GET', '/me')).status).toBe(200)
  expect((await patient.call('DELETE', '/me', { password: patient.password })).status).toBe(204)

  expect(await rowsWith(server, words)).toEqual([])
  await until('the bytes to go', async () => (await leftovers(server)).length === 0)
  expect((await socket.closed).code).toBe(4403)
  expect((await patient.call('GET', '/me')).status).toBe(401)
  const login = { email: patient.email, password: patient.password }
  expect((await call('POST', '/auth/login', login)).body.code).toBe('invalid_credentials')
  // What was to come is cancelled, and the other person told; what has been stays, without a name.
  const list = (await psychologist.call('GET', '/appointments')).body.items
  expect(list.map(({ id, status }: { id: number; status: string }) => [id, status])).toEqual(
    expect.arrayContaining([
      [past.id, 'realizado'],
      [ahead.body.id, 'cancelado'],
    ]),
  )
  expect(list.every(({ patient: { name } }: { patient: { name: string } }) => name === 'Conta apagada')).toBe(true)
  const told = (await psychologist.call('GET', '/notifications?limit=100')).body.items
  expect(told[0]).toMatchObject({ type: 'cancelamento', message: expect.stringContaining('Conta apagada') })
  expect(told.map(({ message }: { message: string }) => message)).toContain(
    'Consulta de 03/03/2027, às 12:00, com uma conta que foi apagada.',
  )
  // Others keep what is theirs, and the address may come back.
  expect((await stays.call('GET', '/me')).body.name).toBe('Ana que fica')
  const again = await call('POST', '/auth/register', {
    name: 'Zuleica',
    email: patient.email,
    password: 'uma senha bem longa',
  })
  expect(again.status).toBe(201)
  expect(again.body.user.id).not.toBe(patient.id)
})

test('a psychologist who leaves is cancelled for the patients, who are told; the last administrator stays', async () => {
  const server = await startClinic()
  const { patient, psychologist, admin, person } = server
  await put(server, patient, psychologist, new Date(monday.getTime() + day))
  expect((await psychologist.call('DELETE', '/me', { password: psychologist.password })).status).toBe(204)
  const { items } = (await patient.call('GET', '/notifications')).body
  expect(items).toMatchObject([{ type: 'cancelamento' }])
  expect((await patient.call('GET', '/appointments')).body.items).toMatchObject([
    { status: 'cancelado', psychologist: { name: 'Conta apagada' } },
  ])
  const refused = await admin.call('DELETE', '/me', { password: admin.password })
  expect([refused.status, refused.body.code]).toEqual([409, 'last_admin'])
  const second = await person('admin')
  const both = await Promise.all([admin, second].map((one) => one.call('DELETE', '/me', { password: one.password })))
  expect(both.map(({ status }) => status).toSorted()).toEqual([204, 409])
})

test('an erasure and a booking at the same moment leave no appointment with an erased account', async () => {
  const server = await startClinic()
  const { psychologist, app, person } = server
  for (let round = 0; round < 5; round++) {
    const patient = await person()
    const startsAt = new Date(monday.getTime() + (round + 1) * day + 3 * hour)
    await Promise.all([
      patient.call('DELETE', '/me', { password: patient.password }),
      psychologist.call('POST', '/appointments', { patientId: patient.id, startsAt }),
    ])
    const live = await app.db.appointment.count({ where: { patientId: patient.id, status: { not: 'cancelado' } } })
    expect(live).toBe(0)
    expect((await app.db.user.findUniqueOrThrow({ where: { id: patient.id } })).erasedAt).not.toBeNull()
  }
})

test('what is still on its way when an account is erased leaves nothing behind', async () => {
  const server = await startClinic()
  const { patient, psychologist, app, call } = server
  const body = Buffer.concat([part('file', randomBytes(200_000), 'tarde.bin'), ending])
  const upload = exchange(server, head(patient, '/upload/attachment', { 'content-length': body.length }))
  upload.socket.write(body.subarray(0, 150_000))
  await until('the upload has begun', async () => (await leftovers(server)).length > 0)
  const [erased, renamed] = await Promise.all([
    patient.call('DELETE', '/me', { password: patient.password }),
    patient.call('PATCH', '/me', { name: 'De volta' }),
    patient.call('PUT', '/notifications/preferences', { lembrete: { sms: false } }),
    call('POST', '/auth/login', { email: patient.email, password: patient.password }),
  ])
  expect(erased.status).toBe(204)
  expect([200, 401]).toContain(renamed.status)
  upload.socket.write(body.subarray(150_000))
  expect(await upload.status()).toBe(401)
  await until('nothing is left of it', async () => (await leftovers(server)).length === 0)
  const row = await app.db.user.findUniqueOrThrow({ where: { id: patient.id }, include: { sessions: true } })
  expect([row.name, row.avatarFileId]).toEqual(['Conta apagada', null])
  expect(row.sessions.every(({ endedAt, ip }) => endedAt !== null && ip === null)).toBe(true)
  expect(await app.db.preference.count({ where: { userId: patient.id } })).toBe(0)
  // A notice that is being written at that moment reaches no one.
  const made = await transaction(app.db, (tx) =>
    app.notifications.notify(tx, { userId: patient.id, type: 'sistema', title: 'x', message: 'x' }),
  )
  expect(made).toBeUndefined()
  expect((await psychologist.call('GET', '/me')).status).toBe(200)
})

test('after an erasure is answered no mail to the account begins, however slow the mail server, and the other person is told', async () => {
  const begun: { at: number; to: string }[] = []
  let erased = false
  const { mails, env } = await mailServer(async (address) => {
    begun.push({ at: performance.now(), to: address })
    await until('the erasure', () => erased, 30_000)
    await new Promise((resolve) => setTimeout(resolve, 100))
    return undefined
  })
  const server = await startClinic(env)
  const { app, call, patient, psychologist } = server
  await put(server, patient, psychologist, new Date(monday.getTime() + day))
  for (let nth = 0; nth < 12; nth++) await notify(server, { userId: patient.id, type: 'seguranca' })
  await call('POST', '/auth/forgot-password', { email: patient.email })
  await until('mails are under way', () => begun.length >= 2)
  const answer = patient.call('DELETE', '/me', { password: patient.password })
  await until(
    'it has committed',
    async () => {
      const { erasedAt } = await app.db.user.findUniqueOrThrow({ where: { id: patient.id } })
      return (erased = erasedAt !== null)
    },
    30_000,
  )
  expect((await answer).status).toBe(204)
  const answered = performance.now()
  expect(await app.db.notification.count({ where: { userId: patient.id } })).toBe(0)
  await until('the psychologist is told', () => mails.some((mail) => mail.subject?.includes('cancelada')))
  await notify(server, { userId: psychologist.id, type: 'seguranca', title: 'A última' })
  await until('the last mail', () => mails.some((mail) => mail.subject?.includes('A última')))
  expect(begun.filter(({ at, to }) => to === patient.email && at > answered)).toEqual([])
  expect(begun.filter(({ to }) => to === patient.email).length).toBeLessThan(13)
})

test('a ZIP whose files cannot be read breaks off, and the server goes on', async () => {
  const server = await startApp()
  const { person, app, call } = server
  const patient = await person()
  await send(server, patient, '/upload/attachment', form({ file: [Buffer.from('olá'), 'a.txt'] }))
  const { open } = app.storage
  const failures = [
    async () =>
      Readable.from(
        (function* () {
          yield Buffer.from('o')
          throw new Error('the disk is gone')
        })(),
      ),
    async () => Promise.reject(new Error('the store is away')),
  ]
  for (const failing of failures) {
    app.storage.open = failing
    const zip = fetch(`${server.url}/api/v1/me/export`, {
      headers: { authorization: `Bearer ${patient.accessToken}`, accept: 'application/zip' },
    }).then((response) => response.arrayBuffer())
    await expect(zip).rejects.toThrow()
    expect((await call('GET', `${server.url}/health/live`)).status).toBe(200)
  }
  app.storage.open = open
})

test('an export shows nothing of others who may have had the number, nor what patients wrote to their psychologist', async () => {
  const server = await startApp()
  const { person, app } = server
  const [victim, other, psychologist] = [
    await person('paciente', { phone: '11987650001' }),
    await person(),
    await person('psicologo'),
  ]
  const appointmentId = await appointmentOf(server, victim, psychologist)
  await app.db.smsDialogue.create({
    data: { phone: '+5511987650001', appointmentIds: [appointmentId], versions: [1], unclear: 'palavras da vítima' },
  })
  await app.db.notification.create({
    data: {
      userId: psychologist.id,
      type: 'mensagem',
      title: 'Mensagem',
      message: 'palavras da vítima',
      data: { patientId: victim.id },
    },
  })
  await other.call('PATCH', '/me', { phone: '11987650001' })
  const seen = async (who: typeof other) => JSON.stringify((await who.call('GET', '/me/export')).body)
  expect(await seen(other)).not.toContain('palavras da vítima')
  await victim.call('PATCH', '/me', { phone: '11987650002' })
  expect(await seen(other)).not.toContain('palavras da vítima')
  expect(await seen(psychologist)).not.toContain('palavras da vítima')
  expect(await seen(victim)).toContain('palavras da vítima')
})

test('an export is everything that is held, and only the caller’s; as a ZIP it has the files, too', async () => {
  const server = await startApp()
  const { person, app } = server
  const [patient, psychologist, stranger] = [await person(), await person('psicologo'), await person()]
  const appointmentId = await appointmentOf(server, patient, psychologist)
  await patient.call('POST', `/appointments/${appointmentId}/confirm`)
  await patient.call('POST', '/ai/chat', { message: 'quanto custa?' })
  const { body: file } = await send(
    server,
    patient,
    '/upload/attachment',
    form({ file: [Buffer.from('olá'), 'a b/ç.txt'] }),
  )
  await stranger.call('POST', '/ai/chat', { message: 'pergunta de outra pessoa' })
  for (let i = 0; i < 450; i++)
    await app.db.notification.create({
      data: { userId: patient.id, type: 'sistema', title: `aviso ${i}`, message: 'x' },
    })

  const wished = await patient.call('POST', '/me/email', { email: 'nova@example.com', password: patient.password })
  expect(wished.status).toBe(202)
  const { status, headers, body } = await patient.call('GET', '/me/export')
  expect(status).toBe(200)
  expect(headers.get('content-disposition')).toBe(`attachment; filename="blurosiere-${patient.id}.json"`)
  expect(body).toMatchObject({
    format: 1,
    user: { id: patient.id, email: patient.email, hasPassword: true },
    sessions: [{}],
    emailChanges: [{ oldEmail: patient.email, newEmail: 'nova@example.com', takenAt: null }],
    appointments: [{ id: appointmentId, status: 'confirmado', psychologist: { name: psychologist.name } }],
    files: [{ id: file.id, filename: file.filename }],
    conversations: [{ messages: [{ role: 'user', content: 'quanto custa?' }, { role: 'assistant' }] }],
  })
  expect(body.notifications.filter(({ title }: { title: string }) => title.startsWith('aviso'))).toHaveLength(450)
  const everything = JSON.stringify(body)
  for (const secret of ['argon2', 'outra pessoa', stranger.email, psychologist.email])
    expect(everything).not.toContain(secret)

  const response = await fetch(`${server.url}/api/v1/me/export`, {
    headers: { authorization: `Bearer ${patient.accessToken}`, accept: 'application/zip' },
  })
  expect(response.headers.get('content-type')).toBe('application/zip')
  const zip = await fromBufferPromise(Buffer.from(await response.arrayBuffer()), { lazyEntries: true })
  const entries = new Map<string, string>()
  for await (const entry of zip.eachEntry())
    entries.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)))
  expect([...entries.keys()].toSorted()).toEqual([`arquivos/attachment/${file.id}-${file.filename}`, 'dados.json'])
  expect(entries.get(`arquivos/attachment/${file.id}-${file.filename}`)).toBe('olá')
  expect(JSON.parse(entries.get('dados.json') ?? '')).toMatchObject({ user: { id: patient.id } })
})

test('where it is asked for, nothing leaves for a provider until a person agrees to the text as it is, nor after they took it back', async () => {
  const model = await chatServer(() => 'Bom dia!')
  const env = { OPENAI_API_KEY: 'sk-test-1', OPENAI_BASE_URL: model.url, AI_REQUIRE_CONSENT: 'true' }
  const { person, app } = await startApp({ env })
  const [patient, other] = [await person('paciente', { locale: 'en' }), await person()]
  const ask = () => patient.call('POST', '/ai/chat', { message: 'Oi' })
  expect((await ask()).body).toMatchObject({ provider: 'rules', consentRequired: true })
  const [consent] = (await patient.call('GET', '/me/consents')).body.items
  expect(consent).toMatchObject({ purpose: 'provedor-ia', required: true, granted: false, history: [] })
  expect(consent.text).toMatch(/external artificial intelligence service/)
  const say = (granted: boolean, version = consent.version) =>
    patient.call('PUT', '/me/consents', { purpose: 'provedor-ia', version, granted }, { 'user-agent': 'Firefox' })
  const outdated = await say(true, 'an older text')
  expect([outdated.status, outdated.body.code]).toEqual([409, 'consent_outdated'])
  expect((await ask()).body.provider).toBe('rules')

  expect((await say(true)).body.items).toMatchObject([{ granted: true, history: [{ granted: true }] }])
  await say(true)
  const answered = (await ask()).body
  expect(answered.provider).toBe('openai')
  expect(answered).not.toHaveProperty('consentRequired')
  expect((await other.call('POST', '/ai/chat', { message: 'Oi' })).body.consentRequired).toBe(true)

  // What was said before stays here.
  const before = await other.call('POST', '/ai/chat', { message: 'segredo de antes' })
  await other.call('PUT', '/me/consents', { purpose: 'provedor-ia', version: consent.version, granted: true })
  const { conversationId } = before.body
  await other.call('POST', '/ai/chat', { message: 'agora sim', conversationId })
  expect(JSON.stringify(model.requests.at(-1))).toContain('agora sim')
  expect(JSON.stringify(model.requests)).not.toContain('segredo de antes')

  await say(false)
  const asked = model.requests.length
  expect((await ask()).body).toMatchObject({ provider: 'rules', consentRequired: true })
  expect(model.requests).toHaveLength(asked)
  expect(await app.db.consent.findMany({ where: { userId: patient.id }, orderBy: { id: 'asc' } })).toMatchObject([
    { userId: patient.id, version: consent.version, granted: true, ip: '127.0.0.1', userAgent: 'Firefox' },
    { granted: false },
  ])
  // Reminders rest on the contract of care.
  expect((await patient.call('GET', '/notifications/preferences')).body.lembrete).toEqual({ email: true, sms: true })
})

test('what has outlived its purpose is deleted, and nothing before', async () => {
  const server = await startClinic()
  const { app, patient, psychologist, person } = server
  const old = await put(server, patient, psychologist, monday, { status: 'realizado' })
  await app.db.notification.create({
    data: { userId: patient.id, type: 'lembrete', title: 'x', message: 'x', appointmentId: old.id, createdAt: monday },
  })
  await app.db.smsDialogue.create({
    data: { phone: '+5511987650001', appointmentIds: [], versions: [], askedAt: monday },
  })
  const gone = await person()
  await put(server, gone, psychologist, monday, { status: 'realizado' })
  await gone.call('DELETE', '/me', { password: gone.password })
  const none = { appointments: 0, riskAlerts: 0, files: 0, notifications: 0, smsDialogues: 0, accounts: 0 }
  expect(await deleteOutlived(app, new Date(monday.getTime() + 29 * day), 20)).toEqual(none)
  expect(await deleteOutlived(app, new Date(monday.getTime() + 31 * day), 20)).toEqual({ ...none, smsDialogues: 1 })
  expect(await deleteOutlived(app, years(2.1), 20)).toMatchObject({ ...none, notifications: 1 })
  expect(await deleteOutlived(app, years(19.9), 20)).toEqual(none)
  // The time runs from a patient's last entry.
  const later = await put(server, patient, psychologist, years(1), { status: 'realizado' })
  expect(await deleteOutlived(app, years(20.1), 20)).toEqual({ ...none, appointments: 1, accounts: 1 })
  expect(await app.db.appointment.count({ where: { id: { in: [old.id, later.id] } } })).toBe(2)
  expect(await deleteOutlived(app, years(21.1), 20)).toEqual({ ...none, appointments: 2 })
  expect(await app.db.user.count({ where: { id: { in: [patient.id, gone.id] } } })).toBe(1)
})
