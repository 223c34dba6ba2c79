import { createHash, type Hash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Order, Reply } from './hash-worker.ts'

/** A SHA-256 that grows as chunks are written. */
export interface Hashing {
  /** Takes the chunks, in order, and frees their memory. Waits only for a backlog. */
  take(chunks: readonly Uint8Array[]): Promise<void>
  /** In hexadecimal, once. Also releases the state of a failed upload. */
  digest(): Promise<string>
}

/** A smaller first chunk is mostly the whole file, and hashed here. */
const worthwhile = 16 * 1024
/** Of one file, before it waits. */
const mostOrders = 2

/**
 * Large files are hashed in a thread (0.6 CPU seconds per GB), which gets the chunks uncopied and frees them at once: garbage
 * collection of the socket buffers took 1.9 of 4.5 CPU seconds per GB.
 */
export function hashing(): Hashing {
  let hash: Hash | undefined
  let remote: ReturnType<typeof remoteHash> | undefined
  return {
    async take(chunks) {
      const [first] = chunks
      if (!first) return
      if (!hash && !remote) {
        if (first.length >= worthwhile) remote = remoteHash()
        else hash = createHash('sha256')
      }
      if (remote) await remote.take(chunks)
      else for (const chunk of chunks) hash?.update(chunk)
    },
    digest: async () => (remote ? remote.digest() : (hash ?? createHash('sha256')).digest('hex')),
  }
}

let worker: Worker | undefined
let lastId = 0
/** By upload, the orders that are not answered yet. */
const pending = new Map<number, { resolve(reply: Reply): void; reject(error: Error): void }[]>()

function thread(): Worker {
  if (worker) return worker
  const started = new Worker(new URL('./hash-worker.ts', import.meta.url))
  const fail = (error: Error) => {
    if (worker === started) worker = undefined
    for (const { reject } of [...pending.values()].flat()) reject(error)
    pending.clear()
  }
  started.on('message', (reply: Reply) => {
    const orders = pending.get(reply.id)
    const order = orders?.shift()
    if (orders?.length === 0) pending.delete(reply.id)
    // The thread keeps the process alive only while it has orders.
    if (pending.size === 0) started.unref()
    order?.resolve(reply)
  })
  started.on('error', fail)
  started.on('exit', () => fail(new Error('the hashing thread ended')))
  worker = started
  return started
}

function remoteHash() {
  const id = ++lastId
  const under: Promise<Reply>[] = []
  const ask = (chunks: Uint8Array<ArrayBuffer>[], last: boolean) => {
    const reply = new Promise<Reply>((resolve, reject) => {
      const to = thread()
      to.ref()
      const orders = pending.get(id)
      if (orders) orders.push({ resolve, reject })
      else pending.set(id, [{ resolve, reject }])
      to.postMessage(
        { id, chunks, last } satisfies Order,
        chunks.map(({ buffer }) => buffer),
      )
    })
    reply.catch(() => {})
    return reply
  }
  return {
    async take(chunks: readonly Uint8Array[]): Promise<void> {
      under.push(ask(chunks.map(movable), false))
      if (under.length > mostOrders) await under.shift()
    },
    digest: async () => (await ask([], true)).digest ?? '',
  }
}

/** The chunk itself where it is the only one of its buffer, else a copy. */
function movable(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = chunk
  // Small chunks may share the parser's buffer.
  const whole = chunk.byteLength >= worthwhile && chunk.byteLength === buffer.byteLength
  return whole && buffer instanceof ArrayBuffer ? new Uint8Array(buffer) : Uint8Array.from(chunk)
}
