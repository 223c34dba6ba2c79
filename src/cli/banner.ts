import type { FastifyInstance } from 'fastify'
import { type Choice, fallbackHint } from '../config/provider.ts'
import type { FirstAdmin } from '../auth/first-admin.ts'

/** What a developer wants to know of a server that has just started: where, with what, and how to get in. */
export function banner(app: FastifyInstance, admin: FirstAdmin | undefined): string {
  const { publicUrl, dataDir } = app.config
  const line = (label: string, chosen: Choice) =>
    `  ${label.padEnd(12)} ${chosen.name}${chosen.fallback ? ` (fallback; ${fallbackHint(chosen)})` : ''}`
  const fallback = app.database.kind === 'embedded'
  const name = fallback ? `embedded PostgreSQL in ${dataDir}` : 'PostgreSQL'
  return `${[
    '',
    `  BluRosiere listens on ${publicUrl}`,
    '',
    line('database', { name, fallback, problems: [], triggers: ['DATABASE_URL'] }),
    line('e-mail', app.email.chosen),
    line('sms', app.sms.chosen),
    line('storage', app.storageChoice),
    line('assistant', app.assistant.chosen),
    '',
    admin
      ? `  sign in with ${admin.email}${admin.password ? `, password ${admin.password}` : ''}${admin.file ? ` (kept in ${admin.file})` : ''}`
      : '  sign in with an account of yours, or register: POST /api/v1/auth/register',
    '  see it work: npm run demo',
    '',
  ].join('\n')}\n`
}
