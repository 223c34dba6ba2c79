import { createHash } from 'node:crypto'
import { AppError } from '../errors.ts'
import type { FileStorage } from '../storage/storage.ts'
import { sniff } from './contents.ts'
import { renderAvatar } from './images.ts'
import type { IncomingFile } from './multipart.ts'
import { renamed } from './names.ts'
import { avatarTypes, keyOf, newFileId, type StoredFile, type Variant } from './uploads.ts'

/** Reads a picture, renders it and stores its renderings. 415 unless its content is JPEG, PNG or WebP. */
export async function receiveAvatar(storage: FileStorage, file: IncomingFile): Promise<StoredFile> {
  const image = await read(file.bytes)
  if (image.length === 0 && !file.filename) throw new AppError('file_missing')
  const type = await sniff(image)
  if (!(avatarTypes as readonly (string | undefined)[]).includes(type)) throw new AppError('unsupported_media_type')
  const id = newFileId()
  const stored: Variant[] = []
  try {
    for (const { width, webp } of await renderAvatar(image)) {
      const name = String(width)
      const storageKey = keyOf.avatar(id, stored.length === 0 ? undefined : name)
      await storage.put(storageKey, once(webp), 'image/webp')
      stored.push({ name, storageKey, size: webp.length, sha256: createHash('sha256').update(webp).digest('hex') })
    }
  } catch (error) {
    for (const { storageKey } of stored) await storage.remove(storageKey).catch(() => {})
    throw error
  }
  const [main, ...variants] = stored
  if (!main) throw new AppError('invalid_image')
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

async function read(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
