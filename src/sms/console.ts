import type { FastifyBaseLogger } from 'fastify'
import { masked } from '../logger.ts'
import type { SmsSender } from './sms.ts'

/** Says what would have gone out: whole in development, in production only that one would have. */
export const consoleSms = (log: FastifyBaseLogger, production: boolean): SmsSender => ({
  provider: 'console',
  async send({ to, body }) {
    if (production) log.warn(`📱 SMS (console) para: ${masked(to)}`)
    else log.info(`📱 SMS (console) para: ${to}\n   ${body}`)
    return {}
  },
  check: async () => {},
})
