import type { FastifyInstance } from 'fastify'
import { inCareOf, practising } from '../appointments/rules.ts'
import type { Prisma, Role } from '../database/generated/client.ts'
import type { Db } from '../database/client.ts'
import type { Tx } from '../database/transaction.ts'

/** One crisis comes in many messages: for so long an unacknowledged alert stands for all of them. */
const sameCrisisMs = 10 * 60_000

const dedupeKey = (alertId: number, userId: number) => `risco:${alertId}:${userId}`

/** A patient's psychologist: that of the latest appointment that was not cancelled, if they still practise. */
export async function psychologistOf(db: Tx, patientId: number): Promise<number | undefined> {
  const latest = await db.appointment.findFirst({
    where: {
      patientId,
      status: { not: 'cancelado' },
      psychologist: practising,
    },
    orderBy: { startsAt: 'desc' },
    select: { psychologistId: true },
  })
  return latest?.psychologistId
}

/** Who is notified of a patient: their psychologist, or, where there is none, the administrators. In ascending order. */
export async function recipientsFor(tx: Tx, patientId: number): Promise<number[]> {
  return recipientsOf(tx, await psychologistOf(tx, patientId))
}

async function recipientsOf(tx: Tx, psychologistId: number | undefined): Promise<number[]> {
  if (psychologistId !== undefined) return [psychologistId]
  const admins = { role: 'admin', disabledAt: null, erasedAt: null } as const
  const found = await tx.user.findMany({ where: admins, select: { id: true }, orderBy: { id: 'asc' } })
  return found.map(({ id }) => id)
}

/**
 * Notifies a patient's psychologist, or the administrators, of a risk to life, without the patient's words. While an alert of the
 * same patient, not ten minutes old, is unacknowledged and unread, the message is only counted there: that alert escalates by
 * itself. Once it was read it no longer does, and the next message raises another.
 */
export async function raiseRiskAlert(
  tx: Tx,
  { clock, notifications }: Pick<FastifyInstance, 'clock' | 'notifications'>,
  { patientId, conversationId }: { patientId: number; conversationId?: string },
): Promise<void> {
  const now = clock.now()
  // Two messages sent at once are one crisis.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`risk ${patientId}`}, 0))`
  const open = await tx.riskAlert.findFirst({
    where: { patientId, acknowledgedAt: null, createdAt: { gt: new Date(now.getTime() - sameCrisisMs) } },
    orderBy: { id: 'desc' },
  })
  const psychologistId = await psychologistOf(tx, patientId)
  const recipients = await recipientsOf(tx, psychologistId)
  if (open && (await isUnread(tx, open.id, recipients))) {
    await tx.riskAlert.update({ where: { id: open.id }, data: { messages: { increment: 1 }, lastAt: now } })
    return
  }
  const { id } = await tx.riskAlert.create({
    data: {
      patientId,
      psychologistId,
      conversationId,
      level: 'alto',
      createdAt: now,
      lastAt: now,
    },
  })
  for (const userId of recipients) {
    await notifications.notify(tx, {
      userId,
      type: 'alerta',
      title: 'Alerta de risco',
      message: 'Um paciente pode precisar de você agora. Abra o aplicativo.',
      data: { riskAlertId: id, patientId },
      dedupeKey: dedupeKey(id, userId),
    })
  }
}

/** Whether each of these users was notified of the alert and none has read it. */
async function isUnread(tx: Tx, alertId: number, userIds: readonly number[]): Promise<boolean> {
  const keys = userIds.map((userId) => dedupeKey(alertId, userId))
  // Locked, so that one which is being read or acknowledged at this moment is waited for.
  const unread = await tx.$queryRaw<{ id: number }[]>`
    SELECT n.id FROM notifications n JOIN risk_alerts a ON a.id = ${alertId}
    WHERE n.dedupe_key = ANY (${keys}) AND n.read_at IS NULL AND a.acknowledged_at IS NULL FOR UPDATE`
  return unread.length === keys.length
}

/** The alerts that a user may see: administrators all, psychologists those of their patients. */
export const alertsFor = ({ id, role }: { id: number; role: Role }): Prisma.RiskAlertWhereInput =>
  role === 'admin'
    ? {}
    : role === 'psicologo'
      ? {
          OR: [{ psychologistId: id }, { patient: inCareOf(id) }],
        }
      : { id: -1 }

export const withAlertPeople = {
  patient: { select: { id: true, name: true, avatarFileId: true } },
  acknowledgedBy: { select: { id: true, name: true, avatarFileId: true } },
} as const

/**
 * Acknowledges an alert: it no longer escalates, and its e-mails that were held back are not sent. The first caller counts; again
 * it changes nothing. Returns the caller's own notifications about it, or undefined if there is no such alert for them.
 */
export async function acknowledge(
  tx: Tx,
  caller: { id: number; role: Role },
  alertId: number,
  now: Date,
): Promise<number[] | undefined> {
  const alert = await tx.riskAlert.findFirst({ where: { id: alertId, ...alertsFor(caller) } })
  if (!alert) return undefined
  await tx.riskAlert.updateMany({
    where: { id: alertId, acknowledgedAt: null },
    data: { acknowledgedAt: now, acknowledgedById: caller.id },
  })
  const users = await tx.user.findMany({
    where: {
      OR: [
        { role: { in: ['admin', 'psicologo'] } },
        ...(alert.psychologistId === null ? [] : [{ id: alert.psychologistId }]),
      ],
    },
    select: { id: true },
  })
  const told = await tx.notification.findMany({
    where: { dedupeKey: { in: users.map(({ id }) => dedupeKey(alertId, id)) } },
    select: { id: true, userId: true, escalations: { select: { id: true, userId: true } } },
  })
  const first = told.map(({ id }) => id)
  await tx.notification.updateMany({ where: { id: { in: first }, escalatedAt: null }, data: { escalatedAt: now } })
  await tx.delivery.updateMany({
    where: {
      notificationId: { in: told.flatMap(({ id, escalations }) => [id, ...escalations.map((later) => later.id)]) },
      hold: 'escalada',
      status: 'adiada',
    },
    data: { status: 'cancelada', reason: 'o alerta foi atendido' },
  })
  return told
    .flatMap(({ escalations, ...own }) => [own, ...escalations])
    .filter(({ userId }) => userId === caller.id)
    .map(({ id }) => id)
}

export type RiskAlertWithPeople = Prisma.RiskAlertGetPayload<{ include: typeof withAlertPeople }>

export const findAlert = (
  db: Db,
  caller: { id: number; role: Role },
  id: number,
): Promise<RiskAlertWithPeople | null> =>
  db.riskAlert.findFirst({ where: { id, ...alertsFor(caller) }, include: withAlertPeople })
