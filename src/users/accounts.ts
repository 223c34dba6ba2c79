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
