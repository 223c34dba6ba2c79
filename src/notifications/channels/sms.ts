import { SendError } from '../../send-error.ts'
import type { SmsSender } from '../../sms/sms.ts'
import type { ChannelSender, DueDelivery } from '../channel.ts'
import { isAppointmentKind, presentWords } from '../present.ts'
import { appointmentSms, noticeSms } from '../templates/sms.ts'

/** A notification by text message. One whose fate is not known is looked up before it is sent again. */
export const smsChannel = ({
  sms,
  clinicName,
  known,
}: {
  sms: SmsSender
  clinicName: string | undefined
  /** Those of a provider's ids that stand for other deliveries to this number. */
  known: (ids: readonly string[], to: string) => Promise<ReadonlySet<string>>
}): ChannelSender => ({
  provider: sms.provider,
  async deliver(due) {
    const { user, uncertainSince } = due
    if (!user.phone) throw new SendError('permanent', 'a conta não tem telefone')
    const message = { to: user.phone, body: words(due, clinicName) }
    if (uncertainSince && sms.find) {
      // A look-up that fails leaves the doubt where it is.
      const found = await sms.find(message, uncertainSince).catch((error: unknown) => {
        throw new SendError('uncertain', 'não se sabe se o SMS saiu: a consulta ao provedor falhou', { cause: error })
      })
      // Two alerts say the same: one that is another's is no sign that ours has left.
      const others = found.length > 0 ? await known(found, user.phone) : new Set<string>()
      const providerId = found.find((id) => !others.has(id))
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
