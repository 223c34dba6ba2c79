import { availableParallelism } from 'node:os'
import type { FastifyBaseLogger } from 'fastify'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import type { Clock } from '../time/clock.ts'
import type { Db } from '../database/client.ts'
import type { User } from '../database/generated/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { inTurn } from '../async/concurrency-limit.ts'
import { defineJob } from '../jobs/job.ts'
import type { Limits } from '../limits/limits.ts'
import type { Notify } from '../notifications/notifications.ts'
import { isHeld } from '../users/accounts.ts'
import { answerPlaces, fairTurns } from './admission.ts'
import type { Asking, Question, Reply } from './assistant.ts'
import type { ChatTurn } from './chat.ts'
import { knowledgeOf } from './knowledge.ts'
import { psychologistOf, raiseRiskAlert } from '../risk/alerts.ts'
import type { RiskAssessment } from '../risk/risk.ts'
import { sentences } from '../text/sentences.ts'
import { withLocale } from '../words/locale.ts'

/** Characters of one message, and of its context. */
export const longestMessage = 4000
/** How much of a conversation is read back; a model is given as much of it as its tokens allow. */
const turnsKept = 20

export interface Talk {
  readonly conversationId?: string
  readonly message: string
  readonly context?: string
}

/** A message that is about to be answered, and what came before it. */
export interface Opened {
  readonly user: User
  readonly conversationId: string
  /** Whether the conversation begins with it. */
  readonly opens: boolean
  readonly talk: Talk
  readonly history: readonly ChatTurn[]
  /** What was read in it and in what came before. */
  readonly risk: RiskAssessment
  /** Nothing of it may leave for a provider, since the user has not agreed to that. */
  readonly consentRequired: boolean
  /** To be called once it is answered, or will not be: others may then be. */
  readonly leave: () => void
}

/** A message and its reply, neither of them stored yet. */
export interface Exchange extends Opened {
  readonly reply: Reply
}

export type Answer = Omit<Reply, 'interrupted'> & { readonly conversationId: string; readonly consentRequired?: true }

/** Deletes conversations that nobody has gone on with, each day, once among all nodes. */
export const forgetJob = defineJob('ai.forget', z.object({}))

/** Forgets every conversation that was last used before `now` less so many days (AI_RETENTION_DAYS). Gives how many. */
export async function forgetConversations(db: Db, now: Date, days: number): Promise<number> {
  const { count } = await db.conversation.deleteMany({
    where: { updatedAt: { lt: new Date(now.getTime() - days * 86_400_000) } },
  })
  return count
}

/**
 * One person's conversations with the assistant, in steps: what is asked waits for a model, so no transaction is open
 * meanwhile; what is kept, the message and its reply, is stored together, and where the message speaks of a risk to life, the
 * alert to a person commits with them.
 */
export const conversations = ({
  db,
  clock,
  timezone,
  limits,
  notify,
  log,
  maySince,
  answer,
}: {
  db: Db
  clock: Clock
  /** The clinic's, for hours and slots. */
  timezone: string
  limits: Limits
  notify: Notify
  log: FastifyBaseLogger
  /** Since when this person's messages may go to a provider (AI_REQUIRE_CONSENT); undefined: they may not. */
  maySince: (userId: number) => Promise<Date | undefined>
  answer: (question: Question, asking?: Asking) => Promise<Reply>
}) => {
  /** Whether this person's hour has room for one more question to a provider. */
  const withinHour = async (userId: number): Promise<boolean> => {
    try {
      await limits.consume('ai-model', String(userId))
      return true
    } catch (error) {
      if (error instanceof AppError) return false
      throw error
    }
  }

  const place = answerPlaces()
  const inTurns = fairTurns()
  /** As the assistant reads it; the phrase books are loaded with the first question. */
  const riskOf = async (userId: number, talk: Talk, earlier: readonly string[]): Promise<RiskAssessment> => {
    const { riskIn } = await import('./assistant.ts')
    return inTurns(userId, () => riskIn(talk, earlier))
  }
  /** What is read for answers leaves connections to the database, and the event loop, to others. */
  const readingFew = inTurn(2 * availableParallelism())

  /** The conversation's latest messages, oldest first; nothing if it is not the user's. */
  const latestOf = (userId: number, conversationId: string) =>
    readingFew(async () => {
      const found = await db.conversation.findFirst({ where: { id: conversationId, userId }, select: { id: true } })
      if (!found) return undefined
      const latest = await db.chatMessage.findMany({
        where: { conversationId },
        orderBy: { id: 'desc' },
        take: turnsKept,
      })
      return latest.toReversed()
    })

  /**
   * Reads what a message goes on from, and takes a place for it: where there is none, 429 or 503; `not_found` for a
   * conversation that is not the user's. A risk to life is answered wherever it is said and whatever else is to be answered:
   * in a conversation that was deleted meanwhile it opens a new one.
   */
  const open = async (userId: number, talk: Talk): Promise<Opened> => {
    const messages = talk.conversationId === undefined ? undefined : await latestOf(userId, talk.conversationId)
    const earlier = (messages ?? []).filter(({ role }) => role === 'user').map(({ content }) => content)
    const risk = await riskOf(userId, talk, earlier)
    if (talk.conversationId !== undefined && !messages && risk.level !== 'alto') throw new AppError('not_found')
    const leave = risk.level === 'alto' ? () => {} : place(userId)
    try {
      const user = await db.user.findUniqueOrThrow({ where: { id: userId } })
      const since = await maySince(userId)
      return {
        user,
        conversationId: (messages && talk.conversationId) ?? uuidv7(),
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
    // In a crisis nothing is looked up that could fail, but who is to be told.
    if (risk.level === 'alto') {
      const psychologistTold = user.role === 'paciente' && (await psychologistOf(db, user.id)) !== undefined
      return { ...opened, reply: await answer({ ...question, psychologistTold }, asking) }
    }
    const { facts, names } = await readingFew(() => knowledgeOf(db, user, { now: clock.now(), timezone }))
    const askModels = async () => !consentRequired && (await withinHour(user.id))
    const reply = await answer({ ...question, facts, names }, { ...asking, askModels })
    return { ...opened, reply }
  }

  /** Stores what was asked and answered, and raises the alert that it calls for. Gives the answer (contract §7). */
  const keep = async (tx: Tx, exchange: Exchange): Promise<Answer> => {
    const { user, conversationId, opens, talk, reply } = exchange
    const now = clock.now()
    const { risk, provider, reply: content, interrupted = false } = reply
    // An account that was erased meanwhile keeps nothing; one that is being erased waits for this, and then erases it.
    if (!(await isHeld(tx, user.id))) return answerOf(exchange, reply)
    if (opens)
      await tx.conversation.create({ data: { id: conversationId, userId: user.id, createdAt: now, updatedAt: now } })
    // One that was deleted meanwhile stays deleted; whoever is at risk is not forgotten with it.
    const kept = await tx.conversation.updateMany({ where: { id: conversationId }, data: { updatedAt: now } })
    if (kept.count > 0) {
      const turn = { conversationId, risk, createdAt: now }
      await tx.chatMessage.create({ data: { ...turn, role: 'user', content: talk.message } })
      if (content !== '')
        await tx.chatMessage.create({ data: { ...turn, role: 'assistant', content, provider, interrupted } })
    }
    if (risk === 'alto' && user.role === 'paciente') {
      const about = { patientId: user.id, ...(kept.count > 0 && { conversationId }) }
      await raiseRiskAlert(tx, { clock, notify }, about)
    }
    return answerOf(exchange, reply)
  }

  const answerOf = ({ conversationId, consentRequired }: Exchange, { reply, provider, risk }: Reply): Answer => ({
    reply,
    provider,
    risk,
    conversationId,
    ...(consentRequired && { consentRequired }),
  })

  /**
   * What is answered to a message of high risk that could not be stored: the fixed text all the same, since it needs nothing.
   * The alert is tried once more by itself, and it says that somebody is told only if it was. Throws on any other message.
   */
  const rescue = async (exchange: Exchange | undefined, failure: unknown): Promise<Answer> => {
    if (exchange?.reply.risk !== 'alto' || failure instanceof AppError) throw failure
    const { user, talk, risk } = exchange
    log.error({ err: failure, userId: user.id }, 'a message of high risk could not be stored')
    const told =
      user.role === 'paciente' &&
      (await transaction(db, (tx) => raiseRiskAlert(tx, { clock, notify }, { patientId: user.id })).then(
        () => true,
        (error: unknown) => {
          log.error({ err: error, userId: user.id }, 'an alert of a risk to life could not be raised')
          return false
        },
      ))
    const { locale, timezone: ownTimezone } = withLocale(user)
    const question = { message: talk.message, locale, timezone: ownTimezone, risk }
    return answerOf(exchange, told ? exchange.reply : await answer(question))
  }

  /**
   * Both, for those who hear the answer as it comes (SSE, WebSocket); what they hear adds up to the reply. One of high risk is
   * heard once its alert is stored. If the asker leaves, what was said until then is kept.
   */
  const converse = async (opened: Opened, { signal, hear }: Required<Omit<Asking, 'askModels'>>): Promise<Answer> => {
    try {
      const exchange = await ask(opened, { signal, hear })
      const kept = await transaction(db, (tx) => keep(tx, exchange)).catch((error: unknown) => rescue(exchange, error))
      if (kept.risk === 'alto') for (const delta of sentences(kept.reply)) hear({ delta })
      return kept
    } finally {
      opened.leave()
    }
  }

  return { open, ask, keep, rescue, converse }
}
