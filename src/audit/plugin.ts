import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { batched } from '../async/batch.ts'
import type { Prisma } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { audit, type AuditAction, type AuditNote, auditRow, withOrigin } from './audit.ts'

/** The log of who saw or changed what of whom. It is append-only: a trigger in the database refuses updates and deletions. */
export interface Audit {
  /** Logs a change in its transaction. */
  change(tx: Tx, note: AuditNote): Promise<void>
  /** Logs a read or a refusal, before it is answered. */
  event(note: AuditNote): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    audit: Audit
  }
  interface FastifyContextConfig {
    /** Of a route whose answers show other people's data: each is logged, with the ids shown, before it is sent. */
    audited?: AuditAction
  }
}

export default fp(
  async (app) => {
    const { clock } = app
    const write = batched<Prisma.AuditEntryCreateManyInput, void>(async (rows) => {
      await app.db.auditEntry.createMany({ data: [...rows] })
      return rows.map(() => undefined)
    })
    const log: Audit = {
      change: (tx, note) => audit(tx, note, clock.now()),
      event: (note) => write(auditRow(note, clock.now())),
    }
    app.decorate('audit', log)
    // After the body has been read, because callbacks of its events lose the async context.
    app.addHook('preHandler', (request, _reply, done) => {
      const { ip, id: requestId } = request
      withOrigin(() => ({ actorId: callerOf(request)?.id, ip, requestId }), done)
    })
    app.addHook('preSerialization', async (request, reply, payload: unknown) => {
      const action = request.routeOptions.config.audited
      const caller = callerOf(request)
      if (!action || reply.statusCode >= 400 || caller?.role === 'paciente') return payload
      const { id } = (request.params ?? {}) as { id?: unknown }
      const note =
        typeof id === 'string' || typeof id === 'number' ? { resourceId: id } : { detail: { ids: idsIn(payload) } }
      await log.event({ action, ...note })
      return payload
    })
  },
  { name: 'audit', dependencies: ['database', 'auth'] },
)

/** Undefined on routes without a signed-in caller. */
const callerOf = (request: FastifyRequest): FastifyRequest['caller'] | undefined => request.caller ?? undefined

const idsIn = (page: unknown): (string | number)[] => {
  const { items = [] } = page as { items?: { id?: string | number }[] }
  return items.flatMap(({ id }) => (id === undefined ? [] : [id]))
}
