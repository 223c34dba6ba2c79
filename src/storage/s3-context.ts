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
  readonly Bucket: string
  readonly encryption: { readonly ServerSideEncryption?: 'AES256' }
  readonly timeouts: S3Timeouts
  /** The options of a request that carries no file, with all its retries. */
  deadline(ms?: number): { abortSignal: AbortSignal; requestTimeout: number }
}

/** Undefined where the key holds nothing. */
export async function sizeOf({ sdk, client, Bucket, deadline }: S3Context, Key: string) {
  const found = await client.send(new sdk.HeadObjectCommand({ Bucket, Key }), deadline()).catch(unlessMissing)
  return found?.ContentLength
}

export const removeObject = async ({ sdk, client, Bucket, deadline }: S3Context, Key: string): Promise<void> =>
  void (await client.send(new sdk.DeleteObjectCommand({ Bucket, Key }), deadline()).catch(unlessMissing))

const unlessMissing = (error: unknown): undefined => {
  if (!isMissing(error)) throw error
}

export const isMissing = (error: unknown): boolean => {
  const { name } = error as { name?: string }
  return name === 'NoSuchKey' || name === 'NotFound' || name === 'NoSuchUpload'
}
