import fp from 'fastify-plugin'
import type { RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'
import type { Config } from '../config/config.ts'
import { AppError } from '../errors.ts'
import { signer } from '../config/signing.ts'
import { networkOf } from './network.ts'
import { type LimitName, limits as table, type Limits, type LimitState } from './limits.ts'

declare module 'fastify' {
  interface FastifyInstance {
    limits: Limits
  }
}

/** For so long a node remembers that a key is spent: who goes on all the same costs no statement. */
const spentMs = 1_000
const mostSpent = 10_000
/** How often rows whose window is over are removed. */
const sweepMs = 5 * 60_000

/** Counts in Redis where it is set, else in a table of the same PostgreSQL. */
export default fp<{ config: Config }>(
  async (app, { config }) => {
    const { sign } = signer('rate-limit', config)
    /** Whom a key stands for cannot be read from it: it may be an e-mail, an address or a telephone, and outlives an account. */
    const hashed = (key: string): string => sign(networkOf(key))
    const make = await limiterFactory()
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
          // The library rejects with its result when the points are spent. What was refused does not count: else honest
          // attempts beyond the limit would outlast the refunds of those within it.
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

    async function limiterFactory(): Promise<(name: LimitName) => Promise<RateLimiterAbstract>> {
      const library = await import('rate-limiter-flexible')
      const options = (name: LimitName) => ({
        points: table[name].points,
        duration: table[name].seconds,
        keyPrefix: `blurosiere:${name}`,
      })
      const { redis } = app
      if (redis)
        return async (name) => {
          // Others who count in the same Redis have people of the same numbers.
          const own = { ...options(name), keyPrefix: `blurosiere:${await app.installation()}:${name}` }
          const insuranceLimiter = new library.RateLimiterMemory(own)
          return new library.RateLimiterRedis({ ...own, storeClient: redis, insuranceLimiter })
        }
      const { execute } = app.database
      // The library's own timers, one for each limit, outlive the application.
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
  },
  { name: 'limits', dependencies: ['database', 'redis'] },
)
