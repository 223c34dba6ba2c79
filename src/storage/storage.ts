import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { AppError } from '../errors.ts'

/** Where files are stored. Keys are `avatars/…` and `attachments/…`, and hold nothing that a client sent. */
export interface FileStorage {
  /**
   * Stores all the bytes durably, or nothing, also when the source throws (its `AppError` is rethrown). Memory is bounded. A key
   * is written once. Throws `storage_full` or `storage_unavailable`.
   */
  put(key: string, bytes: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<{ size: number }>
  /** The bytes, or those of the range; undefined if the key holds nothing. */
  open(key: string, range?: ByteRange): Promise<Readable | undefined>
  exists(key: string): Promise<boolean>
  /** Idempotent. */
  remove(key: string): Promise<void>
  /** Every key, in no order. */
  list(): AsyncIterable<StoredObject>
  /** Removes unfinished uploads that began before then, of all keys or of one; how many there were. */
  removeUnfinished(before: Date, key?: string): Promise<number>
  /** Throws what a `put` would meet now. */
  check(): Promise<void>
  /** Where the key is, for logs: no secret, no host. */
  where(key: string): string
  close(): Promise<void>
}

export interface PutOptions {
  readonly contentType?: string
  /** Called with the chunks once they are written, in order; the store waits for it, and no longer uses them. */
  readonly written?: (chunks: readonly Uint8Array[]) => Promise<void>
}

export interface ByteRange {
  readonly start: number
  readonly end: number
}

export interface StoredObject {
  readonly key: string
  readonly storedAt: Date
}

export const folders = ['avatars', 'attachments'] as const

/** Throws for what is no key of ours: no path leaves its folder. */
export function assertKey(key: string): void {
  if (!/^(avatars|attachments)\/[\w-][\w.-]{0,200}$/.test(key)) throw new Error('not a storage key')
}

/** For a probe by writing. A killed process may leave it to the sweeper. */
export const newProbeKey = (): string => `attachments/probe-${randomUUID()}`
export const isProbeKey = (key: string): boolean =>
  /^attachments\/probe-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key)

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'QuotaExceeded', 'XMinioStorageFull', 'InsufficientStorage'])

/** A store's failure as an answer: 507 where it is full, else 503. An `AppError` stays as it is. */
export function storageFault(error: unknown): AppError {
  if (error instanceof AppError) return error
  const { code = '', name, $metadata } = error as NodeJS.ErrnoException & { $metadata?: { httpStatusCode?: number } }
  return full.has(code) || full.has(name) || $metadata?.httpStatusCode === 507
    ? new AppError('storage_full', { cause: error })
    : new AppError('storage_unavailable', { cause: error, headers: { 'retry-after': '10' } })
}
