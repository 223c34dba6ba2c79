import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { appendFile, rm, truncate } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { cleanName } from '../src/uploads/names.ts'
import { startApp, testClock } from './app.ts'
import { appointmentOf, exchange, form, send } from './files.ts'

const hour = 3_600_000

/** Reads an answer to its end, so that no connection is left waiting for it. */
const read = async (url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { headers })
  await response.arrayBuffer()
  return response
}

async function stored(bytes: Buffer, filename = 'exame.pdf', clock = testClock()) {
  const server = await startApp({ clock })
  const maria = await server.person()
  const { body } = await send(server, maria, '/upload/attachment', form({ file: [bytes, filename] }))
  const content = `${server.url}/api/v1/files/${body.id}/content`
  const get = async (headers: Record<string, string> = {}, method = 'GET', url = content) => {
    const response = await fetch(url, { method, headers: { authorization: `Bearer ${maria.accessToken}`, ...headers } })
    return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
  }
  return { server, maria, file: body, get, clock, content }
}

test('a download is the very bytes, and never runs in a browser', async () => {
  const bytes = randomBytes(700_001)
  const { get, file } = await stored(Buffer.concat([Buffer.from('%PDF-1.7'), bytes]))
  const whole = await get()
  expect(whole.status).toBe(200)
  expect(whole.bytes.equals(Buffer.concat([Buffer.from('%PDF-1.7'), bytes]))).toBe(true)
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    'content-type': 'application/pdf',
    'content-length': String(bytes.length + 8),
    'content-disposition': 'attachment; filename=exame.pdf',
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
    etag: `"${file.sha256}"`,
  })
  const headOnly = await get({}, 'HEAD')
  expect([headOnly.status, headOnly.bytes.length, headOnly.headers.get('content-length')]).toEqual([
    200,
    0,
    String(bytes.length + 8),
  ])
  expect((await get({ 'if-none-match': `"other", W/"${file.sha256}"` })).status).toBe(304)
  expect((await get({ 'if-none-match': '*' }, 'HEAD')).status).toBe(304)
  expect((await get({ 'if-none-match': '"other"' })).status).toBe(200)
})

test('a range is what RFC 9110 says it is', async () => {
  const bytes = Buffer.from('0123456789')
  const { get, file } = await stored(bytes, 'a.bin')
  const etag = `"${file.sha256}"`
  const cases: [string, Record<string, string>, number, string, string | null][] = [
    ['bytes=0-3', {}, 206, '0123', 'bytes 0-3/10'],
    ['bytes=8-', {}, 206, '89', 'bytes 8-9/10'],
    ['bytes=-3', {}, 206, '789', 'bytes 7-9/10'],
    ['bytes=-99', {}, 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=5-99999', {}, 206, '56789', 'bytes 5-9/10'],
    ['bytes=0-1,4-5', {}, 200, '0123456789', null],
    ['bytes=5-2', {}, 200, '0123456789', null],
    ['bytes=a-b', {}, 200, '0123456789', null],
    ['bytes=-', {}, 200, '0123456789', null],
    ['lines=0-1', {}, 200, '0123456789', null],
    ['bytes=0-3', { 'if-range': etag }, 206, '0123', 'bytes 0-3/10'],
    ['bytes=0-3', { 'if-range': '"other"' }, 200, '0123456789', null],
    ['bytes=0-3', { 'if-range': `W/${etag}` }, 200, '0123456789', null],
    ['bytes=0-3', { 'if-none-match': etag }, 304, '', null],
  ]
  for (const [range, headers, status, body, contentRange] of cases) {
    const answer = await get({ range, ...headers })
    expect([range, answer.status, answer.bytes.toString(), answer.headers.get('content-range')]).toEqual([
      range,
      status,
      body,
      contentRange,
    ])
  }
  for (const range of ['bytes=10-', 'bytes=10-20', 'bytes=-0']) {
    const answer = await get({ range })
    expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */10'])
    expect(JSON.parse(answer.bytes.toString())).toMatchObject({ code: 'range_not_satisfiable' })
  }
})

test('a file of 0 bytes is one', async () => {
  const { get } = await stored(Buffer.alloc(0), 'vazio.txt')
  const whole = await get()
  expect([whole.status, whole.bytes.length, whole.headers.get('content-length')]).toEqual([200, 0, '0'])
  expect((await get({ range: 'bytes=0-' })).status).toBe(416)
})

test('a signed address binds file, disposition, variant and expiry, and dies with the file', async () => {
  const { server, maria, file, clock } = await stored(Buffer.from('x'))
  const url = new URL(file.url as string)
  const status = async (address: URL | string) => (await read(String(address))).status
  expect(await status(url)).toBe(200)
  for (const change of [
    { exp: String(Number(url.searchParams.get('exp')) + 3600) },
    { disposition: 'inline' },
    { variant: '128' },
    { sig: 'AAAA' },
    { sig: '' },
  ]) {
    const changed = new URL(url)
    for (const [name, value] of Object.entries(change)) changed.searchParams.set(name, value)
    expect([change, await status(changed)]).toEqual([change, 401])
  }
  for (const name of ['exp', 'sig']) {
    const without = new URL(url)
    without.searchParams.delete(name)
    expect(await status(without)).toBe(401)
  }
  const other = await send(server, maria, '/upload/attachment', form({ file: [Buffer.from('y'), 'y'] }))
  expect(await status(String(url).replace(file.id as string, other.body.id as string))).toBe(401)

  // The same for a while, so that browsers cache; good for an hour at least.
  expect((await maria.call('GET', `/files/${file.id}`)).body.url).toBe(file.url)
  clock.advance(hour - 1000)
  expect(await status(url)).toBe(200)
  clock.advance(hour + 2000)
  expect(await status(url)).toBe(401)
  const { body: login } = await server.call('POST', '/auth/login', { email: maria.email, password: maria.password })
  const bearer = { authorization: `Bearer ${login.accessToken}` }
  const again = (await server.call('GET', `/files/${file.id}`, undefined, bearer)).body.url as string
  expect(await status(again)).toBe(200)
  expect((await server.call('DELETE', `/files/${file.id}`, undefined, bearer)).status).toBe(204)
  expect(await status(again)).toBe(404)
})

test('an avatar is shown in a page of another origin for as long as it is worn', async () => {
  const clock = testClock()
  const server = await startApp({ clock })
  const maria = await server.person()
  const image = await sharp({ create: { width: 60, height: 60, channels: 3, background: '#f00' } })
    .png()
    .toBuffer()
  const { body } = await send(server, maria, '/upload/avatar', form({ file: [image, 'eu.png'] }))
  clock.advance(90 * 24 * hour)
  for (const url of [body.url, body.variants[0].url] as string[]) {
    const shown = await read(url, { origin: 'https://app.example.com' })
    expect(shown.status).toBe(200)
    expect(shown.headers.get('content-disposition')).toBe('inline; filename=eu.webp')
    expect(shown.headers.get('content-type')).toBe('image/webp')
  }
  expect((await read(`${body.url}&variant=64`)).status).toBe(401)
})

test('names come back as they were meant, and never as a path', async () => {
  const names: [given: string, kept: string, header: string][] = [
    [
      'laudo médico.pdf',
      'laudo médico.pdf',
      `attachment; filename="laudo m?dico.pdf"; filename*=UTF-8''laudo%20m%C3%A9dico.pdf`,
    ],
    ['ação.pdf'.normalize('NFD'), 'ação.pdf', `attachment; filename="a??o.pdf"; filename*=UTF-8''a%C3%A7%C3%A3o.pdf`],
    ['foto\u202egpj.exe', 'fotogpj.exe', 'attachment; filename=fotogpj.exe'],
    ['日本語.txt', '日本語.txt', `attachment; filename="???.txt"; filename*=UTF-8''%E6%97%A5%E6%9C%AC%E8%AA%9E.txt`],
  ]
  const server = await startApp()
  const maria = await server.person()
  for (const [given, kept, header] of names) {
    const { body } = await send(server, maria, '/upload/attachment', form({ file: [Buffer.from('x'), given] }))
    expect(body.filename).toBe(kept)
    expect((await read(body.url as string)).headers.get('content-disposition')).toBe(header)
  }
  for (const [given, kept] of [
    ['..', 'arquivo'],
    ['', 'arquivo'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['C:\\temp\\a.txt', 'C:_temp_a.txt'],
    ['a\0b\r\nc\u0085d.txt', 'abcd.txt'],
    ['\ud800x.txt', '\ufffdx.txt'],
    [`${'é'.repeat(300)}.pdf`, `${'é'.repeat(125)}.pdf`],
    ['\u200b\u3164\u00ad', 'arquivo'],
    ['gpj\u00ad.exe', 'gpj.exe'],
    ['👩‍👩‍👧'.repeat(30), '👩‍👩‍👧'.repeat(14)],
  ] as const) {
    expect(cleanName(given)).toBe(kept)
    expect(Buffer.byteLength(cleanName(given))).toBeLessThanOrEqual(255)
  }
})

test('bytes that are gone are 404, and a reader who leaves frees the file', async () => {
  const { server, maria, get, file } = await stored(randomBytes(9_000_000), 'a.bin')
  const reader = exchange(
    server,
    `GET /api/v1/files/${file.id}/content HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${maria.accessToken}\r\n\r\n`,
  )
  expect(await reader.status()).toBe(200)
  reader.socket.destroy()
  await rm(join(server.dataDir, 'uploads', 'attachments', file.id as string))
  expect((await get()).status).toBe(404)
  expect((await get({}, 'GET', `${server.url}/api/v1/files/nothing/content`)).status).toBe(422)
})

test('bytes that are more or fewer than was stored never run into the next answer of the connection', async () => {
  const bytes = randomBytes(100_000)
  const { server, maria, get, file } = await stored(bytes, 'a.bin')
  const path = join(server.dataDir, 'uploads', 'attachments', file.id as string)
  const request = (target: string) =>
    `GET ${target} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${maria.accessToken}\r\n\r\n`
  const two =
    request(`/api/v1/files/${file.id}/content`) +
    request('/health/live').replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n')
  const bodies = async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.on('error', () => {})
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.write(two)
    await once(socket, 'close')
    return Buffer.concat(chunks)
  }
  await appendFile(path, 'HTTP/1.1 200 INJECTED\r\n\r\n')
  expect((await get()).bytes.equals(bytes)).toBe(true)
  const answers = await bodies()
  expect(answers.includes(bytes)).toBe(true)
  expect(answers.includes('INJECTED')).toBe(false)
  await truncate(path, 3)
  await expect(get()).rejects.toThrow()
  expect((await bodies()).toString('latin1').match(/HTTP\/1\.1/g)?.length ?? 0).toBeLessThan(2)
})

test('the address of an attachment is its reader’s: it dies with their account, and what they stored stays readable to the other person', async () => {
  const server = await startApp()
  const [admin, maria, ana] = [await server.person('admin'), await server.person(), await server.person('psicologo')]
  const appointmentId = await appointmentOf(server, maria, ana)
  const parts = { appointmentId: String(appointmentId), file: [Buffer.from('x'), 'x.txt'] } as const
  const { body: file } = await send(server, maria, '/upload/attachment', form(parts))
  const hers = file.url as string
  const [others, admins] = await Promise.all(
    [ana, admin].map(async ({ call }) => (await call('GET', `/files/${file.id}`)).body.url as string),
  )
  const statuses = () => Promise.all([hers, others, admins].map(async (url) => (await read(url ?? '')).status))
  expect(await statuses()).toEqual([200, 200, 200])
  // Whose it is cannot be changed, nor left out.
  const forged = new URL(hers)
  forged.searchParams.set('for', String(ana.id))
  expect((await read(forged.href)).status).toBe(401)
  forged.searchParams.delete('for')
  expect((await read(forged.href)).status).toBe(401)
  expect((await admin.call('PATCH', `/users/${maria.id}`, { disabled: true })).status).toBe(200)
  expect(await statuses()).toEqual([401, 200, 200])
  expect((await admin.call('PATCH', `/users/${maria.id}`, { disabled: false })).status).toBe(200)
  await server.app.db.user.update({ where: { id: admin.id }, data: { role: 'paciente' } })
  expect(await statuses()).toEqual([200, 200, 401])
})
