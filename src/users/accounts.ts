import { audit } from '../audit/audit.ts'
import type { Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'

/**
 * Locks an account until the transaction ends, before a write to it: 401 `unauthenticated` if it was erased meanwhile. An
 * erasure waits for the lock, and then erases what was written, too.
 */
export async function holdAccount(tx: Tx, userId: number): Promise<void> {
  if (!(await isHeld(tx, userId))) throw new AppError('unauthenticated', { detail: 'the account was erased' })
}

/** As `holdAccount`, but false where the account was erased. */
export async function isHeld(tx: Tx, userId: number): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT FROM users WHERE id = ${userId} AND erased_at IS NULL FOR NO KEY UPDATE`
  return found.length > 0
}

/**
 * Marks the mailbox as verified, after a link mailed there was used. The first time the calendar feed gets another address,
 * because another person may have made the account. Returns whether it was the first.
 */
export async function proveMailbox(tx: Tx, userId: number, now: Date): Promise<boolean> {
  const { count } = await tx.user.updateMany({
    where: { id: userId, emailVerifiedAt: null },
    data: { emailVerifiedAt: now, calendarEpoch: { increment: 1 } },
  })
  return count > 0
}

/** Marks the number as verified, if the account still has it: its SMS may carry links from now on. */
export async function provePhone(
  tx: Tx,
  userId: number,
  { phone, by, now }: { phone: string; by: 'code' | 'sms'; now: Date },
): Promise<void> {
  const { count } = await tx.user.updateMany({
    where: { id: userId, phone, phoneVerifiedAt: null },
    data: { phoneVerifiedAt: now },
  })
  if (count > 0)
    await audit(tx, { action: 'user.verify', actorId: userId, resourceId: userId, detail: { what: 'phone', by } }, now)
}

/**
 * Whether an address is reserved for the account that had it until lately and can restore it by a link; an intruder could
 * otherwise register it. `userId`: the account that it is reserved for.
 */
export async function isKeptForOwner(tx: Tx, email: string, now: Date, userId = 0): Promise<boolean> {
  const where = { oldEmail: email, restorableUntil: { gt: now }, userId: { not: userId } }
  return (await tx.emailChange.count({ where })) > 0
}
