import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { User } from '../database/generated/client.ts'
import { AppError } from '../errors.ts'
import { verifyPassword } from './passwords.ts'

/** Its length alone is checked: it may be older than the rules for new ones. */
export const currentPassword = z.string().min(1).max(128).describe('The present password.')

/**
 * Verifies the password of a signed-in user, and returns the account. 401 `invalid_credentials`; guesses in an open browser are
 * limited as at sign-in (429).
 */
export async function confirmPassword(
  { db, limits }: Pick<FastifyInstance, 'db' | 'limits'>,
  userId: number,
  password: string,
): Promise<User> {
  const key = `user:${userId}`
  await limits.consume('login-account', key)
  const user = await db.user.findUniqueOrThrow({ where: { id: userId } })
  if (!(await verifyPassword(password, user.passwordHash, { userId }))) throw new AppError('invalid_credentials')
  await limits.reset('login-account', key)
  return user
}
