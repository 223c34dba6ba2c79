import type { FastifyInstance } from 'fastify'
import type { ChannelSender } from '../channel-sender.ts'
import type { SentChannel } from '../channels.ts'
import { emailChannel } from './email.ts'
import { smsChannel } from './sms.ts'

/** A sender for each channel of `channels.ts`; the compiler asks for the one that is missing. */
export const channelSenders = (app: FastifyInstance): Record<SentChannel, ChannelSender> => ({
  email: emailChannel(app),
  sms: smsChannel(app),
})
