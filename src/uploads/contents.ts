import { createHash } from 'node:crypto'
import { fileTypeFromBuffer } from 'file-type'

/** As much as file-type asks for. */
export const sampleSize = 4100

/** What passes through on its way to the store: counted, hashed and sniffed in the same pass. */
export interface Contents extends AsyncIterable<Uint8Array> {
  /** After the last byte. */
  readonly sha256: () => string
  /** The type by content; a harmless declared one, or `application/octet-stream`, where bytes alone do not tell. */
  readonly mimeType: () => Promise<string>
}

export function inspected(bytes: AsyncIterable<Uint8Array>, declaredType: string): Contents {
  const hash = createHash('sha256')
  const sample: Uint8Array[] = []
  let sampled = 0
  return {
    async *[Symbol.asyncIterator]() {
      for await (const chunk of bytes) {
        hash.update(chunk)
        if (sampled < sampleSize) {
          // Copied: a slice would keep the socket's whole buffer alive.
          const piece = Buffer.from(chunk.subarray(0, sampleSize - sampled))
          sample.push(piece)
          sampled += piece.length
        }
        yield chunk
      }
    },
    sha256: () => hash.digest('hex'),
    mimeType: () => typeOf(Buffer.concat(sample), declaredType),
  }
}

/** Types that bytes do not show, and that no browser runs. */
const declarable = new Set(['text/plain', 'text/csv', 'text/markdown', 'text/calendar', 'application/json'])

async function typeOf(sample: Uint8Array, declaredType: string): Promise<string> {
  const found = await sniff(sample)
  if (found) return found
  const declared = declaredType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return declarable.has(declared) && !sample.includes(0) ? declared : 'application/octet-stream'
}

/** The type that a file's first bytes show, or nothing. A hostile header is a file of unknown type, never a fault. */
export async function sniff(sample: Uint8Array): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(sample, { maxBufferSize: sampleSize * 4 }))?.mime
  } catch {
    return undefined
  }
}
