import type { FastifyBaseLogger } from 'fastify'
import { SendError } from '../errors.ts'
import type { SentSms, SmsMessage, SmsReport, SmsSender } from './sms.ts'

/** The vendors that serve, as one. */
export interface SmsVendors extends Pick<SmsSender, 'check'> {
  /** The first choice. */
  readonly provider: string
  /** Replies to one of them do not reach us. */
  readonly oneWay: boolean
  /** Resolves with who took it; a `SendError` names who refused it. */
  send(message: SmsMessage): Promise<SentSms>
  /** As `SmsSender.find`, at those of the named vendors that can look. */
  find(
    message: SmsMessage,
    since: Date,
    providers: readonly string[],
  ): Promise<{ readonly providerId: string; readonly provider: string }[]>
  /** Who can be asked what became of a message. */
  readonly reporting: readonly string[]
  report(providerId: string, provider: string): Promise<SmsReport | undefined>
}

/**
 * Several vendors in order of preference. The next one is tried only where a vendor could not be reached or refuses our account:
 * never after an opt-out, an invalid number or a throttled request, and never where a message may have left.
 */
export function failover(senders: readonly [SmsSender, ...SmsSender[]], log: FastifyBaseLogger): SmsVendors {
  const attempt = async (sender: SmsSender, { oneWayBody, ...message }: SmsMessage) => {
    const { provider, oneWay } = sender
    try {
      const sent = await sender.send(oneWay && oneWayBody !== undefined ? { ...message, body: oneWayBody } : message)
      return { ...sent, provider, final: !sender.report }
    } catch (error) {
      if (error instanceof SendError) error.provider = provider
      throw error
    }
  }

  return {
    provider: senders[0].provider,
    oneWay: senders.some(({ oneWay }) => oneWay),
    async send(message) {
      let last: unknown
      for (const sender of senders) {
        try {
          return await attempt(sender, message)
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
    async find(message, since, providers) {
      const asked = senders.filter(({ provider }) => providers.includes(provider))
      const found = asked.map(async (sender) => {
        const ids = (await sender.find?.(message, since)) ?? []
        return ids.map((providerId) => ({ providerId, provider: sender.provider }))
      })
      return (await Promise.all(found)).flat()
    },
    reporting: senders.filter((sender) => sender.report).map(({ provider }) => provider),
    async report(providerId, provider) {
      return senders.find((sender) => sender.provider === provider)?.report?.(providerId)
    },
    async check() {
      for (const sender of senders) await sender.check()
    },
  }
}
