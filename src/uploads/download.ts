import { create as contentDisposition } from 'content-disposition'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fresh from 'fresh'
import { parse as parseRange } from 'range-parser'
import type { File } from '../database/generated/client.ts'
import { AppError } from '../errors.ts'
import { slice } from '../storage/slice.ts'
import type { ByteRange, FileStorage } from '../storage/storage.ts'
import { variantsOf } from './files.ts'

/**
 * Streams a file from the store, with conditions and ranges (RFC 9110), and never as a page that a browser would run (`sandbox`,
 * `nosniff`, `attachment` for all but avatars).
 */
export async function sendContent(
  request: FastifyRequest,
  reply: FastifyReply,
  storage: FileStorage,
  file: File,
  variantName: string | undefined,
): Promise<FastifyReply> {
  const variant = variantName === undefined ? undefined : variantsOf(file).find(({ name }) => name === variantName)
  if (variantName !== undefined && !variant) throw new AppError('not_found')
  const { storageKey, size, sha256 } = variant ?? file
  const etag = `"${sha256}"`
  reply.headers({
    etag,
    'last-modified': file.createdAt.toUTCString(),
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
    'content-security-policy': 'sandbox',
    'content-disposition': contentDisposition(file.filename, {
      type: file.kind === 'avatar' ? 'inline' : 'attachment',
    }),
  })
  if (fresh({ 'if-none-match': request.headers['if-none-match'] }, { etag })) return reply.code(304).send()

  const range = wanted(request, etag, size, file.createdAt)
  if (range === 'unsatisfiable') {
    throw new AppError('range_not_satisfiable', { headers: { 'content-range': `bytes */${size}` } })
  }
  reply.type(file.mimeType.startsWith('text/') ? `${file.mimeType}; charset=utf-8` : file.mimeType)
  const length = range ? range.end - range.start + 1 : size
  reply.header('content-length', length)
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`)
  if (request.method === 'HEAD') return reply.send()
  if (size === 0) return reply.send(Buffer.alloc(0))
  const bytes = await storage.open(storageKey, range)
  if (!bytes) {
    request.log.error({ fileId: file.id }, 'a file has a row but no bytes')
    for (const name of ['etag', 'last-modified', 'content-disposition', 'accept-ranges', 'content-range'])
      reply.removeHeader(name)
    throw new AppError('not_found')
  }
  // More or fewer bytes than `content-length` would corrupt the next answer on this connection.
  return reply.send(slice(bytes, { start: 0, end: length - 1 }))
}

/** The requested range. Undefined, for the whole file, where there are several or it is malformed or of another version. */
function wanted(
  request: FastifyRequest,
  etag: string,
  size: number,
  storedAt: Date,
): ByteRange | 'unsatisfiable' | undefined {
  const { range, 'if-range': ifRange } = request.headers
  if (!range || request.method !== 'GET') return undefined
  if (typeof ifRange === 'string' && ifRange !== etag && ifRange !== storedAt.toUTCString()) return undefined
  const { type, code, ranges } = parseRange(size, range)
  if (type !== 'bytes') return undefined
  if (code === 2 && ranges.length === 0) return 'unsatisfiable'
  return code === 0 && ranges.length === 1 ? ranges[0] : undefined
}
