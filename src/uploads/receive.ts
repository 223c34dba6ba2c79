import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { languageOf, problemBody } from '../http/problem.ts'
import { idParam } from '../http/validation.ts'
import { inspection } from './contents.ts'
import { type StoredFile, toFile } from './files.ts'
import { keyOf, newFileId } from './keys.ts'
import { type FormLimits, type IncomingFile, readForm } from './multipart.ts'
import { cleanName } from './names.ts'
import { uploadRules } from './rules.ts'
import type { Uploads } from './uploads.ts'

/** Streams one file into the store. */
export async function receiveAttachment(uploads: Uploads, file: IncomingFile): Promise<StoredFile> {
  const id = newFileId()
  const storageKey = keyOf.attachment(id)
  const { written, sha256, mimeType } = inspection(file.declaredType)
  let stored = false
  try {
    const { size } = await uploads.put(storageKey, file.bytes, { written })
    stored = true
    return {
      id,
      kind: 'attachment',
      filename: cleanName(file.filename),
      mimeType: await mimeType(),
      size,
      sha256: await sha256(),
      storageKey,
      variants: [],
    }
  } catch (error) {
    if (stored) await uploads.discard([storageKey])
    else await sha256()
    throw error
  }
}

/** Stores the one file of a form; nothing is left of it on any failure. */
export async function receiveOne(
  app: FastifyInstance,
  request: FastifyRequest,
  rules: FormLimits,
  take: (uploads: Uploads, file: IncomingFile) => Promise<StoredFile>,
) {
  let stored: StoredFile | undefined
  try {
    const fields = await readForm(request, rules, async (file, before) => {
      if (file.field !== 'file') return
      await appointmentIn(app, request, before)
      const taken = await take(app.uploads, file)
      if (isUnchosen(file, taken)) await app.uploads.discard([taken.storageKey])
      else stored = taken
    })
    if (!stored) throw new AppError('file_missing', { detail: 'the form has no file in the field "file"' })
    const appointmentId = stored.kind === 'attachment' ? await appointmentIn(app, request, fields) : undefined
    const files = [stored]
    stored = undefined
    const [row] = await app.uploads.record(request.caller.id, files, appointmentId)
    if (row instanceof AppError) throw row
    return row ? toFile(row, app.fileUrls, request.caller.id) : refuseEmpty()
  } catch (error) {
    if (stored) await app.uploads.discard([stored.storageKey, ...stored.variants.map(({ storageKey }) => storageKey)])
    throw error
  }
}

/** Stores each file of a form that it can, with a problem for each of the others. */
export async function receiveMany(app: FastifyInstance, request: FastifyRequest) {
  const outcomes: (StoredFile | AppError)[] = []
  const kept = () => outcomes.filter((outcome): outcome is StoredFile => !(outcome instanceof AppError))
  try {
    const fields = await readForm(request, uploadRules.bulk, async (file, before) => {
      if (file.field !== 'files' && file.field !== 'files[]') return
      await appointmentIn(app, request, before)
      try {
        const stored = await receiveAttachment(app.uploads, file)
        if (isUnchosen(file, stored)) await app.uploads.discard([stored.storageKey])
        else outcomes.push(stored)
      } catch (error) {
        // A malformed form fails as a whole.
        if (!(error instanceof AppError) || error.code === 'malformed_multipart') throw error
        outcomes.push(error)
      }
    })
    if (outcomes.length === 0)
      throw new AppError('file_missing', { detail: 'the form has no file in the field "files"' })
    const appointmentId = await appointmentIn(app, request, fields)
    const rows = await app.uploads.record(request.caller.id, kept(), appointmentId)
    const language = languageOf(request.headers['accept-language'])
    return outcomes.map((received) => {
      const outcome = received instanceof AppError ? received : (rows.shift() ?? refuseEmpty())
      if (outcome instanceof AppError) {
        return { status: outcome.status, problem: problemBody(outcome, language, request.id) }
      }
      return { status: 201, file: toFile(outcome, app.fileUrls, request.caller.id) }
    })
  } catch (error) {
    await app.uploads.discard(kept().map(({ storageKey }) => storageKey))
    throw error
  }
}

/** The appointment that the form names: 422 where that is no id, 404 where it is not the caller's. */
async function appointmentIn(
  app: FastifyInstance,
  request: FastifyRequest,
  fields: ReadonlyMap<string, string>,
): Promise<number | undefined> {
  const given = fields.get('appointmentId')?.trim()
  if (!given) return undefined
  const id = idParam.safeParse(given)
  if (!id.success) {
    throw new AppError('validation_failed', { errors: [{ path: 'body.appointmentId', message: 'não é um id' }] })
  }
  await app.uploads.requireAppointment(request.caller, id.data)
  return id.data
}

/** What a browser sends for a file input in which nothing was chosen. */
const isUnchosen = (file: IncomingFile, stored: StoredFile): boolean => !file.filename && stored.size === 0

function refuseEmpty(): never {
  throw new Error('a row that was written is not there')
}
