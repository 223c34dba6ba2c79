import fp from 'fastify-plugin'
import type { Redis } from 'ioredis'

declare module 'fastify' {
  interface FastifyInstance {
    /** The connection to REDIS_URL, if that is set. While Redis is away each command fails at once: nobody waits for it. */
    redis: Redis | undefined
  }
}

export default fp(
  async (app) => {
    const { config } = app
    const redis = config.redisUrl ? await open(config.redisUrl) : undefined
    redis?.on('error', (error) =>
      app.log.warn(
        { err: error },
        'Redis is away; meanwhile each node counts limits on its own, and sockets look into the log',
      ),
    )
    await redis?.connect().catch(() => {})
    app.decorate('redis', redis)
    app.addHook('onClose', async () => redis?.disconnect())
  },
  { name: 'redis' },
)

async function open(url: string): Promise<Redis> {
  const { Redis } = await import('ioredis')
  return new Redis(url, {
    lazyConnect: true,
    connectTimeout: 3_000,
    commandTimeout: 3_000,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    retryStrategy: (attempt) => Math.min(attempt * 100, 1_000),
  })
}
