import { z } from 'zod'
import type { AccountMail } from './account-mail.ts'
import { hashPassword, refuseWeakPassword } from './passwords.ts'
import type { Clock } from '../time/clock.ts'
import type { Config } from '../config/config.ts'
import { transaction, violates } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/page.ts'
import type { Routes } from '../http/routes.ts'
import { asciiMailbox } from '../text/mailbox.ts'
import { id, idParam, line } from '../http/validation.ts'
import { holdAccount, isKeptForOwner } from '../users/accounts.ts'
import { keepOneAdmin } from '../users/admins.ts'
import { editProfile, profileEdit } from './staff-edits.ts'
import {
  type AvatarUrl,
  email,
  password,
  personName,
  personOut,
  phone,
  role,
  timezone,
  toPerson,
  toUser,
  userOut,
  zoneOf,
} from '../users/users.ts'
import { defaultLocale, localeSchema } from '../words/locale.ts'

const cursor = z.object({ name: z.string(), id })

/** `/api/v1/me` and `/api/v1/users` (contract §2). */
export const userRoutes: Routes<{
  config: Config
  clock: Clock
  avatarUrl: AvatarUrl
  mail: AccountMail
}> = async (app, { config, clock, avatarUrl, mail }) => {
  const meOut = userOut.extend({ storage: z.object({ usedBytes: z.number(), quotaBytes: z.number() }) })
  app.get('/me', { onRequest: app.auth.requires(), schema: { response: { 200: meOut } } }, async ({ caller }) => ({
    ...toUser(await app.db.user.findUniqueOrThrow({ where: { id: caller.id } }), avatarUrl, config.smsCountries),
    storage: await app.uploads.usage(caller.id),
  }))

  app.patch(
    '/me',
    {
      onRequest: app.auth.requires(),
      schema: {
        body: z
          .strictObject({
            name: personName,
            phone: phone.nullable(),
            locale: localeSchema,
            timezone,
            discreet: z.boolean(),
          })
          .partial(),
        response: { 200: userOut },
      },
    },
    async (request) => {
      const { caller, body } = request
      const user = await transaction(app.db, async (tx) => {
        await holdAccount(tx, caller.id)
        const before = await tx.user.findUniqueOrThrow({ where: { id: caller.id } })
        if (Object.keys(body).length === 0) return before
        const { timezoneChosen } = before
        // A new number moves its owner's clock, unless they have set it themselves.
        const place = timezoneChosen && body.timezone === undefined ? undefined : zoneOf(body)
        const renumbered = body.phone !== undefined && body.phone !== before.phone
        await app.audit.change(tx, {
          action: 'user.update',
          resourceId: caller.id,
          detail: { fields: Object.keys(body) },
        })
        return tx.user.update({
          where: { id: caller.id },
          data: { ...body, ...place, ...(renumbered ? { phoneVerifiedAt: null } : {}) },
        })
      })
      return toUser(user, avatarUrl, config.smsCountries)
    },
  )

  app.get(
    '/users',
    {
      onRequest: app.auth.requires(),
      config: { audited: 'user.read' },
      schema: {
        querystring: pageQuery.extend({ role: role.optional(), q: line(100).optional() }),
        // A patient sees psychologists' names and faces; staff see the accounts.
        response: { 200: z.union([pageOf(userOut), pageOf(personOut)]) },
      },
    },
    async (request) => {
      const { role: wanted, q, limit, cursor: from } = request.query
      const { caller } = request
      const after = decodeCursor(from, cursor)
      const patient = caller.role === 'paciente'
      if (patient && wanted && wanted !== 'psicologo') throw new AppError('forbidden')
      const rows = await app.db.user.findMany({
        where: {
          erasedAt: null,
          ...(patient ? { role: 'psicologo', disabledAt: null } : wanted ? { role: wanted } : {}),
          AND: [
            // A psychologist sees colleagues, and those patients with whom an appointment joins them.
            caller.role === 'psicologo'
              ? {
                  OR: [
                    { role: { not: 'paciente' } },
                    { appointmentsAsPatient: { some: { psychologistId: caller.id, status: { not: 'cancelado' } } } },
                  ],
                }
              : {},
            q
              ? {
                  OR: [
                    { name: { contains: q, mode: 'insensitive' } },
                    ...(patient ? [] : [{ email: { contains: asciiMailbox(q).toLowerCase() } }]),
                  ],
                }
              : {},
            after ? { OR: [{ name: { gt: after.name } }, { name: after.name, id: { gt: after.id } }] } : {},
          ],
        },
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
        take: limit + 1,
      })
      const keyOf = ({ name, id }: (typeof rows)[number]) => ({ name, id })
      return patient
        ? toPage(rows, limit, keyOf, (user) => toPerson(user, avatarUrl))
        : toPage(rows, limit, keyOf, (user) => toUser(user, avatarUrl, config.smsCountries))
    },
  )

  app.post(
    '/users',
    {
      onRequest: app.auth.requires('admin'),
      schema: {
        body: z.strictObject({
          name: personName,
          email,
          // Without one an invitation is sent, by which its owner chooses.
          password: password.optional(),
          role,
          phone: phone.optional(),
          locale: localeSchema.default(defaultLocale),
          timezone: timezone.optional(),
        }),
        response: { 201: userOut },
      },
    },
    async (request, reply) => {
      const { password: secret, ...profile } = request.body
      const place = zoneOf(request.body) ?? { timezone: config.timezone, timezoneChosen: false }
      return app.idempotent(request, reply, {
        status: 201,
        prepare: async () => {
          if (secret === undefined) return null
          await refuseWeakPassword(secret, { ...profile, clinicName: config.clinic.name })
          return hashPassword(secret, { userId: request.caller.id })
        },
        commit: async (tx, passwordHash) => {
          const createdAt = clock.now()
          const data = {
            ...profile,
            ...place,
            passwordHash,
            createdAt,
            phoneVerifiedAt: profile.phone ? createdAt : null,
          }
          try {
            const made = await tx.user.create({ data })
            if (await isKeptForOwner(tx, profile.email, createdAt)) throw new AppError('email_taken')
            if (passwordHash === null) await mail.request(tx, 'convite', made.id)
            await app.audit.change(tx, { action: 'user.create', resourceId: made.id, detail: { role: made.role } })
            return toUser(made, avatarUrl, config.smsCountries)
          } catch (error) {
            if (violates(error, 'email')) throw new AppError('email_taken')
            throw error
          }
        },
      })
    },
  )

  app.patch(
    '/users/:id',
    {
      onRequest: app.auth.requires('psicologo', 'admin'),
      schema: {
        params: z.object({ id: idParam }),
        body: profileEdit.extend({
          role: role.optional(),
          disabled: z.boolean().optional(),
          // Of an account that stops: what becomes of its appointments ahead.
          appointments: z.enum(['keep', 'cancel']).optional(),
        }),
        response: { 200: userOut.extend({ appointmentsAhead: z.number().optional() }) },
      },
    },
    async (request) => {
      const { id: userId } = request.params
      const { role: newRole, disabled, appointments, ...profile } = request.body
      const edits = Object.values(profile).some((value) => value !== undefined)
      const standing = [newRole, disabled, appointments].some((value) => value !== undefined) || !edits
      if (standing && request.caller.role !== 'admin') throw new AppError('forbidden')
      const { user, ...more } = await transaction(app.db, async (tx) => {
        if (standing) await app.appointments.remaining.hold(tx, userId)
        if (edits) {
          const editing = { notify: app.notifications.notify, now: clock.now() }
          const edited = await editProfile(tx, editing, request.caller, userId, profile)
          if (!standing) return { user: edited }
        }
        const before = await tx.user.findUnique({ where: { id: userId } })
        if (!before || before.erasedAt) throw new AppError('not_found')
        if (before.role === 'admin' && ((newRole && newRole !== 'admin') || disabled === true))
          await keepOneAdmin(tx, userId)
        const after = await tx.user.update({
          where: { id: userId },
          data: {
            role: newRole,
            ...(disabled === undefined ? {} : { disabledAt: disabled ? (before.disabledAt ?? clock.now()) : null }),
          },
        })
        // What a session may do was decided at its sign-in: it begins anew (contract §2).
        if (after.role !== before.role || disabled === true) await app.auth.sessions.end(tx, userId, 'account_changed')
        // Answers of the former role are not given again.
        if (after.role !== before.role) await tx.idempotencyKey.deleteMany({ where: { userId } })
        const detail = { role: newRole, disabled, appointments }
        await app.audit.change(tx, { action: 'user.update', resourceId: userId, detail })
        return {
          user: after,
          appointmentsAhead: await app.appointments.remaining.settle(
            tx,
            request.caller,
            { before, after },
            appointments ?? 'keep',
          ),
        }
      })
      return { ...toUser(user, avatarUrl, config.smsCountries), ...more }
    },
  )
}
