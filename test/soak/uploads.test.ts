import { execFileSync, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openS3 } from '../../src/storage/s3.ts'
import { type Signed, startApp, type TestApp, until } from '../app.ts'
import { freePort } from '../ports.ts'
import { inChunks, storageContract } from '../contracts/storage.ts'
import { boundary, ending, exchange, form, head, leftovers, part, photographsWithTails, post, send } from '../files.ts'
import { scratch, startServer } from '../process.ts'

// Long, and on what others made: run by `npm run test:soak` where its inputs are. What is not there is skipped, aloud.
const corpora = process.env.CORPORA_DIR ?? ''
const s3Endpoint = process.env.SOAK_S3_ENDPOINT ?? ''
const rigs = process.env.RIGS_DIR ?? ''
const need = (variable: string, value: string) => {
  if (!value) console.warn(`skipped: ${variable} is not set`)
  return !value
}
const mb = 1024 * 1024

const forget = async (server: TestApp, { id }: Signed) => {
  for (const name of ['upload', 'upload-attempt'] as const) await server.app.limits.reset(name, String(id))
}

describe.skipIf(need('CORPORA_DIR', corpora))('inputs that others wrote', () => {
  let server: TestApp
  let maria: Signed
  beforeAll(async () => {
    server = await startApp({ keep: true })
    maria = await server.person()
  })
  afterAll(() => server.close())

  const avatar = async (folder: string, name: string) => {
    await forget(server, maria)
    const answer = await send(
      server,
      maria,
      '/upload/avatar',
      form({ file: [readFileSync(join(corpora, folder, name)), name, 'image/png'] }),
    )
    expect([name, [201, 413, 415, 422].includes(answer.status) ? 'answered' : answer.status]).toEqual([
      name,
      'answered',
    ])
    const image =
      answer.status === 201 ? Buffer.from(await (await fetch(answer.body.url as string)).arrayBuffer()) : undefined
    if (image) {
      const meta = await sharp(image).metadata()
      expect([name, meta.width, meta.height, meta.exif, meta.icc, meta.xmp, meta.iptc]).toEqual([
        name,
        512,
        512,
        undefined,
        undefined,
        undefined,
        undefined,
      ])
    }
    return { status: answer.status, image }
  }
  /** One avatar is worn: its two files, and nothing of all the others. */
  const onlyOneLeft = () => until('only what is worn is left', async () => (await leftovers(server)).length === 2)

  test('PngSuite: what cannot be decoded is refused, all else is taken', { timeout: 300_000 }, async () => {
    for (const name of readdirSync(join(corpora, 'pngsuite')).filter((name) => name.endsWith('.png'))) {
      const { status } = await avatar('pngsuite', name)
      if (name.startsWith('x')) expect([name, status >= 415]).toEqual([name, true])
      else expect([name, status]).toEqual([name, 201])
    }
    await onlyOneLeft()
  })

  test('libwebp: odd but valid is taken, bad is refused, nothing is a fault', { timeout: 300_000 }, async () => {
    const counts: Record<string, number> = {}
    for (const name of readdirSync(join(corpora, 'libwebp')).filter((name) => name.endsWith('.webp'))) {
      const { status } = await avatar('libwebp', name)
      counts[status] = (counts[status] ?? 0) + 1
      // Some of the bad ones decode all the same (an index beyond the palette is black): taken or refused, never a fault.
      if (!name.startsWith('bad_')) expect([name, status]).toEqual([name, 201])
    }
    console.log('libwebp', counts)
    await onlyOneLeft()
  })

  test('EXIF: no byte of what the camera wrote survives', { timeout: 300_000 }, async () => {
    const files = readdirSync(join(corpora, 'exif-gps')).filter((name) => /\.(jpe?g|png|webp)$/i.test(name))
    for (const name of files) {
      const { status, image } = await avatar('exif-gps', name)
      expect([name, status]).toEqual([name, 201])
      for (const trace of ['Exif', 'EXIF', 'XMP', 'ICCP', 'http://ns.adobe', 'GPS', 'Canon', 'NIKON']) {
        expect([name, trace, image?.includes(trace)]).toEqual([name, trace, false])
      }
    }
    console.log('exif', files.length)
    await onlyOneLeft()
  })

  test(
    '590 multipart bodies through all three routes: never a fault, and nothing without a row',
    { timeout: 600_000 },
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'multipart-'))
      onTestFinished(() => rm(folder, { recursive: true, force: true }))
      execFileSync('tar', ['xf', join(corpora, 'multipart-fuzz.tar'), '-C', folder])
      const bodies = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
      expect(bodies.length).toBe(590)
      const joana = await server.person()
      const counts: Record<string, number> = {}
      for (const entry of bodies) {
        await forget(server, joana)
        const body = readFileSync(join(entry.parentPath, entry.name))
        for (const route of ['/upload/avatar', '/upload/attachment', '/upload/bulk']) {
          const { status, code } = await post(joana, route, body)
          expect([entry.name, route, status < 500]).toEqual([entry.name, route, true])
          counts[`${route} ${status} ${code ?? ''}`] = (counts[`${route} ${status} ${code ?? ''}`] ?? 0) + 1
        }
      }
      console.log(counts)
      const rows = await server.app.db.file.findMany({ select: { id: true } })
      const ids = new Set(rows.map(({ id }) => id))
      await until('every file has a row', async () =>
        (await leftovers(server)).every((name) => ids.has(name.slice(0, 36))),
      )
    },
  )
})

test(
  'four hundred photographs with random tails are all taken, without a byte of the tails',
  { timeout: 300_000 },
  async () => {
    const server = await startApp()
    await photographsWithTails(server, await server.person(), 400)
  },
)

test(
  'a hundred uploads that SIGKILL cuts off leave nothing, a minute after the next start',
  { timeout: 300_000 },
  async () => {
    const dataDir = await scratch()
    const register = async (server: { url: string }, n: number) => {
      const made = await fetch(`${server.url}/api/v1/auth/register`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Maria', email: `m${n}@example.com`, password: 'correto cavalo bateria' }),
      })
      return ((await made.json()) as { accessToken: string }).accessToken
    }
    const stored = async () =>
      (await readdir(join(dataDir, 'uploads'), { recursive: true, withFileTypes: true })).filter((entry) =>
        entry.isFile(),
      )
    const tokens: string[] = []
    const bytes = randomBytes(10 * mb)
    for (let kill = 0; kill < 5; kill++) {
      const server = await startServer(dataDir, { LOG_LEVEL: 'warn' })
      const token = await register(server, kill)
      tokens.push(token)
      // Some of the last kill's may still be there, and go meanwhile.
      const before = new Set((await stored()).map(({ name }) => name))
      const begun = Array.from({ length: 20 }, (_, n) => {
        const body = Buffer.concat([part('file', bytes, `${n}.bin`), ending])
        const headers = { authorization: `Bearer ${token}`, 'content-length': body.length }
        // Some come whole and are killed at whatever they are at; of the others the end never comes.
        return exchange(server, head(undefined, '/upload/attachment', headers), n < 5 ? body : body.subarray(0, 7 * mb))
      })
      await until(
        'all are being written',
        async () => (await stored()).filter(({ name }) => !before.has(name)).length >= 15,
        60_000,
      )
      server.child.kill('SIGKILL')
      await server.exited
      for (const { socket } of begun) socket.destroy()
    }
    expect((await stored()).some(({ name }) => name.endsWith('.part'))).toBe(true)
    const server = await startServer(dataDir, { LOG_LEVEL: 'warn' })
    const rows = async () => {
      const pages = tokens.map(async (token) => {
        const headers = { authorization: `Bearer ${token}` }
        const answer = await fetch(`${server.url}/api/v1/files?limit=100`, { headers })
        return ((await answer.json()) as { items: { id: string }[] }).items.map(({ id }) => id)
      })
      return (await Promise.all(pages)).flat()
    }
    await until(
      'what is stored is what has a row',
      async () => {
        const names = (await stored()).map(({ name }) => name).sort()
        return names.join() === (await rows()).sort().join()
      },
      60_000,
    )
  },
)

/** Forty uploads of 10 MB at once, to a server in a process of its own; how far its resident memory rose. */
async function memoryOf(env: Record<string, string>): Promise<{ cold: number; before: number; peak: number }> {
  const server = await startServer(await scratch(), { LOG_LEVEL: 'warn', ...env })
  const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))?.[1]) * 1024
  const tokens: string[] = []
  for (let count = 0; count < 5; count++) {
    const made = await fetch(`${server.url}/api/v1/auth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'M', email: `m${count}@example.com`, password: 'correto cavalo bateria' }),
    })
    tokens.push(((await made.json()) as { accessToken: string }).accessToken)
  }
  const file = randomBytes(10 * mb)
  const upload = (token: string | undefined) =>
    new Promise<number>((resolve, reject) => {
      const start = Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n`)
      const end = Buffer.concat([Buffer.from('\r\n'), ending])
      const sent = httpRequest(
        `${server.url}/api/v1/upload/attachment`,
        {
          method: 'POST',
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': `multipart/form-data; boundary=${boundary}`,
            'content-length': start.length + file.length + end.length,
          },
        },
        (response) => response.resume().on('end', () => resolve(response.statusCode ?? 0)),
      )
      sent.on('error', reject)
      sent.write(start)
      sent.write(file)
      sent.end(end)
    })
  const cold = rss()
  // Code is compiled, pools are filled: what remains is the uploads' own.
  for (let count = 0; count < 10; count++) expect(await upload(tokens[4])).toBe(201)
  let peak = 0
  const before = rss()
  const timer = setInterval(() => (peak = Math.max(peak, rss())), 5)
  const statuses = await Promise.all(Array.from({ length: 40 }, (_, n) => upload(tokens[n % 4])))
  clearInterval(timer)
  expect(statuses).toEqual(Array(40).fill(201))
  server.child.kill('SIGTERM')
  await server.exited
  return { cold, before, peak }
}

test('a JPEG of 108 megapixels is decoded in little memory', async () => {
  const server = await startApp()
  const maria = await server.person()
  const size = { width: 12_000, height: 9_000, channels: 3, background: '#f00' } as const
  const photo = await sharp({ create: size }).jpeg().toBuffer()
  const before = process.memoryUsage.rss()
  let peak = 0
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 2)
  const answer = await send(server, maria, '/upload/avatar', form({ file: [photo, 'foto.jpg'] }))
  clearInterval(timer)
  expect(answer.status).toBe(201)
  console.log(`108 megapixels: ${Math.round((peak - before) / mb)} MB more at the peak`)
  // Decoded whole it would be 324.
  expect(peak - before).toBeLessThan(100 * mb)
})

test('forty uploads of 10 MB at once raise resident memory by less than 80 MB', { timeout: 120_000 }, async () => {
  const { cold, before, peak } = await memoryOf({})
  console.log(
    `local: ${Math.round(cold / mb)} MB cold, ${Math.round(before / mb)} MB before, ${Math.round((peak - before) / mb)} MB more at the peak`,
  )
  expect(peak - before).toBeLessThan(80 * mb)
})

describe.skipIf(need('SOAK_S3_ENDPOINT', s3Endpoint))('a real S3 server', () => {
  const credentials = { accessKeyId: 'BLUACCESS', secretAccessKey: 'BLUSECRET123' }
  const settings = (bucket: string, endpoint = s3Endpoint) => ({
    AWS_S3_BUCKET: bucket,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_S3_ENDPOINT: endpoint,
  })
  const client = new S3Client({ region: 'us-east-1', endpoint: s3Endpoint, forcePathStyle: true, credentials })
  const newBucket = async () => {
    const bucket = `soak-${randomUUID()}`
    await client.send(new CreateBucketCommand({ Bucket: bucket }))
    return bucket
  }
  afterAll(() => client.destroy())
  const unfinishedIn = async (Bucket: string) =>
    (await client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads?.length ?? 0

  storageContract('a real S3 server', async () => {
    const Bucket = await newBucket()
    const storage = await openS3(settings(Bucket))
    onTestFinished(() => storage.close())
    return {
      storage,
      unfinished: () => unfinishedIn(Bucket),
      leaveUnfinished: async () =>
        void (await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'attachments/half' }))),
    }
  })

  test('forty uploads of 10 MB at once raise resident memory by less than 192 MB', { timeout: 120_000 }, async () => {
    const { cold, before, peak } = await memoryOf({ STORAGE_TYPE: 's3', ...settings(await newBucket()) })
    console.log(
      `S3: ${Math.round(cold / mb)} MB cold, ${Math.round(before / mb)} MB before, ${Math.round((peak - before) / mb)} MB more at the peak`,
    )
    // V8 frees buffers outside of its heap by tens of megabytes at a time; all the bodies at once would be 400.
    expect(peak - before).toBeLessThan(192 * mb)
  })

  test.skipIf(need('RIGS_DIR', rigs) || !existsSync(join(rigs, 'http-fault.mjs')))(
    'with faults between: what can be saved is, what cannot leaves nothing',
    { timeout: 300_000 },
    async () => {
      const [listen, control] = [await freePort(), await freePort()]
      const proxy = spawn(
        process.execPath,
        [join(rigs, 'http-fault.mjs'), String(listen), new URL(s3Endpoint).port, String(control)],
        { stdio: 'ignore' },
      )
      onTestFinished(() => void proxy.kill())
      const faults = (rules: object[]) =>
        fetch(`http://127.0.0.1:${control}`, { method: 'POST', body: JSON.stringify(rules) })
      await until('the proxy', () =>
        faults([]).then(
          () => true,
          () => false,
        ),
      )
      const Bucket = await newBucket()
      const storage = await openS3(settings(Bucket, `http://127.0.0.1:${listen}`))
      onTestFinished(() => storage.close())
      const bytes = randomBytes(11 * mb)
      const kinds: [string, object[], boolean][] = [
        ['503 twice', [{ method: 'PUT', n: 2, status: 503 }], true],
        ['503 at the beginning', [{ method: 'POST', path: 'uploads', n: 2, status: 503 }], true],
        [
          'a part is stored, its answer lost',
          [{ method: 'PUT', path: 'partNumber=2', n: 1, dropBeforeReply: true }],
          true,
        ],
        ['one hangs', [{ method: 'PUT', path: 'partNumber=1', n: 1, hang: true }], true],
        ['503 for ever', [{ status: 503 }], false],
        [
          'completion is done, its answer lost',
          [{ method: 'POST', path: 'uploadId', n: 1, dropBeforeReply: true }],
          true,
        ],
      ]
      for (const [kind, rules, saved] of kinds) {
        const key = `attachments/${randomUUID()}`
        await faults(rules)
        const outcome = await storage.put(key, inChunks(bytes)).then(
          () => 'saved',
          (error: { code: string }) => error.code,
        )
        await faults([])
        console.log(kind, outcome)
        expect([kind, outcome]).toEqual([kind, saved ? 'saved' : 'storage_unavailable'])
        expect([kind, await storage.exists(key)]).toEqual([kind, saved])
        if (saved) await storage.remove(key)
      }
      expect(await storage.removeUnfinished(new Date(Date.now() + 60_000))).toBeLessThan(3)
      expect(await unfinishedIn(Bucket)).toBe(0)
    },
  )
})
