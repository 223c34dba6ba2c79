import type { FastifyInstance } from 'fastify'
import { transaction, type Tx } from '../database/transaction.ts'
import type { SmsBudget } from '../sms/budget.ts'
import type { InboundSms } from '../sms/sms.ts'
import { isReaction, withoutSignature } from './added-text.ts'
import { psychologistNames } from './answerable-appointments.ts'
import type { Apply } from './apply.ts'
import { patientsOf, readConversation } from './conversation.ts'
import { decide, type ReadMessage } from './decide.ts'
import { readReply } from './read-reply.ts'

/** As much as a text message of many segments holds. */
const longestText = 1_600

/** Another message of the same number came between the reading of this one and its transaction. */
class OutdatedReading extends Error {}

/** Takes one message from the day's budget; false where there is no room for a reply. */
async function spendOne(tx: Tx, budget: SmsBudget | undefined): Promise<boolean> {
  if (!budget) return true
  const { left, kept } = await budget.room(tx)
  const affords = left > kept
  await budget.spend(tx, affords ? 1 : 0, left <= 0)
  return affords
}

/**
 * Answers what patients write back: the message is read first, since no transaction may wait for a risk reader; then one
 * transaction reads the state of the conversation, decides (decide.ts) and applies the decision.
 */
export function smsDialogue({ db, clock, risk, sms, config }: FastifyInstance, apply: Apply) {
  const read = async ({ from: phone, ...message }: InboundSms): Promise<ReadMessage> => {
    const text = message.text.trim().slice(0, longestText).toWellFormed()
    const body = withoutSignature(text)
    const people = await patientsOf(db, phone)
    const names = [...people.map(({ name }) => name), ...(await psychologistNames(db, phone))]
    if (config.clinic.name !== undefined) names.push(config.clinic.name)
    const said = { text, body, reaction: isReaction(text), reply: readReply(body, names), optOut: message.optOut }
    if (people.length === 0) return said
    const stored = await db.smsDialogue.findUnique({ where: { phone } })
    const unclear = stored?.unclear ?? null
    const earlier = unclear === null || said.reaction ? [] : [unclear]
    return { ...said, unclear, risk: await risk.assess(text, { earlier, author: phone }) }
  }

  const answerOnce = (message: InboundSms, said: ReadMessage, rateLimited: boolean): Promise<string | undefined> =>
    transaction(db, async (tx) => {
      const { id, from } = message
      const made = await tx.$queryRaw<unknown[]>`
        INSERT INTO sms_inbound (id, created_at) VALUES (${id}, ${clock.now()})
        ON CONFLICT (id) DO NOTHING RETURNING id`
      if (made.length === 0) return (await tx.smsInbound.findUnique({ where: { id } }))?.reply ?? undefined
      const state = await readConversation(tx, from, clock.now())
      if (state.stored?.unclear !== said.unclear) throw new OutdatedReading()
      const { reply, always } = await apply(tx, state, message, decide(state, said), rateLimited)
      if (reply === undefined) return undefined
      const held = rateLimited || !(await spendOne(tx, sms.budget))
      if (held && !always) return undefined
      await tx.smsInbound.update({ where: { id }, data: { reply } })
      return reply
    })

  return async (message: InboundSms, rateLimited: boolean): Promise<string | undefined> => {
    for (;;) {
      try {
        return await answerOnce(message, await read(message), rateLimited)
      } catch (error) {
        if (!(error instanceof OutdatedReading)) throw error
      }
    }
  }
}
