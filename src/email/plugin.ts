import type { FastifyInstance } from 'fastify'
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

declare module 'fastify' {
  interface FastifyInstance {
    email: ReturnType<typeof emailBy>
  }
}

export default fp<{ env: Env }>(
  async (app, { env }) => {
    const { config, log } = app
    const fallback = { name: 'console', port: consoleEmail(log, config.production) }
    const chosen = await choose(emailProviders, env, providerContext(config, log), fallback)
    app.decorate('email', emailBy(chosen, app))
    app.addHook('onClose', app.email.close)
  },
  { name: 'email' },
)

/** `chosen`: how the sender was chosen, for the banner and `/health`. */
function emailBy(chosen: Chosen<EmailSender>, { config, log }: FastifyInstance) {
  let refused: string | undefined
  const send = async (message: EmailMessage) => {
    const { address } = message.to
    const sent = await chosen.port.send(message).catch((error: unknown) => {
      if (error instanceof SendError && error.speaksOf === 'sender') refused = error.code ?? 'no code'
      throw error
    })
    refused = undefined
    if (!chosen.fallback) log.info(`📧 Email enviado para: ${config.production ? masked(address) : address}`)
    return sent
  }
  return {
    ...chosen.port,
    chosen,
    send,
    /** The code by which the provider last refused FROM_EMAIL, until it takes a message again. */
    senderRefused: () => refused,
    /** The guide's `send_email`: one plain message to one address, now. Throws `SendError`. */
    async sendEmail(address: string, subject: string, text: string) {
      await send({ to: { address }, subject, text })
    },
    /** The guide's `send_appointment_reminder`. `date` and `time` are wall-clock in the clinic's zone: `2025-01-20`, `14:00`. */
    async sendAppointmentReminder({
      to: address,
      patientName: name,
      date,
      time,
    }: Record<'to' | 'patientName' | 'date' | 'time', string>) {
      const { appointment, letters } = wordsFor(defaultLocale)
      const { brand } = config.clinic
      const title = appointment.titles.lembrete
      const day = longDate(instantAt(date, time, config.timezone), defaultLocale, config.timezone)
      const words = letters.reminder(day, time)
      const letter = renderLetter({
        locale: defaultLocale,
        subject: title,
        preheader: words,
        brand,
        heading: title,
        paragraphs: [letters.greeting(name), words],
        footer: [letters.sentBy(brand)],
      })
      await send({ to: { address, name }, ...letter })
    },
  }
}
