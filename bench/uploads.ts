// How fast the whole upload endpoint is beside bare multer and beside the floor: `node bench/uploads.ts [rounds]`.
// 10 MB × 16 at once on local disk, each server in a process of its own, in turns, so that all meet the same machine.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createWriteStream, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from './rig.ts'

const fileBytes = 10 * 1024 * 1024
const atOnce = 16
const boundary = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'

const [, self = '', mode = '6', folder = '', port = '0'] = process.argv
if (mode === 'floor') await serveFloor()
else if (mode === 'multer') await serveMulter()
else await compare(Number(mode))

/** A body piped to a file: no parsing, no hash, no fsync, no row. */
async function serveFloor() {
  let count = 0
  createServer((request, response) => {
    pipeline(request, createWriteStream(join(folder, String(count++)))).then(
      () => response.writeHead(201).end('{}'),
      () => response.destroy(),
    )
  }).listen(Number(port), '127.0.0.1')
}

/** What most projects do: multer's disk storage, no hash, no fsync, no row. */
async function serveMulter() {
  // By a name that the compiler does not follow: neither brings types, and neither is part of the application.
  const [{ default: express }, { default: multer }] = (await Promise.all(
    ['express', 'multer'].map((name) => import(name)),
  )) as [{ default: () => Express }, { default: (options: object) => { single(field: string): unknown } }]
  const app = express()
  app.post('/{*path}', multer({ dest: folder }).single('file'), (_request, response) => response.status(201).json({}))
  app.listen(Number(port), '127.0.0.1')
}

interface Express {
  post(
    path: string,
    middleware: unknown,
    handler: (request: unknown, response: { status(code: number): { json(body: object): void } }) => void,
  ): void
  listen(port: number, host: string): void
}

interface Contender {
  readonly name: string
  readonly child: ChildProcess
  readonly url: string
  readonly folder: string
  readonly tokens: string[]
  readonly multipart: boolean
  seconds: number
  cpu: number
  bytes: number
  base: number
  peak: number
}

async function compare(rounds: number) {
  const scratch = await mkdtemp(join(tmpdir(), 'blurosiere-bench-'))
  const contenders: Contender[] = []
  try {
    for (const name of ['floor', 'multer', 'ours'] as const) contenders.push(await start(name, join(scratch, name)))
    const file = randomBytes(fileBytes)
    // Once for nothing, so that what follows is warm.
    for (const contender of contenders) await round(contender, file)
    for (const contender of contenders)
      Object.assign(contender, { seconds: 0, cpu: 0, bytes: 0, peak: 0, base: rss(contender) })
    for (let count = 0; count < rounds; count++) {
      for (const contender of contenders) await round(contender, file)
    }
    console.log(`\n${atOnce} × ${fileBytes / 1024 / 1024} MB at once, ${rounds} rounds in turns`)
    console.table(
      Object.fromEntries(
        contenders.map(({ name, seconds, cpu, bytes, base, peak }) => [
          name,
          {
            'MB/s': Math.round(bytes / 1e6 / seconds),
            'CPU s/GB': Number((cpu / (bytes / 1e9)).toFixed(2)),
            'memory before (MB)': Math.round(base / 1e6),
            'peak above (MB)': Math.round((peak - base) / 1e6),
          },
        ]),
      ),
    )
  } finally {
    for (const { child } of contenders) child.kill('SIGTERM')
    await rm(scratch, { recursive: true, force: true })
  }
}

async function start(name: 'floor' | 'multer' | 'ours', root: string): Promise<Contender> {
  const free = await freePort()
  const files = name === 'ours' ? join(root, 'uploads', 'attachments') : root
  await mkdir(root, { recursive: true })
  const url = `http://127.0.0.1:${free}`
  const child =
    name === 'ours'
      ? spawn(process.execPath, ['src/server.ts'], {
          cwd: fileURLToPath(new URL('..', import.meta.url)),
          env: {
            PATH: process.env.PATH,
            HOME: tmpdir(),
            PORT: String(free),
            HOST: '127.0.0.1',
            PUBLIC_URL: url,
            DATA_DIR: join(root, 'data'),
            UPLOAD_DIR: join(root, 'uploads'),
            NODE_ENV: 'test',
            LOG_LEVEL: 'warn',
          },
          stdio: ['ignore', 'ignore', 'inherit'],
        })
      : spawn(process.execPath, [self, name, root, String(free)], { stdio: ['ignore', 'ignore', 'inherit'] })
  for (let tries = 0; ; tries++) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      break
    if (tries > 300) throw new Error(`${name} does not answer`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const tokens: string[] = []
  // One may store 20 an hour: everybody sends one per round.
  for (let count = 0; name === 'ours' && count < atOnce; count++) {
    const made = await fetch(`${url}/api/v1/auth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Bench', email: `b${count}@example.com`, password: 'correto cavalo bateria' }),
    })
    tokens.push(((await made.json()) as { accessToken: string }).accessToken)
  }
  return {
    name,
    child,
    url,
    folder: files,
    tokens,
    multipart: name !== 'floor',
    seconds: 0,
    cpu: 0,
    bytes: 0,
    base: 0,
    peak: 0,
  }
}

async function round(contender: Contender, file: Buffer) {
  const cpuBefore = cpuSeconds(contender)
  const watch = setInterval(() => (contender.peak = Math.max(contender.peak, rss(contender))), 10)
  const began = performance.now()
  await Promise.all(Array.from({ length: atOnce }, (_, n) => upload(contender, file, contender.tokens[n])))
  contender.seconds += (performance.now() - began) / 1000
  contender.bytes += atOnce * file.length
  clearInterval(watch)
  contender.cpu += cpuSeconds(contender) - cpuBefore
  // What one left unwritten, the next one's fsync would have to wait for.
  for (const name of await readdir(contender.folder)) await rm(join(contender.folder, name), { recursive: true })
}

function upload({ url, multipart }: Contender, file: Buffer, token?: string): Promise<void> {
  const head = multipart
    ? Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\nContent-Type: application/octet-stream\r\n\r\n`,
      )
    : Buffer.alloc(0)
  const tail = multipart ? Buffer.from(`\r\n--${boundary}--\r\n`) : Buffer.alloc(0)
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      `${url}/api/v1/upload/attachment`,
      {
        method: 'POST',
        headers: {
          'content-type': multipart ? `multipart/form-data; boundary=${boundary}` : 'application/octet-stream',
          'content-length': head.length + file.length + tail.length,
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
      },
      (response) => {
        response.resume()
        if (response.statusCode === 201) response.on('end', resolve)
        else reject(new Error(`answered ${response.statusCode}`))
      },
    )
    sent.on('error', reject)
    sent.write(head)
    sent.write(file)
    sent.end(tail)
  })
}

function rss({ child }: Contender): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
}

/** User and system time so far; a clock tick of Linux is 10 ms. */
function cpuSeconds({ child }: Contender): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}
