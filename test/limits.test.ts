import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { describe, expect, onTestFinished, test } from 'vitest'
import { AppError } from '../src/errors.ts'
import { limits as table } from '../src/limits/limits.ts'
import { secondNode, startApp, until } from './app.ts'

const redisUrl = process.env.TEST_REDIS_URL
const { points, seconds } = table['login-account']

/** How many of so many parallel attempts are let through. */
const admitted = async (app: Awaited<ReturnType<typeof startApp>>['app'], key: string, attempts: number) => {
  const all = await Promise.allSettled(Array.from({ length: attempts }, () => app.limits.consume('login-account', key)))
  for (const one of all) {
    if (one.status === 'rejected')
      expect(one.reason).toMatchObject({ code: 'rate_limited', headers: { 'retry-after': expect.any(String) } })
  }
  return all.filter(({ status }) => status === 'fulfilled').length
}

describe.each([
  ['in memory, or in PostgreSQL where the tests run on it', {}],
  ...(redisUrl ? [['in Redis', { REDIS_URL: redisUrl }] as const] : []),
] as [string, Record<string, string>][])('limits counted %s', (_where, env) => {
  test('let exactly so many through at once, say when to come back, and forget on request', async () => {
    const { app } = await startApp({ env })
    const key = randomBytes(6).toString('hex')
    expect(await admitted(app, key, 3 * points)).toBe(points)
    const refused: unknown = await app.limits.check('login-account', key).catch((error: unknown) => error)
    if (!(refused instanceof AppError)) throw new Error('it was not refused')
    expect(refused.headers['ratelimit-policy']).toBe(`"login-account";q=${points};w=${seconds}`)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(seconds - 60)
    expect(await admitted(app, `${key}-other`, 1)).toBe(1)
    await app.limits.refund('login-account', key)
    expect(await admitted(app, key, 5)).toBe(1)
    await app.limits.reset('login-account', key)
    expect(await admitted(app, key, 2)).toBe(2)
  })

  test('stand under keys that name no e-mail or address', async () => {
    const { app, call } = await startApp({ env })
    await call('POST', '/auth/login', { email: 'zuleica@example.com', password: 'not the password' })
    await call('POST', '/auth/forgot-password', { email: 'zuleica@example.com' })
    const keys = app.redis
      ? await app.redis.keys(`blurosiere:${await app.installation()}:*`)
      : (await app.db.rateLimit.findMany()).map(({ key }) => key)
    expect(keys.filter((key) => /login-anywhere|login-account|forgot-account/.test(key))).not.toEqual([])
    expect(keys.filter((key) => /zuleica|127\.0\.0\.1|@/.test(key))).toEqual([])
  })
})

if (!redisUrl) console.warn('skipped: limits in Redis (TEST_REDIS_URL is not set)')

test.skipIf(!redisUrl)(
  'two nodes of one database share their counts in Redis, two installations do not; without it each goes on by itself',
  async () => {
    const env = { REDIS_URL: redisUrl ?? '' }
    const one = await startApp({ env })
    const { node: two } = await secondNode(one, env)
    const key = randomBytes(6).toString('hex')
    expect((await admitted(one.app, key, points)) + (await admitted(two, key, points))).toBe(points)
    const others = await startApp({ env })
    expect(await admitted(others.app, key, 2 * points)).toBe(points)
    const redis = new Redis(redisUrl ?? '')
    onTestFinished(() => redis.disconnect())
    await redis.del(await redis.keys(`blurosiere:${await two.installation()}:login-account:*`))
    // A node remembers for a second that a key is spent.
    let more = 0
    await until('the node to ask Redis again', async () => (more += await admitted(two, key, 1)) > 0)
    expect(more + (await admitted(two, key, 2 * points))).toBe(points)
    const alone = await startApp({ env: { REDIS_URL: 'redis://127.0.0.1:1' } })
    expect(await admitted(alone.app, key, 2 * points)).toBe(points)
  },
)
