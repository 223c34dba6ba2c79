import module from 'node:module'
import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import { banner } from './cli/banner.ts'
import { providers } from './cli/providers.ts'
import { checkEnvironment, loadConfig } from './config/config.ts'
import { dotEnvWarnings, sourceOf, withDotEnv } from './config/environment.ts'
import { listen } from './http/listen.ts'
import type { Env } from './config/provider.ts'
import { startFailure } from './config/start-failure.ts'
import { ensureFirstAdmin } from './auth/first-admin.ts'

/** Longest that a shutdown may take; what is not done by then is the queue's to do again. */
const shutdownMs = 20_000

/**
 * Runs the server until a signal: configuration in, listen, exit code out. What an operator has to mend is said in words
 * (exit code 1); a fault of ours with its stack.
 */
export async function run(processEnv: Env): Promise<void> {
  let app: FastifyInstance | undefined
  let stopping = false
  const stop = (reason: string, code: number) => {
    if (stopping) return
    stopping = true
    app?.log.info({ reason }, 'stopping')
    setTimeout(() => process.exit(code), shutdownMs).unref()
    Promise.resolve(app?.close()).then(
      () => process.exit(code),
      (error: unknown) => {
        app?.log.error({ err: error }, 'the shutdown failed')
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => stop(signal, 0))
  const fatal = (error: unknown) => {
    if (app) app.log.fatal({ err: error }, 'uncaught')
    else process.stderr.write(`${textOf(error)}\n`)
    stop('uncaught', 1)
  }
  process.on('uncaughtException', fatal)
  process.on('unhandledRejection', fatal)

  try {
    const env = withDotEnv(processEnv)
    const warnings = dotEnvWarnings(sourceOf(processEnv))
    const config = loadConfig(env, providers, warnings)
    app = await buildApp({ config, env })
    for (const warning of [...warnings, ...checkEnvironment(env, providers).warnings]) app.log.warn(warning)
    const admin = await ensureFirstAdmin(app, config)
    await listen(app, config)
    if (!config.production) process.stdout.write(banner(app, admin))
    else {
      const serving = { email: app.email.chosen.name, sms: app.sms.chosen.name, ai: app.assistant.chosen.name }
      app.log.info({ ...serving, database: app.database.kind, url: config.publicUrl }, 'listening')
    }
    module.flushCompileCache()
  } catch (error) {
    process.stderr.write(`${startFailure(error) ?? textOf(error)}\n`)
    await app?.close().catch(() => {})
    process.exit(1)
  }
}

const textOf = (error: unknown) => String((error as Error | undefined)?.stack ?? error)
