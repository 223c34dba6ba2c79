import type { FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import { type AppOptions, buildApp } from '../../src/app.ts'
import { ensureFirstAdmin } from '../../src/auth/first-admin.ts'
import { providers } from '../../src/cli/providers.ts'
import { cleanEnv, loadConfig } from '../../src/config/config.ts'
import { freePort } from '../ports.ts'

export interface RestartableNode {
  readonly url: string
  readonly port: number
  /** Closes it as SIGTERM does, and starts it again at the same place, on the same database. */
  restart(): Promise<void>
}

/** The whole application in this process, on this database and clock; it is closed when the test ends. */
export async function restartableNode(
  given: Record<string, string>,
  clock: AppOptions['clock'],
): Promise<RestartableNode> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = cleanEnv({ HOST: '127.0.0.1', PORT: String(port), PUBLIC_URL: url, LOG_LEVEL: 'silent', ...given })
  let app: FastifyInstance | undefined
  const start = async () => {
    const config = loadConfig(env, providers)
    app = await buildApp({ config, env, clock })
    await ensureFirstAdmin(app, config)
    await app.listen({ port, host: '127.0.0.1' })
  }
  await start()
  onTestFinished(() => app?.close())
  return {
    url,
    port,
    async restart() {
      await app?.close()
      await start()
    },
  }
}
