import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { CreateMultipartUploadCommand, S3Client } from '@aws-sdk/client-s3'
import { v7 as uuidv7 } from 'uuid'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../src/time/clock.ts'
import { healthCheck } from '../src/health/health.ts'
import { inspect } from '../src/config/provider.ts'
import { localStorage } from '../src/storage/local.ts'
import { openS3, s3 } from '../src/storage/s3.ts'
import type { S3Timeouts } from '../src/storage/s3-context.ts'
import { sweep } from '../src/uploads/sweeper.ts'
import { startApp } from './app.ts'
import { inChunks, storageContract } from './contracts/storage.ts'
import { fakeS3, keys } from './fakes/s3.ts'
import { form, send } from './files.ts'
import { cli, scratch } from './process.ts'

async function openLocal() {
  const folder = join(await mkdtemp(join(tmpdir(), 'blurosiere-store-')), 'uploads')
  onTestFinished(() => rm(join(folder, '..'), { recursive: true, force: true }))
  const storage = localStorage(folder)
  await storage.prepare()
  const drafts = async () => (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.part'))
  return {
    folder,
    storage,
    unfinished: async () => (await drafts()).length,
    leaveUnfinished: () => writeFile(join(folder, 'attachments', '.0b9c.part'), 'half'),
  }
}

const hasty: S3Timeouts = { connect: 500, idle: 400, answer: 400, call: 3_000, part: 800, partCall: 4_000, attempts: 3 }

async function openFake(timeouts: S3Timeouts = hasty) {
  const fake = await fakeS3()
  const settings = {
    AWS_S3_BUCKET: fake.bucket,
    AWS_REGION: 'sa-east-1',
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_S3_ENDPOINT: fake.endpoint,
  }
  const storage = await openS3(settings, timeouts)
  onTestFinished(async () => {
    await storage.close()
    await fake.close()
  })
  return {
    fake,
    settings,
    storage,
    unfinished: async () => fake.unfinished.size,
    async leaveUnfinished() {
      const client = new S3Client({
        region: 'sa-east-1',
        endpoint: fake.endpoint,
        forcePathStyle: true,
        credentials: keys,
      })
      await client.send(new CreateMultipartUploadCommand({ Bucket: fake.bucket, Key: 'attachments/half' }))
      client.destroy()
    },
  }
}

storageContract('the local disk', openLocal)
storageContract('S3', openFake)

test('files on the local disk are readable by no other user, and their folders are made', async () => {
  const { folder, storage } = await openLocal()
  await rm(folder, { recursive: true })
  await storage.put('attachments/a', inChunks(Buffer.from('x')))
  expect((await stat(join(folder, 'attachments', 'a'))).mode & 0o007).toBe(0)
})

test('S3 believes no forged signature', async () => {
  const { settings } = await openFake()
  const forged = await openS3({ ...settings, AWS_SECRET_ACCESS_KEY: 'something else' }, hasty)
  onTestFinished(() => forged.close())
  await expect(forged.put('attachments/a', inChunks(Buffer.from('x')))).rejects.toMatchObject({
    code: 'storage_unavailable',
  })
  await expect(forged.check()).rejects.toMatchObject({ code: 'storage_unavailable' })
})

test('checksums and encryption are asked of AWS, and of no other store', async () => {
  const { fake, storage } = await openFake()
  await storage.put('attachments/a', inChunks(randomBytes(100)))
  await storage.put('attachments/b', inChunks(randomBytes(11_000_000)))
  for (const { headers } of fake.requests) {
    const names = Object.keys(headers)
    expect(names.filter((name) => /checksum|trailer|server-side/.test(name))).toEqual([])
    expect(headers['content-encoding']).toBeUndefined()
    expect(headers['transfer-encoding']).toBeUndefined()
  }
})

test('AWS itself gets a checksum of every part and is asked to encrypt', async () => {
  const { fake, settings } = await openFake()
  // The SDK's own variable: as far as we know, this is AWS.
  process.env.AWS_ENDPOINT_URL_S3 = fake.endpoint
  onTestFinished(() => {
    delete process.env.AWS_ENDPOINT_URL_S3
  })
  const aws = await openS3({ ...settings, AWS_S3_ENDPOINT: undefined, AWS_S3_FORCE_PATH_STYLE: true }, hasty)
  onTestFinished(() => aws.close())
  await aws.put('attachments/a', inChunks(randomBytes(100)))
  await aws.put('attachments/b', inChunks(randomBytes(6_000_000)))
  expect(fake.objects.get('attachments/b')?.bytes.length).toBe(6_000_000)
  const [put, create, ...parts] = fake.requests
  for (const request of [put, create]) expect(request?.headers['x-amz-server-side-encryption']).toBe('AES256')
  for (const request of [put, ...parts.filter(({ method }) => method === 'PUT')]) {
    expect(request?.headers['x-amz-checksum-crc32']).toMatch(/^[\w+/]{6}==$/)
  }
})

test('what fails for a moment is tried again; what is done twice is stored once', async () => {
  const { fake, storage } = await openFake()
  const bytes = randomBytes(11_000_000)
  for (const fault of [
    { method: 'PUT', status: 503, code: 'SlowDown', times: 2 },
    { method: 'POST', path: /uploads/, status: 500, times: 1 },
    { method: 'PUT', answerLost: true, times: 1 },
    { method: 'PUT', hang: true, times: 1 },
    { method: 'POST', path: /uploadId/, answerLost: true, times: 1 },
  ] as const) {
    fake.faults = [{ ...fault }]
    await storage.put('attachments/a', inChunks(bytes))
    expect(fake.objects.get('attachments/a')?.bytes.equals(bytes)).toBe(true)
    expect(fake.unfinished.size).toBe(0)
    fake.objects.clear()
  }
})

test('an outage is 503 within the deadline and leaves nothing; a full store is 507', async () => {
  const { fake, storage } = await openFake()
  const put = () => storage.put('attachments/a', inChunks(randomBytes(6_000_000)))
  for (const [fault, code] of [
    [{ status: 503 }, 'storage_unavailable'],
    [{ hang: true }, 'storage_unavailable'],
    [{ method: 'PUT', status: 507, code: 'XMinioStorageFull' }, 'storage_full'],
    [{ method: 'PUT', status: 403, code: 'QuotaExceeded' }, 'storage_full'],
    [{ method: 'PUT', path: /partNumber=2/, status: 503 }, 'storage_unavailable'],
  ] as const) {
    fake.faults = [fault]
    const began = performance.now()
    await expect(put()).rejects.toMatchObject({ code })
    expect(performance.now() - began).toBeLessThan(8_000)
    expect(fake.objects.size + fake.unfinished.size).toBe(0)
  }
  fake.faults = [{ hang: true }]
  const began = performance.now()
  await expect(storage.check()).rejects.toMatchObject({ code: 'storage_unavailable' })
  expect(performance.now() - began).toBeLessThan(2_500)
  fake.faults = []
  await put()
})

test('a store that takes ever more and never answers is given up in time, and a slow client is not its fault', async () => {
  const { fake, storage } = await openFake({ ...hasty, part: 60_000, idle: 60_000, partCall: 300 })
  fake.faults = [{ hang: true }]
  const began = performance.now()
  await expect(storage.put('attachments/a', inChunks(randomBytes(100)))).rejects.toMatchObject({
    code: 'storage_unavailable',
  })
  expect(performance.now() - began).toBeLessThan(2_000)
  fake.faults = []
  async function* slow() {
    for (let count = 0; count < 3; count++) {
      // The slowness is what is tried: each pause is longer than the store itself may take (partCall).
      await new Promise((resolve) => setTimeout(resolve, 400))
      yield Buffer.from('x')
    }
  }
  expect(await storage.put('attachments/b', slow())).toEqual({ size: 3 })
})

test('a store that breaks off in the middle of a download is an error, never a short file', async () => {
  const { fake, storage } = await openFake()
  await storage.put('attachments/a', inChunks(randomBytes(2_000_000)))
  for (const fault of [{ cutAfter: 500_000 }, { stallAfter: 500_000 }]) {
    fake.faults = [{ method: 'GET', ...fault }]
    const stream = await storage.open('attachments/a')
    await expect(stream && buffer(stream)).rejects.toThrow()
  }
})

test('the whole application on S3: uploads, downloads, an outage', async () => {
  const { fake, settings } = await openFake()
  const server = await startApp({ env: { STORAGE_TYPE: 's3', ...settings } })
  expect(server.app.storageChoice).toMatchObject({ name: 's3', fallback: false, problems: [] })
  const maria = await server.person()
  const bytes = randomBytes(7_000_000)
  const { status, body } = await send(server, maria, '/upload/attachment', form({ file: [bytes, 'a.bin'] }))
  expect([status, body.size]).toEqual([201, bytes.length])
  expect(server.logs.some(({ msg }) => msg === `☁️ Arquivo salvo: s3://clinica/attachments/${body.id}`)).toBe(true)
  const whole = await fetch(body.url as string)
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true)
  const range = await fetch(body.url as string, { headers: { range: 'bytes=-5' } })
  expect([range.status, Buffer.from(await range.arrayBuffer()).equals(bytes.subarray(-5))]).toEqual([206, true])

  fake.faults = [{ status: 503 }]
  const refused = await send(server, maria, '/upload/attachment', form({ file: [Buffer.from('x'), 'x'] }))
  expect([refused.status, refused.body.code]).toEqual([503, 'storage_unavailable'])
  expect((await maria.call('GET', `/files/${body.id}/content`)).status).toBe(503)
  expect(await server.app.db.file.count()).toBe(1)
  expect(JSON.stringify(server.logs)).not.toContain(keys.secretAccessKey)
}, 60_000)

test('a store that ignores ranges is answered for: a range is still its bytes and no others', async () => {
  const { fake, settings } = await openFake()
  const server = await startApp({ env: { STORAGE_TYPE: 's3', ...settings } })
  const maria = await server.person()
  const bytes = randomBytes(700_000)
  const { body } = await send(server, maria, '/upload/attachment', form({ file: [bytes, 'a.bin'] }))
  fake.faults = [{ method: 'GET', ignoresRange: true, times: 1000 }]
  for (const [range, start, end] of [
    ['bytes=0-9', 0, 9],
    ['bytes=650000-', 650_000, 699_999],
    ['bytes=-7', 699_993, 699_999],
    ['bytes=65530-65540', 65_530, 65_540],
  ] as const) {
    const answer = await fetch(body.url as string, { headers: { range } })
    expect([range, answer.status, answer.headers.get('content-range')]).toEqual([
      range,
      206,
      `bytes ${start}-${end}/700000`,
    ])
    expect([range, Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(start, end + 1))]).toEqual([
      range,
      true,
    ])
  }
})

test('a store whose keys may not ask about the bucket is ok where reading and writing work; where not, its own status is told', async () => {
  const { fake, settings } = await openFake()
  const server = await startApp({ env: { STORAGE_TYPE: 's3', ...settings } })
  const folders = { DATA_DIR: await scratch(), UPLOAD_DIR: await scratch() }
  const noBucket = { method: 'HEAD', path: /^\/clinica\/?$/, status: 403, code: 'AccessDenied', times: 1000 }
  const noList = { method: 'GET', path: /list-type|uploads/, status: 403, code: 'AccessDenied', times: 1000 }
  fake.faults = [noBucket, noList]
  await server.app.storage.check()
  expect(fake.objects.size).toBe(0)
  const health = (await (await fetch(`${server.url}/health`)).json()) as {
    integrations: { storage: { status: string } }
  }
  const tried = await cli(['storage', 'test'], { STORAGE_TYPE: 's3', ...settings, ...folders })
  expect([health.integrations.storage.status, tried.code]).toEqual(['ok', 0])

  const second = await openS3(settings, hasty)
  onTestFinished(() => second.close())
  fake.faults = [noBucket, { method: 'PUT', status: 403, code: 'AccessDenied', times: 1000 }]
  const check = healthCheck({ storage: { provider: 's3', fallback: false, run: () => second.check() } })
  onTestFinished(() => check.stop())
  expect((await check.report()).storage).toMatchObject({
    status: 'error',
    detail: 'answered with status 403 (AccessDenied)',
  })
  const refused = await cli(['storage', 'test'], { STORAGE_TYPE: 's3', ...settings, ...folders })
  expect([refused.code, refused.output]).toEqual([
    1,
    expect.stringMatching(/AccessDenied.*\(status 403\)[^]*allow s3:GetObject/),
  ])
})

test('a probe that a killed process left in the store is swept after an hour, however doubtful the database', async () => {
  const { fake, settings } = await openFake()
  const server = await startApp({ env: { STORAGE_TYPE: 's3', ...settings } })
  const { db, storage, log } = server.app
  fake.faults = [
    { method: 'HEAD', path: /^\/clinica\/?$/, status: 403, code: 'AccessDenied', times: 1000 },
    // As if the process had ended before this.
    { method: 'DELETE', status: 403, code: 'AccessDenied', times: 2 },
  ]
  const old = new Date(Date.now() - 2 * 3_600_000)
  for (let count = 0; count < 2; count++) {
    for (const object of fake.objects.values()) object.at = old
    await expect(storage.check()).rejects.toMatchObject({ code: 'storage_unavailable' })
  }
  const [left] = fake.objects.values()
  if (!left) throw new Error('no probe was left')
  const young = [...fake.objects].filter(([, { at }]) => at !== old).map(([key]) => key)
  expect([fake.objects.size, young.length]).toEqual([2, 1])
  const notOurs = ['attachments/probe-notes', `attachments/probe-${randomUUID()}.txt`, `avatars/probe-${randomUUID()}`]
  for (const key of notOurs) fake.objects.set(key, left)
  for (let count = 0; count < 101; count++) fake.objects.set(`attachments/${uuidv7()}`, left)

  expect(await sweep({ db, storage, log, clock: systemClock })).toEqual({ unfinished: 1, orphans: 0 })
  expect([...fake.objects.keys()].filter((key) => key.includes('probe')).sort()).toEqual([...young, ...notOurs].sort())
  expect(fake.objects.size).toBe(1 + notOurs.length + 101)
})

test('S3 is asked for by STORAGE_TYPE alone, and what it lacks is named', () => {
  const env = { STORAGE_TYPE: 's3', AWS_S3_BUCKET: 'b', AWS_REGION: 'r' }
  const missing = (given: Record<string, string>) => {
    const found = inspect(s3, given)
    return found.state === 'half' ? found.problems.map(({ variable, kind }) => `${variable} ${kind}`) : found.state
  }
  expect(missing({ AWS_S3_BUCKET: 'b', AWS_REGION: 'r' })).toBe('unset')
  expect(missing({ ...env, STORAGE_TYPE: 'local' })).toBe('unset')
  expect(missing(env)).toBe('ready')
  expect(missing({ STORAGE_TYPE: 's3' })).toEqual(['AWS_S3_BUCKET missing', 'AWS_REGION missing'])
  expect(missing({ ...env, AWS_ACCESS_KEY_ID: 'x' })).toEqual(['AWS_SECRET_ACCESS_KEY missing'])
  expect(missing({ ...env, AWS_SECRET_ACCESS_KEY: 'x' })).toEqual(['AWS_ACCESS_KEY_ID missing'])
  expect(missing({ ...env, AWS_ACCESS_KEY_ID: 'your-key', AWS_SECRET_ACCESS_KEY: 'your-secret' })).toEqual([
    'AWS_ACCESS_KEY_ID placeholder',
    'AWS_SECRET_ACCESS_KEY placeholder',
  ])
  expect(missing({ ...env, AWS_S3_BUCKET: 'your-bucket' })).toEqual(['AWS_S3_BUCKET placeholder'])
  expect(missing({ ...env, AWS_S3_ENDPOINT: 'minio:9000' })).toEqual(['AWS_S3_ENDPOINT malformed'])
  expect(missing({ ...env, AWS_S3_FORCE_PATH_STYLE: 'sim' })).toEqual(['AWS_S3_FORCE_PATH_STYLE malformed'])
})
