import type { FastifyInstance } from 'fastify'
import type { User } from '../database/generated/client.ts'
import { AppError } from '../errors.ts'
import { verifyPassword } from './passwords.ts'

/**
 * Sees to it that whoever has the session also knows the password, and gives the account as it was then. 401
 * `invalid_credentials`; whoever has found an open browser guesses no more often than at the door (429).
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
