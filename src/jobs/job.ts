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

/** Declares a kind of work. Its handler (`Jobs.handle`) has to be idempotent: it runs again after a crash. */
export const defineJob = <Data>(
  name: string,
  data: z.ZodType<Data>,
  options?: Partial<Pick<Job<Data>, 'workers' | 'batch' | 'expireInSeconds'>>,
): Job<Data> => ({ name, data, workers: 1, batch: 10, expireInSeconds: 120, ...options })

export interface Enqueued<Data> {
  readonly data: Data
  /** 0 by default; higher ones start first. */
  readonly priority?: number
  readonly startAfter?: Date
}

export interface Jobs {
  /**
   * Registers the handler, before the application is ready. With `lastResort` this node polls less often than the others, which
   * can do the work better (`leftToOthers`).
   */
  handle<Data>(job: Job<Data>, handler: (data: Data) => Promise<void>, how?: { readonly lastResort?: boolean }): void
  /** The same for a batch at once, which completes or is retried as a whole. */
  handleBatch<Data>(job: Job<Data>, handler: (batch: Data[]) => Promise<void>): void
  /** Runs the job by a five-field cron (UTC), once among all nodes. Before the application is ready. */
  schedule<Data extends object>(job: Job<Data>, cron: string, data: Data): void
  /**
   * Enqueues within the transaction: the jobs exist if and only if it commits, and start some milliseconds later, or within
   * two seconds of `startAfter`.
   */
  enqueue<Data extends object>(tx: Tx, job: Job<Data>, items: readonly Enqueued<Data>[]): Promise<void>
  /** How many jobs are due, and for how long the oldest has been. */
  depth(): Promise<{ ready: number; oldestSeconds: number }>
}

/** When a job that a node of last resort passes over is due again: the others poll sooner than that node. */
export const leftToOthers = (): Date => new Date(Date.now() + 200)
