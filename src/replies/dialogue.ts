import type { FastifyBaseLogger } from 'fastify'
import type { AppointmentBook } from '../appointments/appointments.ts'
import type { Clock } from '../time/clock.ts'
import type { Db } from '../database/client.ts'
import { transaction, type Tx } from '../database/transaction.ts'
import type { Notify } from '../notifications/notifications.ts'
import type { RiskAssessment, RiskReader } from '../risk/risk.ts'
import type { SmsBudget } from '../sms/budget.ts'
import type { InboundSms } from '../sms/sms.ts'
import { isReaction, withoutSignature } from './added-text.ts'
import { psychologistNames } from './answerable-appointments.ts'
import { decisionApplier } from './apply.ts'
import { readConversation, unclearOf } from './conversation.ts'
import { decide } from './decide.ts'
import { readReply } from './read-reply.ts'

/** As much as a text message of many segments holds. */
const longestText = 1_600
/** How often a risk is assessed again because another message of the same number came in between. */
const mostAssessments = 3

interface Options {
  db: Db
  clock: Clock
  log: FastifyBaseLogger
  book: AppointmentBook
  notify: Notify
  risk: RiskReader
  budget: SmsBudget | undefined
  /** Its words are no answer. */
  clinicName?: string | undefined
}

/** A message with the risk that was read in it and in `unclear`, which the number had sent before. */
interface AssessedMessage {
  readonly message: InboundSms
  readonly text: string
  readonly reaction: boolean
  readonly unclear: string | null | undefined
  readonly risk: RiskAssessment | undefined
}

/** The conversation has gone on since the risk was assessed. */
class OutdatedAssessment extends Error {}

/** Takes one message from the day's budget; false where there is no room for a reply. */
async function spendOne(tx: Tx, budget: SmsBudget | undefined): Promise<boolean> {
  if (!budget) return true
  const { left, kept } = await budget.room(tx)
  const affords = left > kept
  await budget.spend(tx, affords ? 1 : 0, left <= 0)
  return affords
}

/**
 * Answers what patients write back. The risk is assessed first, since no transaction may wait for a reader; then one
 * transaction reads the state of the conversation, decides (decide.ts) and applies the decision.
 */
export function smsDialogue({ db, clock, log, book, notify, risk, budget, clinicName }: Options) {
  const apply = decisionApplier({ clock, log, book, notify })

  const assess = async (message: InboundSms): Promise<AssessedMessage> => {
    const text = message.text.trim().slice(0, longestText).toWellFormed()
    const reaction = isReaction(text)
    const unclear = await unclearOf(db, message.from)
    // Of a number that is no patient's there is no one to alert.
    if (unclear === undefined) return { message, text, reaction, unclear, risk: undefined }
    const earlier = unclear !== null && !reaction ? [unclear] : []
    return { message, text, reaction, unclear, risk: await risk.assess(text, { earlier, author: message.from }) }
  }

  const respond = async (tx: Tx, assessed: AssessedMessage, rateLimited: boolean, last: boolean) => {
    const { message, text, reaction } = assessed
    const state = await readConversation(tx, message.from, clock.now())
    if (state.stored?.unclear !== assessed.unclear && !last) throw new OutdatedAssessment()
    const names = [...state.people.map(({ name }) => name), ...(await psychologistNames(tx, message.from))]
    if (clinicName !== undefined) names.push(clinicName)
    const body = withoutSignature(text)
    const { optOut } = message
    const decision = decide(state, { text, body, reaction, reply: readReply(body, names), risk: assessed.risk, optOut })
    return apply(tx, state, message, decision, rateLimited)
  }

  const answerOnce = (assessed: AssessedMessage, rateLimited: boolean, last: boolean): Promise<string | undefined> =>
    transaction(db, async (tx) => {
      const { id } = assessed.message
      const made = await tx.$queryRaw<unknown[]>`
        INSERT INTO sms_inbound (id, created_at) VALUES (${id}, ${clock.now()})
        ON CONFLICT (id) DO NOTHING RETURNING id`
      if (made.length === 0) return (await tx.smsInbound.findUnique({ where: { id } }))?.reply ?? undefined
      const { reply, always } = await respond(tx, assessed, rateLimited, last)
      if (reply === undefined) return undefined
      const held = rateLimited || !(await spendOne(tx, budget))
      if (held && !always) return undefined
      await tx.smsInbound.update({ where: { id }, data: { reply } })
      return reply
    })

  /**
   * Reads a message and acts on it. Returns the reply, if any: one segment at most. The same message again (by its id) changes
   * nothing and gets the same reply. `rateLimited`: it is acted on, but not answered, except in a crisis.
   */
  return async (message: InboundSms, rateLimited = false): Promise<string | undefined> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await answerOnce(await assess(message), rateLimited, attempt === mostAssessments)
      } catch (error) {
        if (!(error instanceof OutdatedAssessment)) throw error
      }
    }
  }
}
