import { createHash } from 'node:crypto'
import { AppError } from '../errors.ts'
import { sampleSize, sniff } from './contents.ts'
import type { StoredFile, Variant } from './files.ts'
import { renderAvatar } from './images.ts'
import { keyOf, newFileId } from './keys.ts'
import type { IncomingFile } from './multipart.ts'
import { renamed } from './names.ts'
import { brokenPicture, notAPicture } from './refusals.ts'
import { pictureTypes } from './rules.ts'
import type { Uploads } from './uploads.ts'

/**
 * Renders a picture and stores all its renderings, or none. 415 unless its first bytes are of a JPEG, PNG or WebP. Only pixels are
 * kept, not what follows them in the file (a motion photo's video).
 */
export async function receiveAvatar(uploads: Uploads, file: IncomingFile): Promise<StoredFile> {
  const image = await read(file)
  const id = newFileId()
  const stored: Variant[] = []
  try {
    for (const { width, webp } of await renderAvatar(image)) {
      const name = String(width)
      const storageKey = keyOf.avatar(id, stored.length === 0 ? undefined : name)
      await uploads.put(storageKey, once(webp), { contentType: 'image/webp' })
      stored.push({ name, storageKey, size: webp.length, sha256: createHash('sha256').update(webp).digest('hex') })
    }
  } catch (error) {
    await uploads.discard(stored.map(({ storageKey }) => storageKey))
    throw error
  }
  const [main, ...variants] = stored
  if (!main) throw brokenPicture()
  return {
    id,
    kind: 'avatar',
    filename: renamed(file.filename ?? '', 'webp'),
    mimeType: 'image/webp',
    size: main.size,
    sha256: main.sha256,
    storageKey: main.storageKey,
    variants,
  }
}

/** At most 5 MB, held until it is rendered: a decoder needs all of it. */
async function read(file: IncomingFile): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  let known = false
  for await (const chunk of file.bytes) {
    chunks.push(chunk)
    size += chunk.length
    if (!known && size >= sampleSize) {
      await requirePicture(Buffer.concat(chunks))
      known = true
    }
  }
  if (size === 0 && !file.filename) throw new AppError('file_missing')
  const image = Buffer.concat(chunks)
  if (!known) await requirePicture(image)
  return image
}

async function requirePicture(image: Buffer): Promise<void> {
  const found = await sniff(image.subarray(0, sampleSize))
  const type = found === 'image/apng' ? 'image/png' : found
  if (!pictureTypes.some((one) => one.type === type)) throw notAPicture(type)
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
