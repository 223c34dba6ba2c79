import { SendError } from '../../send-error.ts'
import type { SmsSender } from '../../sms/sms.ts'
import type { ChannelSender, DueDelivery } from '../channel.ts'
import { isAppointmentKind, presentWords } from '../present.ts'
import { appointmentSms, noticeSms } from '../templates/sms.ts'

/** A notification by text message. One whose fate is not known is looked up before it is sent again. */
export const smsChannel = (sms: SmsSender, clinicName: string | undefined): ChannelSender => ({
  provider: sms.provider,
  async deliver(due) {
    const { user, uncertainSince } = due
    if (!user.phone) throw new SendError('permanent', 'a conta não tem telefone')
    const message = { to: user.phone, body: words(due, clinicName) }
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

function words(due: DueDelivery, clinicName: string | undefined): string {
  const { locale } = due.user
  const { type } = due.notification
  const { title, when } = presentWords(due)
  return when && isAppointmentKind(type)
    ? appointmentSms(type, { ...when, locale, clinicName })
    : noticeSms({ title, locale, clinicName })
}
