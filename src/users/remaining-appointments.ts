import type { Tx } from '../database/transaction.ts'
import type { Role, User } from '../database/generated/client.ts'

/** What becomes of the live appointments ahead of an account that stops: `keep` for the practice to sort out, or `cancel`. */
export type Remaining = 'keep' | 'cancel'

type Account = Pick<User, 'id' | 'name' | 'role' | 'disabledAt' | 'erasedAt'>

/** What users need of appointments where an account is disabled or changes its role (contract §2). */
export interface RemainingAppointments {
  /** Holds everybody who has an appointment ahead with this account. Before the account's row is locked. */
  hold(tx: Tx, userId: number): Promise<void>
  /**
   * Tells those concerned once, when the account stops, and cancels where that was asked for; 422 where the
   * account goes on. After it was written. Gives how many live appointments are still ahead of it.
   */
  settle(
    tx: Tx,
    admin: { readonly id: number; readonly role: Role },
    change: { readonly before: Account; readonly after: Account },
    remaining: Remaining,
  ): Promise<number>
}
