import type { Tx } from '../database/transaction.ts'

/** What one node tells the others. Only ids travel, never content. */
export type Signal =
  /** There are new events in the user's log. */
  | { readonly kind: 'events'; readonly userId: number }
  /** These sign-ins are over: their sockets close and their tokens are refused. */
  | { readonly kind: 'sessions-ended'; readonly userId: number; readonly sessionIds: readonly string[] }

/** Carries signals between nodes, this one included, at most once: the log makes up for those that are lost. */
export interface Bus {
  readonly provider: string
  /** Sent if the transaction commits. Redis is told after the commit, and the signal may be lost in between. */
  publish(tx: Tx, signal: Signal): Promise<void>
  /** Every signal of every node; `undefined` where some may have been missed. */
  subscribe(listener: (signal: Signal | undefined) => void): void
  /** Milliseconds until a signal comes back to this node. Rejects after 3 s, and then replaces the silent connection. */
  roundTrip(): Promise<number>
  close(): Promise<void>
}
