import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { File } from '../database/generated/client.ts'
import { FileKind } from '../database/generated/client.ts'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/page.ts'
import type { Routes } from '../http/routes.ts'
import { idParam } from '../http/validation.ts'
import { sendContent } from './download.ts'
import { fileOut, readableBy, toFile } from './files.ts'

const fileParam = z.object({ id: z.uuid() })
const contentQuery = z.object({
  sig: z.string().max(100).optional(),
  exp: z.coerce.number().int().positive().optional(),
  disposition: z.enum(['inline', 'attachment']).optional(),
  variant: z.string().max(20).optional(),
  for: idParam.optional(),
})

/** `/api/v1/files`: read by the people of the care relationship, removed by the owner or an admin. */
export const fileRoutes: Routes = async (app) => {
  const { fileUrls: urls } = app
  app.get(
    '/files',
    {
      onRequest: app.auth.requires(),
      config: { audited: 'file.read' },
      schema: {
        querystring: pageQuery.extend({ appointmentId: idParam.optional(), kind: z.enum(FileKind).optional() }),
        response: { 200: pageOf(fileOut) },
      },
    },
    async (request) => {
      const { limit, cursor, appointmentId, kind } = request.query
      const before = decodeCursor(cursor, z.uuid())
      if (appointmentId !== undefined && request.caller.role !== 'admin') {
        await app.uploads.requireAppointment(request.caller, appointmentId)
      }
      const rows = await app.db.file.findMany({
        where: {
          ...(appointmentId === undefined ? { ownerId: request.caller.id } : { appointmentId }),
          ...readableBy(request.caller),
          ...(kind ? { kind } : {}),
          ...(before ? { id: { lt: before } } : {}),
        },
        // UUIDv7: the newest first.
        orderBy: { id: 'desc' },
        take: limit + 1,
      })
      return toPage(
        rows,
        limit,
        ({ id }) => id,
        (file) => toFile(file, urls, request.caller.id),
      )
    },
  )

  app.get(
    '/files/:id',
    {
      onRequest: app.auth.requires(),
      config: { audited: 'file.read' },
      schema: { params: fileParam, response: { 200: fileOut } },
    },
    async (request) => toFile(await find(app, request, request.params.id), urls, request.caller.id),
  )

  app.delete(
    '/files/:id',
    { onRequest: app.auth.requires(), schema: { params: fileParam } },
    async (request, reply) => {
      const file = await find(app, request, request.params.id)
      // The other person of an appointment may read it, and so may know that it is there.
      if (file.ownerId !== request.caller.id && request.caller.role !== 'admin') throw new AppError('forbidden')
      await transaction(app.db, async (tx) => {
        if ((await app.uploads.remove(tx, { id: file.id })) === 0) throw new AppError('not_found')
        await app.audit.change(tx, { action: 'file.delete', resourceId: file.id, detail: { ownerId: file.ownerId } })
      })
      return reply.code(204).send()
    },
  )

  const requireCaller = app.auth.requires()
  app.route({
    method: ['GET', 'HEAD'],
    url: '/files/:id/content',
    config: { load: 'long' },
    schema: { params: fileParam, querystring: contentQuery },
    async preHandler(this, request, reply) {
      // A valid signature is enough (an <img> sends no token).
      const { params, query } = request
      if (!urls.verify(params.id, query) || !(await mayStillRead(app, params.id, query.for)))
        await requireCaller.call(this, request, reply)
    },
    handler: async (request, reply) => content(app, request, reply, request.params.id, request.query),
  })
}

async function find(app: FastifyInstance, request: FastifyRequest, id: string): Promise<File> {
  const file = await app.db.file.findFirst({ where: { id, ...readableBy(request.caller) } })
  if (!file) throw new AppError('not_found')
  return file
}

/** Whether the reader that an address was signed for may still read the file. */
async function mayStillRead(app: FastifyInstance, id: string, readerId: number | undefined): Promise<boolean> {
  // Avatars are signed for no reader; so were all addresses of version 2.0.0, which last two hours.
  if (readerId === undefined) return true
  const reader = await app.db.user.findFirst({
    where: { id: readerId, disabledAt: null, erasedAt: null },
    select: { id: true, role: true },
  })
  if (!reader) return false
  if ((await app.db.file.count({ where: { id, ...readableBy(reader) } })) > 0) return true
  // A removed file is 404 for every reader.
  return (await app.db.file.count({ where: { id } })) === 0
}

async function content(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  { variant }: z.infer<typeof contentQuery>,
): Promise<FastifyReply> {
  // Without a caller the address's signature has been verified.
  const signed = request.caller === null || request.caller === undefined
  const file = signed ? await app.db.file.findUnique({ where: { id } }) : await find(app, request, id)
  if (!file) throw new AppError('not_found')
  // Avatars, which stand in every page, are not audited.
  if (file.kind === 'attachment' && request.method === 'GET')
    await app.audit.event({ action: 'file.download', resourceId: id, detail: { signed } })
  return sendContent(request, reply, app.storage, file, variant)
}
