import type { FastifyBaseLogger } from 'fastify'
import { masked } from '../logger.ts'
import type { EmailSender } from './email.ts'

/** Says what would have gone out: the whole message in development, so that a link in it can be followed; in production only that one would have. */
export const consoleEmail = (log: FastifyBaseLogger, production: boolean): EmailSender => ({
  provider: 'console',
  from: 'noreply@localhost',
  async send({ to, subject, text }) {
    if (production) log.warn(`📧 Email (console) para: ${masked(to.address)}`)
    else
      log.info(`📧 Email (console) para: ${to.address}\n   Assunto: ${subject}\n   ${text.replaceAll('\n', '\n   ')}`)
    return {}
  },
  check: async () => {},
  close: async () => {},
})
