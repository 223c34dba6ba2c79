import { randomBytes } from 'node:crypto'
import { audit } from '../audit/audit.ts'
import { hashPassword } from '../auth/passwords.ts'
import { loadConfig } from '../config/config.ts'
import { openBesideServer } from '../database/client.ts'
import { transaction, violates } from '../database/transaction.ts'
import { email, personName } from '../users/users.ts'
import type { Command } from './command.ts'
import { steps } from '../config/diagnosis.ts'

/** Makes an administrator with a password of its own, in the database, whether the server runs or not. */
export const createAdmin: Command = {
  name: 'create-admin',
  usage: '<email> [name]',
  summary: 'makes an administrator and prints its password once',
  async run({ env, say }, address = '', name = 'Administração') {
    const { passed, failed } = steps(say)
    const parsed = { email: email.safeParse(address), name: personName.safeParse(name) }
    if (!parsed.email.success) return failed('e-mail', address, 'give one bare address, such as maria@example.com')
    if (!parsed.name.success) return failed('name', name, 'give a name of up to 120 characters, in one line')
    const config = loadConfig(env, [])
    const account = {
      email: parsed.email.data,
      name: parsed.name.data,
      password: randomBytes(15).toString('base64url'),
    }
    try {
      const database = await openBesideServer(config)
      try {
        const passwordHash = await hashPassword(account.password)
        await transaction(database.db, async (tx) => {
          const made = await tx.user.create({
            data: {
              name: account.name,
              email: account.email,
              role: 'admin',
              timezone: config.timezone,
              passwordHash,
              // The operator vouches for the address.
              emailVerifiedAt: new Date(),
            },
          })
          const detail = { role: 'admin', by: 'cli' }
          await audit(tx, { action: 'user.create', resourceId: made.id, detail }, new Date())
        })
      } finally {
        await database.close()
      }
    } catch (error) {
      if (violates(error)) {
        const what =
          'sign in as an administrator and give it the role (PATCH /api/v1/users/:id), or use another address'
        return failed('account', `there is already an account with ${account.email}; nothing was changed`, what)
      }
      return failed(
        'database',
        (error as Error).message,
        'start the server once, so that the database is there, and see DATABASE_URL',
      )
    }
    passed('account', `${account.email} may sign in`)
    say(`\nPassword, shown only here: ${account.password}`)
    return 0
  },
}
