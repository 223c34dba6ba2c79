import type { S3Client } from '@aws-sdk/client-s3'

/** In milliseconds, but `attempts`. */
export interface S3Timeouts {
  readonly connect: number
  /** Between two bytes in either direction; also bounds the pauses of a slow reader. */
  readonly idle: number
  /** For the answer to a request without a file; `call` with all its retries. */
  readonly answer: number
  readonly call: number
  /** The same for a part of a file (5 MiB). */
  readonly part: number
  readonly partCall: number
  readonly attempts: number
}

/** What all requests to one bucket share. */
export interface S3Context {
  readonly sdk: typeof import('@aws-sdk/client-s3')
  readonly client: S3Client
  readonly bucket: string
  readonly encryption: { readonly ServerSideEncryption?: 'AES256' }
  readonly timeouts: S3Timeouts
  /** The options of a request that carries no file, with all its retries. */
  deadline(ms?: number): { abortSignal: AbortSignal; requestTimeout: number }
}

/** Undefined where the key holds nothing. */
export async function sizeOf({ sdk, client, bucket, deadline }: S3Context, key: string): Promise<number | undefined> {
  try {
    return (await client.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: key }), deadline())).ContentLength
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

export async function removeObject({ sdk, client, bucket, deadline }: S3Context, key: string): Promise<void> {
  try {
    await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key }), deadline())
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}

export const isMissing = (error: unknown): boolean => {
  const { name } = error as { name?: string }
  return name === 'NoSuchKey' || name === 'NotFound' || name === 'NoSuchUpload'
}
