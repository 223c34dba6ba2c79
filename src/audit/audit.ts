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

/** Of what is logged while a request is answered. Outside of one, as for an SMS or a schedule, an entry has no origin. */
export const origins = new AsyncLocalStorage<() => { actorId: number | undefined; ip: string; requestId: string }>()

/** The row of an entry. */
export const auditRow = (note: AuditNote, at: Date) => ({
  ...origins.getStore()?.(),
  ...note,
  at,
  resource: note.action.replace(/\..*/, ''),
  resourceId: note.resourceId?.toString(),
})

/** Logs an act in its transaction, so that neither is committed without the other. */
export async function audit(tx: Tx, note: AuditNote, at: Date): Promise<void> {
  await tx.auditEntry.create({ data: auditRow(note, at) })
}
