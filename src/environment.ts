import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { cleanEnv } from './config.ts'
import type { Env } from './provider.ts'

/** The environment, and below it `.env` where there is one. */
export function withDotEnv(processEnv: Env): Env {
  const file = existsSync('.env') ? cleanEnv(parseEnv(readFileSync('.env', 'utf8'))) : {}
  return { ...file, ...cleanEnv(processEnv) }
}
