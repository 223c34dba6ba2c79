import fp from 'fastify-plugin'
import { providerContext } from '../config/config.ts'
import { masked } from '../logger.ts'
import { longDate } from '../words/appointment.ts'
import { wordsFor } from '../words/catalogue.ts'
import { defaultLocale } from '../words/locale.ts'
import { SendError } from '../errors.ts'
import { choose, type Chosen, type Env } from '../config/provider.ts'
import { instantAt } from '../time/wall-clock.ts'
import { consoleEmail } from './console.ts'
import type { EmailMessage, EmailSender } from './email.ts'
import { renderLetter } from './letter.ts'
import { emailProviders } from './providers.ts'

export interface Email extends EmailSender {
  /** How the sender was chosen, for the banner and `/health`. */
  readonly chosen: Chosen<EmailSender>
  /** The code by which the provider last refused FROM_EMAIL, until it takes a message again. */
  senderRefused(): string | undefined
  /** The guide's `send_email`: one plain message to one address, now. Throws `SendError`. */
  sendEmail(to: string, subject: string, body: string): Promise<void>
  /** The guide's `send_appointment_reminder`. `date` and `time` are wall-clock in the clinic's zone: `2025-01-20`, `14:00`. */
  sendAppointmentReminder(reminder: { to: string; patientName: string; date: string; time: string }): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    email: Email
  }
}

export default fp<{ env: Env }>(
  async (app, { env }) => {
    const { config } = app
    const fallback = { name: 'console', port: consoleEmail(app.log, config.production) }
    const chosen = await choose(emailProviders, env, providerContext(config, app.log), fallback)
    const sender = chosen.port

    let refused: string | undefined
    const send = async (message: EmailMessage) => {
      const sent = await sender.send(message).catch((error: unknown) => {
        if (error instanceof SendError && error.speaksOf === 'sender') refused = error.code ?? 'no code'
        throw error
      })
      refused = undefined
      if (!chosen.fallback)
        app.log.info(`📧 Email enviado para: ${config.production ? masked(message.to.address) : message.to.address}`)
      return sent
    }
    app.decorate('email', {
      provider: sender.provider,
      from: sender.from,
      chosen,
      send,
      senderRefused: () => refused,
      check: () => sender.check(),
      close: () => sender.close(),
      async sendEmail(to, subject, body) {
        await send({ to: { address: to }, subject, text: body })
      },
      async sendAppointmentReminder({ to, patientName, date, time }) {
        const { appointment, letters } = wordsFor(defaultLocale)
        const day = longDate(instantAt(date, time, config.timezone), defaultLocale, config.timezone)
        const title = appointment.titles.lembrete
        const words = letters.reminder(day, time)
        const letter = renderLetter({
          locale: defaultLocale,
          subject: title,
          preheader: words,
          brand: config.clinic.brand,
          heading: title,
          paragraphs: [letters.greeting(patientName), words],
          footer: [letters.sentBy(config.clinic.brand)],
        })
        await send({ to: { address: to, name: patientName }, ...letter })
      },
    })
    app.addHook('onClose', () => sender.close())
  },
  { name: 'email' },
)
