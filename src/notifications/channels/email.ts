import type { AppointmentLinks } from '../../appointments/links.ts'
import type { Calendar } from '../../calendar/calendar.ts'
import type { Clock } from '../../time/clock.ts'
import type { EmailMessage, EmailSender } from '../../email/email.ts'
import { type Letter, renderLetter } from '../../email/letter.ts'
import { SendError } from '../../errors.ts'
import type { ChannelSender, DueDelivery } from '../channel-sender.ts'
import { placeChangeIn } from '../../words/appointment-facts.ts'
import { appointmentLetter, type Clinic } from '../templates/appointment-letter.ts'
import { discreetSender } from '../../words/discretion.ts'
import { noticeLetter } from '../templates/notice-letter.ts'
import type { UnsubscribeLinks } from '../unsubscribe.ts'

interface EmailChannelOptions {
  email: Pick<EmailSender, 'provider' | 'send'>
  clock: Clock
  clinic: Clinic
  /** The front end, where there is one of its own. */
  appUrl?: string | undefined
  links: AppointmentLinks
  unsubscribe: UnsubscribeLinks
  calendar: Calendar
}

/**
 * A notification by e-mail, worded at the moment of sending: in the reader's present language and zone, of an appointment
 * from its present facts. Every attempt has the same Message-ID, so that receivers can drop a duplicate.
 */
export function emailChannel(options: EmailChannelOptions): ChannelSender {
  const { email, clock, calendar } = options

  async function word(due: DueDelivery): Promise<{ letter: Letter } & Pick<EmailMessage, 'headers' | 'calendar'>> {
    const { notification, appointment, user: reader } = due
    const { type } = notification
    const now = clock.now()
    switch (type) {
      case 'lembrete':
      case 'agendamento':
      case 'confirmacao':
      case 'remarcacao':
      case 'cancelamento':
        // Its appointment was deleted.
        if (!appointment) return { letter: noticeLetter({ ...notification, type: 'sistema' }, { ...options, reader }) }
        return {
          letter: appointmentLetter(type, {
            ...options,
            appointment,
            reader,
            now,
            change: placeChangeIn(notification.data),
          }),
          // A reminder changes nothing in a calendar.
          calendar: type === 'lembrete' ? undefined : await calendar.invitation(appointment, reader, now),
        }
      case 'mensagem': {
        const unsubscribeUrl = options.unsubscribe.url(reader.id)
        const letter = noticeLetter({ ...notification, type }, { ...options, reader, unsubscribeUrl })
        return { letter, headers: options.unsubscribe.headers(reader.id) }
      }
      case 'alerta':
      case 'seguranca':
      case 'sistema':
        return { letter: noticeLetter({ ...notification, type }, { ...options, reader }) }
    }
  }

  return {
    provider: email.provider,
    async deliver(due) {
      const { id, user, beginBy } = due
      if (!user.email) throw new SendError('permanent', 'a conta não tem e-mail')
      const { letter, ...parts } = await word(due)
      return email.send({
        to: { address: user.email, name: user.name },
        ...(user.discreet ? { senderName: discreetSender } : {}),
        messageId: id,
        beginBy,
        ...renderLetter(letter),
        ...parts,
      })
    },
  }
}
