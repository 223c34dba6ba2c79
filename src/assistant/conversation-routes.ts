import { z } from 'zod'
import type { Db } from '../database/client.ts'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/page.ts'
import type { Routes } from '../http/routes.ts'
import { instant, instantOut } from '../http/validation.ts'

const params = z.object({ id: z.uuid() })
const titleLength = 80

const conversationOut = z
  .object({
    id: z.uuid(),
    title: z.string().describe('The beginning of its first message, up to 80 characters.'),
    createdAt: instantOut,
    updatedAt: instantOut,
  })
  .meta({ id: 'Conversation' })

const messageOut = z
  .object({
    id: z.int(),
    role: z.enum(['user', 'assistant']),
    content: z.string(),
    provider: z.string().optional().describe('Who wrote the reply; older ones may name a provider that is gone.'),
    risk: z.enum(['nenhum', 'baixo', 'alto']).describe('Of the message, also on its reply.'),
    interrupted: z.literal(true).optional().describe('The asker left before the end of the reply.'),
    createdAt: instantOut,
  })
  .meta({ id: 'ConversationMessage' })

const listKey = z.object({ at: instant, id: z.uuid() })
const messageKey = z.number().int().min(1)

/** The titles of these conversations. Of their first messages no more is read than a title shows. */
async function titlesOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ id: string; start: string }[]>`
    SELECT DISTINCT ON (conversation_id) conversation_id::text AS id, left(content, ${4 * titleLength + 1}::int) AS start
    FROM chat_messages WHERE conversation_id = ANY (${[...ids]}::uuid[]) AND role = 'user' ORDER BY conversation_id, id`
  return new Map(rows.map(({ id, start }) => [id, titleOf(start)]))
}

/** `/api/v1/ai/conversations`: each person's own only; staff read no others'. */
export const conversationRoutes: Routes = async (app) => {
  const { auth, db } = app

  app.get(
    '/ai/conversations',
    { onRequest: auth.requires(), schema: { querystring: pageQuery, response: { 200: pageOf(conversationOut) } } },
    async ({ caller, query: { limit, cursor } }) => {
      const after = decodeCursor(cursor, listKey)
      const rows = await db.conversation.findMany({
        where: {
          userId: caller.id,
          ...(after && { OR: [{ updatedAt: { lt: after.at } }, { updatedAt: after.at, id: { lt: after.id } }] }),
        },
        orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
        take: limit + 1,
      })
      const titles = await titlesOf(
        db,
        rows.map(({ id }) => id),
      )
      return toPage(
        rows,
        limit,
        ({ updatedAt, id }) => ({ at: updatedAt, id }),
        ({ id, createdAt, updatedAt }) => ({ id, title: titles.get(id) ?? '', createdAt, updatedAt }),
      )
    },
  )

  app.get(
    '/ai/conversations/:id',
    {
      onRequest: auth.requires(),
      schema: {
        params,
        querystring: pageQuery,
        response: { 200: conversationOut.extend({ messages: z.array(messageOut), nextCursor: z.string().nullable() }) },
      },
    },
    async ({ caller, params: { id }, query: { limit, cursor } }) => {
      const before = decodeCursor(cursor, messageKey)
      const found = await db.conversation.findFirst({ where: { id, userId: caller.id } })
      if (!found) throw new AppError('not_found')
      // Not by `include`: of that Prisma reads all, and cuts afterwards.
      const messages = await db.chatMessage.findMany({
        where: { conversationId: id, id: { lt: before } },
        orderBy: { id: 'desc' },
        take: limit + 1,
      })
      const titles = await titlesOf(db, [id])
      const { createdAt, updatedAt } = found
      const { items, nextCursor } = toPage(
        messages,
        limit,
        (message) => Number(message.id),
        ({ id: messageId, role, content, provider, risk, interrupted, createdAt: at }) => ({
          id: Number(messageId),
          role,
          content,
          provider: provider ?? undefined,
          risk,
          interrupted: interrupted || undefined,
          createdAt: at,
        }),
      )
      return { id, title: titles.get(id) ?? '', createdAt, updatedAt, messages: items.toReversed(), nextCursor }
    },
  )

  app.delete(
    '/ai/conversations/:id',
    { onRequest: auth.requires(), schema: { params, response: { 204: z.void() } } },
    async ({ caller, params: { id } }, reply) => {
      await transaction(db, async (tx) => {
        const { count } = await tx.conversation.deleteMany({ where: { id, userId: caller.id } })
        if (count === 0) throw new AppError('not_found')
        await app.audit.change(tx, { action: 'conversation.delete', resourceId: id })
      })
      return reply.code(204).send()
    },
  )
}

/** One line, cut between characters as people see them. */
function titleOf(content = ''): string {
  const line = content.replace(/\s+/g, ' ').trim()
  const letters = [...new Intl.Segmenter('pt-BR', { granularity: 'grapheme' }).segment(line.slice(0, 4 * titleLength))]
  if (letters.length <= titleLength && line.length <= 4 * titleLength) return line
  return `${letters
    .slice(0, titleLength - 1)
    .map(({ segment }) => segment)
    .join('')
    .trimEnd()}…`
}
