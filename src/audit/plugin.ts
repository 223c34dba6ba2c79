import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { batched } from '../async/batch.ts'
import type { Tx } from '../database/transaction.ts'
import { audit, type AuditAction, type AuditNote, auditRow, origins } from './audit.ts'

declare module 'fastify' {
  interface FastifyInstance {
    audit: ReturnType<typeof auditLog>
  }
  interface FastifyContextConfig {
    /** Of a route whose answers show other people's data: each is logged, with the ids shown, before it is sent. */
    audited?: AuditAction
  }
}

/** The log of who saw or changed what of whom. It is append-only: a trigger in the database refuses updates and deletions. */
const auditLog = ({ db, clock }: Pick<FastifyInstance, 'db' | 'clock'>) => {
  const write = batched(async (rows: readonly ReturnType<typeof auditRow>[]) => {
    await db.auditEntry.createMany({ data: [...rows] })
    return rows
  })
  return {
    /** Logs a change in its transaction. */
    change: (tx: Tx, note: AuditNote) => audit(tx, note, clock.now()),
    /** Logs a read or a refusal, before it is answered. */
    event: (note: AuditNote) => write(auditRow(note, clock.now())),
  }
}

export default fp(
  async (app) => {
    const log = auditLog(app)
    app.decorate('audit', log)
    // After the body has been read, because callbacks of its events lose the async context.
    app.addHook('preHandler', (request, _reply, done) => {
      const { ip, id: requestId } = request
      // Null on routes without a signed-in caller, here and below.
      origins.run(() => ({ actorId: request.caller?.id, ip, requestId }), done)
    })
    app.addHook('preSerialization', async (request, reply, payload: unknown) => {
      const action = request.routeOptions.config.audited
      if (!action || reply.statusCode >= 400 || request.caller?.role === 'paciente') return payload
      const { id } = request.params as { id?: string | number }
      await log.event({ action, ...(id === undefined ? { detail: { ids: idsIn(payload) } } : { resourceId: id }) })
      return payload
    })
  },
  { name: 'audit', dependencies: ['database', 'auth'] },
)

const idsIn = (page: unknown) => {
  const { items = [] } = page as { items?: { id?: string | number }[] }
  return items.flatMap(({ id }) => id ?? [])
}
