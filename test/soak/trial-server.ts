// The server as a process of its own, with what only a trial needs: short waits between attempts (RETRY_WAITS_MS, a comma
// list), and a death at the n-th statement after SIGUSR2 (DIE_AT), when it has been sent and before its answer is seen.
import pg from 'pg'
import { buildApp } from '../../src/app.ts'
import { providers } from '../../src/cli/providers.ts'
import { cleanEnv, loadConfig } from '../../src/config/config.ts'
import { listen } from '../../src/http/listen.ts'
import { ensureFirstAdmin } from '../../src/auth/first-admin.ts'

const { RETRY_WAITS_MS, DIE_AT } = process.env

let left = Infinity
process.on('SIGUSR2', () => {
  left = Number(DIE_AT)
  process.stdout.write('armed\n')
})

const query = pg.Client.prototype.query as (...args: any[]) => unknown

pg.Client.prototype.query = function (this: pg.Client, ...args: any[]): any {
  const result = query.apply(this, args)
  if (--left === 0) setImmediate(() => process.kill(process.pid, 'SIGKILL'))
  return result
}

const env = cleanEnv(process.env)
const config = loadConfig(env, providers)
const app = await buildApp({
  config,
  env,
  ...(RETRY_WAITS_MS ? { retryWaits: RETRY_WAITS_MS.split(',').map(Number) } : {}),
})
await ensureFirstAdmin(app, config)
await listen(app, config)
