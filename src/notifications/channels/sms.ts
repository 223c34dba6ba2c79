import { SendError } from '../../send-error.ts'
import type { SmsSender } from '../../sms/sms.ts'
import type { ChannelSender, DueDelivery } from '../channel.ts'
import { appointmentSms, noticeSms } from '../templates/sms.ts'

/** A notification by text message. One whose fate is not known is looked up before it is sent again. */
export const smsChannel = (sms: SmsSender, clinicName: string | undefined): ChannelSender => ({
  provider: sms.provider,
  async deliver({ notification, user, uncertainSince }) {
    if (!user.phone) throw new SendError('permanent', 'a conta não tem telefone')
    const message = { to: user.phone, body: words(notification, user.locale, clinicName) }
    if (uncertainSince && sms.find) {
      // A look-up that fails leaves the doubt where it is.
      const providerId = await sms.find(message, uncertainSince).catch((error: unknown) => {
        throw new SendError('uncertain', 'não se sabe se o SMS saiu: a consulta ao provedor falhou', { cause: error })
      })
      if (providerId) return { providerId }
    }
    return sms.send(message)
  },
})

function words(
  { type, title, data }: DueDelivery['notification'],
  locale: string,
  clinicName: string | undefined,
): string {
  const { date, time } = data
  switch (type) {
    case 'agendamento':
    case 'confirmacao':
    case 'remarcacao':
    case 'cancelamento':
    case 'lembrete':
      if (typeof date === 'string' && typeof time === 'string')
        return appointmentSms(type, { date, time, locale, clinicName })
      break
    default:
  }
  return noticeSms({ title, locale, clinicName })
}
