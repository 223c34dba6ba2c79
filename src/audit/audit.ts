import { AsyncLocalStorage } from 'node:async_hooks'
import type { Prisma } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'

/** What the log knows, as `resource.verb`. The resource is what `resourceId` numbers. */
export const auditActions = [
  'session.open',
  'session.refuse',
  'session.reuse',
  'session.end',
  'user.register',
  'user.create',
  'user.read',
  'user.update',
  'user.password',
  'user.verify',
  'user.export',
  'user.erase',
  'consent.record',
  'appointment.create',
  'appointment.read',
  'appointment.update',
  'file.create',
  'file.read',
  'file.download',
  'file.delete',
  'conversation.delete',
  'risk_alert.read',
  'risk_alert.acknowledge',
  'notification.read',
  'notification.send',
  'delivery.read',
  'delivery.retry',
  'delivery.discard',
  'suppression.read',
  'suppression.lift',
  'audit.read',
] as const
export type AuditAction = (typeof auditActions)[number]

/** Never a name, a contact or a word that somebody wrote: ids, and the names of what was changed. */
export interface AuditNote {
  readonly action: AuditAction
  readonly resourceId?: string | number
  /** Who did it, where that is not the request's caller. */
  readonly actorId?: number
  readonly detail?: Prisma.InputJsonObject
}

/** Where an act came from. */
export interface Origin {
  readonly actorId: number | undefined
  readonly ip: string
  readonly requestId: string
}

const origins = new AsyncLocalStorage<() => Origin>()

/** Runs `work` so that whatever is noted in it bears this origin. */
export const withOrigin = (origin: () => Origin, work: () => void): void => origins.run(origin, work)

/** The row of a note, with where it came from: nobody and nowhere outside of a request, as for an SMS or a schedule. */
export function auditRow(note: AuditNote, at: Date): Prisma.AuditEntryCreateManyInput {
  const origin = origins.getStore()?.()
  const { action, resourceId, detail = {} } = note
  return {
    at,
    action,
    resource: action.slice(0, action.indexOf('.')),
    resourceId: resourceId === undefined ? null : String(resourceId),
    actorId: note.actorId ?? origin?.actorId ?? null,
    ip: origin?.ip ?? null,
    requestId: origin?.requestId ?? null,
    detail,
  }
}

/** Notes an act in its own transaction: neither happens without the other. */
export async function audit(tx: Tx, note: AuditNote, at: Date): Promise<void> {
  await tx.auditEntry.create({ data: auditRow(note, at) })
}
