import type { FastifyInstance } from 'fastify'
import { appointmentLinks } from '../../appointments/links.ts'
import { type Letter, renderLetter } from '../../email/letter.ts'
import { SendError } from '../../errors.ts'
import type { ChannelSender, DueDelivery } from '../channel-sender.ts'
import { placeChangeIn } from '../../words/appointment-facts.ts'
import { appointmentLetter } from '../templates/appointment-letter.ts'
import { discreetSender } from '../../words/discretion.ts'
import { noticeLetter, type NoticeType } from '../templates/notice-letter.ts'
import { unsubscribeLinks } from '../unsubscribe.ts'

/**
 * A notification by e-mail, worded at the moment of sending: in the reader's present language and zone, of an appointment
 * from its present facts. Every attempt has the same Message-ID, so that receivers can drop a duplicate.
 */
export function emailChannel({ email, clock, calendar, config }: FastifyInstance): ChannelSender {
  const unsubscribe = unsubscribeLinks(config)
  const options = {
    clinic: { ...config.clinic, name: config.clinic.brand },
    appUrl: config.hasFrontEnd ? config.appUrl : undefined,
    links: appointmentLinks(config),
  }

  async function word({ notification, appointment, user: reader }: DueDelivery) {
    const { type } = notification
    const now = clock.now()
    const notice = (type: NoticeType, unsubscribeUrl?: string): Letter =>
      noticeLetter({ ...notification, type }, { ...options, reader, unsubscribeUrl })
    switch (type) {
      case 'lembrete':
      case 'agendamento':
      case 'confirmacao':
      case 'remarcacao':
      case 'cancelamento':
        // Its appointment was deleted.
        if (!appointment) return { letter: notice('sistema') }
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
      case 'mensagem':
        return { letter: notice(type, unsubscribe.url(reader.id)), headers: unsubscribe.headers(reader.id) }
      case 'alerta':
      case 'seguranca':
      case 'sistema':
        return { letter: notice(type) }
    }
  }

  return {
    provider: email.provider,
    fallback: email.chosen.fallback,
    async deliver(due) {
      const { id: messageId, user, beginBy } = due
      if (!user.email) throw new SendError('permanent', 'a conta não tem e-mail')
      const { letter, ...parts } = await word(due)
      return email.send({
        to: { address: user.email, name: user.name },
        senderName: user.discreet ? discreetSender : undefined,
        messageId,
        beginBy,
        ...renderLetter(letter),
        ...parts,
      })
    },
  }
}
