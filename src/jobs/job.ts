import type { z } from 'zod'
import type { Tx } from '../database/transaction.ts'

/** A kind of work that outlives the request that asked for it. */
export interface Job<Data> {
  readonly name: string
  readonly data: z.ZodType<Data>
  /** Workers in one process, and how many jobs each takes at once: up to workers × batch run in parallel. */
  readonly workers: number
  readonly batch: number
  /** Longest run, in seconds; a run that exceeds it, or whose process died, is started again. */
  readonly expireInSeconds: number
}

/** Names a kind of work. Its handler is given to `Jobs.handle`; it must bear being run again after a crash. */
export const defineJob = <Data>(
  name: string,
  data: z.ZodType<Data>,
  {
    workers = 1,
    batch = 10,
    expireInSeconds = 120,
  }: { workers?: number; batch?: number; expireInSeconds?: number } = {},
): Job<Data> => ({ name, data, workers, batch, expireInSeconds })

export interface Enqueued<Data> {
  readonly data: Data
  /** 0 unless said. Those of a higher one start first, whatever waits before them. */
  readonly priority?: number
  readonly startAfter?: Date
}

export interface Jobs {
  /**
   * Says who does this work. Before the application is ready. `lastResort`: this node leaves it to others while there are some
   * that can do it (`leftToOthers`), and so looks for what has become due less often than they do.
   */
  handle<Data>(job: Job<Data>, handler: (data: Data) => Promise<void>, how?: { readonly lastResort?: boolean }): void
  /** The same for a batch at once: all of it is done when the handler resolves, and all is done again when it rejects. */
  handleBatch<Data>(job: Job<Data>, handler: (batch: Data[]) => Promise<void>): void
  /** Runs the job by a five-field cron (UTC), once among all nodes. Before the application is ready. */
  schedule<Data extends object>(job: Job<Data>, cron: string, data: Data): void
  /**
   * Enqueues within the transaction: the jobs exist if and only if it commits, and start some milliseconds later, or within
   * two seconds of `startAfter`.
   */
  enqueue<Data extends object>(tx: Tx, job: Job<Data>, items: readonly Enqueued<Data>[]): Promise<void>
  /** How many jobs are waiting and due, and how long the oldest has been, in seconds. */
  depth(): Promise<{ ready: number; oldestSeconds: number }>
}

/** When a job comes up again that a node of last resort leaves to the others: they look for it before that node does again. */
export const leftToOthers = (): Date => new Date(Date.now() + 200)
