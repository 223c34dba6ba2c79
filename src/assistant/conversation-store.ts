import type { FastifyInstance } from 'fastify'
import { transaction, type Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { raiseRiskAlert } from '../risk/alerts.ts'
import { isHeld } from '../users/accounts.ts'
import type { Answer, Exchange } from './exchange.ts'
import type { Reply } from './question.ts'
import { withLocale } from '../words/locale.ts'

const answerOf = ({ conversationId, consentRequired }: Exchange, { reply, provider, risk }: Reply): Answer => ({
  reply,
  provider,
  risk,
  conversationId,
  consentRequired: consentRequired || undefined,
})

/** Stores what was asked and answered, with the alert that it calls for. */
export function conversationStore(app: FastifyInstance) {
  const { db, clock, log } = app
  const store = async (tx: Tx, exchange: Exchange): Promise<Answer> => {
    const { user, conversationId, opens, talk, reply } = exchange
    const now = clock.now()
    const { risk, provider, reply: content, interrupted = false } = reply
    // An account that was erased meanwhile keeps nothing; one that is being erased waits for this, and then erases it.
    if (!(await isHeld(tx, user.id))) return answerOf(exchange, reply)
    if (opens)
      await tx.conversation.create({ data: { id: conversationId, userId: user.id, createdAt: now, updatedAt: now } })
    // A conversation that was deleted meanwhile stays deleted; the alert is raised all the same.
    const kept = await tx.conversation.updateMany({ where: { id: conversationId }, data: { updatedAt: now } })
    if (kept.count > 0) {
      const turn = { conversationId, risk, createdAt: now }
      await tx.chatMessage.create({ data: { ...turn, role: 'user', content: talk.message } })
      if (content !== '')
        await tx.chatMessage.create({ data: { ...turn, role: 'assistant', content, provider, interrupted } })
    }
    if (risk === 'alto' && user.role === 'paciente')
      await raiseRiskAlert(tx, app, { patientId: user.id, conversationId: kept.count > 0 ? conversationId : undefined })
    return answerOf(exchange, reply)
  }

  /**
   * What is answered to a message of high risk that could not be stored: the fixed text all the same. The alert is tried once
   * more by itself, and the text says that a psychologist is told only if it was. Throws on any other message.
   */
  const rescue = async (exchange: Exchange | undefined, failure: unknown): Promise<Answer> => {
    if (exchange?.reply.risk !== 'alto' || failure instanceof AppError) throw failure
    const { user, talk, risk } = exchange
    log.error({ err: failure, userId: user.id }, 'a message of high risk could not be stored')
    const told =
      user.role === 'paciente' &&
      (await transaction(db, (tx) => raiseRiskAlert(tx, app, { patientId: user.id })).then(
        () => true,
        (error: unknown) => {
          log.error({ err: error, userId: user.id }, 'an alert of a risk to life could not be raised')
          return false
        },
      ))
    const { locale, timezone } = withLocale(user)
    return answerOf(
      exchange,
      told ? exchange.reply : await app.assistant.answer({ message: talk.message, locale, timezone, risk }),
    )
  }

  return { store, rescue }
}
