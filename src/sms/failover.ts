import type { FastifyBaseLogger } from 'fastify'
import { SendError } from '../errors.ts'
import type { SmsMessage, SmsSender } from './sms.ts'

/**
 * Several vendors as one, in order of preference. The next one is tried only where a vendor could not be reached or refuses our
 * account: never after an opt-out, an invalid number or a throttled request, and never where a message may have left.
 */
export function failover(senders: readonly [SmsSender, ...SmsSender[]], log: FastifyBaseLogger): SmsSender {
  const looking = senders.filter((sender) => sender.find)

  const send = (sender: SmsSender, { oneWayBody, ...message }: SmsMessage) =>
    sender.send({ ...message, body: sender.oneWay && oneWayBody !== undefined ? oneWayBody : message.body })

  return {
    provider: senders[0].provider,
    async send(message) {
      let last: unknown
      for (const sender of senders) {
        try {
          return { provider: sender.provider, ...(await send(sender, message)) }
        } catch (error) {
          last = error
          const { kind, speaksOf } = error instanceof SendError ? error : {}
          if (kind !== 'temporary' || (speaksOf !== 'sender' && speaksOf !== 'provider')) throw error
          if (sender !== senders.at(-1))
            log.warn({ err: error, provider: sender.provider }, 'an SMS is handed to the next provider')
        }
      }
      throw last
    },
    ...(looking.length > 0
      ? {
          async find(message: SmsMessage, since: Date) {
            const found = await Promise.all(looking.map(async (sender) => sender.find?.(message, since) ?? []))
            return found.flat()
          },
        }
      : {}),
    async report(providerId, provider) {
      return senders.find((sender) => sender.provider === provider)?.report?.(providerId)
    },
    async check() {
      for (const sender of senders) await sender.check()
    },
  }
}
