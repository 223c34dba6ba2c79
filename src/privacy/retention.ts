import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { transaction } from '../database/transaction.ts'
import { defineJob } from '../jobs/job.ts'

/** Once a day among all nodes. */
export const retentionJob = defineJob('privacy.retention', z.object({}))

/** Of notifications and their deliveries. */
const notificationMonths = 24
/** Of dialogues by SMS. */
const dialogueDays = 30
const dayMs = 86_400_000

/**
 * Deletes what has outlived its purpose: a patient's appointments and alerts RETENTION_YEARS after their last one, files left
 * by erased accounts, those accounts, notifications, dialogues by SMS. Returns how many of each.
 */
export async function deleteOutlived(
  { db, uploads }: Pick<FastifyInstance, 'db' | 'uploads'>,
  now: Date,
  years: number,
) {
  const [legal, told] = [new Date(now), new Date(now)]
  legal.setUTCFullYear(now.getUTCFullYear() - years)
  told.setUTCMonth(now.getUTCMonth() - notificationMonths)
  const asked = new Date(now.getTime() - dialogueDays * dayMs)
  // The time runs from a patient's last entry (Lei 13.787/2018, art. 6): a patient in care loses nothing of it.
  const appointments = await db.$executeRaw`
    DELETE FROM appointments a WHERE a.ends_at < ${legal}
      AND NOT EXISTS (SELECT FROM appointments later WHERE later.patient_id = a.patient_id AND later.ends_at >= ${legal})`
  const riskAlerts = await db.$executeRaw`
    DELETE FROM risk_alerts r WHERE r.created_at < ${legal}
      AND NOT EXISTS (SELECT FROM appointments later WHERE later.patient_id = r.patient_id AND later.ends_at >= ${legal})
      AND NOT EXISTS (SELECT FROM risk_alerts later WHERE later.patient_id = r.patient_id AND later.created_at >= ${legal})`
  // Files of erased accounts whose appointment is gone: no one else could remove them.
  const gone = { erasedAt: { not: null } }
  const files = await transaction(db, (tx) => uploads.remove(tx, { appointmentId: null, owner: gone }))
  const { count: notifications } = await db.notification.deleteMany({
    where: { OR: [{ createdAt: { lt: told } }, { user: gone }] },
  })
  const { count: smsDialogues } = await db.smsDialogue.deleteMany({ where: { askedAt: { lt: asked } } })
  const none = { none: {} }
  const { count: accounts } = await db.user.deleteMany({
    where: {
      erasedAt: { lt: asked },
      appointmentsAsPatient: none,
      appointmentsAsPsychologist: none,
      riskAlerts: none,
      files: none,
    },
  })
  return { appointments, riskAlerts, files, notifications, smsDialogues, accounts }
}
