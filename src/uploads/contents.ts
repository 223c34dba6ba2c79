import { hashing } from './hashing.ts'

/** As much as file-type asks for. */
export const sampleSize = 4100

/** What looks at a file while it is being stored: hash and type come from the same pass. */
export interface Inspection {
  /** For the store to call with what it has written. */
  readonly written: (chunks: readonly Uint8Array[]) => Promise<void>
  /** After the last byte; once, and also where the store failed. */
  readonly sha256: () => Promise<string>
  /** The type by content; a harmless declared one, or `application/octet-stream`, where bytes alone do not tell. */
  readonly mimeType: () => Promise<string>
}

export function inspection(declaredType: string): Inspection {
  const hash = hashing()
  const sample: Uint8Array[] = []
  let sampled = 0
  return {
    written(chunks) {
      for (const chunk of chunks) {
        if (sampled >= sampleSize) break
        const piece = Uint8Array.from(chunk.subarray(0, sampleSize - sampled))
        sample.push(piece)
        sampled += piece.length
      }
      return hash.take(chunks)
    },
    sha256: () => hash.digest(),
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
  // With the first file.
  const { fileTypeFromBuffer } = await import('file-type')
  try {
    return (await fileTypeFromBuffer(sample, { maxBufferSize: sampleSize * 4 }))?.mime
  } catch {
    return undefined
  }
}
