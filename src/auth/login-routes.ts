import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { User } from '../database/generated/client.ts'
import { transaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Routes } from '../http/routes.ts'
import { networkOf } from '../limits/network.ts'
import { loginEmail } from '../users/users.ts'
import { noUser } from './account-mail.ts'
import { hashPassword, isOutdatedHash, verifyPassword } from './passwords.ts'
import type { Device, OpenedSession } from './sessions.ts'
import { deviceOf, signedInOut, toSignedIn } from './signed-in.ts'

type Credentials = { readonly email: string; readonly password: string }

/** `POST /api/v1/auth/login`. */
export const loginRoutes: Routes = async (app) => {
  app.post(
    '/auth/login',
    {
      schema: {
        body: z.strictObject({ email: loginEmail, password: z.string().min(1).max(128) }),
        response: { 200: signedInOut },
      },
    },
    async (request) => {
      const user = await authenticate(app, request.ip, request.body)
      return toSignedIn(app, user, await openSession(app, user, request.body, deviceOf(request)))
    },
  )
}

/** Whose e-mail and password these are. 401 `invalid_credentials`, 429 after too many wrong ones. */
async function authenticate({ db, limits, audit }: FastifyInstance, ip: string, given: Credentials): Promise<User> {
  const account = `${networkOf(ip)}|${given.email}`
  // Counted before the password is verified, or parallel guesses would all pass; refunded where it was right.
  await limits.consume('login-address', ip)
  await limits.consume('login-account', account)
  const user = await db.user.findUnique({ where: { email: given.email } })
  // The same queries without an account, so that timing does not tell whether there is one.
  const known = await isKnownNetwork(db, user?.id ?? noUser, ip)
  const counted: (['login-address', string] | ['login-anywhere', string])[] = [['login-address', ip]]
  const refund = () => counted.map(([name, key]) => limits.refund(name, key))
  let right: boolean
  try {
    if (!known) {
      await limits.consume('login-anywhere', given.email)
      counted.push(['login-anywhere', given.email])
    }
    right = await verifyPassword(given.password, user?.passwordHash, { address: ip })
  } catch (error) {
    // A password that was not verified was no guess.
    await Promise.all([...refund(), limits.refund('login-account', account)])
    throw error
  }
  if (!user || !right || user.disabledAt) {
    await audit.event({ action: 'session.refuse', ...(user && { detail: { userId: user.id } }) })
    throw new AppError('invalid_credentials')
  }
  await Promise.all([...refund(), limits.reset('login-account', account)])
  return user
}

/** Whether a session was opened, or a password chosen by a link, from this network before. */
async function isKnownNetwork(db: FastifyInstance['db'], userId: number, ip: string): Promise<boolean> {
  const sessions = await db.session.findMany({ where: { userId }, distinct: ['ip'], select: { ip: true } })
  const where = { resource: 'user', resourceId: String(userId), action: 'user.password' }
  const choices = await db.auditEntry.findMany({ where, orderBy: { id: 'desc' }, take: 10, select: { ip: true } })
  return [...sessions, ...choices].some((row) => row.ip !== null && networkOf(row.ip) === networkOf(ip))
}

async function openSession(
  { db, auth, audit }: FastifyInstance,
  { id, passwordHash }: User,
  { password }: Credentials,
  device: Device,
): Promise<OpenedSession> {
  // Only now is the password at hand: a hash of an earlier, lower cost is replaced.
  const rehashed = isOutdatedHash(passwordHash) ? await hashPassword(password, { address: device.ip }) : undefined
  return transaction(db, async (tx) => {
    // The password may have been changed, or the account closed, while it was being verified.
    const unchanged = await tx.$queryRaw<unknown[]>`
      SELECT FROM users WHERE id = ${id} AND password_hash = ${passwordHash} AND disabled_at IS NULL
        AND erased_at IS NULL FOR NO KEY UPDATE`
    if (unchanged.length === 0) throw new AppError('invalid_credentials')
    if (rehashed) await tx.user.update({ where: { id }, data: { passwordHash: rehashed } })
    const opened = await auth.sessions.open(tx, id, device)
    await audit.change(tx, { action: 'session.open', resourceId: opened.sessionId, actorId: id })
    return opened
  })
}
