import { randomBytes } from 'node:crypto'
import { audit } from '../audit/audit.ts'
import { hashPassword } from '../auth/passwords.ts'
import { loadConfig } from '../config/config.ts'
import { openBesideServer } from '../database/client.ts'
import { transaction, violates } from '../database/transaction.ts'
import { email, personName } from '../users/users.ts'
import type { Command } from './command.ts'

/** Makes an administrator with a password of its own, in the database, whether the server runs or not. */
export const createAdmin: Command = {
  name: 'create-admin',
  usage: '<email> [name]',
  summary: 'makes an administrator and prints its password once',
  async run({ env, say, passed, failed }, to = '', called = 'Administração') {
    const [address, name] = [email.safeParse(to), personName.safeParse(called)]
    if (!address.success) return failed('e-mail', to, 'give one bare address, such as maria@example.com')
    if (!name.success) return failed('name', called, 'give a name of up to 120 characters, in one line')
    const config = loadConfig(env, [])
    const password = randomBytes(15).toString('base64url')
    const data = {
      name: name.data,
      email: address.data,
      role: 'admin',
      timezone: config.timezone,
      passwordHash: await hashPassword(password),
      // The operator vouches for the address.
      emailVerifiedAt: new Date(),
    } as const
    try {
      const database = await openBesideServer(config)
      await transaction(database.db, async (tx) => {
        const { id: resourceId } = await tx.user.create({ data })
        await audit(tx, { action: 'user.create', resourceId, detail: { role: 'admin', by: 'cli' } }, new Date())
      }).finally(() => database.close())
    } catch (error) {
      if (violates(error)) {
        const what =
          'sign in as an administrator and give it the role (PATCH /api/v1/users/:id), or use another address'
        return failed('account', `there is already an account with ${data.email}; nothing was changed`, what)
      }
      const what = 'start the server once, so that the database is there, and see DATABASE_URL'
      return failed('database', (error as Error).message, what)
    }
    passed('account', `${data.email} may sign in`)
    say(`\nPassword, shown only here: ${password}`)
    return 0
  },
}
