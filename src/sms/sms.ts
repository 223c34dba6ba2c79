import type { IncomingHttpHeaders } from 'node:http'
import type { Provider } from '../config/provider.ts'
import type { SendError } from '../errors.ts'

export interface SmsMessage {
  /** E.164. */
  readonly to: string
  readonly body: string
  /** What goes out instead by a provider that takes no replies. */
  readonly oneWayBody?: string
  /** Comes back with the provider's reports, also with those of a message whose answer was lost. */
  readonly reference?: string
  /** After so many seconds in the provider's queue it is worth nothing any more. */
  readonly validSeconds?: number
}

/** What the provider says of a message that it has taken. `price` is a decimal in `priceUnit` (ISO 4217), negative where it costs. */
export interface SmsFacts {
  readonly segments?: number
  readonly price?: string
  readonly priceUnit?: string
}

export interface SentSms extends SmsFacts {
  readonly providerId?: string
  /** Who took it, where there are several. */
  readonly provider?: string
  /** Nothing more will be known of it. */
  readonly final?: boolean
}

/** What became of a message, as the provider says: it has it, the telephone has it, or nobody will. */
export interface SmsReport extends SmsFacts {
  readonly providerId: string
  readonly state: 'taken' | 'delivered' | 'failed'
  /** Why, of one that failed. */
  readonly failure?: SendError
}

/** A text message that somebody sent us. */
export interface InboundSms {
  /** The provider's id: one that comes twice is one. */
  readonly id: string
  readonly from: string
  readonly text: string
  /** The provider took it for a word of its own list of opt-outs, acts on that, and has answered it already. */
  readonly optOut?: 'stop' | 'start' | 'help'
}

/** A call that claims to come from the provider, as it arrived. */
export interface WebhookCall {
  /** Path and query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** The calls by which a provider tells us things. */
export interface SmsWebhooks {
  /** The fields of a call that truly comes from the provider; nothing if it does not. In constant time. */
  authentic(call: WebhookCall): Readonly<Record<string, unknown>> | undefined
  /** What a status call says; nothing where it says nothing of a message. */
  report(fields: Readonly<Record<string, unknown>>): SmsReport | undefined
  inbound(fields: Readonly<Record<string, unknown>>): InboundSms | undefined
  /** The body by which the provider sends this answer; without a text it sends none. */
  answer(text?: string): { readonly type: string; readonly body: string }
}

/** Hands a text message to a provider. Resolves once it was taken; throws `SendError` otherwise. It never retries. */
export interface SmsSender {
  readonly provider: string
  /** Replies do not reach us. */
  readonly oneWay?: boolean
  send(message: SmsMessage): Promise<SentSms>
  /**
   * Looks for a message whose sending was cut off: the provider's ids of all that are like it and were taken since then, the
   * oldest first. Others that say the same may be among them.
   */
  find?(message: SmsMessage, since: Date): Promise<string[]>
  /** Asks what became of a message; nothing where the provider does not know it. */
  report?(providerId: string): Promise<SmsReport | undefined>
  readonly webhooks?: SmsWebhooks
  check(): Promise<void>
}

/** A text message that a test sends. */
export interface SmsTrial {
  readonly number: string
  readonly body: string
  readonly publicUrl: string
}

export type SmsProvider<Settings> = Provider<SmsSender, Settings, SmsTrial>
