import type { Steps } from '../config/diagnosis.ts'
import { rehearseStorage, storeWords } from './rehearsal.ts'
import type { FileStorage } from './storage.ts'

/** Tries a bucket as the server uses it. */
export async function diagnoseS3(
  settings: { AWS_S3_BUCKET: string; AWS_REGION: string; AWS_S3_ENDPOINT?: string | undefined },
  open: () => Promise<FileStorage>,
  steps: Steps,
): Promise<number> {
  const { AWS_S3_BUCKET: bucket, AWS_REGION: region, AWS_S3_ENDPOINT: endpoint } = settings
  steps.passed('configuration', `bucket ${bucket} in ${region}${endpoint ? ` at ${new URL(endpoint).host}` : ''}`)
  let storage: FileStorage
  try {
    storage = await open()
  } catch (error) {
    return steps.failed('open', storeWords(error), advice(error))
  }
  return rehearseStorage(storage, advice, steps)
}

/** What to do about an error of a store. */
function advice(error: unknown): string {
  const text = storeWords(error)
  if (/NoSuchBucket|NotFound|404/.test(text)) return 'make the bucket, or mend AWS_S3_BUCKET'
  if (/Redirect|301|region/i.test(text)) return 'the bucket is in another region: mend AWS_REGION'
  if (/AccessDenied|Forbidden|403/.test(text))
    return 'allow s3:GetObject, s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload on the bucket’s objects, and s3:ListBucket, s3:ListBucketMultipartUploads on the bucket'
  if (/InvalidAccessKeyId|SignatureDoesNotMatch|credential/i.test(text))
    return 'mend AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and see that this machine’s clock is right'
  return 'see that this machine reaches the store by HTTPS (AWS_S3_ENDPOINT for MinIO and others; AWS_S3_FORCE_PATH_STYLE=true where buckets are paths)'
}
