import type { Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'

const lock = 7_203_001

/**
 * Refuses (409 `last_admin`) to remove the only administrator. The lock lasts until the transaction ends: of two administrators
 * who leave at the same time the second is refused.
 */
export async function keepOneAdmin(tx: Tx, userId: number): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lock})`
  const where = { role: 'admin', disabledAt: null, erasedAt: null } as const
  const admins = await tx.user.findMany({ where, select: { id: true } })
  if (admins.length === 1 && admins[0]?.id === userId) throw new AppError('last_admin')
}
