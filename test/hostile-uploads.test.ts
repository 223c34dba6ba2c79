import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import multipart from '@fastify/multipart'
import fastify from 'fastify'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { readForm } from '../src/uploads/multipart.ts'
import { asAppError } from '../src/http/problem.ts'
import { type Signed, startApp, type TestApp, until } from './app.ts'
import { boundary, ending, exchange, form, head, leftovers, part, post, send } from './files.ts'

const routes = ['/upload/avatar', '/upload/attachment', '/upload/bulk'] as const

/** Tries are limited; here they are the point. */
const forgetTries = (server: TestApp, who: Signed) => server.app.limits.reset('upload-attempt', String(who.id))

async function nothingLeft(server: TestApp): Promise<void> {
  await until('nothing is left', async () => (await leftovers(server)).length === 0)
  expect(await server.app.db.file.count()).toBe(0)
}

test('a form that is malformed anywhere is 400, and leaves nothing', async () => {
  const server = await startApp()
  const maria = await server.person()
  const photo = await sharp({
    create: {
      width: 300,
      height: 300,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  })
    .jpeg()
    .toBuffer()
  const file = part('file', photo, 'a.jpg')
  const many = (count: number, make: (n: number) => Buffer) =>
    Buffer.concat(Array.from({ length: count }, (_, n) => make(n)))
  const bodies: Record<string, Buffer> = {
    'no end': file,
    'cut in the file': file.subarray(0, 3000),
    'cut in a header': file.subarray(0, 60),
    'cut in the delimiter': Buffer.concat([file, ending]).subarray(0, file.length + 10),
    'no delimiter at all': randomBytes(3000),
    '21 fields': Buffer.concat([file, many(21, (n) => part(`f${n}`, 'x')), ending]),
    'a field of 1025 bytes': Buffer.concat([part('f', 'x'.repeat(1025)), file, ending]),
    'a field named __proto__': Buffer.concat([part('__proto__', 'x'), file, ending]),
    '10,000 fields': Buffer.concat([many(10_000, (n) => part(`f${n}`, 'x')), ending]),
  }
  for (const [kind, body] of Object.entries(bodies)) {
    for (const route of routes) {
      const answer = await post(maria, route, body)
      expect([kind, route, answer.status, answer.code]).toEqual([kind, route, 400, 'malformed_multipart'])
    }
    await forgetTries(server, maria)
  }
  for (const type of [
    'multipart/form-data',
    'multipart/form-data; boundary=',
    `multipart/form-data; boundary=${'x'.repeat(300)}`,
  ]) {
    expect(await post(maria, '/upload/attachment', Buffer.concat([file, ending]), type)).toMatchObject({
      status: 400,
      code: 'malformed_multipart',
    })
  }
  for (const type of [
    'text/plain',
    'application/json',
    'multipart/mixed; boundary=x',
    'application/x-www-form-urlencoded',
  ]) {
    expect(await post(maria, '/upload/attachment', Buffer.from('{}'), type)).toMatchObject({
      status: 415,
      code: 'unsupported_media_type',
    })
  }
  const files = (count: number) => Buffer.concat([many(count, (n) => part('files', 'x', `${n}.txt`)), ending])
  for (const route of routes) {
    expect(await post(maria, route, Buffer.concat([many(11, (n) => part('file', 'x', `${n}`)), ending]))).toMatchObject(
      {
        code: route === '/upload/avatar' ? 'unsupported_media_type' : 'too_many_files',
      },
    )
  }
  expect(await post(maria, '/upload/bulk', files(10_000))).toMatchObject({
    status: 422,
    code: 'too_many_files',
  })
  expect(await post(maria, '/upload/attachment', ending)).toMatchObject({ status: 422, code: 'file_missing' })
  expect(await post(maria, '/upload/attachment', Buffer.concat([part('file', 'x'), ending]))).toMatchObject({
    code: 'file_missing',
  })
  expect(await post(maria, '/upload/attachment', Buffer.concat([part('file', '', ''), ending]))).toMatchObject({
    code: 'file_missing',
  })
  await nothingLeft(server)
})

/** As the bytes of a header: a string of which each character is one. */
const utf8 = (text: string) => Buffer.from(text).toString('latin1')

test('file names in UTF-8, in Latin-1, escaped or broken come out as they were meant, on every route', async () => {
  const names: [written: string, kept: string][] = [
    ['filename="mar\xe7o.pdf"', 'março.pdf'],
    [`filename="${utf8('março.pdf')}"`, 'março.pdf'],
    ['filename="\x93pre\xe7o\x94 \x96 \x80 5.pdf"', '“preço” – € 5.pdf'],
    ['filename="\xff\xfe.pdf"', 'ÿþ.pdf'],
    ['filename=mar\xe7o.pdf', 'março.pdf'],
    [`filename="${utf8('日本語 👩‍👩‍👧 ž.pdf')}"`, '日本語 👩‍👩‍👧 ž.pdf'],
    [`filename="${utf8('\ufeffação\ufffd.pdf')}"`, 'ação\ufffd.pdf'],
    // A name is one or the other: with one byte that is no UTF-8 all of it is windows-1252, and nothing of it is lost.
    [`filename="${utf8('ção')}-\xe7.pdf"`, 'Ã§Ã£o-ç.pdf'],
    ['filename="\xc3\x81\x8d\x9d\x00\xc3.pdf"', 'ÃÃ.pdf'],
    ['filename="a\xe7\\"b\xe7\\".pdf"', 'aç"bç".pdf'],
    ['filename="laudo %22a%22 50%.pdf"', 'laudo "a" 50%.pdf'],
    [`filename="${utf8('ção')} %22%0D%0A%0a.pdf"`, 'ção ".pdf'],
    ["filename*=UTF-8''mar%C3%A7o%20%E6%97%A5.pdf", 'março 日.pdf'],
    ["filename*=iso-8859-1'pt'mar%E7o.pdf", 'março.pdf'],
    // Where there are two, the one that says its charset (.NET, Postman), whichever comes first.
    [`filename="=?utf-8?B?w6c=?="; filename*=utf-8''abril%20%C3%A7.pdf`, 'abril ç.pdf'],
    [`filename*="UTF-8''abril%20%C3%A7.pdf"; filename="abril \xe7"`, 'abril ç.pdf'],
    [`filename="maio.pdf"; filename*=nothing.pdf`, 'maio.pdf'],
    [`filename="a; filename*=UTF-8''b.pdf"`, "a; filename*=UTF-8''b.pdf"],
    ['filename="C:\\fotos\\mar\xe7o.pdf"', 'março.pdf'],
  ]
  const server = await startApp()
  const maria = await server.person()
  const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#7a4' } })
    .png()
    .toBuffer()
  const file = (field: string, written: string, value: Buffer) =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${field}"; ${written}\r\n\r\n`, 'latin1'),
      value,
      Buffer.from('\r\n'),
    ])
  const sent = async (path: string, ...parts: Buffer[]) => {
    for (const limit of ['upload', 'upload-attempt'] as const) await server.app.limits.reset(limit, String(maria.id))
    const type = { 'content-type': `multipart/form-data; boundary=${boundary}` }
    const { status, body } = await maria.call('POST', path, Buffer.concat([...parts, ending]), type)
    expect(status).toBe(201)
    return body
  }
  for (const [written, kept] of names) {
    const attachment = await sent('/upload/attachment', file('file', written, Buffer.from('x')))
    expect([written, attachment.filename]).toEqual([written, kept])
    const avatar = await sent('/upload/avatar', file('file', written, picture))
    expect([written, avatar.filename]).toEqual([written, kept.replace(/pdf$/, 'webp')])
  }
  for (const some of [names.slice(0, 10), names.slice(10)]) {
    const bulk = await sent('/upload/bulk', ...some.map(([written]) => file('files', written, Buffer.from('x'))))
    expect(bulk.items.map((item: { file: { filename: string } }) => item.file.filename)).toEqual(
      some.map(([, kept]) => kept),
    )
  }
})

test('a file name in Latin-1 that arrives byte by byte is whole', async () => {
  const server = await startApp()
  const maria = await server.person()
  const body = Buffer.concat(
    [part('file', 'x', 'PLACE').toString('latin1').replace('PLACE', 'mar\xe7o.txt'), ending.toString('latin1')].map(
      (text) => Buffer.from(text, 'latin1'),
    ),
  )
  const slow = exchange(server, head(maria, '/upload/attachment', { 'content-length': body.length }))
  slow.socket.setNoDelay(true)
  for (const byte of body) {
    slow.socket.write(Buffer.of(byte))
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(await slow.status()).toBe(201)
  slow.socket.destroy()
  expect(await server.app.db.file.findMany({ select: { filename: true } })).toEqual([{ filename: 'março.txt' }])
})

test('a body cut at any byte is refused, and leaves nothing', async () => {
  const server = await startApp()
  const maria = await server.person()
  const whole = Buffer.concat([part('appointmentId', ''), part('file', randomBytes(400), 'a.bin'), ending])
  // The last CRLF is decoration: the form has ended before it.
  for (let length = 1; length < whole.length - 4; length += 3) {
    const { status, code } = await post(maria, '/upload/attachment', whole.subarray(0, length))
    expect([length, status, code]).toEqual([length, 400, 'malformed_multipart'])
    await forgetTries(server, maria)
  }
  await nothingLeft(server)
})

test('a Content-Length that lies, and a client that goes away, leave nothing', async () => {
  const server = await startApp()
  const maria = await server.person()
  const body = Buffer.concat([part('file', randomBytes(200_000), 'a.bin'), ending])
  const short = exchange(
    server,
    head(maria, '/upload/attachment', { 'content-length': body.length - 1000, connection: 'close' }),
    body,
  )
  expect(await short.status()).toBe(400)
  const long = exchange(server, head(maria, '/upload/attachment', { 'content-length': body.length + 1000 }), body)
  await until('the upload has begun', async () => (await leftovers(server)).length > 0)
  long.socket.destroy()
  await nothingLeft(server)

  for (let round = 0; round < 100; round++) {
    const gone = exchange(
      server,
      head(maria, routes[1 + (round % 2)] ?? '', { 'content-length': 5_000_000 }),
      part(round % 2 ? 'files' : 'file', randomBytes(round * 1500), 'a.bin').subarray(0, -2),
    )
    if (round % 3 === 0) await until('it is being written', () => gone.socket.bytesWritten > 100)
    gone.socket.destroy()
    if (round % 30 === 0) await forgetTries(server, maria)
  }
  await nothingLeft(server)
  await until(
    'what was not stored is given back',
    async () => (await server.app.limits.check('upload', String(maria.id))).used === 0,
  )
  await forgetTries(server, maria)
  expect((await send(server, maria, '/upload/attachment', form({ file: [Buffer.from('x'), 'x'] }))).status).toBe(201)
})

test('a sender who pauses too long, or takes too long, is cut off', async () => {
  const app = fastify()
  onTestFinished(() => app.close())
  await app.register(multipart, { throwFileSizeLimit: false })
  const seen: string[] = []
  app.setErrorHandler((error, _request, reply) => {
    const refusal = asAppError(error, 'en')
    seen.push(`${refusal.status} ${refusal.detail}`)
    return reply.code(refusal.status).headers(refusal.headers).send('')
  })
  app.post('/*', async (request) => {
    let bytes = 0
    await readForm(
      request,
      { files: 1, fileBytes: 1e6 },
      async (file) => {
        for await (const chunk of file.bytes) bytes += chunk.length
      },
      { stallMs: 200, totalMs: 900 },
    )
    return bytes
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const body = part('file', randomBytes(2000), 'a')
  const stalled = exchange({ url }, head(undefined, '/', { 'content-length': 10_000 }), body)
  expect(await stalled.status()).toBe(400)
  await until('it was cut off', () => stalled.socket.closed)

  const dribbling = exchange({ url }, head(undefined, '/', { 'content-length': 10_000 }), body)
  const drop = setInterval(() => dribbling.socket.write('x'), 50)
  expect(await dribbling.status()).toBe(400)
  clearInterval(drop)
  expect(seen).toEqual(['400 nothing came for too long', '400 the request took too long'])

  const patient = exchange({ url }, head(undefined, '/', { 'content-length': body.length + ending.length }), body)
  setTimeout(() => patient.socket.write(ending), 100)
  expect(await patient.status()).toBe(200)
  patient.socket.destroy()
})

test('a request with Expect is refused before the body, or let in with 100', async () => {
  const server = await startApp()
  const maria = await server.person()
  const body = Buffer.concat([part('file', 'conteúdo', 'a.txt'), ending])
  const asking = { 'content-length': body.length, expect: '100-continue' }
  const good = exchange(server, head(maria, '/upload/attachment', asking))
  await until('it may go on', () => good.text().startsWith('HTTP/1.1 100'))
  good.socket.write(body)
  expect(await good.status()).toBe(201)
  good.socket.destroy()

  const refusals: [number, string][] = [
    [401, head(undefined, '/upload/attachment', asking)],
    [413, head(maria, '/upload/attachment', { ...asking, 'content-length': 20_000_000 })],
    [415, head(maria, '/upload/attachment', { ...asking, 'content-type': 'text/plain' })],
    [404, head(maria, '/upload/nothing', asking)],
    [429, head(maria, '/upload/attachment', asking)],
  ]
  for (const [status, request] of refusals) {
    if (status === 429)
      for (let count = 0; count < 19; count++)
        await send(server, maria, '/upload/attachment', form({ file: [Buffer.from('x'), 'x'] }))
    const refused = exchange(server, request)
    expect(await refused.status()).toBe(status)
    expect(refused.text()).not.toContain('100 Continue')
    await until('the connection is closed', () => refused.socket.closed)
  }
  const login = JSON.stringify({ email: maria.email, password: maria.password })
  const json = exchange(
    server,
    head(undefined, '/auth/login', {
      'content-type': 'application/json',
      'content-length': login.length,
      expect: '100-continue',
    }),
  )
  await until('it may go on', () => json.text().startsWith('HTTP/1.1 100'))
  json.socket.write(login)
  expect(await json.status()).toBe(200)
  json.socket.destroy()
})

test('a row that cannot be written takes its bytes with it', async () => {
  const server = await startApp()
  const maria = await server.person()
  await server.app.db.$executeRawUnsafe('ALTER TABLE files ADD CONSTRAINT nobody CHECK (false)')
  for (const route of routes.slice(1)) {
    const answer = await send(
      server,
      maria,
      route,
      form({ [route.endsWith('bulk') ? 'files' : 'file']: [Buffer.from('x'), 'x'] }),
    )
    expect(answer.status).toBe(500)
    await server.meantFaults(1)
  }
  await nothingLeft(server)
  // The database serves other tests after this one.
  await server.app.db.$executeRawUnsafe('ALTER TABLE files DROP CONSTRAINT nobody')
})

test('a disk that is full is 507, one that cannot be written 503; nothing stays, and the server lives', async ({
  skip,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'blurosiere-disk-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    skip('needs the right to mount a small tmpfs')
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]))
  const server = await startApp({ env: { UPLOAD_DIR: folder } })
  const maria = await server.person()
  const files = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const large = Buffer.alloc(4_000_000)
  const full = await send(server, maria, '/upload/attachment', form({ file: [large, 'grande.bin'] }))
  expect([full.status, full.body.code]).toEqual([507, 'storage_full'])
  const bulk = await send(
    server,
    maria,
    '/upload/bulk',
    form({
      files: [
        [large, 'a'],
        [Buffer.from('x'), 'b'],
        [large, 'c'],
      ],
    }),
  )
  expect(bulk.body.items.map((item: { status: number }) => item.status)).toEqual([507, 201, 507])
  expect(await files()).toHaveLength(1)
  expect((await maria.call('GET', '/files')).body.items).toHaveLength(1)

  execFileSync('mount', ['-o', 'remount,ro', folder])
  const refused = await send(server, maria, '/upload/attachment', form({ file: [Buffer.from('x'), 'x'] }))
  expect([refused.status, refused.body.code]).toEqual([503, 'storage_unavailable'])
  await expect(server.app.storage.check()).rejects.toMatchObject({ code: 'storage_unavailable' })
  execFileSync('mount', ['-o', 'remount,rw', folder])
  expect((await send(server, maria, '/upload/attachment', form({ file: [Buffer.from('x'), 'x'] }))).status).toBe(201)
  await server.app.storage.check()
})

test('an upload folder that is no folder is 503 until it is one', async () => {
  const server = await startApp()
  const maria = await server.person()
  const folder = join(server.dataDir, 'uploads', 'attachments')
  await rm(folder, { recursive: true })
  await writeFile(folder, 'in the way')
  const refused = await send(server, maria, '/upload/attachment', form({ file: [Buffer.from('x'), 'x'] }))
  expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([
    503,
    'storage_unavailable',
    '10',
  ])
  await rm(folder)
  expect((await send(server, maria, '/upload/attachment', form({ file: [Buffer.from('x'), 'x'] }))).status).toBe(201)
})
