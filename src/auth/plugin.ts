import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import fp from 'fastify-plugin'
import { z } from 'zod'
import type { Role } from '../database/generated/client.ts'
import { AppError } from '../errors.ts'
import { defineJob } from '../jobs/job.ts'
import { type AccessTokens, accessTokens } from './access-tokens.ts'
import { type AccountTokens, accountTokens } from './account-tokens.ts'
import { type Caller, liveCallers } from './callers.ts'
import { hashDuration } from './passwords.ts'
import { type SessionStore, sessionStore } from './sessions.ts'

/** It names the roles that it lets in (none: every one), for who describes the routes. */
export type RequireCaller = onRequestAsyncHookHandler & { readonly roles: readonly Role[] }

export interface Auth extends AccessTokens {
  readonly sessions: SessionStore
  readonly accountTokens: AccountTokens
  /** The caller behind an access token; 401 `unauthenticated` if it is not ours, has expired, or its session was ended (within 1 s). */
  verify(token: string): Promise<Caller>
  /** The caller behind a session, asked of the database at most every half second; 401 `unauthenticated` if it was ended. */
  caller(sessionId: string): Promise<Caller>
  /** Those of these sessions that are over, asked of the database now. */
  ended(sessionIds: readonly string[]): Promise<string[]>
  /** The sessions that were ended, or ran out, since then. */
  endedSince(moment: Date): Promise<{ id: string; userId: number }[]>
  /** An onRequest hook that lets in signed-in callers, or only these roles. Runs before the body is read. */
  requires(...roles: Role[]): RequireCaller
}

declare module 'fastify' {
  interface FastifyInstance {
    auth: Auth
  }
  interface FastifyRequest {
    caller: Caller
  }
}

/** How long ended sessions and spent tokens are kept: they show from which networks an account was used. */
const keptDays = 30

const trimJob = defineJob('auth.trim', z.object({}))
/** A ticket is good for a minute and worth nothing afterwards. */
export const trimTicketsJob = defineJob('auth.trim-tickets', z.object({}))
const ticketsKeptMs = 5 * 60_000

export default fp(
  async (app) => {
    const { clock } = app
    app.metrics.registerMetric(hashDuration)
    const tokens = await accessTokens(app)
    const callers = liveCallers(app)
    app.addHook('onClose', async () => callers.stop())
    const auth: Auth = {
      ...tokens,
      accountTokens: accountTokens(clock),
      sessions: sessionStore(app, callers.forget),
      async caller(sessionId) {
        const caller = await callers.caller(sessionId)
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
      requires(...roles) {
        const requireCaller: onRequestAsyncHookHandler = async (request) => {
          const caller = await auth.verify(bearer(request))
          if (roles.length > 0 && !roles.includes(caller.role)) throw new AppError('forbidden')
          request.caller = caller
        }
        return Object.assign(requireCaller, { roles })
      },
    }
    app.jobs.handle(trimJob, async () => {
      const before = new Date(clock.now().getTime() - keptDays * 86_400_000)
      await app.db.accountToken.deleteMany({ where: { expiresAt: { lt: before } } })
      await app.db.phoneCode.deleteMany({ where: { expiresAt: { lt: before } } })
      await app.db.emailChange.deleteMany({ where: { createdAt: { lt: before } } })
      // Their refresh tokens go with them; until then reuse of one is noticed.
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
