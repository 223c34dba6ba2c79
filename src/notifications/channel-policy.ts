import type { Channel, NotificationType, Role } from '../database/generated/client.ts'
import { isOfCountry, takesSms } from '../users/phone-number.ts'
import { optedOutReason } from '../sms/opt-outs.ts'

/** The ways that a provider serves and a person may turn off. The inbox and its push always stand. */
export const sentChannels = ['email', 'sms'] as const satisfies readonly Channel[]
export type SentChannel = (typeof sentChannels)[number]

export const isSent = (channel: Channel): channel is SentChannel => channel === 'email' || channel === 'sms'

/** What the type deserves where nobody narrows it. SMS costs money and interrupts: only what a person must not miss. */
const waysOf: Record<NotificationType, readonly Channel[]> = {
  lembrete: ['in_app', 'websocket', 'email', 'sms'],
  agendamento: ['in_app', 'websocket', 'email', 'sms'],
  confirmacao: ['in_app', 'websocket', 'email', 'sms'],
  remarcacao: ['in_app', 'websocket', 'email', 'sms'],
  cancelamento: ['in_app', 'websocket', 'email', 'sms'],
  mensagem: ['in_app', 'websocket', 'email'],
  // The e-mail is held back for a while in which somebody may still read the alert.
  alerta: ['in_app', 'websocket', 'sms', 'email'],
  sistema: ['in_app', 'websocket'],
  seguranca: ['in_app', 'websocket', 'email'],
}

/** These reach a person whatever was turned off, and at any hour (contract §4). */
export const lockedTypes: readonly NotificationType[] = ['seguranca', 'alerta']

/** How long an alert may stand unread before the next step: its e-mail leaves, and then the administrators are told. */
export const escalationMs = { email: 5 * 60_000, admins: 10 * 60_000 } as const

/** An alert overtakes whatever waits in the queue, and news of one's account all but that. */
export const priorityOf = (type: NotificationType): number => (type === 'alerta' ? 20 : type === 'seguranca' ? 10 : 0)

const words: Record<SentChannel, string> = { email: 'e-mail', sms: 'SMS' }

/** What of a person decides whether a way to them is open. */
export interface Reachable {
  readonly email: string | null
  readonly phone: string | null
  /** The channels that the person turned off for this type. */
  readonly off: readonly string[]
  /** The owner of the number wants no SMS. */
  readonly optedOut: boolean
}

/** Why this way to a person is closed for this type, in words for staff; nothing if it is open. */
export function whyClosed(channel: SentChannel, type: NotificationType, person: Reachable): string | undefined {
  if (!lockedTypes.includes(type) && person.off.includes(channel))
    return `a pessoa desligou ${type} por ${words[channel]}`
  if (channel === 'email' && !person.email) return 'a conta não tem e-mail'
  if (channel !== 'sms') return undefined
  if (!person.phone) return 'a conta não tem telefone'
  if (person.optedOut) return optedOutReason
  return takesSms(person.phone) ? undefined : 'o telefone não recebe SMS'
}

/** `country_not_allowed` where a patient's number is of none of these countries (SMS_COUNTRIES). Alerts go anywhere. */
export function whyAbroad(
  channel: SentChannel,
  type: NotificationType,
  { phone, role }: { readonly phone: string | null; readonly role: Role },
  countries: readonly string[],
): string | undefined {
  if (channel !== 'sms' || type === 'alerta' || role !== 'paciente' || !phone) return undefined
  return isOfCountry(phone, countries) ? undefined : 'country_not_allowed'
}

/** Why a notification does not go this way at all; nothing if it does. `asked`: where somebody chose the ways. */
export function whyNotAsked(
  channel: SentChannel,
  type: NotificationType,
  asked: readonly Channel[] | undefined,
): string | undefined {
  if (asked) return asked.includes(channel) ? undefined : `não foi pedido por ${words[channel]}`
  return waysOf[type].includes(channel) ? undefined : `${type} não vai por ${words[channel]}`
}
