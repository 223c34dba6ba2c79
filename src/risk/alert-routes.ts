import { z } from 'zod'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/page.ts'
import type { Routes } from '../http/routes.ts'
import { flag, id, idParam, instantOut } from '../http/validation.ts'
import { personOut, toPerson } from '../users/users.ts'
import { acknowledge, alertsFor, findAlert, type RiskAlertWithPeople, withAlertPeople } from './alerts.ts'

const params = z.object({ id: idParam })

/** Without the patient's words, which stay between the patient and the assistant. */
const alertOut = z
  .object({
    id: z.int(),
    patient: personOut,
    level: z.literal('alto'),
    messages: z.int().describe('How many messages it stands for.'),
    lastAt: instantOut.describe('When the last of them was sent.'),
    createdAt: instantOut,
    acknowledgedAt: instantOut.nullable(),
    acknowledgedBy: personOut.nullable(),
  })
  .meta({ id: 'RiskAlert' })

/** `/api/v1/ai/risk-alerts`: for the patient's psychologists and administrators. */
export const riskAlertRoutes: Routes = async (app) => {
  const { avatarUrl, clock } = app
  const { auth, db, notifications } = app

  const toAlert = (row: RiskAlertWithPeople): z.output<typeof alertOut> => ({
    id: row.id,
    patient: toPerson(row.patient, avatarUrl),
    level: 'alto',
    messages: row.messages,
    lastAt: row.lastAt,
    createdAt: row.createdAt,
    acknowledgedAt: row.acknowledgedAt,
    acknowledgedBy: row.acknowledgedBy && toPerson(row.acknowledgedBy, avatarUrl),
  })

  app.get(
    '/ai/risk-alerts',
    {
      onRequest: auth.requires('psicologo', 'admin'),
      config: { audited: 'risk_alert.read' },
      schema: {
        querystring: pageQuery.extend({ acknowledged: flag.optional() }),
        response: { 200: pageOf(alertOut) },
      },
    },
    async ({ caller, query: { limit, cursor, acknowledged } }) => {
      const before = decodeCursor(cursor, id)
      const rows = await db.riskAlert.findMany({
        where: {
          AND: [
            alertsFor(caller),
            acknowledged === undefined ? {} : { acknowledgedAt: acknowledged ? { not: null } : null },
            { id: { lt: before } },
          ],
        },
        orderBy: { id: 'desc' },
        take: limit + 1,
        include: withAlertPeople,
      })
      return toPage(rows, limit, (row) => row.id, toAlert)
    },
  )

  app.post(
    '/ai/risk-alerts/:id/ack',
    { onRequest: auth.requires(), schema: { params, response: { 200: alertOut } } },
    async ({ caller, params: { id: alertId } }) => {
      const own = await transaction(db, async (tx) => {
        const told = await acknowledge(tx, caller, alertId, clock.now())
        if (told) await app.audit.change(tx, { action: 'risk_alert.acknowledge', resourceId: alertId })
        return told
      })
      if (!own) throw new AppError('not_found')
      // The caller's notifications of the alert are read with it, on all their screens.
      for (const notificationId of own) await notifications.markRead(caller.id, notificationId)
      const found = await findAlert(db, caller, alertId)
      if (!found) throw new AppError('not_found')
      return toAlert(found)
    },
  )
}
