import fp from 'fastify-plugin'
import { providerContext } from '../config/config.ts'
import { masked } from '../logger.ts'
import { reminderSms } from '../words/sms.ts'
import { type Choice, chooseAll, type Env } from '../config/provider.ts'
import { type SmsBudget, smsBudget } from './budget.ts'
import { consoleSms } from './console.ts'
import { failover, type SmsVendors } from './failover.ts'
import { smsProviders } from './providers.ts'
import type { SmsMessage, SmsWebhooks } from './sms.ts'

export interface Sms extends SmsVendors {
  readonly chosen: Choice
  /** The calls of each provider that makes any. */
  readonly webhooksOf: readonly { readonly provider: string; readonly webhooks: SmsWebhooks }[]
  /** What may leave in a day; nothing where nothing costs. */
  readonly budget: SmsBudget | undefined
  /** The guide's `send_appointment_reminder`. `to` is E.164; `date` and `time` are wall-clock: `2025-01-20`, `14:00`. */
  sendAppointmentReminder(reminder: { to: string; date: string; time: string }): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    sms: Sms
  }
}

export default fp<{ env: Env }>(
  async (app, { env }) => {
    const { config, clock } = app
    const fallback = { name: 'console', port: consoleSms(app.log, config.production) }
    const { ports, ...chosen } = await chooseAll(smsProviders, env, providerContext(config, app.log), fallback)
    const sender = failover(ports, app.log)
    const send = async (message: SmsMessage) => {
      const sent = await sender.send(message)
      if (!chosen.fallback) app.log.info(`📱 SMS enviado para: ${config.production ? masked(message.to) : message.to}`)
      return sent
    }
    const { smsDailyBudget, timezone } = config
    app.decorate('sms', {
      ...sender,
      chosen,
      webhooksOf: ports.flatMap(({ provider, webhooks }) => (webhooks ? [{ provider, webhooks }] : [])),
      budget: chosen.fallback ? undefined : smsBudget({ clock, timezone, budget: smsDailyBudget }),
      send,
      async sendAppointmentReminder({ to, date, time }) {
        await send({ to, body: reminderSms({ date, time, clinicName: config.clinic.name }) })
      },
    })
  },
  { name: 'sms' },
)
