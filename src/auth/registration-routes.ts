import { z } from 'zod'
import { transaction, violates } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'
import { isKeptForOwner } from '../users/accounts.ts'
import { email, password, personName, phone, timezone, zoneOf } from '../users/users.ts'
import { defaultLocale, localeSchema } from '../words/locale.ts'
import { hashPassword, refuseWeakPassword } from './passwords.ts'
import { deviceOf, signedInOut, toSignedIn } from './signed-in.ts'

/** `POST /api/v1/auth/register`: how patients make accounts of their own. */
export const registrationRoutes: Routes = async (app) => {
  const { accounts, auth, limits, config, clock } = app
  app.post(
    '/auth/register',
    {
      schema: {
        body: z.strictObject({
          name: personName,
          email,
          password,
          phone: phone.optional(),
          locale: localeSchema.default(defaultLocale).describe('Of letters, SMS and notifications.'),
          timezone: timezone.optional(),
        }),
        response: { 201: signedInOut },
      },
    },
    async (request, reply) => {
      const { ip } = request
      const { password: secret, ...profile } = request.body
      const place = zoneOf(profile) ?? { timezone: config.timezone, timezoneChosen: false }
      await refuseWeakPassword(secret, { ...profile, clinicName: config.clinic.name })
      await limits.check('register-taken', ip)
      // Counted before the hash, or parallel requests would all pass; refunded where no account was made.
      await limits.consume('register', ip)
      try {
        const passwordHash = await hashPassword(secret, { address: ip })
        const createdAt = clock.now()
        const data = { ...profile, ...place, role: 'paciente', selfRegistered: true, passwordHash, createdAt } as const
        const { user, session } = await transaction(app.db, async (tx) => {
          const user = await tx.user.create({ data })
          if (await isKeptForOwner(tx, profile.email, createdAt)) throw new AppError('email_taken')
          await accounts.mail.request(tx, 'boas-vindas', user.id)
          await app.audit.change(tx, { action: 'user.register', resourceId: user.id, actorId: user.id })
          return { user, session: await auth.sessions.open(tx, user.id, deviceOf(request)) }
        })
        return await reply.code(201).send(toSignedIn(app, user, session))
      } catch (error) {
        await limits.refund('register', ip)
        const taken = error instanceof AppError && error.code === 'email_taken'
        if (!taken && !violates(error, 'email')) throw error
        // Counted here, so that of parallel requests no more than the limit learn that an account exists.
        await limits.consume('register-taken', ip)
        throw new AppError('email_taken')
      }
    },
  )
}
