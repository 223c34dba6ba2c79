import type { Tx } from '../database/transaction.ts'

/** What one node tells the others. Only ids travel, never content. */
export type Signal =
  /** There are new events in this user's log. */
  | { readonly kind: 'events'; readonly userId: number }
  /** These sign-ins are over: their sockets close and their tokens are refused. */
  | { readonly kind: 'sessions-ended'; readonly userId: number; readonly sessionIds: readonly string[] }

/**
 * Carries signals between nodes, this one included. At most once: a lost signal is healed by the log,
 * and an `undefined` one says that some may have been lost.
 */
export interface Bus {
  readonly provider: string
  /** The signal leaves if and only if the transaction commits. Where it must be sent apart (Redis), it may be lost in between. */
  publish(tx: Tx, signal: Signal): Promise<void>
  /** Every signal, from every node; an `undefined` one means that some may have been missed. */
  subscribe(listener: (signal: Signal | undefined) => void): void
  /**
   * How many milliseconds a signal takes round to this node. Rejects after 3 s; then the bus also leaves the connection that
   * stayed silent and listens on a new one.
   */
  roundTrip(): Promise<number>
  close(): Promise<void>
}
