import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { User } from '../database/generated/client.ts'
import { toUser, userOut } from '../users/users.ts'
import { tokensOut } from './access-tokens.ts'
import type { Device, OpenedSession } from './sessions.ts'

/** The answer to a registration and to a sign-in. */
export const signedInOut = z.object({ user: userOut, ...tokensOut.shape }).meta({ id: 'SignedIn' })

export const toSignedIn = (
  { auth, avatarUrl, config }: FastifyInstance,
  user: User,
  session: OpenedSession,
): z.output<typeof signedInOut> => ({
  user: toUser(user, avatarUrl, config.smsCountries),
  ...auth.tokens(user, session),
})

export const deviceOf = ({ ip, headers }: FastifyRequest): Device => ({ ip, userAgent: headers['user-agent'] })
