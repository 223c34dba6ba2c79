import { z } from 'zod'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'
import { across, dayOrInstant, idParam, instantOut } from '../http/validation.ts'
import { holdAccount } from '../users/accounts.ts'
import { wallClock } from '../time/wall-clock.ts'
import { withinHorizon } from './booking-limits.ts'
import { availability } from './availability.ts'
import { durationLimits } from './rules.ts'
import { type Span, weekOf, workingHours } from './working-hours.ts'

const params = z.object({ id: idParam })
const slotOut = z
  .object({
    startsAt: instantOut,
    endsAt: instantOut,
    date: z.string().describe("Of the start, `YYYY-MM-DD`, in the practice's zone."),
    time: z.string().describe("Of the start, `HH:MM`, in the practice's zone."),
  })
  .meta({ id: 'Slot' })
const maxSlotDays = 62
const dayMs = 86_400_000

/** `/api/v1/users/:id/working-hours` and `/api/v1/users/:id/slots`: when a psychologist can be booked. */
export const availabilityRoutes: Routes = async (app) => {
  const { auth, clock, db } = app
  const { timezone } = app.config
  const toSlot = (slot: Span): z.output<typeof slotOut> => {
    const { date, time } = wallClock(slot.startsAt, timezone)
    return { ...slot, date, time }
  }

  app.get(
    '/users/:id/working-hours',
    { onRequest: auth.requires(), schema: { params, response: { 200: workingHours } } },
    async (request) => ({ days: await weekOf(db, request.params.id, 'not_found') }),
  )

  app.put(
    '/users/:id/working-hours',
    { onRequest: auth.requires(), schema: { params, body: workingHours, response: { 200: workingHours } } },
    async ({ caller, params, body }) => {
      await weekOf(db, params.id, 'not_found')
      if (caller.role !== 'admin' && caller.id !== params.id) throw new AppError('forbidden')
      await transaction(db, async (tx) => {
        await holdAccount(tx, params.id)
        await tx.user.update({ where: { id: params.id }, data: { workingHours: body.days } })
        await app.audit.change(tx, {
          action: 'user.update',
          resourceId: params.id,
          detail: { fields: ['workingHours'] },
        })
      })
      return body
    },
  )

  app.get(
    '/users/:id/slots',
    {
      onRequest: auth.requires(),
      schema: {
        params,
        querystring: across(
          z.object({
            from: dayOrInstant(timezone),
            to: dayOrInstant(timezone, 'end'),
            durationMinutes: z.coerce
              .number()
              .int()
              .min(durationLimits.min)
              .max(durationLimits.max)
              .default(durationLimits.default),
          }),
          ({ from, to }) => from < to && to.getTime() - from.getTime() <= maxSlotDays * dayMs,
          { path: ['to'], message: `precisa vir depois de from, e no máximo ${maxSlotDays} dias depois` },
        ),
        response: { 200: z.object({ items: z.array(slotOut) }) },
      },
    },
    async ({ caller, params, query }) => {
      const found = await availability(db, {
        psychologistId: params.id,
        hours: await weekOf(db, params.id, 'not_found'),
        // The caller's own appointments are no slots for them, either.
        patientId: caller.id,
        range: { startsAt: query.from, endsAt: query.to },
        timezone,
        now: clock.now(),
      })
      const slots = found.slots(query.durationMinutes)
      return {
        items: slots.filter(({ startsAt }) => withinHorizon(caller, startsAt, clock.now(), timezone)).map(toSlot),
      }
    },
  )
}
