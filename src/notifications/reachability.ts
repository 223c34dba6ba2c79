import type { Channel, NotificationType, Role } from '../database/generated/client.ts'
import { isOfCountry, takesSms } from '../users/phone-number.ts'
import { optedOutReason } from '../sms/opt-outs.ts'
import { policyOf, type SentChannel } from './channels.ts'
import { isLocked, notificationTypes } from './notification-types.ts'

/** What decides whether a channel to a person is open. */
export interface Reachable {
  readonly email: string | null
  readonly phone: string | null
  /** The channels that the person turned off for the type. */
  readonly off: readonly string[]
  /** The owner of the number wants no SMS. */
  readonly optedOut: boolean
}

/** Why this channel to a person is closed for this type, in words for staff; nothing if it is open. */
export function whyClosed(channel: SentChannel, type: NotificationType, person: Reachable) {
  const { label, reachedBy } = policyOf(channel)
  if (!isLocked(type) && person.off.includes(channel)) return `a pessoa desligou ${type} por ${label}`
  if (reachedBy === 'email') return person.email ? undefined : 'a conta não tem e-mail'
  if (!person.phone) return 'a conta não tem telefone'
  if (person.optedOut) return optedOutReason
  return takesSms(person.phone) ? undefined : 'o telefone não recebe SMS'
}

/** `country_not_allowed` where a patient's number is of none of these countries (SMS_COUNTRIES). Alerts go anywhere. */
export function whyAbroad(
  channel: SentChannel,
  type: NotificationType,
  { phone, role }: { phone: string | null; role: Role },
  countries: readonly string[],
) {
  if (!policyOf(channel).costs || type === 'alerta' || role !== 'paciente' || !phone) return undefined
  return isOfCountry(phone, countries) ? undefined : 'country_not_allowed'
}

/** Why a notification does not use this channel; nothing if it does. `chosen`: the channels that the caller named, if any. */
export function whyNotChosen(channel: SentChannel, type: NotificationType, chosen: readonly Channel[] | undefined) {
  const { label } = policyOf(channel)
  if (chosen) return chosen.includes(channel) ? undefined : `não foi pedido por ${label}`
  return notificationTypes[type].channels.includes(channel) ? undefined : `${type} não vai por ${label}`
}
