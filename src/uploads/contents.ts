import { hashing } from './hashing.ts'

/** As much as file-type asks for. */
export const sampleSize = 4100

/** Hashes a file and finds its type while it is being stored. */
export interface Inspection {
  readonly written: (chunks: readonly Uint8Array[]) => Promise<void>
  /** After the last byte, or a failure; once. */
  readonly sha256: () => Promise<string>
  /** By content, or else a harmless declared type, or `application/octet-stream`. */
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

/** Types without a signature, which no browser runs. */
const declarable = new Set(['text/plain', 'text/csv', 'text/markdown', 'text/calendar', 'application/json'])

async function typeOf(sample: Uint8Array, declaredType: string): Promise<string> {
  const found = await sniff(sample)
  if (found) return found
  const declared = declaredType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return declarable.has(declared) && !sample.includes(0) ? declared : 'application/octet-stream'
}

/** The type of a file's signature. The library may throw on a hostile one. */
export async function sniff(sample: Uint8Array): Promise<string | undefined> {
  const { fileTypeFromBuffer } = await import('file-type')
  try {
    return (await fileTypeFromBuffer(sample, { maxBufferSize: sampleSize * 4 }))?.mime
  } catch {
    return undefined
  }
}
