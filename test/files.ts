import { randomBytes, randomInt } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Answer, Signed, TestApp } from './app.ts'
import { put } from './clinic.ts'

type Given = readonly [bytes: Uint8Array, filename: string, type?: string]

/** A form as a browser would build it: fields are strings, files `[bytes, name]`, several of a name in a list; in order. */
export function form(parts: Record<string, string | Given | readonly Given[]>): FormData {
  const data = new FormData()
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part === 'string') data.append(name, part)
    else {
      const files = (Array.isArray(part[0]) ? part : [part]) as readonly Given[] // a list of files, or one
      for (const [bytes, filename, type] of files)
        data.append(name, new Blob([bytes], { type: type ?? guess(filename) }), filename)
    }
  }
  return data
}

const guess = (filename: string) => (filename.endsWith('.txt') ? 'text/plain' : 'application/octet-stream')

/** Sends a form as this person. */
export async function send(server: TestApp, who: Signed, path: string, body: FormData): Promise<Answer> {
  for (;;) {
    const response = await fetch(`${server.url}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${who.accessToken}` },
      body,
    })
    const answer = (await response.json()) as Answer['body']
    if (answer.code !== 'overloaded') return { status: response.status, headers: response.headers, body: answer }
    // The test's own work made the server lag that runs in its process. As a client does, it waits for what Retry-After says.
    await new Promise((resolve) => setTimeout(resolve, 1000 * Number(response.headers.get('retry-after'))))
  }
}

/** Every file under the upload folder, temporary ones too. */
export async function leftovers(server: TestApp): Promise<string[]> {
  const found = await readdir(join(server.dataDir, 'uploads'), { recursive: true, withFileTypes: true })
  return found.filter((entry) => !entry.isDirectory()).map((entry) => entry.name)
}

/** What other readers look for: archives, pages, programs, the videos of motion photos. */
const marks = ['rAr!', 'Rar!', '<?xml', 'PK\x03\x04', '<html', '%PDF-', '\0\0\0\x18ftypmp42', '\xff\xd9\xff\xd8']

/**
 * Sends photographs of which each has something of 1 to 4 MB behind its end: all are taken, and nothing of that is stored. A
 * needle in the tail is looked for in what was.
 */
export async function photographsWithTails(server: TestApp, who: Signed, count: number): Promise<void> {
  const photo = await sharp({
    create: {
      width: 640,
      height: 480,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  })
    .jpeg()
    .toBuffer()
  for (let n = 0; n < count; n++) {
    for (const name of ['upload', 'upload-attempt'] as const) await server.app.limits.reset(name, String(who.id))
    const tail = randomBytes(randomInt(1024 * 1024, 4 * 1024 * 1024))
    for (let times = 0; times < 200; times++) {
      tail.write(marks[randomInt(marks.length)] ?? '', randomInt(tail.length - 100), 'latin1')
    }
    const needle = randomBytes(16)
    for (let at = 0; at + 64 < tail.length; at += 1000) needle.copy(tail, at)
    const answer = await send(
      server,
      who,
      '/upload/avatar',
      form({ file: [Buffer.concat([photo, tail]), 'foto.jpg', 'image/jpeg'] }),
    )
    if (answer.status !== 201) throw new Error(`photograph ${n}: ${answer.status} ${JSON.stringify(answer.body)}`)
    for (const url of [answer.body.url, answer.body.variants[0].url] as string[]) {
      const stored = Buffer.from(await (await fetch(url)).arrayBuffer())
      if (
        stored.includes(needle) ||
        marks.some((mark) => mark.length > 4 && stored.includes(Buffer.from(mark, 'latin1')))
      )
        throw new Error(`photograph ${n}: something of its tail was stored`)
    }
  }
}

/** An appointment that joins two people. */
export async function appointmentOf(
  server: TestApp,
  patient: Signed,
  psychologist: Signed,
  hours = 24,
): Promise<number> {
  const { id } = await put(server, patient, psychologist, new Date(Date.now() + hours * 3_600_000))
  return id
}

/** What a server wrote back on one connection, read until it closed or `enough` was there. */
export interface Exchange {
  readonly socket: Socket
  /** Everything received so far. */
  readonly text: () => string
  /** The status of the final answer, once it is there; 0 if the connection closed without one. */
  readonly status: () => Promise<number>
}

/** Opens a connection and writes exactly these bytes: for what no client library would send. */
export function exchange(server: { url: string }, ...chunks: (string | Uint8Array)[]): Exchange {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  let received = ''
  const changed = new EventEmitter()
  socket.on('data', (data) => {
    received += data.toString('latin1')
    changed.emit('change')
  })
  socket.on('error', () => {})
  socket.on('close', () => changed.emit('change'))
  for (const chunk of chunks) socket.write(chunk)
  const final = () => /(?:^|\r\n\r\n)HTTP\/1\.1 ([2-5]\d\d)/.exec(received)?.[1]
  return {
    socket,
    text: () => received,
    status: async () => {
      while (final() === undefined && !socket.closed) await once(changed, 'change')
      return Number(final() ?? 0)
    },
  }
}

export const boundary = 'dfhjksd23f43242f43fv4b4g2g2g23vf2'

/** The head of an upload, as bytes. */
export const head = (who: Signed | undefined, path: string, headers: Record<string, string | number> = {}): string =>
  [
    `POST /api/v1${path} HTTP/1.1`,
    'host: localhost',
    ...(who ? [`authorization: Bearer ${who.accessToken}`] : []),
    ...Object.entries({ 'content-type': `multipart/form-data; boundary=${boundary}`, ...headers }).map(
      ([name, value]) => `${name}: ${value}`,
    ),
    '\r\n',
  ].join('\r\n')

/** A part with its delimiter; `filename` makes it a file. */
export const part = (name: string, value: string | Buffer, filename?: string): Buffer =>
  Buffer.concat([
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n\r\n`,
    ),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ])

export const ending = Buffer.from(`--${boundary}--\r\n`)

/** Sends a body as it is, and gives the status and the problem's code. */
export async function post(
  who: Signed,
  path: string,
  body: Buffer,
  type = `multipart/form-data; boundary=${boundary}`,
) {
  const answer = await who.call('POST', path, body, { 'content-type': type })
  return { status: answer.status, code: answer.body?.code as string | undefined }
}
