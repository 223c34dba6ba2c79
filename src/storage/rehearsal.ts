import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Steps } from '../config/diagnosis.ts'
import type { FileStorage } from './storage.ts'

const size = 6 * 1024 * 1024

/** Stores a file as the server would, reads it back whole and in part, removes it, and lists what the sweeper would. Closes the storage. */
export async function rehearseStorage(
  storage: FileStorage,
  advice: (error: unknown) => string,
  { passed, failed }: Steps,
): Promise<number> {
  const bytes = randomBytes(size)
  const key = `attachments/teste-${randomBytes(8).toString('hex')}`
  let step = 'probe'
  try {
    await storage.check()
    passed(step, 'it answers, and takes our credentials')
    step = 'store'
    const started = performance.now()
    await storage.put(key, Readable.from([bytes.subarray(0, size / 2), bytes.subarray(size / 2)]))
    passed(step, `6 MiB in ${Math.round(performance.now() - started)} ms`)
    step = 'read'
    const whole = await storage.open(key)
    if (!whole || !(await buffer(whole)).equals(bytes)) return failed(step, 'what came back differs', corrupt)
    const part = await storage.open(key, { start: 10, end: 19 })
    if (!part || !(await buffer(part)).equals(bytes.subarray(10, 20)))
      return failed(step, 'a range of it differs', corrupt)
    passed(step, 'whole and in part, as it was stored')
    step = 'remove'
    await storage.remove(key)
    // Who may not list a bucket is told 403 of what is not there.
    if (await storage.exists(key).catch(unlessForbidden(false)))
      return failed(step, 'it is still there', 'allow this account to delete objects')
    passed(step, 'gone')
    step = 'sweep'
    const listed = async () => {
      for await (const _ of storage.list()) break
      // Of what was begun before 1970 there is nothing to remove: it only has to be told what there is.
      await storage.removeUnfinished(new Date(0))
      return true
    }
    if (await listed().catch(unlessForbidden(false)))
      passed(step, 'what is stored and what was begun may be listed, so that orphans are removed')
    else
      passed(
        step,
        'uploads and downloads work; without s3:ListBucket and s3:ListBucketMultipartUploads some orphans stay',
      )
    return 0
  } catch (error) {
    return failed(step, storeWords(error), advice(error))
  } finally {
    await storage.remove(key).catch(() => {})
    await storage.close()
  }
}

const corrupt = 'something between this machine and the store changes bytes: look at its proxies'

interface StoreError extends Error {
  $metadata?: { httpStatusCode?: number }
}

/** A store's own words and status stand in the cause. */
export function storeWords(error: unknown): string {
  const { cause, message } = error as Error
  const { name = '', message: inner = '', $metadata } = (cause ?? {}) as StoreError
  const status = $metadata?.httpStatusCode ? ` (status ${$metadata.httpStatusCode})` : ''
  return inner ? `${name}: ${inner}${status}` : message
}

const unlessForbidden =
  <T>(instead: T) =>
  (error: unknown): T => {
    if (((error as Error).cause as StoreError | undefined)?.$metadata?.httpStatusCode === 403) return instead
    throw error
  }
