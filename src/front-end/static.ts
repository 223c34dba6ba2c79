import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import * as zlib from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fresh from 'fresh'
import Negotiator from 'negotiator'
import { AppError } from '../errors.ts'

const gzip = promisify(zlib.gzip)
const gunzip = promisify(zlib.gunzip)

/** What a route of the same answer for everybody answers with. */
export interface Source {
  /** Differs when what is read would. */
  stamp(): string | Promise<string>
  read(): string | Buffer | Promise<string | Buffer>
}

/** A file, read anew when it has changed; 404 while it is not there. */
export const fileSource = (path: string): Source => ({
  async stamp() {
    try {
      const { mtimeMs, size } = await stat(path)
      return `${mtimeMs} ${size}`
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new AppError('not_found', { cause: error })
      throw error
    }
  },
  read: () => readFile(path),
})

/** A text that stays what it is while the process lives. */
export const textSource = (read: Source['read']): Source => ({ stamp: () => '', read })

/**
 * Answers with a source, by ETag and gzip. Nothing is read or compressed before it is first asked for, and only the compressed
 * bytes are kept: @fastify/static would keep none, and needs compressed files beside those of other packages.
 */
export function staticAnswer(source: Source, headers: Readonly<Record<string, string>>) {
  let kept: { stamp: string; content: Promise<{ zipped: Buffer; etag: string }> } | undefined
  const load = async () => {
    const stamp = await source.stamp()
    if (kept?.stamp !== stamp) kept = { stamp, content: compress(source) }
    const { content } = kept
    content.catch(() => (kept = undefined))
    return content
  }
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { zipped, etag } = await load()
    const vary = [reply.getHeader('vary') ?? [], 'Accept-Encoding'].flat().join(', ')
    reply.headers({ ...headers, etag, vary })
    if (fresh({ 'if-none-match': request.headers['if-none-match'] }, { etag })) return reply.code(304).send()
    const encoding = new Negotiator(request).encoding(['gzip', 'identity'])
    if (encoding === 'gzip') return reply.header('content-encoding', 'gzip').send(zipped)
    return reply.send(await gunzip(zipped))
  }
}

/** The tag is a weak one: it stands for the content in either encoding. */
async function compress(source: Source) {
  const bytes = Buffer.from(await source.read())
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22)
  return { zipped: await gzip(bytes, { level: 9 }), etag: `W/"${hash}"` }
}
