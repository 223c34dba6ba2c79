import fp from 'fastify-plugin'
import type { Clock } from '../time/clock.ts'
import { type Config, providerContext } from '../config/config.ts'
import { masked } from '../logger.ts'
import { reminderSms } from '../words/sms.ts'
import { choose, type Chosen, type Env } from '../config/provider.ts'
import { type SmsBudget, smsBudget } from './budget.ts'
import { consoleSms } from './console.ts'
import type { SmsMessage, SmsSender } from './sms.ts'
import { twilio } from './twilio.ts'

// In order of preference. A new provider is one file beside this one and one name here.
export const smsProviders = [twilio]

export interface Sms extends SmsSender {
  readonly chosen: Chosen<SmsSender>
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

export default fp<{ config: Config; env: Env; clock: Clock }>(
  async (app, { config, env, clock }) => {
    const fallback = { name: 'console', port: consoleSms(app.log, config.production) }
    const chosen = await choose(smsProviders, env, providerContext(config, app.log), fallback)
    const sender = chosen.port
    const send = async (message: SmsMessage) => {
      const sent = await sender.send(message)
      if (!chosen.fallback) app.log.info(`📱 SMS enviado para: ${config.production ? masked(message.to) : message.to}`)
      return sent
    }
    const { smsDailyBudget, timezone } = config
    app.decorate('sms', {
      provider: sender.provider,
      chosen,
      budget: chosen.fallback ? undefined : smsBudget({ clock, timezone, budget: smsDailyBudget }),
      send,
      ...(sender.find ? { find: sender.find.bind(sender) } : {}),
      ...(sender.report ? { report: sender.report.bind(sender) } : {}),
      ...(sender.webhooks ? { webhooks: sender.webhooks } : {}),
      check: () => sender.check(),
      async sendAppointmentReminder({ to, date, time }) {
        await send({ to, body: reminderSms({ date, time, clinicName: config.clinic.name }) })
      },
    })
  },
  { name: 'sms' },
)
