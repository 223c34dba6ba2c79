import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { z } from 'zod'
import { problemOut } from '../http/problem.ts'
import type { Routes } from '../http/routes.ts'
import { receiveAvatar } from './avatars.ts'
import { fileOut } from './files.ts'
import type { FormLimits } from './multipart.ts'
import { receiveAttachment, receiveMany, receiveOne } from './receive.ts'
import { fileTooLarge, notAForm, quotaExceeded } from './refusals.ts'
import { uploadRules } from './rules.ts'

/** Boundaries, part headers and fields beside the files. */
const formOverhead = 256 * 1024

const bulkOut = z.object({
  items: z.array(
    z.object({
      status: z.int().describe('201, or that of the problem.'),
      file: fileOut.optional(),
      problem: problemOut.optional(),
    }),
  ),
})

/** `/api/v1/upload/*`: bytes first, outside any transaction, then the row; on any failure neither stays. */
export const uploadRoutes: Routes = async (app) => {
  // Only here: other routes answer a form with 415.
  await app.register(multipart, { throwFileSizeLimit: false, fileHwm: 512 * 1024 })

  for (const [kind, receive] of [
    ['avatar', receiveAvatar],
    ['attachment', receiveAttachment],
  ] as const) {
    const rules = uploadRules[kind]
    app.post(
      `/upload/${kind}`,
      { config: { load: 'long' }, onRequest: admits(app, rules), schema: { response: { 201: fileOut } } },
      async (request, reply) =>
        reply.code(201).send(await counted(app, request, () => receiveOne(app, request, rules, receive))),
    )
  }

  app.post(
    '/upload/bulk',
    {
      config: { load: 'long' },
      // Twice what is allowed: a file that is too large is refused without the others.
      onRequest: admits(app, uploadRules.bulk, 2 * formBytesOf(uploadRules.bulk)),
      schema: { response: { 201: bulkOut, 207: bulkOut } },
    },
    async (request, reply) => {
      const items = await counted(
        app,
        request,
        () => receiveMany(app, request),
        (result) => result.some(({ file }) => file),
      )
      return reply.code(items.every(({ file }) => file) ? 201 : 207).send({ items })
    },
  )
}

/** Refuses before the body is read. */
const admits = (
  app: FastifyInstance,
  rules: FormLimits,
  formBytes = formBytesOf(rules),
): onRequestAsyncHookHandler[] => [
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
const formBytesOf = ({ files, fileBytes }: FormLimits) => files * fileBytes + formOverhead

/** Counts the upload before its body is read, against concurrent ones; refunded if nothing was stored. */
async function counted<T>(
  app: FastifyInstance,
  request: FastifyRequest,
  work: () => Promise<T>,
  isStored: (result: T) => boolean = () => true,
): Promise<T> {
  const key = String(request.caller.id)
  let kept = false
  try {
    await app.limits.consume('upload', key)
    const result = await work()
    kept = isStored(result)
    return result
  } finally {
    if (!kept) await app.limits.refund('upload', key)
  }
}
