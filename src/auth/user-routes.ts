import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { inCareOf } from '../appointments/rules.ts'
import { hashPassword, refuseWeakPassword } from './passwords.ts'
import type { Prisma } from '../database/generated/client.ts'
import { transaction, type Tx, violates } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/page.ts'
import type { Routes } from '../http/routes.ts'
import { asciiMailbox } from '../text/mailbox.ts'
import { id, idParam, line } from '../http/validation.ts'
import { isKeptForOwner } from '../users/accounts.ts'
import { keepOneAdmin } from '../users/admins.ts'
import type { Caller } from './callers.ts'
import { editProfile, profileEdit } from './staff-edits.ts'
import {
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

const cursorSchema = z.object({ name: z.string(), id })
const userQuery = pageQuery.extend({ role: role.optional(), q: line(100).optional() })

const newUser = z.strictObject({
  name: personName,
  email,
  password: password
    .optional()
    .describe('Works at once. Without one an invitation is mailed, by which its owner chooses.'),
  role,
  phone: phone.optional().describe('A mobile number in any spelling, Brazilian unless it begins with + and a country.'),
  locale: localeSchema.default(defaultLocale).describe('Of letters, SMS and notifications.'),
  timezone: timezone.optional().describe("IANA; else that of the telephone's area code, else the practice's."),
})

const userEdit = profileEdit.extend({
  role: role.optional(),
  disabled: z.boolean().optional(),
  appointments: z
    .enum(['keep', 'cancel'])
    .optional()
    .describe('Of an account that stops: what becomes of its appointments ahead. Left out: `keep`.'),
})

/** `/api/v1/users`: the accounts of the practice. */
export const userRoutes: Routes = async (app) => {
  const { avatarUrl, auth, config } = app
  const { smsCountries } = config

  app.get(
    '/users',
    {
      onRequest: auth.requires(),
      config: { audited: 'user.read' },
      schema: {
        querystring: userQuery,
        // A patient sees psychologists' names and faces; staff see the accounts.
        response: { 200: z.union([pageOf(userOut), pageOf(personOut)]) },
      },
    },
    async ({ caller, query }) => {
      const { limit } = query
      const rows = await app.db.user.findMany({
        where: visibleTo(caller, query),
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
        take: limit + 1,
      })
      const keyOf = ({ name, id }: (typeof rows)[number]) => ({ name, id })
      return caller.role === 'paciente'
        ? toPage(rows, limit, keyOf, (user) => toPerson(user, avatarUrl))
        : toPage(rows, limit, keyOf, (user) => toUser(user, avatarUrl, smsCountries))
    },
  )

  app.post(
    '/users',
    { onRequest: auth.requires('admin'), schema: { body: newUser, response: { 201: userOut } } },
    async (request, reply) => {
      const { body, caller } = request
      return app.idempotent(request, reply, {
        status: 201,
        prepare: async () => {
          if (body.password === undefined) return null
          await refuseWeakPassword(body.password, { ...body, clinicName: config.clinic.name })
          return hashPassword(body.password, { userId: caller.id })
        },
        commit: async (tx, passwordHash) =>
          toUser(await createUser(app, tx, body, passwordHash), avatarUrl, smsCountries),
      })
    },
  )

  app.patch(
    '/users/:id',
    {
      onRequest: auth.requires('psicologo', 'admin'),
      schema: {
        params: z.object({ id: idParam }),
        body: userEdit,
        response: {
          200: userOut.extend({
            appointmentsAhead: z
              .int()
              .optional()
              .describe('After a change of role or of `disabled`: how many appointments the account still has ahead.'),
          }),
        },
      },
    },
    async ({ caller, params, body }) => {
      const { user, ...more } = await transaction(app.db, (tx) => editUser(app, tx, caller, params.id, body))
      return { ...toUser(user, avatarUrl, smsCountries), ...more }
    },
  )
}

/** A patient sees psychologists; a psychologist sees colleagues, and patients with whom an appointment joins them. */
function visibleTo(caller: Caller, { role: wanted, q, cursor }: z.output<typeof userQuery>): Prisma.UserWhereInput {
  const after = decodeCursor(cursor, cursorSchema)
  const patient = caller.role === 'paciente'
  if (patient && wanted && wanted !== 'psicologo') throw new AppError('forbidden')
  const alternatives: Prisma.UserWhereInput[][] = []
  if (caller.role === 'psicologo') alternatives.push([{ role: { not: 'paciente' } }, inCareOf(caller.id)])
  if (q)
    alternatives.push([
      { name: { contains: q, mode: 'insensitive' } },
      ...(patient ? [] : [{ email: { contains: asciiMailbox(q).toLowerCase() } }]),
    ])
  if (after) alternatives.push([{ name: { gt: after.name } }, { name: after.name, id: { gt: after.id } }])
  return {
    erasedAt: null,
    ...(patient ? { role: 'psicologo', disabledAt: null } : { role: wanted }),
    AND: alternatives.map((OR) => ({ OR })),
  }
}

async function createUser(
  { accounts, audit, clock, config }: FastifyInstance,
  tx: Tx,
  { password: _password, ...profile }: z.output<typeof newUser>,
  passwordHash: string | null,
) {
  const createdAt = clock.now()
  const place = zoneOf(profile) ?? { timezone: config.timezone, timezoneChosen: false }
  const phoneVerifiedAt = profile.phone ? createdAt : null
  try {
    const made = await tx.user.create({ data: { ...profile, ...place, passwordHash, createdAt, phoneVerifiedAt } })
    if (await isKeptForOwner(tx, profile.email, createdAt)) throw new AppError('email_taken')
    if (passwordHash === null) await accounts.mail.request(tx, 'convite', made.id)
    await audit.change(tx, { action: 'user.create', resourceId: made.id, detail: { role: made.role } })
    return made
  } catch (error) {
    if (violates(error, 'email')) throw new AppError('email_taken')
    throw error
  }
}

async function editUser(
  { appointments: { remaining }, auth, audit, clock, notifications }: FastifyInstance,
  tx: Tx,
  caller: Caller,
  userId: number,
  { role: newRole, disabled, appointments, ...profile }: z.output<typeof userEdit>,
) {
  const edits = Object.values(profile).some((value) => value !== undefined)
  const standing = [newRole, disabled, appointments].some((value) => value !== undefined) || !edits
  if (standing && caller.role !== 'admin') throw new AppError('forbidden')
  if (standing) await remaining.hold(tx, userId)
  if (edits) {
    const edited = await editProfile(tx, { notify: notifications.notify, now: clock.now() }, caller, userId, profile)
    if (!standing) return { user: edited }
  }
  const before = await tx.user.findUnique({ where: { id: userId } })
  if (!before || before.erasedAt) throw new AppError('not_found')
  if (before.role === 'admin' && ((newRole && newRole !== 'admin') || disabled)) await keepOneAdmin(tx, userId)
  const after = await tx.user.update({
    where: { id: userId },
    data: {
      role: newRole,
      disabledAt: disabled === undefined ? undefined : disabled ? (before.disabledAt ?? clock.now()) : null,
    },
  })
  const promoted = after.role !== before.role
  // A session keeps the role of its sign-in.
  if (promoted || disabled) await auth.sessions.end(tx, userId, 'account_changed')
  // Stored answers were for the former role.
  if (promoted) await tx.idempotencyKey.deleteMany({ where: { userId } })
  const detail = { role: newRole, disabled, appointments }
  await audit.change(tx, { action: 'user.update', resourceId: userId, detail })
  const appointmentsAhead = await remaining.settle(tx, caller, { before, after }, appointments ?? 'keep')
  return { user: after, appointmentsAhead }
}
