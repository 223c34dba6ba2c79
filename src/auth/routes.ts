import { z } from 'zod'
import type { FastifyRequest } from 'fastify'
import type { Clock } from '../time/clock.ts'
import type { Config } from '../config/config.ts'
import { transaction, type Tx, violates } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'
import {
  type AvatarUrl,
  email,
  loginEmail,
  password,
  personName,
  phone,
  timezone,
  toUser,
  userOut,
  zoneOf,
} from '../users/users.ts'
import { wordsFor } from '../words/catalogue.ts'
import { defaultLocale, localeSchema, readLocale } from '../words/locale.ts'
import type { AccountLinks } from './account-links.ts'
import { type AccountMail, nobody } from './account-mail.ts'
import { isKeptForOwner } from '../users/accounts.ts'
import { networkOf } from '../limits/network.ts'
import { hashPassword, isOutdatedHash, refuseWeakPassword, verifyPassword } from './passwords.ts'
import type { Device } from './sessions.ts'

const ticketSeconds = 60

const tokens = { accessToken: z.string(), refreshToken: z.string(), expiresIn: z.number().describe('seconds') }
const signedIn = z.object({ user: userOut, ...tokens })

const deviceOf = (request: FastifyRequest): Device => ({ ip: request.ip, userAgent: request.headers['user-agent'] })

/** A token of ours as a link carries it; anything else is worth nothing, whatever its form. */
const linkToken = z.string().min(1).max(200)

/** `/api/v1/auth` (contract §2). */
export const authRoutes: Routes<{
  config: Config
  clock: Clock
  avatarUrl: AvatarUrl
  accounts: AccountLinks
  mail: AccountMail
}> = async (app, { config, clock, avatarUrl, accounts, mail }) => {
  const { auth, limits, notifications } = app

  /** Two held the same token: one of them may be a thief, and its owner is the one to know. */
  const tellOfReuse = async (tx: Tx, { userId, sessionId }: { userId: number; sessionId: string }) => {
    const { locale } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { locale: true } })
    const words = wordsFor(readLocale(locale)).accountNotices.tokenReused
    await notifications.notify(tx, { userId, type: 'seguranca', ...words, dedupeKey: `reuso:${sessionId}` })
    await app.audit.change(tx, { action: 'session.reuse', resourceId: sessionId, detail: { userId } })
  }

  /** Whether somebody was signed in, or has chosen their password by a link, from where this address is. */
  const isKnownNetwork = async (userId: number, ip: string): Promise<boolean> => {
    const sessions = await app.db.session.findMany({ where: { userId }, distinct: ['ip'], select: { ip: true } })
    const where = { resource: 'user', resourceId: String(userId), action: 'user.password' }
    const choices = await app.db.auditEntry.findMany({ where, orderBy: { id: 'desc' }, take: 10, select: { ip: true } })
    return [...sessions, ...choices].some((one) => one.ip !== null && networkOf(one.ip) === networkOf(ip))
  }

  app.post(
    '/auth/register',
    {
      schema: {
        body: z.strictObject({
          name: personName,
          email,
          password,
          phone: phone.optional(),
          locale: localeSchema.default(defaultLocale),
          timezone: timezone.optional(),
        }),
        response: { 201: signedIn },
      },
    },
    async (request, reply) => {
      const { password: secret, ...profile } = request.body
      const place = zoneOf(request.body) ?? { timezone: config.timezone, timezoneChosen: false }
      await refuseWeakPassword(secret, { ...profile, clinicName: config.clinic.name })
      await limits.check('register-taken', request.ip)
      // Counted before the password is hashed, or parallel ones would all pass; given back where no account came of it.
      await limits.consume('register', request.ip)
      try {
        const passwordHash = await hashPassword(secret, { address: request.ip })
        const { user, session } = await transaction(app.db, async (tx) => {
          const made = await tx.user.create({
            data: {
              ...profile,
              ...place,
              role: 'paciente',
              selfRegistered: true,
              passwordHash,
              createdAt: clock.now(),
            },
          })
          if (await isKeptForOwner(tx, made.email ?? '', made.createdAt)) throw new AppError('email_taken')
          await mail.request(tx, 'boas-vindas', made.id)
          await app.audit.change(tx, { action: 'user.register', resourceId: made.id, actorId: made.id })
          return { user: made, session: await auth.sessions.open(tx, made.id, deviceOf(request)) }
        })
        return await reply.code(201).send({
          user: toUser(user, avatarUrl, config.smsCountries),
          accessToken: auth.accessToken(user.id, user.role, session.sessionId),
          refreshToken: session.refreshToken,
          expiresIn: auth.accessTokenSeconds,
        })
      } catch (error) {
        await limits.refund('register', request.ip)
        const taken = error instanceof AppError && error.code === 'email_taken'
        if (!taken && !violates(error, 'email')) throw error
        // Counted where it happens, so that of many at once no more than the limit are told.
        await limits.consume('register-taken', request.ip)
        throw new AppError('email_taken')
      }
    },
  )

  app.post(
    '/auth/login',
    {
      schema: {
        body: z.strictObject({ email: loginEmail, password: z.string().min(1).max(128) }),
        response: { 200: signedIn },
      },
    },
    async (request) => {
      const { ip } = request
      const { email: address } = request.body
      const account = `${networkOf(ip)}|${address}`
      // Counted before the password is looked at, or parallel guesses would all pass; given back where it was right.
      await limits.consume('login-address', ip)
      await limits.consume('login-account', account)
      const user = await app.db.user.findUnique({ where: { email: address } })
      // The same questions for nobody, so that their time tells nothing.
      const known = await isKnownNetwork(user?.id ?? nobody, ip)
      let anywhere = false
      const ofOthers = () => [
        limits.refund('login-address', ip),
        ...(anywhere ? [limits.refund('login-anywhere', address)] : []),
      ]
      let right: boolean
      try {
        if (!known) {
          await limits.consume('login-anywhere', address)
          anywhere = true
        }
        right = await verifyPassword(request.body.password, user?.passwordHash, { address: ip })
      } catch (error) {
        // A password that nobody looked at was no guess.
        await Promise.all([...ofOthers(), limits.refund('login-account', account)])
        throw error
      }
      if (!user || !right || user.disabledAt) {
        await app.audit.event({ action: 'session.refuse', ...(user && { detail: { userId: user.id } }) })
        throw new AppError('invalid_credentials')
      }
      await Promise.all([...ofOthers(), limits.reset('login-account', account)])
      // Only now is the password at hand: a hash of an earlier, lower cost is made anew.
      const rehashed = isOutdatedHash(user.passwordHash)
        ? await hashPassword(request.body.password, { address: ip })
        : undefined
      const session = await transaction(app.db, async (tx) => {
        // A password that was changed, or an account that was closed, while this one was being looked at opens nothing.
        const unchanged = await tx.$queryRaw<unknown[]>`
          SELECT FROM users WHERE id = ${user.id} AND password_hash = ${user.passwordHash} AND disabled_at IS NULL
            AND erased_at IS NULL FOR NO KEY UPDATE`
        if (unchanged.length === 0) throw new AppError('invalid_credentials')
        if (rehashed) await tx.user.update({ where: { id: user.id }, data: { passwordHash: rehashed } })
        const opened = await auth.sessions.open(tx, user.id, deviceOf(request))
        await app.audit.change(tx, { action: 'session.open', resourceId: opened.sessionId, actorId: user.id })
        return opened
      })
      return {
        user: toUser(user, avatarUrl, config.smsCountries),
        accessToken: auth.accessToken(user.id, user.role, session.sessionId),
        refreshToken: session.refreshToken,
        expiresIn: auth.accessTokenSeconds,
      }
    },
  )

  app.post(
    '/auth/refresh',
    {
      schema: {
        body: z.strictObject({ refreshToken: z.string().min(1).max(200) }),
        response: { 200: z.object(tokens) },
      },
    },
    async (request) => {
      await limits.consume('refresh', request.ip)
      // Reuse ends the family, and that must commit: hence an answer, not an exception, out of the transaction.
      const rotated = await transaction(app.db, async (tx) => {
        const found = await auth.sessions.rotate(tx, request.body.refreshToken)
        if ('reused' in found) await tellOfReuse(tx, found)
        return found
      })
      if ('reused' in rotated) throw new AppError('invalid_refresh_token')
      const caller = await auth.caller(rotated.sessionId).catch((error: unknown) => {
        throw error instanceof AppError ? new AppError('invalid_refresh_token') : error
      })
      return {
        accessToken: auth.accessToken(caller.id, caller.role, rotated.sessionId),
        refreshToken: rotated.refreshToken,
        expiresIn: auth.accessTokenSeconds,
      }
    },
  )

  app.post(
    '/auth/logout',
    { onRequest: auth.requires(), schema: { response: { 204: z.void() } } },
    async (request, reply) => {
      const { id, sid } = request.caller
      await transaction(app.db, async (tx) => {
        await auth.sessions.end(tx, id, 'logout', { only: sid })
        await app.audit.change(tx, { action: 'session.end', resourceId: sid })
      })
      return reply.code(204).send()
    },
  )

  app.post(
    '/auth/forgot-password',
    {
      schema: { body: z.strictObject({ email: loginEmail }), response: { 202: z.void() } },
    },
    async (request, reply) => {
      await limits.consume('forgot-address', request.ip)
      const { email: address } = request.body
      const user = await app.db.user.findUnique({ where: { email: address }, select: { id: true } })
      const again = await limits.consume('forgot-account', address).then(
        () => true,
        (error: unknown) => {
          if (error instanceof AppError) return false
          throw error
        },
      )
      // For nobody, too: the same work takes the same time, whoever is asked about.
      await transaction(app.db, (tx) => mail.request(tx, 'recuperacao', again ? (user?.id ?? nobody) : nobody))
      return reply.code(202).send()
    },
  )

  // Of a reset and of an invitation alike.
  app.post(
    '/auth/reset-password',
    { schema: { body: z.strictObject({ token: linkToken, password }), response: { 204: z.void() } } },
    async (request, reply) => {
      await limits.consume('account-link', request.ip)
      await accounts.choosePassword(request.body.token, request.body.password, request.ip)
      return reply.code(204).send()
    },
  )

  app.post(
    '/auth/verify-email',
    { schema: { body: z.strictObject({ token: linkToken }), response: { 204: z.void() } } },
    async (request, reply) => {
      await limits.consume('account-link', request.ip)
      await accounts.verifyEmail(request.body.token)
      return reply.code(204).send()
    },
  )

  app.post(
    '/auth/ws-ticket',
    {
      onRequest: auth.requires(),
      schema: { response: { 201: z.object({ token: z.string(), expiresIn: z.number() }) } },
    },
    async (request, reply) => {
      const { id, sid } = request.caller
      await limits.consume('ws-ticket', sid)
      const token = await transaction(app.db, (tx) =>
        auth.sessions.mint(tx, 'socket_ticket', id, ticketSeconds * 1000, { sessionId: sid }),
      )
      return reply.code(201).send({ token, expiresIn: ticketSeconds })
    },
  )
}
