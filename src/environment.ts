import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { cleanEnv } from './config.ts'
import type { Env } from './provider.ts'

/** Where a variable came from. */
export const sourceOf =
  (processEnv: Env) =>
  (name: string): 'environment' | '.env' =>
    cleanEnv(processEnv)[name] === undefined ? '.env' : 'environment'

/** The environment, and below it `.env` where there is one. */
export function withDotEnv(processEnv: Env): Env {
  const file = existsSync('.env') ? cleanEnv(parseEnv(readFileSync('.env', 'utf8'))) : {}
  return { ...file, ...cleanEnv(processEnv) }
}
