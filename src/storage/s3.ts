import type { Readable } from 'node:stream'
import type {
  ListMultipartUploadsCommandOutput,
  ListObjectsV2CommandOutput,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { z } from 'zod'
import { type Provider, together } from '../config/provider.ts'
import { blankless, toggle } from '../config/values.ts'
import { isMissing, removeObject, type S3Context, type S3Timeouts, sizeOf } from './s3-context.ts'
import { slice } from './slice.ts'
import { assertKey, type FileStorage, folders, newProbeKey, type StoredObject, storageFault } from './storage.ts'

const variables = z.object({
  AWS_S3_BUCKET: blankless,
  AWS_REGION: blankless,
  AWS_ACCESS_KEY_ID: blankless.optional(),
  AWS_SECRET_ACCESS_KEY: blankless.optional(),
  AWS_S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'use an http:// or https:// address' }).optional(),
  AWS_S3_FORCE_PATH_STYLE: toggle.optional(),
})

export type S3Settings = z.infer<typeof variables>

/** What a request gives, or its failure as the store's. */
const orFault = <T>(request: Promise<T>): Promise<T> =>
  request.catch((error: unknown) => {
    throw storageFault(error)
  })

/** S3 or a compatible store (MinIO, R2, GCS). Without keys the SDK uses the instance's role. */
export const s3: Provider<FileStorage, S3Settings> = {
  name: 's3',
  service: 'storage',
  trigger: { variable: 'STORAGE_TYPE', value: 's3' },
  variables,
  rules: together(
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'both keys or neither (then the role of the instance serves)',
  ),
  open: (settings) => openS3(settings),
  async diagnose(settings, _trial, steps) {
    const { diagnoseS3 } = await import('./s3-diagnosis.ts')
    return diagnoseS3(settings, () => openS3(settings), steps)
  },
}

const defaultTimeouts: S3Timeouts = {
  connect: 3_000,
  idle: 30_000,
  answer: 5_000,
  call: 15_000,
  part: 20_000,
  partCall: 45_000,
  attempts: 4,
}
const probeMs = 1_800
/** How long a probe by writing and reading counts. */
const triedForMs = 60_000

export async function openS3(settings: S3Settings, timeouts: S3Timeouts = defaultTimeouts): Promise<FileStorage> {
  const [sdk, { s3Upload }] = await Promise.all([import('@aws-sdk/client-s3'), import('./s3-upload.ts')])
  const { AWS_S3_BUCKET: Bucket, AWS_S3_ENDPOINT: endpoint } = settings
  const client = openClient(sdk, settings, timeouts)
  const deadline = (ms = timeouts.call) => ({
    abortSignal: AbortSignal.timeout(ms),
    requestTimeout: Math.min(ms, timeouts.answer),
  })
  const context: S3Context = {
    sdk,
    client,
    Bucket,
    // Older buckets do not encrypt by default; stores that are not AWS may not know the header.
    encryption: endpoint ? {} : { ServerSideEncryption: 'AES256' },
    timeouts,
    deadline,
  }
  return {
    put: s3Upload(context),

    async open(key, range) {
      assertKey(key)
      try {
        const { Body, ContentRange, $metadata } = await client.send(
          new sdk.GetObjectCommand({ Bucket, Key: key, Range: range && `bytes=${range.start}-${range.end}` }),
          deadline(),
        )
        const body = Body as Readable // on Node it is one
        if (!range || ContentRange?.startsWith(`bytes ${range.start}-${range.end}/`)) return body
        // A store or proxy that does not know ranges sends the whole file.
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
      return (await orFault(sizeOf(context, key))) !== undefined
    },

    async remove(key) {
      assertKey(key)
      await orFault(removeObject(context, key))
    },

    async *list() {
      for (const folder of folders) yield* listFolder(context, folder)
    },

    async removeUnfinished(before, one) {
      let count = 0
      for (const prefix of one ? [one] : folders.map((folder) => `${folder}/`))
        count += await orFault(abortUploads(context, prefix, before))
      return count
    },

    check: probe(context),
    where: (key) => `s3://${Bucket}/${key}`,
    close: async () => client.destroy(),
  }
}

function openClient(
  sdk: S3Context['sdk'],
  { AWS_REGION: region, AWS_S3_ENDPOINT: endpoint, ...settings }: S3Settings,
  timeouts: S3Timeouts,
): S3Client {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = settings
  return new sdk.S3Client({
    region,
    ...(id && secret && { credentials: { accessKeyId: id, secretAccessKey: secret } }),
    ...(endpoint && { endpoint }),
    // Stores that are not AWS are mostly reached by path: their host name has no wildcard.
    forcePathStyle: settings.AWS_S3_FORCE_PATH_STYLE ?? Boolean(endpoint),
    // The SDK's own checksums (trailers, CRC32) are refused by many other stores with 411 or 501.
    ...(endpoint && { requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' }),
    maxAttempts: timeouts.attempts,
    requestHandler: {
      connectionTimeout: timeouts.connect,
      requestTimeout: timeouts.part,
      throwOnRequestTimeout: true,
      socketTimeout: timeouts.idle,
      httpsAgent: { maxSockets: 100 },
      httpAgent: { maxSockets: 100 },
    },
  })
}

/** Aborts the multipart uploads under a prefix that began before then; how many there were. */
async function abortUploads(
  { sdk, client, Bucket, deadline }: S3Context,
  Prefix: string,
  before: Date,
): Promise<number> {
  let count = 0
  let marker: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {}
  while (marker) {
    const page: ListMultipartUploadsCommandOutput = await client.send(
      new sdk.ListMultipartUploadsCommand({ Bucket, Prefix, ...marker }),
      deadline(),
    )
    for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
      if (!Key || !UploadId || !Initiated || Initiated >= before) continue
      await client.send(new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId }), deadline())
      count++
    }
    marker = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : undefined
  }
  return count
}

async function* listFolder({ sdk, client, Bucket, deadline }: S3Context, folder: string): AsyncGenerator<StoredObject> {
  let token: string | undefined
  do {
    const page: ListObjectsV2CommandOutput = await orFault(
      client.send(new sdk.ListObjectsV2Command({ Bucket, Prefix: `${folder}/`, ContinuationToken: token }), deadline()),
    )
    for (const { Key, LastModified } of page.Contents ?? []) {
      if (Key && LastModified) yield { key: Key, storedAt: LastModified }
    }
    token = page.NextContinuationToken
  } while (token)
}

/** Statuses of a HeadBucket that is not permitted or not implemented. */
const bucketUnknown = new Set([403, 405, 501])

/** The store's health: by HeadBucket, or, with keys that are for objects alone, by writing and reading one. */
function probe({ sdk, client, Bucket, encryption, deadline }: S3Context): () => Promise<void> {
  let triedAt = -Infinity
  const writeAndRead = async (within: ReturnType<typeof deadline>) => {
    const object = { Bucket, Key: newProbeKey() }
    try {
      await client.send(new sdk.PutObjectCommand({ ...object, Body: '?', ...encryption }), within)
      const { Body } = await client.send(new sdk.GetObjectCommand(object), within)
      await Body?.transformToByteArray()
    } finally {
      await client.send(new sdk.DeleteObjectCommand(object), within)
    }
  }
  return async () => {
    const within = deadline(probeMs)
    try {
      await client.send(new sdk.HeadBucketCommand({ Bucket }), within)
    } catch (error) {
      if (!bucketUnknown.has((error as S3ServiceException).$metadata?.httpStatusCode ?? 0)) throw storageFault(error)
      if (performance.now() - triedAt <= triedForMs) return
      await orFault(writeAndRead(within))
      triedAt = performance.now()
    }
  }
}
