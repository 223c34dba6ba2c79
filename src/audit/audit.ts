import { AsyncLocalStorage } from 'node:async_hooks'
import type { Prisma } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'

/** What is logged, as `resource.verb`. `resourceId` is the id of such a resource. */
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

/** Ids and the names of changed fields; never a person's name, contact or text. */
export interface AuditNote {
  readonly action: AuditAction
  readonly resourceId?: string | number
  /** Where that is not the request's caller. */
  readonly actorId?: number
  readonly detail?: Prisma.InputJsonObject
}

interface Origin {
  readonly actorId: number | undefined
  readonly ip: string
  readonly requestId: string
}

const origins = new AsyncLocalStorage<() => Origin>()

/** Runs `work` so that its audit entries have this origin. */
export const withOrigin = (origin: () => Origin, work: () => void): void => origins.run(origin, work)

/** The row of an entry. Outside of a request, as for an SMS or a schedule, its origin is null. */
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

/** Logs an act in its transaction, so that neither is committed without the other. */
export async function audit(tx: Tx, note: AuditNote, at: Date): Promise<void> {
  await tx.auditEntry.create({ data: auditRow(note, at) })
}
