import { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { z } from 'zod'
import type { Provider } from '../provider.ts'
import { assertKey, type FileStorage, folders, type StoredObject, storageFault } from './storage.ts'

const word = z.string().trim().min(1)
const toggle = z.enum(['true', 'false', '1', '0'], { error: 'use true or false' })

const variables = z
  .object({
    AWS_S3_BUCKET: word,
    AWS_REGION: word,
    AWS_ACCESS_KEY_ID: word.optional(),
    AWS_SECRET_ACCESS_KEY: word.optional(),
    AWS_S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'use an http:// or https:// address' }).optional(),
    AWS_S3_FORCE_PATH_STYLE: toggle.transform((value) => value === 'true' || value === '1').optional(),
  })
  .check((context) => {
    const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = context.value
    if (Boolean(id) === Boolean(secret)) return
    context.issues.push({
      code: 'custom',
      path: [id ? 'AWS_SECRET_ACCESS_KEY' : 'AWS_ACCESS_KEY_ID'],
      message: 'both keys or neither (then the role of the instance serves)',
      input: context.value,
    })
  })

export type S3Settings = z.infer<typeof variables>

/** S3, or what speaks its language (MinIO, R2, GCS). Without keys the SDK finds the instance's role. */
export const s3: Provider<FileStorage, S3Settings> = {
  name: 's3',
  service: 'storage',
  trigger: { variable: 'STORAGE_TYPE', value: 's3' },
  variables,
  open: (settings) => openS3(settings),
}

/** How long a store may take: to accept a connection, between two bytes, and for one call with its retries. */
export interface S3Patience {
  readonly connectMs: number
  readonly idleMs: number
  readonly callMs: number
  readonly attempts: number
}

const defaultPatience: S3Patience = { connectMs: 3_000, idleMs: 10_000, callMs: 30_000, attempts: 4 }
const listCallMs = 2_000

/** The smallest part that S3 accepts: what one transfer holds in memory. */
const partSize = 5 * 1024 * 1024

export async function openS3(settings: S3Settings, patience: S3Patience = defaultPatience): Promise<FileStorage> {
  const [sdk, { Upload }] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')])
  const {
    AWS_S3_BUCKET: Bucket,
    AWS_S3_ENDPOINT: endpoint,
    AWS_ACCESS_KEY_ID: id,
    AWS_SECRET_ACCESS_KEY: secret,
  } = settings
  const client: S3Client = new sdk.S3Client({
    region: settings.AWS_REGION,
    ...(id && secret ? { credentials: { accessKeyId: id, secretAccessKey: secret } } : {}),
    ...(endpoint ? { endpoint } : {}),
    // Stores that are not AWS are mostly reached by path: their host name has no wildcard.
    forcePathStyle: settings.AWS_S3_FORCE_PATH_STYLE ?? Boolean(endpoint),
    // The SDK's own checksums (trailers, CRC32) are refused by many other stores with 411 or 501.
    ...(endpoint ? { requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' } : {}),
    maxAttempts: patience.attempts,
    requestHandler: {
      connectionTimeout: patience.connectMs,
      requestTimeout: patience.idleMs,
      throwOnRequestTimeout: true,
      socketTimeout: patience.idleMs,
      httpsAgent: { maxSockets: 100 },
      httpAgent: { maxSockets: 100 },
    },
  })
  // Where AWS does not encrypt by default (old buckets), it is asked to; other stores may not know the header.
  const encryption = endpoint ? {} : { ServerSideEncryption: 'AES256' as const }
  const deadline = (ms = patience.callMs) => ({ abortSignal: AbortSignal.timeout(ms) })

  const s3Storage: FileStorage = {
    async put(key, bytes, contentType = 'application/octet-stream') {
      assertKey(key)
      let size = 0
      const transfer = new AbortController()
      let source: unknown
      async function* counted() {
        try {
          for await (const chunk of bytes) {
            size += chunk.length
            alarm.refresh()
            yield chunk
          }
        } catch (error) {
          // Ours, not the store's; lib-storage wraps what it throws.
          source = error
          throw error
        }
      }
      // Not for the whole transfer, whose time is the client's, but for the store to take what it was given.
      const alarm = setTimeout(() => transfer.abort(), patience.callMs)
      const upload = new Upload({
        client,
        params: {
          Bucket,
          Key: key,
          Body: Readable.from(counted(), { objectMode: false, highWaterMark: 64 * 1024 }),
          ContentType: contentType,
          ...encryption,
        },
        partSize,
        // One part at a time: what a transfer holds is one part being filled and one on its way.
        queueSize: 1,
        abortController: transfer,
      })
      try {
        await upload.done()
        return { size }
      } catch (error) {
        throw storageFault(source ?? error)
      } finally {
        clearTimeout(alarm)
      }
    },

    async open(key, range) {
      assertKey(key)
      try {
        const { Body } = await client.send(
          new sdk.GetObjectCommand({
            Bucket,
            Key: key,
            ...(range ? { Range: `bytes=${range.start}-${range.end}` } : {}),
          }),
          deadline(),
        )
        return Body as Readable // on Node it is one
      } catch (error) {
        if (isMissing(error)) return undefined
        throw storageFault(error)
      }
    },

    async exists(key) {
      assertKey(key)
      try {
        await client.send(new sdk.HeadObjectCommand({ Bucket, Key: key }), deadline())
        return true
      } catch (error) {
        if (isMissing(error)) return false
        throw storageFault(error)
      }
    },

    async remove(key) {
      assertKey(key)
      try {
        await client.send(new sdk.DeleteObjectCommand({ Bucket, Key: key }), deadline())
      } catch (error) {
        if (!isMissing(error)) throw storageFault(error)
      }
    },

    async *list() {
      for (const folder of folders) yield* listFolder(folder)
    },

    async removeUnfinished(before) {
      let count = 0
      for (const folder of folders) {
        let marker: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {}
        while (marker) {
          try {
            const page: import('@aws-sdk/client-s3').ListMultipartUploadsCommandOutput = await client.send(
              new sdk.ListMultipartUploadsCommand({ Bucket, Prefix: `${folder}/`, ...marker }),
              deadline(),
            )
            for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
              if (!Key || !UploadId || !Initiated || Initiated >= before) continue
              await client.send(new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId }), deadline())
              count++
            }
            marker = page.IsTruncated
              ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
              : undefined
          } catch (error) {
            throw storageFault(error)
          }
        }
      }
      return count
    },

    async check() {
      try {
        await client.send(new sdk.HeadBucketCommand({ Bucket }), deadline(listCallMs))
      } catch (error) {
        throw storageFault(error)
      }
    },

    where: (key) => `s3://${Bucket}/${key}`,
    close: async () => client.destroy(),
  }

  async function* listFolder(folder: string): AsyncGenerator<StoredObject> {
    let token: string | undefined
    do {
      const page: import('@aws-sdk/client-s3').ListObjectsV2CommandOutput = await client
        .send(new sdk.ListObjectsV2Command({ Bucket, Prefix: `${folder}/`, ContinuationToken: token }), deadline())
        .catch((error: unknown) => {
          throw storageFault(error)
        })
      for (const { Key, LastModified } of page.Contents ?? []) {
        if (Key && LastModified) yield { key: Key, storedAt: LastModified }
      }
      token = page.NextContinuationToken
    } while (token)
  }

  return s3Storage
}

const isMissing = (error: unknown): boolean => {
  const { name } = error as { name?: string }
  return name === 'NoSuchKey' || name === 'NotFound' || name === 'NoSuchUpload'
}
