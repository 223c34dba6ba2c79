import type { Readable } from 'node:stream'
import type { S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Provider } from '../config/provider.ts'
import { inParts, partSize } from './parts.ts'
import { slice } from './slice.ts'
import { assertKey, type FileStorage, folders, newProbeKey, type StoredObject, storageFault } from './storage.ts'

const word = z.string().trim().min(1)
const toggle = z.enum(['true', 'false', '1', '0'], { error: 'use true or false' })

const bothKeys = 'both keys or neither (then the role of the instance serves)'

const variables = z.object({
  AWS_S3_BUCKET: word,
  AWS_REGION: word,
  AWS_ACCESS_KEY_ID: word.optional(),
  AWS_SECRET_ACCESS_KEY: word.optional(),
  AWS_S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'use an http:// or https:// address' }).optional(),
  AWS_S3_FORCE_PATH_STYLE: toggle.transform((value) => value === 'true' || value === '1').optional(),
})

export type S3Settings = z.infer<typeof variables>

/** S3, or what speaks its language (MinIO, R2, GCS). Without keys the SDK finds the instance's role. */
export const s3: Provider<FileStorage, S3Settings> = {
  name: 's3',
  service: 'storage',
  trigger: { variable: 'STORAGE_TYPE', value: 's3' },
  variables,
  rules: [
    {
      variable: 'AWS_SECRET_ACCESS_KEY',
      message: bothKeys,
      broken: (env) => !env.AWS_SECRET_ACCESS_KEY && Boolean(env.AWS_ACCESS_KEY_ID),
    },
    {
      variable: 'AWS_ACCESS_KEY_ID',
      message: bothKeys,
      broken: (env) => !env.AWS_ACCESS_KEY_ID && Boolean(env.AWS_SECRET_ACCESS_KEY),
    },
  ],
  open: (settings) => openS3(settings),
  async diagnose(settings, _trial, steps) {
    const { diagnoseS3 } = await import('./s3-diagnosis.ts')
    return diagnoseS3(settings, () => openS3(settings), steps)
  },
}

/** How long a store may take, in milliseconds, and how often it is asked. */
export interface S3Patience {
  readonly connect: number
  /** Between two bytes, either way. A reader of ours who pauses longer is cut off too. */
  readonly idle: number
  /** For the answer to one request that carries no file, and for such a call with all its retries. */
  readonly answer: number
  readonly call: number
  /** The same for a part of a file (5 MiB), sent and answered. */
  readonly part: number
  readonly partCall: number
  readonly attempts: number
}

const defaultPatience: S3Patience = {
  connect: 3_000,
  idle: 30_000,
  answer: 5_000,
  call: 15_000,
  part: 20_000,
  partCall: 45_000,
  attempts: 4,
}
const probeMs = 1_800
/** How long a store that tells us nothing of its bucket counts as tried by writing and reading. */
const triedForMs = 60_000

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
      connectionTimeout: patience.connect,
      requestTimeout: patience.part,
      throwOnRequestTimeout: true,
      socketTimeout: patience.idle,
      httpsAgent: { maxSockets: 100 },
      httpAgent: { maxSockets: 100 },
    },
  })
  // Where AWS does not encrypt by default (old buckets), it is asked to; other stores may not know the header.
  const encryption = endpoint ? {} : { ServerSideEncryption: 'AES256' as const }
  const deadline = (ms = patience.call) => ({
    abortSignal: AbortSignal.timeout(ms),
    requestTimeout: Math.min(ms, patience.answer),
  })

  let triedAt = -Infinity
  const s3Storage: FileStorage = {
    async put(key, bytes, { contentType = 'application/octet-stream', written } = {}) {
      assertKey(key)
      let size = 0
      const transfer = new AbortController()
      let source: unknown
      // Runs only while the store is the one that is waited for: a slow client has its own limits.
      let alarm: NodeJS.Timeout | undefined
      const storesTurn = () => {
        alarm = setTimeout(() => transfer.abort(), patience.partCall)
      }
      async function* counted(): AsyncGenerator<Uint8Array, void> {
        try {
          for await (const chunk of bytes) {
            size += chunk.length
            storesTurn()
            yield chunk
            clearTimeout(alarm)
          }
          storesTurn()
        } catch (error) {
          // A refusal of the source's own, which no store's failure on the way may hide.
          if (error instanceof AppError) source = error
          throw error
        }
      }
      const given = counted()
      const parts = inParts(given, written)
      let sent = false
      try {
        await new Upload({
          client,
          params: { Bucket, Key: key, Body: parts.stream, ContentType: contentType, ...encryption },
          partSize,
          // One part at a time: the next is gathered when it has been sent.
          queueSize: 1,
          abortController: transfer,
        }).done()
        sent = true
      } catch (error) {
        // Completed, but the answer was lost: a second try then finds no such upload, and the object in its place.
        if (!source && isMissing(error)) sent = (await sizeOf(key).catch(() => undefined)) === size
        if (!sent) {
          // A request that we gave up on may still be carried out. Not waited for: the store may be away; then it is swept.
          void s3Storage.remove(key).catch(() => {})
          throw storageFault(source ?? error)
        }
      } finally {
        clearTimeout(alarm)
        parts.release(sent)
        // Ends the source where nobody has read it to its end.
        if (!sent) void given.return().catch(() => {})
      }
      return { size }
    },

    async open(key, range) {
      assertKey(key)
      try {
        const { Body, ContentRange, $metadata } = await client.send(
          new sdk.GetObjectCommand({
            Bucket,
            Key: key,
            ...(range ? { Range: `bytes=${range.start}-${range.end}` } : {}),
          }),
          deadline(),
        )
        const body = Body as Readable // on Node it is one
        if (!range || ContentRange?.startsWith(`bytes ${range.start}-${range.end}/`)) return body
        // A store, or a proxy before it, that knows no ranges sends the whole file.
        if ($metadata.httpStatusCode === 200 && ContentRange === undefined) return slice(body, range)
        body.destroy()
        throw new Error(`the store answered another range than was asked for: ${ContentRange}`)
      } catch (error) {
        if (isMissing(error)) return undefined
        throw storageFault(error)
      }
    },

    async exists(key) {
      assertKey(key)
      try {
        return (await sizeOf(key)) !== undefined
      } catch (error) {
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

    async removeUnfinished(before, one) {
      let count = 0
      for (const Prefix of one ? [one] : folders.map((folder) => `${folder}/`)) {
        let marker: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {}
        while (marker) {
          try {
            const page: import('@aws-sdk/client-s3').ListMultipartUploadsCommandOutput = await client.send(
              new sdk.ListMultipartUploadsCommand({ Bucket, Prefix, ...marker }),
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
        const within = deadline(probeMs)
        await client.send(new sdk.HeadBucketCommand({ Bucket }), within).catch(async (error: unknown) => {
          if (!tellsNothing.has((error as S3ServiceException).$metadata?.httpStatusCode ?? 0)) throw error
          // Keys are often given for the objects alone: then what uploads and downloads do is what tells.
          if (performance.now() - triedAt > triedForMs) await rehearse(within)
          triedAt = performance.now()
        })
      } catch (error) {
        throw storageFault(error)
      }
    },

    where: (key) => `s3://${Bucket}/${key}`,
    close: async () => client.destroy(),
  }

  async function rehearse(within: ReturnType<typeof deadline>): Promise<void> {
    const object = { Bucket, Key: newProbeKey() }
    try {
      await client.send(new sdk.PutObjectCommand({ ...object, Body: '?', ...encryption }), within)
      const { Body } = await client.send(new sdk.GetObjectCommand(object), within)
      await Body?.transformToByteArray()
    } finally {
      await client.send(new sdk.DeleteObjectCommand(object), within)
    }
  }

  async function sizeOf(key: string): Promise<number | undefined> {
    try {
      return (await client.send(new sdk.HeadObjectCommand({ Bucket, Key: key }), deadline())).ContentLength
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
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

/** A bucket that may not be asked about, or a store that knows no such question. */
const tellsNothing = new Set([403, 405, 501])

const isMissing = (error: unknown): boolean => {
  const { name } = error as { name?: string }
  return name === 'NoSuchKey' || name === 'NotFound' || name === 'NoSuchUpload'
}
