import type { FastifyInstance } from 'fastify'
import { appointmentLinks } from '../../appointments/links.ts'
import type { Config } from '../../config/config.ts'
import type { Clock } from '../../time/clock.ts'
import type { ChannelSender } from '../channel-sender.ts'
import type { SentChannel } from '../channels.ts'
import { unsubscribeLinks } from '../unsubscribe.ts'
import { emailChannel } from './email.ts'
import { smsChannel } from './sms.ts'

/** `fallback`: it only prints, and leaves to other nodes what they can send. */
export type ChosenSender = ChannelSender & { readonly fallback: boolean }

/** A sender for each channel of `channels.ts`; the compiler asks for the one that is missing. */
export function channelSenders(
  { db, email, sms, calendar }: Pick<FastifyInstance, 'db' | 'email' | 'sms' | 'calendar'>,
  { config, clock }: { config: Config; clock: Clock },
): Record<SentChannel, ChosenSender> {
  const { clinic } = config
  const links = appointmentLinks(config)
  return {
    email: {
      fallback: email.chosen.fallback,
      ...emailChannel({
        email,
        clock,
        clinic: { ...clinic, name: clinic.brand },
        appUrl: config.hasFrontEnd ? config.appUrl : undefined,
        links,
        unsubscribe: unsubscribeLinks(config),
        calendar,
      }),
    },
    sms: {
      fallback: sms.chosen.fallback,
      ...smsChannel({
        sms,
        clock,
        clinicName: clinic.name,
        links,
        async known(ids, phone) {
          const rows = await db.deliveryAttempt.findMany({
            where: { providerId: { in: [...ids] }, delivery: { channel: 'sms', user: { phone } } },
            select: { providerId: true },
          })
          return new Set(rows.flatMap(({ providerId }) => providerId ?? []))
        },
      }),
    },
  }
}
