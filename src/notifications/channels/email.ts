import type { EmailSender } from '../../email/email.ts'
import { SendError } from '../../send-error.ts'
import type { ChannelSender } from '../channel.ts'
import { presentWords } from '../present.ts'
import { emailBody } from '../templates/email.ts'

/** A notification by e-mail. Every attempt bears the same Message-ID, so that a receiver folds what went out twice. */
export const emailChannel = (email: EmailSender, clinicName: string): ChannelSender => ({
  provider: email.provider,
  async deliver(due) {
    const { id, user } = due
    if (!user.email) throw new SendError('permanent', 'a conta não tem e-mail')
    const greeting = user.locale === 'en' ? `Hello, ${user.name}!` : `Olá, ${user.name}!`
    const { title, message } = presentWords(due)
    const body = emailBody({ title, greeting, paragraphs: [message], locale: user.locale, clinicName })
    return email.send({ to: { address: user.email, name: user.name }, messageId: id, ...body })
  },
})
