import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { hashPassword } from './passwords.ts'
import { type Config, ConfigError } from '../config/config.ts'
import { inFolder, StartFailure } from '../config/start-failure.ts'
import { transaction } from '../database/transaction.ts'

export interface FirstAdmin {
  readonly email: string
  /** Only at the start that made the account. */
  readonly password?: string
  /** Where it is kept, in development. */
  readonly file?: string
}

const kept = z.object({ email: z.string().min(1), password: z.string().min(1) })

/** The administrator that the first start has made, as DATA_DIR keeps it. Throws `StartFailure` where the file is damaged. */
export function keptAdmin(file: string): z.output<typeof kept> {
  const text = inFolder('DATA_DIR', () => readFileSync(file, 'utf8'), file)
  try {
    return kept.parse(JSON.parse(text))
  } catch (error) {
    throw new StartFailure(
      `"${file}" is damaged: put back a copy of it, or delete it; without it the administrator's password is known to nobody, and ` +
        '`npm run cli -- create-admin` makes another',
      { cause: error },
    )
  }
}
const lock = 7_203_002

/**
 * Makes the first administrator: with ADMIN_EMAIL and ADMIN_PASSWORD that account, if there is no administrator yet; else,
 * outside production and on a database without users, `admin@localhost` with a random password, kept in
 * DATA_DIR/first-admin.json (mode 0600). Returns what a banner may show.
 */
export async function ensureFirstAdmin(app: FastifyInstance, config: Config): Promise<FirstAdmin | undefined> {
  const file = join(config.dataDir, 'first-admin.json')
  const { firstAdmin } = config
  const make = (email: string, passwordHash: string, only: 'noAdmin' | 'noUser') =>
    transaction(app.db, async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lock})`
      if ((await tx.user.count({ where: only === 'noAdmin' ? { role: 'admin', erasedAt: null } : {} })) > 0)
        return false
      // The operator vouches for the address by writing it into the environment.
      const data = {
        name: 'Administração',
        role: 'admin',
        timezone: config.timezone,
        emailVerifiedAt: new Date(),
      } as const
      const { id } = await tx.user.create({ data: { ...data, email, passwordHash } })
      await app.audit.change(tx, { action: 'user.create', resourceId: id, detail: { role: 'admin', by: 'start' } })
      return true
    })

  if (firstAdmin) {
    if (await app.db.user.findFirst({ where: { role: 'admin', erasedAt: null }, select: { id: true } }))
      return { email: firstAdmin.email }
    const namesake = await app.db.user.findUnique({ where: { email: firstAdmin.email }, select: { role: true } })
    // An administrator by now: another node, started at the same moment, was quicker.
    if (namesake && namesake.role !== 'admin') {
      throw new ConfigError([
        {
          variable: 'ADMIN_EMAIL',
          kind: 'malformed',
          message: 'ADMIN_EMAIL is the address of an account that is no administrator',
        },
      ])
    }
    await make(firstAdmin.email, await hashPassword(firstAdmin.password), 'noAdmin')
    return { email: firstAdmin.email }
  }
  if (config.production) return undefined
  if ((await app.db.user.count()) > 0) {
    return existsSync(file) ? { email: keptAdmin(file).email, file } : undefined
  }
  // The file first: if the process dies in between, the next start uses that password.
  if (!existsSync(file)) {
    inFolder('DATA_DIR', () => mkdirSync(config.dataDir, { recursive: true, mode: 0o700 }))
    const account = { email: 'admin@localhost', password: randomBytes(15).toString('base64url') }
    writeFileSync(`${file}.new`, `${JSON.stringify(account, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  const account = keptAdmin(file)
  const made = await make(account.email, await hashPassword(account.password), 'noUser')
  return { email: account.email, file, ...(made ? { password: account.password } : {}) }
}
