import type { SmsProvider } from './sms.ts'
import { factsOf, refused, stateOf, undelivered } from './twilio-outcomes.ts'
import { callbackUrl, senderOf, twilioClient, type TwilioSettings, variables } from './twilio-client.ts'
import { twilioWebhooks } from './twilio-webhooks.ts'

/** How far our clock and Twilio's may be apart. */
const clockSkewMs = 60_000
/** The longest that Twilio takes for a message's time in its queue. */
const longestValidSeconds = 36_000

/** Text messages by Twilio's REST API (2010-04-01, Messages), and its calls back to us. */
export const twilio: SmsProvider<TwilioSettings> = {
  name: 'twilio',
  service: 'sms',
  trigger: { variable: 'TWILIO_ACCOUNT_SID' },
  listedIn: 'SMS_PROVIDERS',
  variables,
  rules: [
    {
      variable: 'TWILIO_PHONE_NUMBER',
      message: 'a number or a messaging service (TWILIO_MESSAGING_SERVICE_SID) is needed',
      broken: (env) => !env.TWILIO_PHONE_NUMBER && !env.TWILIO_MESSAGING_SERVICE_SID,
    },
  ],
  async open(settings, { publicUrl, log }) {
    const client = await twilioClient(settings)
    const sender = senderOf(settings)
    const statusCallback = callbackUrl(publicUrl, settings)
    if (!statusCallback)
      log.warn(
        'PUBLIC_URL cannot be reached by Twilio: what became of an SMS is only known by asking, and replies do not arrive',
      )
    return {
      provider: 'twilio',
      async send({ to, body, reference, validSeconds }) {
        try {
          const message = await client.messages.create({
            to,
            body,
            ...sender,
            statusCallback: statusCallback && reference ? `${statusCallback}?delivery=${reference}` : statusCallback,
            validityPeriod:
              validSeconds === undefined
                ? undefined
                : Math.min(longestValidSeconds, Math.max(60, Math.floor(validSeconds))),
          })
          return { providerId: message.sid, ...factsOf(message) }
        } catch (error) {
          throw refused(error)
        }
      },
      async find({ to, body }, since) {
        // The newest first. Not by DateSent, which a message that Twilio still holds has not.
        const recent = await client.messages.list({ to, limit: 50 })
        const earliest = new Date(since.getTime() - clockSkewMs)
        return recent
          .filter((message) => message.body === body && message.dateCreated >= earliest)
          .map(({ sid }) => sid)
          .reverse()
      },
      async report(providerId) {
        try {
          const message = await client.messages(providerId).fetch()
          const state = stateOf(message.status)
          if (!state) return undefined
          return {
            providerId,
            state,
            ...factsOf(message),
            failure: state === 'failed' ? undelivered(message.errorCode, message.errorMessage) : undefined,
          }
        } catch (error) {
          const { status } = error as { status?: number }
          if (status === 404) return undefined
          throw error
        }
      },
      webhooks: await twilioWebhooks({ authToken: settings.TWILIO_AUTH_TOKEN, publicUrl }),
      check: async () => void (await client.api.v2010.accounts(settings.TWILIO_ACCOUNT_SID).fetch()),
    }
  },
  async diagnose(settings, trial, steps) {
    const { diagnoseTwilio } = await import('./twilio-diagnosis.ts')
    return diagnoseTwilio(settings, trial, steps)
  },
}
