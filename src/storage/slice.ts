import { Readable } from 'node:stream'
import type { ByteRange } from './storage.ts'

/** The bytes of a range out of all of them; an error where they end before it does. What follows it is not read. */
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
  // By its own iterator the source is destroyed with this one.
  return Readable.from(wanted(), { objectMode: false })
}
