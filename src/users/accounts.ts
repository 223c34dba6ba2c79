import { audit } from '../audit/audit.ts'
import type { Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'

/**
 * Holds an account until the transaction ends, before something is written to it: one that was erased meanwhile takes nothing
 * (401 `unauthenticated`), and an erasure that comes now waits, and then erases what was written, too.
 */
export async function holdAccount(tx: Tx, userId: number): Promise<void> {
  if (!(await isHeld(tx, userId))) throw new AppError('unauthenticated', { detail: 'the account was erased' })
}

/** The same, for whoever has something to answer all the same: false where the account was erased. */
export async function isHeld(tx: Tx, userId: number): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT FROM users WHERE id = ${userId} AND erased_at IS NULL FOR NO KEY UPDATE`
  return found.length > 0
}

/**
 * The mailbox is the account's own: somebody acted by a link that was mailed there. The first time the calendar feed gets
 * another address, since the account may have been made by somebody else. Gives whether it was the first.
 */
export async function proveMailbox(tx: Tx, userId: number, now: Date): Promise<boolean> {
  const { count } = await tx.user.updateMany({
    where: { id: userId, emailVerifiedAt: null },
    data: { emailVerifiedAt: now, calendarEpoch: { increment: 1 } },
  })
  return count > 0
}

/** The number is the account's own, if it still has it: its SMS may carry links from now on. `by`: what showed it. */
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
 * Whether an address is kept free for the account that had it until lately, and can take it back by a link: otherwise somebody
 * who took the account over would register the old address. `userId`: the account that may have it all the same.
 */
export async function isKeptForOwner(tx: Tx, email: string, now: Date, userId = 0): Promise<boolean> {
  const where = { oldEmail: email, restorableUntil: { gt: now }, userId: { not: userId } }
  return (await tx.emailChange.count({ where })) > 0
}
