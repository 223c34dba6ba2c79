import type { SNSClient } from '@aws-sdk/client-sns'
import { z } from 'zod'
import { SendError } from '../errors.ts'
import type { SmsProvider } from './sms.ts'
import { isForbidden, refused } from './sns-outcomes.ts'

const bothKeys = 'both keys or neither (then the role of the instance serves)'

const variables = z.object({
  AWS_SNS_REGION: z.string().min(1).optional(),
  AWS_REGION: z.string().min(1).optional(),
  AWS_ACCESS_KEY_ID: z.string().min(1).optional(),
  AWS_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  AWS_SNS_ENDPOINT: z.url({ protocol: /^https?$/, error: 'use an http:// or https:// address' }).optional(),
  AWS_SNS_SENDER_ID: z
    .string()
    .regex(/^(?=.*[A-Za-z])[A-Za-z0-9]{1,11}$/, 'up to 11 letters and digits, at least one letter')
    .optional(),
})

type SnsSettings = z.output<typeof variables>

const regionOf = ({ AWS_SNS_REGION, AWS_REGION }: SnsSettings) => AWS_SNS_REGION ?? AWS_REGION ?? ''

/** A client that never tries again by itself: the queue does, by what the failure says. */
async function snsClient(settings: SnsSettings): Promise<SNSClient> {
  const { SNSClient: Client } = await import('@aws-sdk/client-sns')
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SNS_ENDPOINT: endpoint,
  } = settings
  return new Client({
    region: regionOf(settings),
    ...(accessKeyId && secretAccessKey ? { credentials: { accessKeyId, secretAccessKey } } : {}),
    ...(endpoint ? { endpoint } : {}),
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
  })
}

const text = (value: string) => ({ DataType: 'String', StringValue: value })

/** https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html */
const publishing = ({ AWS_SNS_SENDER_ID: sender }: SnsSettings, to: string, body: string) => ({
  PhoneNumber: to,
  Message: body,
  MessageAttributes: {
    'AWS.SNS.SMS.SMSType': text('Transactional'),
    ...(sender ? { 'AWS.SNS.SMS.SenderID': text(sender) } : {}),
  },
})

/**
 * Text messages by AWS SNS. Nothing comes back by it: neither replies nor reports (those stand in CloudWatch), and no message
 * can be looked up, so one whose answer was lost is sent again. Rights: sns:Publish, sns:CheckIfPhoneNumberIsOptedOut,
 * sns:GetSMSAttributes; for `sms test` sns:GetSMSSandboxAccountStatus as well.
 */
export const sns: SmsProvider<SnsSettings> = {
  name: 'sns',
  service: 'sms',
  trigger: { variable: 'SMS_PROVIDERS', value: 'sns' },
  listedIn: 'SMS_PROVIDERS',
  variables,
  rules: [
    {
      variable: 'AWS_SNS_REGION',
      message: 'a region with SMS (or AWS_REGION) is needed',
      broken: (env) => !env.AWS_SNS_REGION && !env.AWS_REGION,
    },
    {
      variable: 'AWS_SECRET_ACCESS_KEY',
      message: bothKeys,
      broken: (env) => !env.AWS_SECRET_ACCESS_KEY && Boolean(env.AWS_ACCESS_KEY_ID),
    },
    {
      variable: 'AWS_ACCESS_KEY_ID',
      message: bothKeys,
      broken: (env) => !env.AWS_ACCESS_KEY_ID && Boolean(env.AWS_SECRET_ACCESS_KEY),
    },
  ],
  async open(settings, { log }) {
    const sdk = await import('@aws-sdk/client-sns')
    const client = await snsClient(settings)
    let mayReadOptOuts = true
    const hasOptedOut = async (phoneNumber: string): Promise<boolean> => {
      if (!mayReadOptOuts) return false
      try {
        const { isOptedOut } = await client.send(new sdk.CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber }))
        return isOptedOut ?? false
      } catch (error) {
        if (!isForbidden(error)) throw error
        mayReadOptOuts = false
        log.warn('the right sns:CheckIfPhoneNumberIsOptedOut is missing: who opted out at SNS is not known')
        return false
      }
    }
    return {
      provider: 'sns',
      oneWay: true,
      async send({ to, body }) {
        let asking = true
        try {
          if (await hasOptedOut(to))
            throw new SendError('permanent', 'the number has opted out at SNS', { optedOut: true })
          asking = false
          const { MessageId: providerId } = await client.send(new sdk.PublishCommand(publishing(settings, to, body)))
          return providerId === undefined ? {} : { providerId }
        } catch (error) {
          throw refused(error, { nothingSent: asking })
        }
      },
      check: async () =>
        void (await client.send(new sdk.GetSMSAttributesCommand({ attributes: ['MonthlySpendLimit'] }))),
    }
  },
  async diagnose(settings, { number, body }, { say, passed, failed, unknown }) {
    const sdk = await import('@aws-sdk/client-sns')
    const client = await snsClient(settings)
    passed('configuration', `region ${regionOf(settings)}, from ${settings.AWS_SNS_SENDER_ID ?? 'a number of AWS'}`)
    let step = 'account'
    try {
      const { attributes } = await client.send(new sdk.GetSMSAttributesCommand({}))
      passed(step, `it answers; monthly spend limit ${attributes?.MonthlySpendLimit ?? '1'} USD`)
      step = 'sandbox'
      const sandbox = await client.send(new sdk.GetSMSSandboxAccountStatusCommand({})).catch((error: unknown) => {
        if (isForbidden(error)) return undefined
        throw error
      })
      if (!sandbox) unknown(step, 'not known without the right sns:GetSMSSandboxAccountStatus')
      else if (sandbox.IsInSandbox) unknown(step, 'the account is in the sandbox: it sends to verified numbers only')
      else passed(step, 'the account has left it')
      step = 'opt-outs'
      const { isOptedOut } = await client.send(new sdk.CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber: number }))
      if (isOptedOut) return failed(step, 'the number has opted out', 'only its owner can opt in again')
      passed(step, 'the number is not among them')
      step = 'message'
      const { MessageId } = await client.send(new sdk.PublishCommand(publishing(settings, number, body)))
      passed(step, MessageId ?? 'taken')
      say(
        '\nSNS tells no more: whether it arrived stands in CloudWatch, where delivery logging is switched on. No replies come.',
      )
      return 0
    } catch (error) {
      const { code, message, speaksOf } = refused(error)
      const words = [code, message].filter(Boolean).join(': ')
      return failed(step, words, advice(speaksOf))
    }
  },
}

function advice(speaksOf: SendError['speaksOf']): string {
  if (speaksOf === 'provider')
    return 'SNS did not answer: see that this machine reaches it by HTTPS (AWS_SNS_REGION, AWS_SNS_ENDPOINT)'
  if (speaksOf === 'sender')
    return 'mend the keys or the rights of their user (sns:Publish, sns:CheckIfPhoneNumberIsOptedOut, sns:GetSMSAttributes), the sender ID or the spend limit'
  return 'its words above say why: look for a wrong digit, and whether the account has left the SMS sandbox'
}
