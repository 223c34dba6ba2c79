import type { Clock } from '../clock.ts'
import type { Tx } from '../database/transaction.ts'
import type { Notify } from '../notifications/notifications.ts'

/** Who cares for a patient: the psychologist of the latest appointment that was not cancelled, if their account is open. */
export async function psychologistOf(db: Tx, patientId: number): Promise<number | undefined> {
  const latest = await db.appointment.findFirst({
    where: { patientId, status: { not: 'cancelado' }, psychologist: { erasedAt: null, disabledAt: null } },
    orderBy: { startsAt: 'desc' },
    select: { psychologistId: true },
  })
  return latest?.psychologistId
}

/** Who is to hear of a patient: their psychologist, or, where there is none, the administrators. In ascending order. */
export async function whoCaresFor(tx: Tx, patientId: number): Promise<number[]> {
  const psychologistId = await psychologistOf(tx, patientId)
  if (psychologistId !== undefined) return [psychologistId]
  const admins = { role: 'admin', disabledAt: null, erasedAt: null } as const
  const found = await tx.user.findMany({ where: admins, select: { id: true }, orderBy: { id: 'asc' } })
  return found.map(({ id }) => id)
}

/** Tells those who can act that a patient's words speak of a risk to life. No word of what was said. */
export async function raiseRiskAlert(
  tx: Tx,
  { clock, notify }: { clock: Clock; notify: Notify },
  { patientId, conversationId }: { patientId: number; conversationId?: string },
): Promise<void> {
  const { id } = await tx.riskAlert.create({
    data: {
      patientId,
      psychologistId: await psychologistOf(tx, patientId),
      conversationId,
      level: 'alto',
      createdAt: clock.now(),
    },
  })
  for (const userId of await whoCaresFor(tx, patientId)) {
    await notify(tx, {
      userId,
      type: 'alerta',
      title: 'Alerta de risco',
      message: 'Um paciente pode precisar de você agora. Abra o aplicativo.',
      data: { riskAlertId: id, patientId },
      dedupeKey: `risco:${id}:${userId}`,
    })
  }
}
