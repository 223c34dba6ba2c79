import { audit } from '../audit/audit.ts'
import type { AppointmentStatus } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import type { AppointmentActs } from './acts.ts'
import { type Actor, admit, type Rule, rules } from './rules.ts'

const lateCancelMs = 24 * 3_600_000

/** Acts that leave an appointment's time and place as they are. */
export function appointmentStatusActs({ notices, open, update, announce }: AppointmentActs) {
  const conclude =
    (rule: Rule, change: string, status: AppointmentStatus) => async (tx: Tx, actor: Actor, id: number) => {
      await open(tx, actor, id, rule)
      return announce(tx, actor, change, await update(tx, id, { status }))
    }

  return {
    /** Confirms. What is confirmed stays as it is, without an event or a notice. */
    async confirm(tx: Tx, actor: Actor, id: number) {
      const { appointment, standing, now } = await open(tx, actor, id)
      if (appointment.status === 'confirmado') return appointment
      admit(rules.confirm, appointment, standing, now)
      const made = await update(tx, id, { status: 'confirmado', revision: { increment: 1 } })
      const to = [made.patientId, made.psychologistId].filter((userId) => userId !== actor.id)
      return announce(tx, actor, 'confirm', made, { kind: 'confirmacao', to })
    },

    /** Cancels. `lateCancel` records whether less than 24 h were left. */
    async cancel(tx: Tx, actor: Actor, id: number, reason?: string) {
      const { appointment, now } = await open(tx, actor, id, rules.cancel)
      const made = await update(tx, id, {
        status: 'cancelado',
        version: { increment: 1 },
        cancelReason: reason,
        lateCancel: appointment.startsAt.getTime() - now.getTime() < lateCancelMs,
      })
      return announce(tx, actor, 'cancel', made, { kind: 'cancelamento' })
    },

    /** It took place. Staff only, from its start on. */
    complete: conclude(rules.complete, 'complete', 'realizado'),

    /** The patient did not come. Staff only, from its start on. */
    noShow: conclude(rules.noShow, 'no-show', 'faltou'),

    /** Reminds the patient now, on all channels. Gives the notification's id, so that staff can follow its deliveries. */
    async remind(tx: Tx, actor: Actor, id: number) {
      const { appointment, now } = await open(tx, actor, id, rules.remind)
      await notices.sendAppointmentReminder(tx, appointment)
      await audit(
        tx,
        { action: 'appointment.update', actorId: actor.id, resourceId: id, detail: { change: 'remind' } },
        now,
      )
      const sent = await tx.notification.findFirst({
        where: { appointmentId: id, userId: appointment.patientId, type: 'lembrete' },
        orderBy: { id: 'desc' },
        select: { id: true },
      })
      return sent?.id
    },
  }
}
