import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '../errors.ts'
import { signer } from '../config/signing.ts'
import { networkOf } from './network.ts'
import { type LimitName, limits as table, type Limits, type LimitState } from './limits.ts'

declare module 'fastify' {
  interface FastifyInstance {
    limits: Limits
  }
}

/** How long a node remembers that a key is spent: refusals meanwhile cost no statement. */
const spentMs = 1_000
const mostSpent = 10_000
/** How often expired rows are removed. */
const sweepMs = 5 * 60_000

export default fp(
  async (app) => {
    const { config } = app
    const { sign } = signer('rate-limit', config)
    /** Keys may be e-mails, addresses or telephones, and outlive accounts: they are stored as MACs. */
    const hashed = (key: string): string => sign(networkOf(key))
    const make = await limiterFactory(app)
    const limiters = new Map<LimitName, RateLimiterAbstract>()
    for (const name of Object.keys(table) as LimitName[]) limiters.set(name, await make(name))
    const limiter = (name: LimitName) => limiters.get(name) as RateLimiterAbstract // every name of the table was made above

    const toState = (name: LimitName, result: RateLimiterRes | null): LimitState => {
      const limit = table[name].points
      const used = result?.consumedPoints ?? 0
      return {
        limit,
        used,
        remaining: Math.max(0, limit - used),
        resetSeconds: Math.ceil((result?.msBeforeNext ?? table[name].seconds * 1000) / 1000),
      }
    }
    const headers = (name: LimitName, state: LimitState) => ({
      'ratelimit-policy': `"${name}";q=${table[name].points};w=${table[name].seconds}`,
      ratelimit: `"${name}";r=${state.remaining};t=${state.resetSeconds}`,
    })
    const refuse = (name: LimitName, state: LimitState): never => {
      throw new AppError('rate_limited', {
        headers: { ...headers(name, state), 'retry-after': String(Math.max(1, state.resetSeconds)) },
      })
    }

    const spent = new Map<string, { at: number; state: LimitState }>()
    const spentKey = (name: LimitName, key: string) => `${name}|${hashed(key)}`

    const limits: Limits = {
      async consume(name, key) {
        const known = spent.get(spentKey(name, key))
        if (known && performance.now() - known.at < spentMs) return refuse(name, known.state)
        try {
          return toState(name, await limiter(name).consume(hashed(key)))
        } catch (error) {
          if (error instanceof Error) throw error
          // The library rejects with its result when the points are spent. A refused attempt does not count, or it would
          // outlast the refunds of those within the limit.
          await limiter(name).reward(hashed(key))
          const state = toState(name, error as RateLimiterRes)
          if (spent.size >= mostSpent) spent.clear()
          spent.set(spentKey(name, key), { at: performance.now(), state })
          return refuse(name, state)
        }
      },
      async check(name, key) {
        const state = toState(name, await limiter(name).get(hashed(key)))
        return state.used >= state.limit ? refuse(name, state) : state
      },
      async refund(name, key) {
        spent.delete(spentKey(name, key))
        await limiter(name).reward(hashed(key))
      },
      async reset(name, key) {
        spent.delete(spentKey(name, key))
        await limiter(name).delete(hashed(key))
      },
      headers,
    }
    app.decorate('limits', limits)
  },
  { name: 'limits', dependencies: ['database', 'redis'] },
)

/** Makes limiters that count in Redis where it is configured, else in a table of the same PostgreSQL. */
async function limiterFactory(app: FastifyInstance): Promise<(name: LimitName) => Promise<RateLimiterAbstract>> {
  const library = await import('rate-limiter-flexible')
  const options = (name: LimitName) => ({
    points: table[name].points,
    duration: table[name].seconds,
    keyPrefix: `blurosiere:${name}`,
  })
  const { redis } = app
  if (redis)
    return async (name) => {
      // Other installations in the same Redis have users of the same ids.
      const own = { ...options(name), keyPrefix: `blurosiere:${await app.installation()}:${name}` }
      const insuranceLimiter = new library.RateLimiterMemory(own)
      return new library.RateLimiterRedis({ ...own, storeClient: redis, insuranceLimiter })
    }
  const { execute } = app.database
  // Instead of the library's timers, one for each limit, which outlive the application.
  const sweep = setInterval(() => {
    void execute('DELETE FROM rate_limits WHERE expire < $1', [Date.now()]).catch(() => {})
  }, sweepMs).unref()
  app.addHook('onClose', async () => clearInterval(sweep))
  return async (name) =>
    new library.RateLimiterPostgres({
      ...options(name),
      storeType: 'client',
      storeClient: { query: execute },
      tableName: 'rate_limits',
      tableCreated: true,
      clearExpiredByTimeout: false,
    })
}
