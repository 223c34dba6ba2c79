import { Readable } from 'node:stream'
import type { ByteRange } from './storage.ts'

/** The bytes of a range; an error where the source ends before it. What follows the range is not read. */
export function slice(whole: Readable, { start, end }: ByteRange): Readable {
  async function* wanted(): AsyncGenerator<Uint8Array> {
    let at = 0
    for await (const chunk of whole as AsyncIterable<Uint8Array>) {
      const piece = chunk.subarray(Math.max(0, start - at), Math.max(0, end + 1 - at))
      at += chunk.length
      if (piece.length > 0) yield piece
      if (at > end) return
    }
    throw new Error('the bytes ended before the range did')
  }
  return Readable.from(wanted(), { objectMode: false })
}
