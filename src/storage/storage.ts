import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { AppError } from '../errors.ts'

/** Where a file's bytes are kept. Keys are `avatars/…` and `attachments/…`, made by us: nothing that a client sent. */
export interface FileStorage {
  /**
   * Keeps all the bytes under the key, durably, or nothing: also when the source throws (its `AppError` comes through).
   * Memory stays bounded whatever the length. A key is written once. Throws `storage_full` or `storage_unavailable`.
   */
  put(key: string, bytes: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<{ size: number }>
  /** The bytes, or those from `start` to `end` inclusive; undefined if the key holds nothing. */
  open(key: string, range?: ByteRange): Promise<Readable | undefined>
  exists(key: string): Promise<boolean>
  /** Removes the key; nothing there is fine. */
  remove(key: string): Promise<void>
  /** Every key of ours with the moment it was stored, in no order. */
  list(): AsyncIterable<StoredObject>
  /** Clears away what uploads that began before then, of all keys or of one, left unfinished; how many there were. */
  removeUnfinished(before: Date, key?: string): Promise<number>
  /** A real probe: throws what a `put` would meet now. */
  check(): Promise<void>
  /** Where the key stands, for people: no secret, no host. */
  where(key: string): string
  close(): Promise<void>
}

export interface PutOptions {
  readonly contentType?: string
  /** Is given the chunks once they are written, in order; the store has no more use for them. It waits for what this promises. */
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

/** Refuses whatever is not a key of ours, so that no name can ever climb out of its folder. */
export function assertKey(key: string): void {
  if (!/^(avatars|attachments)\/[\w-][\w.-]{0,200}$/.test(key)) throw new Error('not a storage key')
}

/** What a store that is tried by writing is given. A process that is killed meanwhile leaves it: then it is swept. */
export const newProbeKey = (): string => `attachments/probe-${randomUUID()}`
export const isProbeKey = (key: string): boolean =>
  /^attachments\/probe-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key)

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'QuotaExceeded', 'XMinioStorageFull', 'InsufficientStorage'])

/** The one place where a store's failure becomes an answer: 507 where room ran out, else 503. Our own refusals pass. */
export function storageFault(error: unknown): AppError {
  if (error instanceof AppError) return error
  const { code, name, $metadata } = error as {
    code?: unknown
    name?: unknown
    $metadata?: { httpStatusCode?: number }
  }
  return full.has(String(code)) || full.has(String(name)) || $metadata?.httpStatusCode === 507
    ? new AppError('storage_full', { cause: error })
    : new AppError('storage_unavailable', { cause: error, headers: { 'retry-after': '10' } })
}
