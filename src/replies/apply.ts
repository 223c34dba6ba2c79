import type { FastifyInstance } from 'fastify'
import { lockAppointment } from '../appointments/locks.ts'
import { liveStatuses } from '../appointments/rules.ts'
import { audit } from '../audit/audit.ts'
import type { Tx } from '../database/transaction.ts'
import { optIn, optOut } from '../sms/opt-outs.ts'
import type { InboundSms } from '../sms/sms.ts'
import { provePhone } from '../users/accounts.ts'
import type { Conversation } from './conversation.ts'
import type { Decision } from './decide.ts'
import type { StaffMessages } from './staff-messages.ts'
import type { AppointmentAction } from './steps.ts'

/** Carries decisions out, in the transaction in which the conversation was read. */
export function decisionApplier({ clock, log, appointments }: FastifyInstance, staff: StaffMessages) {
  const changeOptOut = async (tx: Tx, change: 'stop' | 'start', message: InboundSms, { people }: Conversation) => {
    const stops = change === 'stop'
    await (stops ? optOut(tx, message.from, message.optOut ? 'operadora' : 'resposta') : optIn(tx, message.from))
    for (const { id } of people) {
      const entry = { action: 'user.update', actorId: id, resourceId: id, detail: { fields: ['sms'] } } as const
      await audit(tx, entry, clock.now())
    }
    log.info({ stops }, 'the owner of a number has opted out of SMS, or in again')
  }

  /** False where the appointment has changed since it was read. */
  const act = async (tx: Tx, { type, appointment: { id, version, patientId } }: AppointmentAction) => {
    const found = await lockAppointment(tx, id)
    if (!found || !liveStatuses.includes(found.status) || found.version !== version || found.startsAt <= clock.now())
      return false
    await appointments[type](tx, { id: patientId, role: 'paciente' }, id)
    return true
  }

  /** Whether the notice of a cancellation goes by SMS: then that is the answer. */
  const noticeAnswers = async (tx: Tx, { type, appointment: { id, patientId } }: AppointmentAction) => {
    if (type !== 'cancel') return false
    const notification = { appointmentId: id, userId: patientId, type: 'cancelamento' } as const
    return (await tx.delivery.count({ where: { channel: 'sms', status: 'pendente', notification } })) > 0
  }

  /**
   * Returns the reply, and whether it is sent even beyond the sender's rate limit and the day's budget. `rateLimited`: staff gets
   * no more of this number's messages; an alert is raised all the same.
   */
  return async (
    tx: Tx,
    state: Conversation,
    message: InboundSms,
    decision: Decision,
    rateLimited: boolean,
  ): Promise<{ reply: string | undefined; always?: boolean }> => {
    const { crisis, action, staffMessage, stored, provenPatientId } = decision
    const { id, from: phone } = message
    const key = `sms:${id}`
    if (decision.optOut) await changeOptOut(tx, decision.optOut, message, state)
    let { reply } = decision
    if (action) {
      if (!(await act(tx, action))) reply = action.replyIfChanged
      else if (await noticeAnswers(tx, action)) reply = undefined
    }
    if (provenPatientId !== undefined) await provePhone(tx, provenPatientId, { phone, by: 'sms', now: clock.now() })
    if (staffMessage && rateLimited) log.warn('an SMS was not forwarded: its number has written too often')
    else if (staffMessage) await staff.forward(tx, staffMessage, key)
    if (stored) await tx.smsDialogue.update({ where: { phone }, data: stored })
    if (crisis)
      return { reply: await staff.raiseCrisis(tx, crisis.patient, crisis.text, crisis.about, key), always: true }
    return { reply: decision.muted ? undefined : reply }
  }
}

export type Apply = ReturnType<typeof decisionApplier>
