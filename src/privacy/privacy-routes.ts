import { Readable } from 'node:stream'
import Negotiator from 'negotiator'
import { z } from 'zod'
import { confirmPassword, currentPassword } from '../auth/confirm-password.ts'
import { transaction } from '../database/transaction.ts'
import type { Routes } from '../http/routes.ts'
import { awaitDeliveries, eraseAccount } from './erasure.ts'
import { exportArchive } from './archive.ts'
import { exportOf } from './export.ts'

/** `GET /api/v1/me/export` and `DELETE /api/v1/me`. */
export const privacyRoutes: Routes = async (app) => {
  const { auth, db, limits, clock } = app
  const onRequest = auth.requires()

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
    return reply.type('application/zip').send(exportArchive({ db, storage: app.storage, log: request.log }, id, json))
  })

  app.delete(
    '/me',
    {
      onRequest,
      schema: { body: z.strictObject({ password: currentPassword }), response: { 204: z.void() } },
    },
    async ({ caller: { id }, body }, reply) => {
      await confirmPassword(app, id, body.password)
      // A psychologist's hundreds of future appointments are cancelled one by one.
      await transaction(db, (tx) => eraseAccount(tx, app, id), { timeout: 120_000 })
      await awaitDeliveries(db, id)
      return reply.code(204).send()
    },
  )
}
