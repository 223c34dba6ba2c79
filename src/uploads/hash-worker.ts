import { createHash, type Hash } from 'node:crypto'
import { parentPort } from 'node:worker_threads'

// The other end of hashing.ts: one thread that holds the hashes of all large uploads under way.

export interface Order {
  readonly id: number
  readonly chunks: readonly Uint8Array<ArrayBuffer>[]
  readonly last: boolean
}
export interface Reply {
  readonly id: number
  /** After the last chunk. */
  readonly digest?: string
}

const hashes = new Map<number, Hash>()
const port = parentPort
port?.on('message', ({ id, chunks, last }: Order) => {
  const hash = hashes.get(id) ?? createHash('sha256')
  for (const chunk of chunks) {
    hash.update(chunk)
    chunk.buffer.transfer(0)
  }
  if (last) hashes.delete(id)
  else hashes.set(id, hash)
  port.postMessage({ id, ...(last ? { digest: hash.digest('hex') } : {}) } satisfies Reply)
})
