import type { Steps } from '../config/diagnosis.ts'
import { masked } from '../logger.ts'
import type { SmsTrial } from './sms.ts'
import { twilioAdvice } from './twilio-advice.ts'
import { callbackUrl, senderOf, twilioClient, type TwilioSettings } from './twilio-client.ts'
import { stateOf } from './twilio-outcomes.ts'

/** How long the carrier's word is waited for. */
const patienceMs = 20_000

interface Failure {
  readonly code?: number | string
  readonly status?: number
  readonly message: string
}

const words = ({ code, message }: Failure) => (code === undefined ? message : `${code}: ${message}`)

/** Sends one text message as the server would, and says of each step what happened, in Twilio's own words. */
export async function diagnoseTwilio(
  settings: TwilioSettings,
  { number, body, publicUrl }: SmsTrial,
  { say, passed, failed, unknown }: Steps,
): Promise<number> {
  const from = settings.TWILIO_MESSAGING_SERVICE_SID ?? settings.TWILIO_PHONE_NUMBER ?? ''
  passed('configuration', `account ${masked(settings.TWILIO_ACCOUNT_SID)}, from ${from}`)
  const statusCallback = callbackUrl(publicUrl, settings)
  const client = await twilioClient(settings)
  let step = 'account'
  try {
    const account = await client.api.v2010.accounts(settings.TWILIO_ACCOUNT_SID).fetch()
    if (account.status !== 'active') return failed(step, `it is ${account.status}`, twilioAdvice(20005))
    passed(step, account.type === 'Trial' ? 'active, a trial: it sends to verified numbers only' : 'active')
    step = 'sender'
    const service = settings.TWILIO_MESSAGING_SERVICE_SID
    if (service) {
      const { friendlyName } = await client.messaging.v1.services(service).fetch()
      passed(step, `messaging service ${friendlyName}`)
    } else {
      const [own] = await client.incomingPhoneNumbers.list({ phoneNumber: settings.TWILIO_PHONE_NUMBER, limit: 1 })
      // A hosted or alphanumeric sender may be right without standing there: the message itself will tell.
      if (!own) unknown(step, `${settings.TWILIO_PHONE_NUMBER} is not among the account's numbers`)
      else if (!own.capabilities.sms) return failed(step, 'the number cannot send SMS', twilioAdvice(21606))
      else passed(step, `${own.phoneNumber} can send SMS`)
    }
    step = 'message'
    const made = await client.messages.create({
      to: number,
      body,
      ...senderOf(settings),
      statusCallback,
    })
    passed(step, `${made.sid}, ${made.status}, ${made.numSegments} segment(s)`)
    step = 'delivery'
    const end = Date.now() + patienceMs
    let now = made
    while (stateOf(now.status) === 'taken' && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      now = await client.messages(made.sid).fetch()
    }
    const state = stateOf(now.status)
    if (state === 'failed')
      return failed(
        step,
        words({ code: now.errorCode, message: now.errorMessage || now.status }),
        twilioAdvice(now.errorCode),
      )
    passed(step, state === 'delivered' ? 'the telephone has it' : `${now.status}: no word from the carrier yet`)
    say(
      statusCallback
        ? `\nReports come to ${statusCallback}; for replies set the number's (or the service's) webhook to\n${publicUrl}/api/v1/webhooks/twilio/inbound (HTTP POST).`
        : '\nPUBLIC_URL is not reachable from the internet: no reports and no replies will come.',
    )
    return 0
  } catch (error) {
    const failure = error as Failure
    const lost = failure.status === undefined && failure.code !== '20429'
    return failed(
      step,
      words(failure),
      lost
        ? 'Twilio did not answer: see that this machine reaches api.twilio.com (or TWILIO_API_BASE_URL) by HTTPS'
        : twilioAdvice(failure.code),
    )
  }
}
