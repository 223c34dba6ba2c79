import type { Tx } from '../database/transaction.ts'
import type { Role, User } from '../database/generated/client.ts'

/** What happens to the future appointments of an account that stops: `keep` for the practice to sort out, or `cancel`. */
type Remaining = 'keep' | 'cancel'

type Account = Pick<User, 'id' | 'name' | 'role' | 'disabledAt' | 'erasedAt'>

/** What users need of appointments when an account is disabled or changes its role. */
export interface RemainingAppointments {
  /** Locks the people of the account's future appointments. To be called before the account's row is locked. */
  hold(tx: Tx, userId: number): Promise<void>
  /**
   * To be called after the change was written. When the account stops, notifies the people concerned and cancels if asked to; 422
   * if it does not stop. Returns how many future appointments it still has.
   */
  settle(
    tx: Tx,
    admin: { readonly id: number; readonly role: Role },
    change: { readonly before: Account; readonly after: Account },
    remaining: Remaining,
  ): Promise<number>
}
