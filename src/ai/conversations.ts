import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Db } from '../database/client.ts'
import type { Role } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { defineJob } from '../jobs/job.ts'
import type { Notify } from '../notifications/notifications.ts'
import type { Question, Reply } from './assistant.ts'
import { psychologistOf, raiseRiskAlert } from './risk-alerts.ts'

/** How much of a conversation is read back. */
const turnsKept = 20

export interface Talk {
  readonly conversationId?: string
  readonly message: string
  readonly context?: string
}

/** A message and its reply, neither of them stored yet. */
export interface Exchange {
  readonly userId: number
  readonly role: Role
  readonly conversationId: string
  /** Whether the conversation begins with it. */
  readonly opens: boolean
  readonly message: string
  readonly reply: Reply
}

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
 * One person's conversations with the assistant, in two steps: what is asked waits for a model, so no transaction is open
 * meanwhile; what is kept, the message and its reply, is stored together, and where the message speaks of a risk to life, the
 * alert to a person commits with them.
 */
export const conversations = ({
  db,
  clock,
  notify,
  answer,
}: {
  db: Db
  clock: Clock
  notify: Notify
  answer: (question: Question) => Promise<Reply>
}) => {
  const open = async (userId: number, id: string) => {
    const found = await db.conversation.findFirst({
      where: { id, userId },
      include: { messages: { orderBy: { id: 'desc' }, take: turnsKept } },
    })
    if (!found) throw new AppError('not_found')
    return found
  }

  /** Has one message answered; `not_found` for a conversation that is not the user's. Stores nothing. */
  const ask = async (userId: number, { conversationId, message, context }: Talk): Promise<Exchange> => {
    const known = conversationId === undefined ? undefined : await open(userId, conversationId)
    const user = await db.user.findUniqueOrThrow({
      where: { id: userId },
      include: {
        appointmentsAsPatient: {
          where: { status: { in: ['agendado', 'confirmado'] }, startsAt: { gt: clock.now() } },
          orderBy: { startsAt: 'asc' },
          take: 3,
          include: { psychologist: { select: { name: true } } },
        },
      },
    })
    const messages = (known?.messages ?? []).toReversed()
    const history = messages.filter(({ risk }) => risk !== 'alto').map(({ role, content }) => ({ role, content }))
    const reply = await answer({
      message,
      context,
      history,
      earlier: messages.filter(({ role }) => role === 'user').map(({ content }) => content),
      psychologistTold: (await psychologistOf(db, userId)) !== undefined,
      locale: user.locale,
      timezone: user.timezone,
      names: [user.name, ...user.appointmentsAsPatient.map(({ psychologist }) => psychologist.name)],
      facts: {
        nextAppointments: user.appointmentsAsPatient.map(({ id, startsAt, psychologist, modality, status }) => ({
          id,
          startsAt,
          psychologistName: psychologist.name,
          modality,
          status,
        })),
      },
    })
    const { role } = user
    return { userId, role, conversationId: known?.id ?? uuidv7(), opens: known === undefined, message, reply }
  }

  /** Stores what was asked and answered, and raises the alert that it calls for. Gives the answer (contract §7). */
  const keep = async (
    tx: Tx,
    { userId, role, conversationId, opens, message, reply }: Exchange,
  ): Promise<Reply & { conversationId: string }> => {
    const now = clock.now()
    const times = { createdAt: now, updatedAt: now }
    if (opens) await tx.conversation.create({ data: { id: conversationId, userId, ...times } })
    else await tx.conversation.update({ where: { id: conversationId }, data: { updatedAt: now } })
    const { risk, provider, reply: content } = reply
    const turn = { conversationId, risk, createdAt: now }
    await tx.chatMessage.create({ data: { ...turn, role: 'user', content: message } })
    await tx.chatMessage.create({ data: { ...turn, role: 'assistant', content, provider } })
    if (risk === 'alto' && role === 'paciente')
      await raiseRiskAlert(tx, { clock, notify }, { patientId: userId, conversationId })
    return { ...reply, conversationId }
  }

  return { ask, keep }
}
