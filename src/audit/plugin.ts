import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { batched } from '../async/batch.ts'
import type { Clock } from '../time/clock.ts'
import type { Prisma } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { audit, type AuditAction, type AuditNote, auditRow, withOrigin } from './audit.ts'

/**
 * The log of who saw or changed what of whom. Rows are only ever added: the database refuses to change or remove one,
 * whoever asks.
 */
export interface Audit {
  /** Notes a change in its own transaction. */
  change(tx: Tx, note: AuditNote): Promise<void>
  /** Notes what changes nothing (a read, a refusal), before it is answered. */
  event(note: AuditNote): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    audit: Audit
  }
  interface FastifyContextConfig {
    /** A route whose good answers show other people's data: each is noted, with the ids that were shown, before it leaves. */
    audited?: AuditAction
  }
}

export default fp<{ clock: Clock }>(
  async (app, { clock }) => {
    const write = batched<Prisma.AuditEntryCreateManyInput, void>(async (rows) => {
      await app.db.auditEntry.createMany({ data: [...rows] })
      return rows.map(() => undefined)
    })
    const log: Audit = {
      change: (tx, note) => audit(tx, note, clock.now()),
      event: (note) => write(auditRow(note, clock.now())),
    }
    app.decorate('audit', log)
    // After the body has been read: what its events call back would not know the request.
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

/** Undefined before a route has let somebody in. */
const callerOf = (request: FastifyRequest): FastifyRequest['caller'] | undefined => request.caller ?? undefined

const idsIn = (page: unknown): (string | number)[] => {
  const { items = [] } = page as { items?: { id?: string | number }[] }
  return items.flatMap(({ id }) => (id === undefined ? [] : [id]))
}
