import jwt from '@fastify/jwt'
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import fp from 'fastify-plugin'
import { z } from 'zod'
import { batched } from '../async/batch.ts'
import type { Clock } from '../time/clock.ts'
import type { Config } from '../config/config.ts'
import type { Role } from '../database/generated/client.ts'
import { AppError } from '../errors.ts'
import { id } from '../http/validation.ts'
import { defineJob } from '../jobs/job.ts'
import { hashDuration } from './passwords.ts'
import { type SessionStore, sessionStore } from './sessions.ts'

/** Who calls: what the session and its user are now, not what the token said when it was signed. */
export interface Caller {
  readonly id: number
  readonly role: Role
  readonly sid: string
}

export interface Auth {
  readonly sessions: SessionStore
  /** A signed access token, 15 min. */
  accessToken(userId: number, role: Role, sessionId: string): string
  readonly accessTokenSeconds: number
  /** The caller behind an access token; 401 `unauthenticated` if it is not ours, has expired, or its session was ended (within 1 s). */
  verify(token: string): Promise<Caller>
  /** Whose session an access token of ours names, by its signature alone; 401 `unauthenticated` if it is not ours or has expired. */
  claims(token: string): { userId: number; sessionId: string }
  /** The caller behind a session, asked of the database at most every half second; 401 `unauthenticated` if it was ended. */
  caller(sessionId: string): Promise<Caller>
  /** Those of these sessions that are over, asked of the database now. */
  ended(sessionIds: readonly string[]): Promise<string[]>
  /** The sessions that were ended, or ran out, since then. */
  endedSince(moment: Date): Promise<{ id: string; userId: number }[]>
  /** An onRequest hook that lets in whoever is signed in, or only these roles. Runs before the body is read. */
  requires(...roles: Role[]): onRequestAsyncHookHandler
}

declare module 'fastify' {
  interface FastifyInstance {
    auth: Auth
  }
  interface FastifyRequest {
    caller: Caller
  }
}

declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: { role: Role; sid: string }
    user: { sub: string; role: Role; sid: string }
  }
}

const accessTokenSeconds = 15 * 60
const ourClaims = z.object({ sub: z.string().regex(/^\d+$/).transform(Number).pipe(id), sid: z.uuid() })
const issuer = 'blurosiere'
const audience = 'blurosiere-api'
/** How long ended sessions and spent tokens are kept, for whoever asks where they were signed in. */
const keptDays = 30

const trimJob = defineJob('auth.trim', z.object({}))
/** A ticket is good for a minute and worth nothing afterwards. */
export const trimTicketsJob = defineJob('auth.trim-tickets', z.object({}))
const ticketsKeptMs = 5 * 60_000

/** A session that was ended elsewhere is noticed within this long even if the bus lost the news. */
const freshMs = 500

export default fp<{ config: Config; clock: Clock }>(
  async (app, { config, clock }) => {
    await app.register(jwt, {
      secret: config.secretKey,
      sign: { algorithm: 'HS256', iss: issuer, aud: audience, expiresIn: accessTokenSeconds },
      verify: {
        algorithms: ['HS256'],
        allowedIss: issuer,
        allowedAud: audience,
        // Without it a claim that is not there is not checked.
        requiredClaims: ['exp', 'iss', 'aud'],
      },
    })
    app.metrics.registerMetric(hashDuration)
    const { previousSecretKey } = config
    /** While SECRET_KEY is being changed, tokens of the one before are good until they run out. */
    const read = (token: string): unknown => {
      try {
        return app.jwt.verify(token)
      } catch (error) {
        const foreign = (error as { code?: string }).code === 'FAST_JWT_INVALID_SIGNATURE'
        if (!foreign || !previousSecretKey) throw error
        return app.jwt.verify(token, { key: previousSecretKey })
      }
    }
    const seen = new Map<string, { at: number; caller: Promise<Caller | undefined> }>()
    const unsee = (sessionIds: readonly string[]) => {
      for (const sid of sessionIds) seen.delete(sid)
    }
    const sessions = sessionStore({ secretKey: config.secretKey, clock, bus: app.bus, onEnd: unsee })
    const forget = setInterval(() => {
      const limit = performance.now() - freshMs
      for (const [sid, { at }] of seen) if (at < limit) seen.delete(sid)
    }, 10_000).unref()
    app.addHook('onClose', async () => clearInterval(forget))
    app.bus.subscribe((signal) => {
      if (signal === undefined) seen.clear()
      else if (signal.kind === 'sessions-ended') unsee(signal.sessionIds)
    })

    const lookUp = batched<string, Caller | undefined>(
      async (sids) => {
        const rows = await app.database.query<Caller>(
          `SELECT session.id::text AS sid, person.id, person.role::text AS role
          FROM sessions session JOIN users person ON person.id = session.user_id
          WHERE session.id = ANY ($1::uuid[]) AND session.ended_at IS NULL AND session.expires_at > $2::timestamptz
            AND person.disabled_at IS NULL AND person.erased_at IS NULL`,
          [sids, clock.now().toISOString()],
        )
        const found = new Map(rows.map((caller) => [caller.sid, caller]))
        return sids.map((sid) => found.get(sid))
      },
      { spacingMs: 10 },
    )
    const liveSession = (sid: string): Promise<Caller | undefined> => {
      const known = seen.get(sid)
      if (known && performance.now() - known.at < freshMs) return known.caller
      const caller = lookUp(sid)
      seen.set(sid, { at: performance.now(), caller })
      // A failed look-up is nobody's answer.
      caller.catch(() => seen.delete(sid))
      return caller
    }

    const auth: Auth = {
      sessions,
      accessTokenSeconds,
      accessToken: (userId, role, sid) => app.jwt.sign({ role, sid }, { sub: String(userId) }),
      claims(token) {
        try {
          const { sub, sid } = ourClaims.parse(read(token))
          return { userId: sub, sessionId: sid }
        } catch (error) {
          throw new AppError('unauthenticated', { cause: error })
        }
      },
      async caller(sessionId) {
        const caller = await liveSession(sessionId)
        if (!caller) throw new AppError('unauthenticated', { detail: 'the session was ended' })
        return caller
      },
      verify: async (token) => auth.caller(auth.claims(token).sessionId),
      async ended(sessionIds) {
        const rows = await app.database.query<{ id: string }>(
          `SELECT id::text FROM unnest($1::uuid[]) AS asked (id)
          WHERE NOT EXISTS (
            SELECT FROM sessions WHERE sessions.id = asked.id AND ended_at IS NULL AND expires_at > $2::timestamptz)`,
          [sessionIds, clock.now().toISOString()],
        )
        return rows.map(({ id }) => id)
      },
      endedSince: (moment) =>
        app.database.query(
          `SELECT id::text, user_id AS "userId" FROM sessions
          WHERE ended_at >= $1::timestamptz OR (expires_at >= $1::timestamptz AND expires_at <= $2::timestamptz)`,
          [moment.toISOString(), clock.now().toISOString()],
        ),
      requires: (...roles) =>
        async function requireCaller(request) {
          const caller = await auth.verify(bearer(request))
          if (roles.length > 0 && !roles.includes(caller.role)) throw new AppError('forbidden')
          request.caller = caller
        },
    }
    app.jobs.handle(trimJob, async () => {
      const before = new Date(clock.now().getTime() - keptDays * 86_400_000)
      await app.db.accountToken.deleteMany({ where: { expiresAt: { lt: before } } })
      await app.db.phoneCode.deleteMany({ where: { expiresAt: { lt: before } } })
      await app.db.emailChange.deleteMany({ where: { createdAt: { lt: before } } })
      // With their refresh tokens. Until then a used one still gives reuse away.
      await app.db.session.deleteMany({ where: { OR: [{ endedAt: { lt: before } }, { expiresAt: { lt: before } }] } })
    })
    app.jobs.schedule(trimJob, '41 4 * * *', {})
    app.jobs.handle(trimTicketsJob, async () => {
      const before = new Date(clock.now().getTime() - ticketsKeptMs)
      await app.db.accountToken.deleteMany({ where: { purpose: 'socket_ticket', expiresAt: { lt: before } } })
    })
    app.jobs.schedule(trimTicketsJob, '*/5 * * * *', {})
    app.decorateRequest('caller')
    app.decorate('auth', auth)
  },
  { name: 'auth', dependencies: ['metrics', 'database', 'jobs', 'bus'] },
)

function bearer(request: FastifyRequest): string {
  const [scheme, token, ...rest] = (request.headers.authorization ?? '').trim().split(/\s+/)
  if (scheme?.toLowerCase() !== 'bearer' || !token || rest.length > 0) {
    throw new AppError('unauthenticated')
  }
  return token
}
