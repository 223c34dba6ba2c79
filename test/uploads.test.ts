import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { startApp, until } from './app.ts'
import { appointmentOf, form, leftovers, send } from './files.ts'

const picture = (width = 800, height = 600) =>
  sharp({ create: { width, height, channels: 3, background: '#7a4' } })
    .jpeg()
    .toBuffer()

test('the three calls of the guide store files, and what they answer is the contract', async () => {
  const server = await startApp()
  const maria = await server.person()
  const avatar = await send(server, maria, '/upload/avatar', form({ file: [await picture(), 'foto da maria.jpg'] }))
  expect(avatar.status).toBe(201)
  expect(avatar.body).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    kind: 'avatar',
    filename: 'foto da maria.webp',
    mimeType: 'image/webp',
    size: expect.any(Number),
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    url: expect.stringContaining(`${server.url}/api/v1/files/`),
    createdAt: expect.stringMatching(/Z$/),
    variants: [{ name: '128', size: expect.any(Number), sha256: expect.any(String), url: expect.any(String) }],
  })

  const bytes = randomBytes(300_000)
  const attachment = await send(server, maria, '/upload/attachment', form({ file: [bytes, 'exame.bin'] }))
  expect(attachment.status).toBe(201)
  expect(attachment.body).toMatchObject({
    kind: 'attachment',
    filename: 'exame.bin',
    mimeType: 'application/octet-stream',
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })

  const bulk = await send(
    server,
    maria,
    '/upload/bulk',
    form({
      files: [
        [Buffer.from('um'), 'a.txt'],
        [Buffer.from('%PDF-1.7 dois'), 'b.txt'],
      ],
    }),
  )
  expect(bulk.status).toBe(201)
  expect(
    bulk.body.items.map((item: { status: number; file: { filename: string; mimeType: string } }) => [
      item.status,
      item.file.filename,
      item.file.mimeType,
    ]),
  ).toEqual([
    [201, 'a.txt', 'text/plain'],
    [201, 'b.txt', 'application/pdf'],
  ])
  const kept = await readFile(join(server.dataDir, 'uploads', 'attachments', attachment.body.id as string))
  expect(kept.equals(bytes)).toBe(true)
  expect((await readdir(join(server.dataDir, 'uploads', 'avatars'))).length).toBe(2)
  expect(server.logs.some(({ msg }) => msg === `☁️ Arquivo salvo: /uploads/avatars/${avatar.body.id}.webp`)).toBe(true)
  expect((await maria.call('GET', '/files')).body.items).toHaveLength(4)
})

test('a new avatar replaces the old one: address, row and bytes', async () => {
  const server = await startApp()
  const maria = await server.person()
  const first = await send(server, maria, '/upload/avatar', form({ file: [await picture(), 'a.jpg'] }))
  const urlBefore = (await maria.call('GET', '/me')).body.avatarUrl as string
  expect(urlBefore).toBe(first.body.url)
  expect((await server.call('GET', urlBefore)).status).toBe(200)
  const second = await send(server, maria, '/upload/avatar', form({ file: [await picture(40, 90), 'b.jpg'] }))
  expect(second.status).toBe(201)
  const urlAfter = (await maria.call('GET', '/me')).body.avatarUrl as string
  expect(urlAfter).not.toBe(urlBefore)
  expect((await server.call('GET', urlBefore)).status).toBe(404)
  await until(
    'the old bytes are gone',
    async () => (await readdir(join(server.dataDir, 'uploads', 'avatars'))).length === 2,
  )
  // Two at once: one of them is worn, and nothing of the other is left.
  const both = await Promise.all(
    [1, 2].map(async (n) =>
      send(server, maria, '/upload/avatar', form({ file: [await picture(n * 50, 90), 'c.jpg'] })),
    ),
  )
  expect(both.map(({ status }) => status)).toEqual([201, 201])
  await until('one avatar is left', async () => (await leftovers(server)).length === 2)
  expect(await server.app.db.file.count()).toBe(1)
})

test('a file belongs to its owner; an appointment shares it with its two people, and an admin sees all', async () => {
  const server = await startApp()
  const [maria, joana, ana, other, admin] = await Promise.all([
    server.person(),
    server.person(),
    server.person('psicologo'),
    server.person('psicologo'),
    server.person('admin'),
  ])
  const appointmentId = await appointmentOf(server, maria, ana)
  const own = await send(server, maria, '/upload/attachment', form({ file: [Buffer.from('só meu'), 'meu.txt'] }))
  const before = await send(
    server,
    maria,
    '/upload/attachment',
    form({ appointmentId: String(appointmentId), file: [Buffer.from('x'), 'antes.txt'] }),
  )
  const after = await send(
    server,
    ana,
    '/upload/attachment',
    form({ file: [Buffer.from('y'), 'depois.txt'], appointmentId: String(appointmentId) }),
  )
  expect([own.status, before.status, after.status]).toEqual([201, 201, 201])
  expect([before.body.appointmentId, after.body.appointmentId]).toEqual([appointmentId, appointmentId])

  for (const form_ of [
    form({ appointmentId: String(appointmentId), file: [Buffer.from('z'), 'z'] }),
    form({ file: [Buffer.from('z'), 'z'], appointmentId: String(appointmentId) }),
  ]) {
    for (const stranger of [joana, other]) {
      const refused = await send(server, stranger, '/upload/attachment', form_)
      expect([refused.status, refused.body.code]).toEqual([404, 'not_found'])
    }
  }
  expect(
    (await send(server, maria, '/upload/attachment', form({ file: [Buffer.from('z'), 'z'], appointmentId: 'abc' })))
      .status,
  ).toBe(422)
  expect(await leftovers(server)).toHaveLength(3)

  const see = async (who: typeof maria, id: string) => {
    const [meta, content] = [await who.call('GET', `/files/${id}`), await who.call('GET', `/files/${id}/content`)]
    return [meta.status, content.status]
  }
  for (const [who, id, expected] of [
    [maria, own.body.id, 200],
    [ana, own.body.id, 404],
    [joana, own.body.id, 404],
    [admin, own.body.id, 200],
    [maria, after.body.id, 200],
    [ana, before.body.id, 200],
    [other, before.body.id, 404],
    [joana, after.body.id, 404],
  ] as const) {
    expect(await see(who, id as string)).toEqual([expected, expected])
  }
  expect(
    (await ana.call('GET', `/files?appointmentId=${appointmentId}`)).body.items.map((file: { id: string }) => file.id),
  ).toEqual([after.body.id, before.body.id])
  expect((await joana.call('GET', `/files?appointmentId=${appointmentId}`)).status).toBe(404)
  expect((await admin.call('GET', `/files?appointmentId=${appointmentId}`)).body.items).toHaveLength(2)
  expect((await joana.call('GET', '/files')).body.items).toEqual([])

  expect((await joana.call('DELETE', `/files/${own.body.id}`)).status).toBe(404)
  expect((await ana.call('DELETE', `/files/${before.body.id}`)).status).toBe(403)
  expect((await maria.call('DELETE', `/files/${before.body.id}`)).status).toBe(204)
  expect((await maria.call('DELETE', `/files/${before.body.id}`)).status).toBe(404)
  expect((await server.call('GET', before.body.url as string)).status).toBe(404)
  await until('the bytes are gone', async () => (await leftovers(server)).length === 2)
})

test('no one uploads or reads without a token, or more than they may', async () => {
  const server = await startApp()
  expect((await server.call('POST', '/upload/attachment')).status).toBe(401)
  expect((await server.call('GET', '/files')).status).toBe(401)
  const maria = await server.person()
  const one = () => send(server, maria, '/upload/attachment', form({ file: [Buffer.from('x'), 'x.txt'] }))
  for (let count = 0; count < 20; count++) expect((await one()).status).toBe(201)
  const refused = await one()
  expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited'])
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000)
  expect(refused.headers.get('ratelimit')).toMatch(/^"upload";r=0;t=\d+$/)
  expect(refused.headers.get('ratelimit-policy')).toBe('"upload";q=20;w=3600')
  expect(await server.app.db.file.count()).toBe(20)

  // What was not stored is given back; tries are counted by themselves.
  const joana = await server.person()
  for (let count = 0; count < 60; count++) {
    expect((await send(server, joana, '/upload/attachment', form({ other: 'x' }))).body.code).toBe('file_missing')
  }
  const tries = await send(server, joana, '/upload/attachment', form({ file: [Buffer.from('x'), 'x.txt'] }))
  expect(tries.headers.get('ratelimit-policy')).toBe('"upload-attempt";q=60;w=3600')
  expect(tries.status).toBe(429)
})

test('an account has a quota: of many uploads at once none passes it, and it is shown', async () => {
  const server = await startApp({ env: { STORAGE_QUOTA_MB: '3' } })
  const maria = await server.person()
  const megabyte = 1024 * 1024
  expect((await server.call('GET', '/config')).body.uploads.quotaBytes).toBe(3 * megabyte)
  const used = async () => (await maria.call('GET', '/me')).body.storage
  expect(await used()).toEqual({ usedBytes: 0, quotaBytes: 3 * megabyte })
  const one = () => send(server, maria, '/upload/attachment', form({ file: [Buffer.alloc(megabyte), 'a.bin'] }))
  const statuses = (await Promise.all(Array.from({ length: 6 }, one))).map(({ status }) => status)
  expect(statuses.sort()).toEqual([201, 201, 201, 507, 507, 507])
  expect(await used()).toEqual({ usedBytes: 3 * megabyte, quotaBytes: 3 * megabyte })
  const refused = await one()
  expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
    507,
    'quota_exceeded',
    'Os arquivos da conta podem ocupar 3 MB ao todo: apague alguns para enviar outros.',
  ])
  await until('nothing of the refused is left', async () => (await leftovers(server)).length === 3)

  // What is deleted is given back; of a bulk what fits is stored.
  const { items } = (await maria.call('GET', '/files')).body
  for (const { id } of items.slice(0, 2)) expect((await maria.call('DELETE', `/files/${id}`)).status).toBe(204)
  const bulk = await send(
    server,
    maria,
    '/upload/bulk',
    form({ files: [1.5, 1, 0.5].map((size, n) => [Buffer.alloc(size * megabyte), `${n}.bin`] as const) }),
  )
  expect(bulk.status).toBe(207)
  const outcomes = bulk.body.items as { status: number; problem?: { code: string }; file?: { filename: string } }[]
  expect(outcomes.map(({ status, problem, file }) => [status, problem?.code, file?.filename])).toEqual([
    [201, undefined, '0.bin'],
    [507, 'quota_exceeded', undefined],
    [201, undefined, '2.bin'],
  ])
  expect((await used()).usedBytes).toBe(3 * megabyte)
  await until('nothing of the refused is left', async () => (await leftovers(server)).length === 3)
  await until('no claim is left', async () => (await server.app.db.uploadClaim.count()) === 0)
})

test('a bulk says of each file what became of it', async () => {
  const server = await startApp()
  const maria = await server.person()
  const large = Buffer.alloc(10 * 1024 * 1024 + 1)
  const huge = Buffer.alloc(30 * 1024 * 1024)
  const mixed = await send(
    server,
    maria,
    '/upload/bulk',
    form({
      files: [
        [Buffer.from('a'), 'a.txt'],
        [large, 'grande.bin'],
        [huge, 'enorme.bin'],
        [large.subarray(1), 'justo.bin'],
        [Buffer.alloc(0), 'vazio.txt'],
      ],
    }),
  )
  expect([mixed.status, mixed.body.code]).toEqual([207, undefined])
  expect(mixed.body.items.map((item: { status: number }) => item.status)).toEqual([201, 413, 413, 201, 201])
  expect(mixed.body.items[1]).toMatchObject({ problem: { code: 'file_too_large', status: 413 } })
  expect(mixed.body.items[4].file).toMatchObject({ size: 0, sha256: createHash('sha256').digest('hex') })
  expect(await leftovers(server)).toHaveLength(3)

  const eleven = await send(
    server,
    maria,
    '/upload/bulk',
    form({ files: Array.from({ length: 11 }, (_, n) => [Buffer.from('x'), `${n}.txt`] as const) }),
  )
  expect([eleven.status, eleven.body.code]).toEqual([422, 'too_many_files'])
  expect(await leftovers(server)).toHaveLength(3)
  expect(await server.app.db.file.count()).toBe(3)
  // A bulk of ten is one upload.
  const ten = await send(
    server,
    maria,
    '/upload/bulk',
    form({ files: Array.from({ length: 10 }, (_, n) => [Buffer.from('x'), `${n}.txt`] as const) }),
  )
  expect(ten.status).toBe(201)
  for (let count = 0; count < 18; count++)
    expect((await send(server, maria, '/upload/attachment', form({ file: [Buffer.from('x'), 'x'] }))).status).toBe(201)
  expect((await send(server, maria, '/upload/bulk', form({ files: [[Buffer.from('x'), 'x']] }))).status).toBe(429)
})
