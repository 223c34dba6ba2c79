import multipart from '@fastify/multipart'
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import { languageOf, problemBody } from '../http/problem.ts'
import type { Routes } from '../http/routes.ts'
import { idParam } from '../http/validation.ts'
import { inspection } from './contents.ts'
import type { FileUrls } from './file-urls.ts'
import { receiveAvatar } from './avatars.ts'
import { keyOf, newFileId } from './keys.ts'
import { type FormLimits, type IncomingFile, readForm } from './multipart.ts'
import { cleanName } from './names.ts'
import { fileTooLarge, notAForm, quotaExceeded } from './refusals.ts'
import { uploadRules } from './rules.ts'
import { fileOut, type StoredFile, toFile } from './uploads.ts'

/** Boundaries, part headers and fields beside the files. */
const formOverhead = 256 * 1024

const itemOut = z.object({ status: z.number().int(), file: fileOut.optional(), problem: z.unknown().optional() })

/** `/api/v1/upload/*` (contract §6): bytes first, outside any transaction, then the row; on any failure neither stays. */
export const uploadRoutes: Routes<{ urls: FileUrls }> = async (app, { urls }) => {
  // Here only: elsewhere a form is 415.
  await app.register(multipart, { throwFileSizeLimit: false, fileHwm: 512 * 1024 })

  /** Refuses before the body is read. */
  const admits = (rules: FormLimits, formBytes: number): onRequestAsyncHookHandler[] => [
    app.auth.requires(),
    async (request) => {
      const key = String(request.caller.id)
      await app.limits.consume('upload-attempt', key)
      await app.limits.check('upload', key)
      if (!/^multipart\/form-data\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
        throw notAForm(rules)
      }
      if (Number(request.headers['content-length'] ?? 0) > formBytes) throw fileTooLarge(rules.fileBytes)
      const { usedBytes, quotaBytes } = await app.uploads.usage(request.caller.id)
      if (usedBytes >= quotaBytes) throw quotaExceeded(quotaBytes)
    },
  ]
  const formBytes = ({ files, fileBytes }: FormLimits) => files * fileBytes + formOverhead

  /** Counts the upload from its start, so that many at once cannot pass; gives it back if nothing was stored. */
  async function counted<T>(
    request: FastifyRequest,
    work: () => Promise<T>,
    stored: (result: T) => boolean,
  ): Promise<T> {
    const key = String(request.caller.id)
    let kept = false
    try {
      await app.limits.consume('upload', key)
      const result = await work()
      kept = stored(result)
      return result
    } finally {
      if (!kept) await app.limits.refund('upload', key)
    }
  }

  /** Streams one file into the store. */
  async function receive(file: IncomingFile): Promise<StoredFile> {
    const id = newFileId()
    const storageKey = keyOf.attachment(id)
    const { written, sha256, mimeType } = inspection(file.declaredType)
    let stored = false
    try {
      const { size } = await app.uploads.put(storageKey, file.bytes, { written })
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
      if (stored) await app.uploads.discard([storageKey])
      else await sha256()
      throw error
    }
  }

  /** Reads a form of which one file is wanted, and makes it a row; nothing is left of it on any failure. */
  async function one(request: FastifyRequest, rules: FormLimits, take: (file: IncomingFile) => Promise<StoredFile>) {
    let stored: StoredFile | undefined
    try {
      const fields = await readForm(request, rules, async (file, before) => {
        if (file.field !== 'file') return
        await appointmentIn(request, before)
        const taken = await take(file)
        if (isUnchosen(file, taken)) await app.uploads.discard([taken.storageKey])
        else stored = taken
      })
      if (!stored) throw new AppError('file_missing', { detail: 'the form has no file in the field "file"' })
      const appointmentId = stored.kind === 'attachment' ? await appointmentIn(request, fields) : undefined
      const files = [stored]
      stored = undefined
      const [row] = await app.uploads.record(request.caller.id, files, appointmentId)
      if (row instanceof AppError) throw row
      return row ? toFile(row, urls, request.caller.id) : refuseEmpty()
    } catch (error) {
      if (stored) await app.uploads.discard([stored.storageKey, ...stored.variants.map(({ storageKey }) => storageKey)])
      throw error
    }
  }

  app.post(
    '/upload/avatar',
    {
      config: { load: 'long' },
      onRequest: admits(uploadRules.avatar, formBytes(uploadRules.avatar)),
      schema: { response: { 201: fileOut } },
    },
    async (request, reply) => {
      const file = await counted(
        request,
        () => one(request, uploadRules.avatar, (incoming) => receiveAvatar(app.uploads, incoming)),
        () => true,
      )
      return reply.code(201).send(file)
    },
  )

  app.post(
    '/upload/attachment',
    {
      config: { load: 'long' },
      onRequest: admits(uploadRules.attachment, formBytes(uploadRules.attachment)),
      schema: { response: { 201: fileOut } },
    },
    async (request, reply) => {
      const file = await counted(
        request,
        () => one(request, uploadRules.attachment, receive),
        () => true,
      )
      return reply.code(201).send(file)
    },
  )

  app.post(
    '/upload/bulk',
    {
      config: { load: 'long' },
      // Twice what is allowed: one file that is too large refuses itself, not its neighbours.
      onRequest: admits(uploadRules.bulk, 2 * formBytes(uploadRules.bulk)),
      schema: { response: { 201: z.object({ items: z.array(itemOut) }), 207: z.object({ items: z.array(itemOut) }) } },
    },
    async (request, reply) => {
      const items = await counted(
        request,
        () => many(request),
        (result) => result.some(({ file }) => file),
      )
      return reply.code(items.every(({ file }) => file) ? 201 : 207).send({ items })
    },
  )

  async function many(request: FastifyRequest) {
    const outcomes: (StoredFile | AppError)[] = []
    const kept = () => outcomes.filter((outcome): outcome is StoredFile => !(outcome instanceof AppError))
    try {
      const fields = await readForm(request, uploadRules.bulk, async (file, before) => {
        if (file.field !== 'files' && file.field !== 'files[]') return
        await appointmentIn(request, before)
        try {
          const stored = await receive(file)
          if (isUnchosen(file, stored)) await app.uploads.discard([stored.storageKey])
          else outcomes.push(stored)
        } catch (error) {
          // What is wrong with the form is wrong with all of it.
          if (!(error instanceof AppError) || error.code === 'malformed_multipart') throw error
          outcomes.push(error)
        }
      })
      if (outcomes.length === 0)
        throw new AppError('file_missing', { detail: 'the form has no file in the field "files"' })
      const appointmentId = await appointmentIn(request, fields)
      const rows = await app.uploads.record(request.caller.id, kept(), appointmentId)
      const language = languageOf(request.headers['accept-language'])
      return outcomes.map((received) => {
        const outcome = received instanceof AppError ? received : (rows.shift() ?? refuseEmpty())
        if (outcome instanceof AppError) {
          return { status: outcome.status, problem: problemBody(outcome, language, request.id) }
        }
        return { status: 201, file: toFile(outcome, urls, request.caller.id) }
      })
    } catch (error) {
      await app.uploads.discard(kept().map(({ storageKey }) => storageKey))
      throw error
    }
  }

  /** The appointment that the form names, which has to be the caller's: 422 where it is no id, 404 where it is not theirs. */
  async function appointmentIn(
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
}

/** What a browser sends for a file input in which nothing was chosen. */
const isUnchosen = (file: IncomingFile, stored: StoredFile): boolean => !file.filename && stored.size === 0

function refuseEmpty(): never {
  throw new Error('a row that was written is not there')
}
