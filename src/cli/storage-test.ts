import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { loadConfig, providerContext } from '../config/config.ts'
import { fallbackHint, inspect } from '../config/provider.ts'
import { localStorage } from '../storage/local.ts'
import { s3 } from '../storage/s3.ts'
import type { FileStorage } from '../storage/storage.ts'
import type { Command, CommandContext } from './command.ts'
import { quietLog, steps } from './steps.ts'

const size = 6 * 1024 * 1024

/** Stores a file as the server would, reads it back whole and in part, removes it, and lists what the sweeper would. */
export const storageTest: Command = {
  name: 'storage test',
  usage: '',
  summary: 'stores a file where uploads go, reads it back, removes it, and says what happened',
  needs: 0,
  async run({ env, say }) {
    const { passed, failed } = steps(say)
    const found = inspect(s3, env)
    if (found.state === 'half') {
      const hint = fallbackHint({ problems: found.problems, triggers: [] })
      return failed('configuration', hint, 'set them; .env.example says what each is for')
    }
    const config = loadConfig(env, [])
    let storage: FileStorage
    try {
      if (found.state === 'ready') {
        const { AWS_S3_BUCKET: bucket, AWS_REGION: region, AWS_S3_ENDPOINT: endpoint } = found.settings
        passed('configuration', `bucket ${bucket} in ${region}${endpoint ? ` at ${new URL(endpoint).host}` : ''}`)
        storage = await s3.open(found.settings, providerContext(config, await quietLog()))
      } else {
        passed('configuration', `local disk, UPLOAD_DIR ${config.uploadDir} (STORAGE_TYPE=s3 for a bucket)`)
        const local = localStorage(config.uploadDir)
        await local.prepare()
        storage = local
      }
    } catch (error) {
      return failed('open', words(error), advice(found.state === 'ready', error))
    }
    return rehearse(say, storage, found.state === 'ready')
  },
}

async function rehearse(say: CommandContext['say'], storage: FileStorage, remote: boolean): Promise<number> {
  const { passed, failed } = steps(say)
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
    return failed(step, words(error), advice(remote, error))
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
function words(error: unknown): string {
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

function advice(remote: boolean, error: unknown): string {
  if (!remote) return 'let the user that runs the server write to UPLOAD_DIR, and look at the room on its disk'
  const text = words(error)
  if (/NoSuchBucket|NotFound|404/.test(text)) return 'make the bucket, or mend AWS_S3_BUCKET'
  if (/Redirect|301|region/i.test(text)) return 'the bucket is in another region: mend AWS_REGION'
  if (/AccessDenied|Forbidden|403/.test(text))
    return 'allow s3:GetObject, s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload on the bucket’s objects, and s3:ListBucket, s3:ListBucketMultipartUploads on the bucket'
  if (/InvalidAccessKeyId|SignatureDoesNotMatch|credential/i.test(text))
    return 'mend AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and see that this machine’s clock is right'
  return 'see that this machine reaches the store by HTTPS (AWS_S3_ENDPOINT for MinIO and others; AWS_S3_FORCE_PATH_STYLE=true where buckets are paths)'
}
