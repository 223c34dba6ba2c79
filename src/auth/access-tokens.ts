import jwt from '@fastify/jwt'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Role } from '../database/generated/client.ts'
import { AppError } from '../errors.ts'
import { id } from '../http/validation.ts'
import type { OpenedSession } from './sessions.ts'

declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: { role: Role; sid: string }
    user: { sub: string; role: Role; sid: string }
  }
}

export const tokensOut = z
  .object({
    accessToken: z.string().describe('A JWT for `Authorization: Bearer`; its `sid` is the session.'),
    refreshToken: z.string().describe('Serves once, for the next pair; 30 days.'),
    expiresIn: z.int().describe('Of the access token, in seconds.'),
  })
  .meta({ id: 'Tokens' })

export const accessTokenSeconds = 15 * 60
const iss = 'blurosiere'
const aud = 'blurosiere-api'
const claimsSchema = z.object({ sub: z.string().regex(/^\d+$/).transform(Number).pipe(id), sid: z.uuid() })

export interface AccessTokens {
  /** A signed access token, 15 min. */
  accessToken(userId: number, role: Role, sessionId: string): string
  /** What a client is given of a session. */
  tokens(user: { readonly id: number; readonly role: Role }, session: OpenedSession): z.output<typeof tokensOut>
  /** Whose session a token names, by its signature alone; 401 `unauthenticated` if it is not ours or has expired. */
  claims(token: string): { userId: number; sessionId: string }
}

/** JWTs under SECRET_KEY. */
export async function accessTokens(app: FastifyInstance): Promise<AccessTokens> {
  const { secretKey, previousSecretKey } = app.config
  await app.register(jwt, {
    secret: secretKey,
    sign: { algorithm: 'HS256', iss, aud, expiresIn: accessTokenSeconds },
    verify: {
      algorithms: ['HS256'],
      allowedIss: iss,
      allowedAud: aud,
      // Without it a claim that is missing is not checked.
      requiredClaims: ['exp', 'iss', 'aud'],
    },
  })
  const read = (token: string): unknown => {
    try {
      return app.jwt.verify(token)
    } catch (error) {
      // While SECRET_KEY is rotated, tokens under the previous key stay valid until they expire.
      const foreign = (error as { code?: string }).code === 'FAST_JWT_INVALID_SIGNATURE'
      if (!foreign || !previousSecretKey) throw error
      return app.jwt.verify(token, { key: previousSecretKey })
    }
  }
  const accessToken = (userId: number, role: Role, sid: string) => app.jwt.sign({ role, sid }, { sub: String(userId) })
  return {
    accessToken,
    tokens: ({ id, role }, { sessionId, refreshToken }) => ({
      accessToken: accessToken(id, role, sessionId),
      refreshToken,
      expiresIn: accessTokenSeconds,
    }),
    claims(token) {
      try {
        const { sub: userId, sid: sessionId } = claimsSchema.parse(read(token))
        return { userId, sessionId }
      } catch (error) {
        throw new AppError('unauthenticated', { cause: error })
      }
    },
  }
}
