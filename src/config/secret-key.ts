import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isPlaceholder, problem } from './provider.ts'
import { inFolder, StartFailure } from './start-failure.ts'
import { strength } from './secret-strength.ts'

const leastKey = 32

/** What makes a good one, on any machine that has openssl or Node. */
const makers = { key: 'openssl rand -base64 48', password: 'openssl rand -base64 18' } as const

/** Bits that withstand guessing. A key is guessed offline against a token, a password only as fast as the server answers. */
const leastBits = { key: 46, password: 17 } as const

/** Why a secret must not serve in production, by its variable and with what to do instead, or nothing. */
export function secretProblem(variable: string, value: string | undefined, kind: keyof typeof makers) {
  const make = `make one with \`${makers[kind]}\``
  if (!value) return problem(variable, 'missing', `is missing: ${make}`)
  const why =
    kind === 'key' && value.length < leastKey
      ? `under ${leastKey} characters`
      : isPlaceholder(value)
        ? 'an example from the guide'
        : strength(value) < leastBits[kind]
          ? 'easily guessed, being made of words, dates, sequences or repetitions'
          : undefined
  return why && problem(variable, 'malformed', `is weak: ${why}; ${make}`)
}

/** The key in DATA_DIR (mode 0600), made if there is none. Throws `StartFailure` where it is damaged. */
export function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'secret-key')
  const key = inFolder('DATA_DIR', () => madeOnce(dataDir, file), file)
  if (key.length >= leastKey) return key
  throw new StartFailure(
    `"${file}" holds no key of ${leastKey} characters: put back a copy of it, or delete it, and a new one is made ` +
      '(everybody signs in again, and links in mails sent before no longer work)',
  )
}

function madeOnce(dataDir: string, file: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  if (!existsSync(file)) {
    // Written aside and linked into place: a kill leaves no empty key, and of two processes one makes it.
    const draft = `${file}.${process.pid}`
    writeFileSync(draft, randomBytes(48).toString('base64url'), { mode: 0o600 })
    try {
      linkSync(draft, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      unlinkSync(draft)
    }
  }
  return readFileSync(file, 'utf8').trim()
}
