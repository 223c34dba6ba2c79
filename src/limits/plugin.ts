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
    const limiter = await limiterFactory(app)

    const stateOf = (name: LimitName, result: RateLimiterRes | null): LimitState => ({
      limit: table[name].points,
      used: result?.consumedPoints ?? 0,
      resetSeconds: Math.ceil((result?.msBeforeNext ?? table[name].seconds * 1000) / 1000),
    })
    // IETF draft-ietf-httpapi-ratelimit-headers.
    const refuse = (name: LimitName, { limit, used, resetSeconds }: LimitState): never => {
      const headers = {
        'ratelimit-policy': `"${name}";q=${limit};w=${table[name].seconds}`,
        ratelimit: `"${name}";r=${Math.max(0, limit - used)};t=${resetSeconds}`,
        'retry-after': String(Math.max(1, resetSeconds)),
      }
      throw new AppError('rate_limited', { headers })
    }

    const spent = new Map<string, { at: number; state: LimitState }>()
    const spentKey = (name: LimitName, key: string) => `${name}|${hashed(key)}`

    app.decorate('limits', {
      async consume(name, key) {
        const known = spent.get(spentKey(name, key))
        if (known && performance.now() - known.at < spentMs) return refuse(name, known.state)
        try {
          return stateOf(name, await limiter(name).consume(hashed(key)))
        } catch (error) {
          if (error instanceof Error) throw error
          // The library rejects with its result when the points are spent. A refused attempt does not count, or it would
          // outlast the refunds of those within the limit.
          await limiter(name).reward(hashed(key))
          const state = stateOf(name, error as RateLimiterRes)
          if (spent.size >= mostSpent) spent.clear()
          spent.set(spentKey(name, key), { at: performance.now(), state })
          return refuse(name, state)
        }
      },
      async check(name, key) {
        const state = stateOf(name, await limiter(name).get(hashed(key)))
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
    })
  },
  { name: 'limits', dependencies: ['database', 'redis'] },
)

/** Limiters that count in Redis where it is configured, else in a table of the same PostgreSQL. Each is made once. */
async function limiterFactory(app: FastifyInstance): Promise<(name: LimitName) => RateLimiterAbstract> {
  const { RateLimiterMemory, RateLimiterPostgres, RateLimiterRedis } = await import('rate-limiter-flexible')
  const { redis, database } = app
  // Other installations in the same Redis have users of the same ids.
  const prefix = redis ? `blurosiere:${await app.installation()}` : 'blurosiere'
  const make = (name: LimitName) => {
    const { points, seconds: duration } = table[name]
    const options = { points, duration, keyPrefix: `${prefix}:${name}` }
    if (redis)
      return new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: new RateLimiterMemory(options) })
    return new RateLimiterPostgres({
      ...options,
      storeType: 'client',
      storeClient: { query: database.execute },
      tableName: 'rate_limits',
      tableCreated: true,
      clearExpiredByTimeout: false,
    })
  }
  if (!redis) {
    // Instead of the library's timers, one for each limit, which outlive the application.
    const sweep = setInterval(() => {
      void database.execute('DELETE FROM rate_limits WHERE expire < $1', [Date.now()]).catch(() => {})
    }, sweepMs).unref()
    app.addHook('onClose', async () => clearInterval(sweep))
  }
  const made = Object.fromEntries(Object.keys(table).map((name) => [name, make(name as LimitName)]))
  return (name) => made[name] as RateLimiterAbstract // of every name of the table
}
