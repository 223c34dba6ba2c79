import { z } from 'zod'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'
import { id, idParam, instantOut } from '../http/validation.ts'
import { wordsFor } from '../words/catalogue.ts'
import { readLocale } from '../words/locale.ts'
import { lockPeople } from './locks.ts'
import { withoutSms } from './notices.ts'
import { dayAndTime } from './remaining-appointments.ts'
import { ahead, practises, practising } from './rules.ts'

const transferOut = z
  .object({
    transferred: z.array(z.int()).describe("Ids of the appointments that are the colleague's now, by start."),
    conflicts: z
      .array(
        z.object({
          appointmentId: z.int(),
          startsAt: instantOut,
          code: z.string().describe('`slot_taken` or `outside_working_hours`.'),
        }),
      )
      .describe('What stays where it was, and why.'),
  })
  .meta({ id: 'Transfer' })

/** POST `/api/v1/admin/users/:id/transfer`: a psychologist's appointments ahead go to a colleague. */
export const transferRoutes: Routes = async (app) => {
  const { clock } = app
  app.post(
    '/admin/users/:id/transfer',
    {
      onRequest: app.auth.requires('admin'),
      schema: {
        params: z.object({ id: idParam }),
        body: z.strictObject({ psychologistId: id }),
        response: { 200: transferOut },
      },
    },
    async ({ caller, params, body: { psychologistId } }) =>
      transaction(app.db, async (tx) => {
        const former = await tx.user.findFirst({ where: { id: params.id, erasedAt: null } })
        if (!former) throw new AppError('not_found')
        const colleague = await tx.user.findFirst({
          where: { id: psychologistId, ...practising },
          select: { name: true },
        })
        if (psychologistId === params.id || !colleague) throw new AppError('psychologist_not_found')
        const where = { psychologistId: params.id, ...ahead(clock.now()) }
        const met = await tx.appointment.findMany({ where, select: { patientId: true } })
        const patientIds = met.map(({ patientId }) => patientId)
        await lockPeople(tx, [params.id, psychologistId, ...patientIds])
        const appointments = await tx.appointment.findMany({
          where: { ...where, patientId: { in: patientIds } },
          orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
          select: { id: true, startsAt: true },
        })
        const answer: z.output<typeof transferOut> = { transferred: [], conflicts: [] }
        for (const { id: appointmentId, startsAt } of appointments) {
          try {
            await app.appointments.transfer(tx, caller, appointmentId, psychologistId)
            answer.transferred.push(appointmentId)
          } catch (error) {
            if (!(error instanceof AppError) || !refusals.has(error.code)) throw error
            answer.conflicts.push({ appointmentId, startsAt, code: error.code })
          }
        }
        // The colleague and the patients get a notice of each; a former psychologist who still practises, one of all.
        const first = appointments.find((appointment) => answer.transferred.includes(appointment.id))
        if (first && practises(former))
          await app.notifications.notify(tx, {
            userId: former.id,
            type: 'sistema',
            ...wordsFor(readLocale(former.locale)).practiceNotices.transferred(
              colleague.name,
              dayAndTime(first.startsAt, former),
              answer.transferred.length,
            ),
            data: { userId: psychologistId, appointmentsAhead: answer.transferred.length },
            channels: withoutSms,
          })
        return answer
      }),
  )
}

/** Refusals of one appointment, which let the others go. */
const refusals = new Set(['slot_taken', 'outside_working_hours'])
