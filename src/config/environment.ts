import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { cleanEnv } from './config.ts'
import type { Env } from './provider.ts'
import { StartFailure } from './start-failure.ts'

/** Where a variable came from. */
export const sourceOf =
  (processEnv: Env) =>
  (name: string): 'environment' | '.env' =>
    cleanEnv(processEnv)[name] === undefined ? '.env' : 'environment'

/** The environment, and below it `.env` where there is one. Throws `StartFailure` where that cannot be read. */
export function withDotEnv(processEnv: Env): Env {
  return { ...cleanEnv(parseEnv(dotEnv())), ...cleanEnv(processEnv) }
}

/** What of `.env` is probably not read as it was meant: values that a `#` without quotes cuts. */
export function dotEnvWarnings(source: ReturnType<typeof sourceOf>): string[] {
  const unquoted = dotEnv().replace(/(=[ \t]*)(["'`])[\s\S]*?\2/g, '$1')
  return [...unquoted.matchAll(/^\s*(?:export\s+)?([\w.-]+)[ \t]*=([^\n#]*)#/gm)].flatMap(
    ([, name = '', before = '']) =>
      // After a space it is a comment.
      /\s$/.test(before) || source(name) === 'environment'
        ? []
        : [`${name} in .env is cut at its #: put the value in quotes, ${name}="…", or a space before a comment`],
  )
}

/** The text of `.env`. Editors of Windows put a mark before it, or write UTF-16. */
function dotEnv(): string {
  if (!existsSync('.env')) return ''
  try {
    const bytes = readFileSync('.env')
    return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes)
  } catch (error) {
    throw new StartFailure(
      `.env cannot be read (${(error as NodeJS.ErrnoException).code}): make it a file that the user of this server may read`,
    )
  }
}
