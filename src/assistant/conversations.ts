import { availableParallelism } from 'node:os'
import type { FastifyInstance } from 'fastify'
import pLimit from 'p-limit'
import { v7 as uuidv7 } from 'uuid'
import type { Db } from '../database/client.ts'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Limits } from '../limits/limits.ts'
import { questionLimit } from './admission.ts'
import { conversationStore } from './conversation-store.ts'
import type { Answer, Exchange, Opened, Talk } from './exchange.ts'
import { knowledgeOf } from './knowledge.ts'
import { type Asking, assessedText } from './question.ts'
import { consentSince } from '../privacy/consents.ts'
import { psychologistOf } from '../risk/alerts.ts'
import { sentences } from '../text/sentences.ts'
import { withLocale } from '../words/locale.ts'

/** Characters of one message, and of its context. */
export const longestMessage = 4000
/** Messages of a conversation that are read back; a model is sent as many of them as its tokens allow. */
const turnsKept = 20

/** Deletes the conversations that were not used for so many days (AI_RETENTION_DAYS). Returns how many. */
export async function forgetConversations(db: Db, now: Date, days: number): Promise<number> {
  const { count } = await db.conversation.deleteMany({
    where: { updatedAt: { lt: new Date(now.getTime() - days * 86_400_000) } },
  })
  return count
}

/** A conversation's latest messages, oldest first; undefined if it is not the user's. */
async function latestOf(db: Db, userId: number, conversationId: string) {
  const found = await db.conversation.findFirst({ where: { id: conversationId, userId }, select: { id: true } })
  if (!found) return undefined
  const latest = await db.chatMessage.findMany({ where: { conversationId }, orderBy: { id: 'desc' }, take: turnsKept })
  return latest.toReversed()
}

/** Whether the user's hour has room for one more question to a provider. */
async function withinHour(limits: Limits, userId: number): Promise<boolean> {
  try {
    await limits.consume('ai-model', String(userId))
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

/**
 * One person's conversations with the assistant, in steps: no transaction is open while a model is waited for; the message, its
 * reply and, where it speaks of a risk to life, the alert are stored together.
 */
export function conversations(app: FastifyInstance) {
  const { db, clock, limits, risk: riskReader, assistant } = app
  /** The clinic's, for hours and slots. */
  const { timezone } = app.config
  const { store, rescue } = conversationStore(app)
  const place = questionLimit()
  /** Leaves connections to the database, and the event loop, to other requests. */
  const readingFew = pLimit(2 * availableParallelism())

  /**
   * Reads what a message goes on from, and takes a place for it: where there is none, 429 or 503; `not_found` for a
   * conversation that is not the user's. A risk to life is answered in any case: in a conversation that was deleted meanwhile
   * it opens a new one.
   */
  const open = async (userId: number, talk: Talk): Promise<Opened> => {
    const { conversationId } = talk
    const messages =
      conversationId === undefined ? undefined : await readingFew(() => latestOf(db, userId, conversationId))
    const earlier = (messages ?? []).filter(({ role }) => role === 'user').map(({ content }) => content)
    const risk = await riskReader.assess(assessedText(talk), { earlier, author: String(userId) })
    if (conversationId !== undefined && !messages && risk.level !== 'alto') throw new AppError('not_found')
    const leave = risk.level === 'alto' ? () => {} : place(userId)
    try {
      const user = await db.user.findUniqueOrThrow({ where: { id: userId } })
      // Since when this person's messages may go to a provider; undefined: they may not.
      const since = assistant.consentRequired ? await consentSince(db, userId, 'provedor-ia') : new Date(0)
      return {
        user,
        conversationId: (messages && conversationId) ?? uuidv7(),
        opens: !messages,
        talk,
        // What was said without consent stays here, also once it is given.
        history: (messages ?? [])
          .filter((message) => message.risk !== 'alto' && (since === undefined || message.createdAt >= since))
          .map(({ role, content }) => ({ role, content })),
        risk,
        consentRequired: since === undefined,
        leave,
      }
    } catch (error) {
      leave()
      throw error
    }
  }

  /** Has one message answered. Stores nothing. */
  const ask = async (opened: Opened, asking: Omit<Asking, 'askModels'> = {}): Promise<Exchange> => {
    const { user, talk, history, risk, consentRequired } = opened
    const { message, context } = talk
    const { locale, timezone: ownTimezone } = withLocale(user)
    const question = { message, context, history, risk, locale, timezone: ownTimezone }
    // In a crisis nothing is looked up that could fail, except who is to be told.
    if (risk.level === 'alto') {
      const psychologistTold = user.role === 'paciente' && (await psychologistOf(db, user.id)) !== undefined
      return { ...opened, reply: await assistant.answer({ ...question, psychologistTold }, asking) }
    }
    const { facts, names } = await readingFew(() => knowledgeOf(db, user, { now: clock.now(), timezone }))
    const askModels = async () => !consentRequired && (await withinHour(limits, user.id))
    const reply = await assistant.answer({ ...question, facts, names }, { ...asking, askModels })
    return { ...opened, reply }
  }

  /**
   * Answers and stores, for streamed answers (SSE, WebSocket), whose pieces add up to the reply. One of high risk is sent once its alert is stored. If the asker leaves, what was said until then is kept.
   */
  const converse = async (
    opened: Opened,
    { signal, onPiece }: Required<Omit<Asking, 'askModels'>>,
  ): Promise<Answer> => {
    try {
      const exchange = await ask(opened, { signal, onPiece })
      const stored = await transaction(db, (tx) => store(tx, exchange)).catch((error: unknown) =>
        rescue(exchange, error),
      )
      if (stored.risk === 'alto') for (const delta of sentences(stored.reply)) onPiece({ delta })
      return stored
    } finally {
      opened.leave()
    }
  }

  return { open, ask, store, rescue, converse }
}
