import { Upload } from '@aws-sdk/lib-storage'
import { AppError } from '../errors.ts'
import { inParts, partSize } from './parts.ts'
import { isMissing, removeObject, type S3Context, sizeOf } from './s3-context.ts'
import { assertKey, type FileStorage, storageFault } from './storage.ts'

/** Uploads in parts of 5 MiB, from one buffer for each transfer. */
export function s3Upload(context: S3Context): FileStorage['put'] {
  const { client, Bucket, encryption, timeouts } = context
  return async (key, bytes, { contentType = 'application/octet-stream', written } = {}) => {
    assertKey(key)
    let size = 0
    const transfer = new AbortController()
    let refusal: unknown
    // Runs only while the store is being waited for: slow clients have limits of their own.
    let alarm: NodeJS.Timeout | undefined
    const startAlarm = () => {
      alarm = setTimeout(() => transfer.abort(), timeouts.partCall)
    }
    async function* counted(): AsyncGenerator<Uint8Array, void> {
      try {
        for await (const chunk of bytes) {
          size += chunk.length
          startAlarm()
          yield chunk
          clearTimeout(alarm)
        }
        startAlarm()
      } catch (error) {
        // A refusal of the source's own, which no store's failure on the way may hide.
        if (error instanceof AppError) refusal = error
        throw error
      }
    }
    const source = counted()
    const parts = inParts(source, written)
    let sent = false
    try {
      await new Upload({
        client,
        params: { Bucket, Key: key, Body: parts.stream, ContentType: contentType, ...encryption },
        partSize,
        // One part at a time: the next is gathered when this one has been sent.
        queueSize: 1,
        abortController: transfer,
      }).done()
      sent = true
    } catch (error) {
      // The answer to a completed upload was lost, and the retry found no such upload: the object is there.
      if (!refusal && isMissing(error)) sent = (await sizeOf(context, key).catch(() => undefined)) === size
      if (!sent) {
        // A request that was given up may still be carried out. Not awaited: if the store is unreachable, the sweeper removes it.
        void removeObject(context, key).catch(() => {})
        throw storageFault(refusal ?? error)
      }
    } finally {
      clearTimeout(alarm)
      parts.release(sent)
      // Ends a source that was not read to its end.
      if (!sent) void source.return().catch(() => {})
    }
    return { size }
  }
}
