import { masked } from '../logger.ts'
import { fallbackHint, inspect } from '../config/provider.ts'
import { readNumber, zoneOfNumber } from '../users/phone-number.ts'
import { callbackUrl, senderOf, twilio, twilioClient, type TwilioSettings } from '../sms/twilio.ts'
import { stateOf } from '../sms/twilio-outcomes.ts'
import type { Command, CommandContext } from './command.ts'
import { smsAdvice } from './sms-advice.ts'
import { steps } from './steps.ts'

const body = 'BluRosiere: teste de SMS. Nenhuma resposta e necessaria.'
/** How long the carrier's word is waited for. */
const patienceMs = 20_000

/** Sends one text message as the server would, and says of each step what happened, in Twilio's own words. */
export const smsTest: Command = {
  name: 'sms test',
  usage: '<to>',
  summary: 'sends one SMS by the configured account and says what happened, step by step',
  needs: 1,
  async run({ env, say }, to = '') {
    const { passed, failed } = steps(say)
    const read = readNumber(to)
    if (!('number' in read)) {
      const why = {
        invalid: 'this is no number',
        landline: 'this is a landline',
        'not-mobile': 'this is no mobile number',
      }
      return failed(
        'number',
        `${to}: ${why[read.refused]}`,
        'give a mobile number with its area code, such as +5511987654321',
      )
    }
    const { number } = read
    passed('number', [number, zoneOfNumber(number)].filter(Boolean).join(', '))
    const found = inspect(twilio, env)
    if (found.state === 'half') {
      const hint = fallbackHint({ problems: found.problems, triggers: [] })
      return failed('configuration', hint, 'set them; .env.example says what each is for')
    }
    if (found.state === 'unset') {
      passed('configuration', 'TWILIO_ACCOUNT_SID is not set, so messages are printed on the console:')
      say(`\n📱 SMS (console) para: ${number}\n   ${body}`)
      say('\nNothing was sent. Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_PHONE_NUMBER to send.')
      return 0
    }
    const { settings } = found
    const publicUrl = (env.PUBLIC_URL ?? `http://localhost:${env.PORT ?? 8000}`).replace(/\/+$/, '')
    if (!URL.canParse(publicUrl))
      return failed('configuration', 'PUBLIC_URL is malformed', 'use an address such as https://api.example.com')
    const from = settings.TWILIO_MESSAGING_SERVICE_SID ?? settings.TWILIO_PHONE_NUMBER ?? ''
    passed('configuration', `account ${masked(settings.TWILIO_ACCOUNT_SID)}, from ${from}`)
    return send(say, settings, { number, statusCallback: callbackUrl(publicUrl, settings), publicUrl })
  },
}

interface Failure {
  readonly code?: number | string
  readonly status?: number
  readonly message: string
}

const words = ({ code, message }: Failure) => (code === undefined ? message : `${code}: ${message}`)

async function send(
  say: CommandContext['say'],
  settings: TwilioSettings,
  { number, statusCallback, publicUrl }: { number: string; statusCallback: string | undefined; publicUrl: string },
): Promise<number> {
  const { passed, failed } = steps(say)
  const client = await twilioClient(settings)
  let step = 'account'
  try {
    const account = await client.api.v2010.accounts(settings.TWILIO_ACCOUNT_SID).fetch()
    if (account.status !== 'active') return failed(step, `it is ${account.status}`, smsAdvice(20005))
    passed(step, account.type === 'Trial' ? 'active, a trial: it sends to verified numbers only' : 'active')
    step = 'sender'
    const service = settings.TWILIO_MESSAGING_SERVICE_SID
    if (service) {
      const { friendlyName } = await client.messaging.v1.services(service).fetch()
      passed(step, `messaging service ${friendlyName}`)
    } else {
      const [own] = await client.incomingPhoneNumbers.list({ phoneNumber: settings.TWILIO_PHONE_NUMBER, limit: 1 })
      // A hosted or alphanumeric sender may be right without standing there: the message itself will tell.
      if (!own) say(`? ${step.padEnd(14)} ${settings.TWILIO_PHONE_NUMBER} is not among the account's numbers`)
      else if (!own.capabilities.sms) return failed(step, 'the number cannot send SMS', smsAdvice(21606))
      else passed(step, `${own.phoneNumber} can send SMS`)
    }
    step = 'message'
    const made = await client.messages.create({
      to: number,
      body,
      ...senderOf(settings),
      ...(statusCallback ? { statusCallback } : {}),
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
        smsAdvice(now.errorCode),
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
        : smsAdvice(failure.code),
    )
  }
}
