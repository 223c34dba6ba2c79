import { PassThrough, Readable } from 'node:stream'
import type { FastifyBaseLogger } from 'fastify'
import Negotiator from 'negotiator'
import { ZipFile } from 'yazl'
import { z } from 'zod'
import { confirmPassword } from '../auth/confirm-password.ts'
import type { Clock } from '../time/clock.ts'
import type { Config } from '../config/config.ts'
import { transaction } from '../database/transaction.ts'
import type { Routes } from '../http/routes.ts'
import { eraseAccount, settleDeliveries } from './erasure.ts'
import { archiveName, exportOf } from './export.ts'
import { deleteOutlived, retentionJob } from './retention.ts'

/** A psychologist's hundreds of future appointments are cancelled one by one. */
const erasureMs = 120_000

/** `GET /api/v1/me/export` and `DELETE /api/v1/me` (contract §2). */
export const privacyRoutes: Routes<{ config: Config; clock: Clock }> = async (app, { config, clock }) => {
  const { auth, db, limits } = app
  const onRequest = auth.requires()

  app.jobs.handle(retentionJob, async () => {
    const gone = await deleteOutlived(app, clock.now(), config.retentionYears)
    if (Object.values(gone).some((count) => count > 0)) app.log.info(gone, 'what has outlived its purpose was deleted')
  })
  app.jobs.schedule(retentionJob, '37 3 * * *', {})

  app.get('/me/export', { config: { load: 'long' }, onRequest }, async (request, reply) => {
    const { id } = request.caller
    await limits.consume('export', String(id))
    await app.audit.event({ action: 'user.export', resourceId: id })
    const zip = new Negotiator(request).mediaTypes().includes('application/zip')
    reply.headers({
      vary: 'accept',
      'content-disposition': `attachment; filename="blurosiere-${id}.${zip ? 'zip' : 'json'}"`,
    })
    const json = Readable.from(exportOf(db, id, clock.now()))
    if (!zip) return reply.type('application/json; charset=utf-8').send(json)
    return reply.type('application/zip').send(archive(id, json, request.log))
  })

  /** The JSON and the bytes of every file. One that the store no longer has is named as missing; one that fails breaks off. */
  function archive(userId: number, json: Readable, log: FastifyBaseLogger): Readable {
    const zip = new ZipFile()
    const output = new PassThrough()
    // yazl listens to no source's failure, and knows nothing of a reader who has left.
    let current: Readable | undefined
    const feed = (source: Readable): Readable => {
      current = source
      source.on('error', (error) => output.destroy(error))
      if (output.destroyed) source.destroy()
      return source
    }
    output.on('close', () => current?.destroy())
    // Fastify tells the reader by cutting the connection.
    output.on('error', (error) => log.warn({ err: error }, 'an export broke off'))
    zip.on('error', (error: Error) => output.destroy(error))
    zip.outputStream.pipe(output)
    zip.addReadStream(feed(json), 'dados.json')
    void (async () => {
      for (let after: string | undefined; ;) {
        const files = await db.file.findMany({
          where: { ownerId: userId, ...(after === undefined ? {} : { id: { gt: after } }) },
          orderBy: { id: 'asc' },
          take: 200,
        })
        if (files.length === 0) break
        for (const file of files) {
          zip.addReadStreamLazy(archiveName(file), { mtime: file.createdAt, compress: false }, (give) => {
            app.storage.open(file.storageKey).then(
              (bytes) => {
                if (!bytes) log.error({ fileId: file.id }, 'a file has a row but no bytes')
                give(null, feed(bytes ?? Readable.from([Buffer.from('(o conteúdo não foi encontrado)')])))
              },
              (error: unknown) => output.destroy(error as Error),
            )
          })
        }
        after = files.at(-1)?.id
      }
      zip.end()
    })().catch((error: unknown) => output.destroy(error as Error))
    return output
  }

  app.delete(
    '/me',
    {
      onRequest,
      schema: { body: z.strictObject({ password: z.string().min(1).max(128) }), response: { 204: z.void() } },
    },
    async ({ caller, body }, reply) => {
      await confirmPassword(app, caller.id, body.password)
      const parts = { book: app.appointments, uploads: app.uploads, sessions: auth.sessions, clock }
      await transaction(db, (tx) => eraseAccount(tx, parts, caller.id), { timeout: erasureMs })
      await settleDeliveries(db, caller.id)
      return reply.code(204).send()
    },
  )
}
