import { PassThrough, Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { ZipFile } from 'yazl'
import type { File } from '../database/generated/client.ts'

/** Of files whose rows are read at once. */
const pageSize = 200

/** A file's own name, made unique by its id. */
const entryName = ({ id, filename, kind }: File): string => `arquivos/${kind}/${id}-${filename.replace(/[/\\]/g, '_')}`

/**
 * A ZIP of the JSON and the bytes of every file of a user. A file that the store no longer has is marked as missing; one that
 * cannot be read aborts the archive.
 */
export function exportArchive(
  { db, storage, log }: Pick<FastifyInstance, 'db' | 'storage' | 'log'>,
  userId: number,
  json: Readable,
): Readable {
  const zip = new ZipFile()
  const output = new PassThrough()
  // yazl neither handles a source's error nor notices that the client is gone.
  let current: Readable | undefined
  const feed = (source: Readable): Readable => {
    current = source
    source.on('error', (error) => output.destroy(error))
    if (output.destroyed) source.destroy()
    return source
  }
  output.on('close', () => current?.destroy())
  // Fastify then closes the connection, which tells the client.
  output.on('error', (error) => log.warn({ err: error }, 'an export broke off'))
  zip.on('error', (error: Error) => output.destroy(error))
  zip.outputStream.pipe(output)
  zip.addReadStream(feed(json), 'dados.json')
  const add = (file: File) =>
    zip.addReadStreamLazy(entryName(file), { mtime: file.createdAt, compress: false }, (give) => {
      storage.open(file.storageKey).then(
        (bytes) => {
          if (!bytes) log.error({ fileId: file.id }, 'a file has a row but no bytes')
          give(null, feed(bytes ?? Readable.from([Buffer.from('(o conteúdo não foi encontrado)')])))
        },
        (error: unknown) => output.destroy(error as Error),
      )
    })
  const addFiles = async () => {
    for (let after: string | undefined, more = true; more;) {
      const where = { ownerId: userId, id: { gt: after } }
      const files = await db.file.findMany({ where, orderBy: { id: 'asc' }, take: pageSize })
      files.forEach(add)
      after = files.at(-1)?.id
      more = files.length === pageSize
    }
    zip.end()
  }
  addFiles().catch((error: unknown) => output.destroy(error as Error))
  return output
}
