import type { Channel, NotificationType } from '../database/generated/client.ts'

interface TypePolicy {
  /** Unless the caller names others. */
  readonly channels: readonly Channel[]
  /** Cannot be turned off, and has an hourly cap of its own. */
  readonly locked?: boolean
  /** Deferred by a person's quiet hours. */
  readonly deferred?: boolean
  /** Overtakes what waits in the queue. */
  readonly priority?: number
}

const inbox = ['in_app', 'websocket'] as const
// SMS costs money and interrupts: only what a person must not miss.
const everyChannel = [...inbox, 'email', 'sms'] as const

/** What holds for each type of notification, on every channel. */
export const notificationTypes: Readonly<Record<NotificationType, TypePolicy>> = {
  lembrete: { channels: everyChannel, deferred: true },
  agendamento: { channels: everyChannel },
  confirmacao: { channels: everyChannel },
  remarcacao: { channels: everyChannel },
  cancelamento: { channels: everyChannel },
  mensagem: { channels: [...inbox, 'email'], deferred: true },
  seguranca: { channels: [...inbox, 'email'], locked: true, priority: 10 },
  // Its e-mail is held back while the alert may still be read.
  alerta: { channels: everyChannel, locked: true, priority: 20 },
  sistema: { channels: inbox },
}

export const isLocked = (type: NotificationType): boolean => notificationTypes[type].locked ?? false

export const lockedTypes = (Object.keys(notificationTypes) as NotificationType[]).filter(isLocked) // its own keys

/** How long an alert may stay unread before its e-mail is sent, and before the administrators are notified. */
export const escalationMs = { email: 5 * 60_000, admins: 10 * 60_000 } as const
