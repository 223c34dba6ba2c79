import { pino } from 'pino'
import { inspect } from '../src/config/provider.ts'
import { twilio } from '../src/sms/twilio.ts'
import { smsContract, type SmsTrouble } from './contracts/sms.ts'
import { twilioServer } from './fakes/twilio.ts'

const refusals = {
  throttled: { status: 429, code: 20429, message: 'Too Many Requests' },
  invalid: { status: 400, code: 21211, message: "Invalid 'To' Phone Number" },
  'opted-out': { status: 400, code: 21610, message: 'Attempt to send to unsubscribed recipient' },
  lost: 'lost',
} as const
const changes: Partial<Record<SmsTrouble, Record<string, string>>> = {
  credentials: { TWILIO_AUTH_TOKEN: 'another' },
  unreachable: { TWILIO_API_BASE_URL: 'http://127.0.0.1:1' },
}

smsContract('Twilio', async (trouble) => {
  const refusal = trouble && trouble in refusals ? refusals[trouble as keyof typeof refusals] : undefined
  const { env, messages } = await twilioServer(() => refusal)
  const found = inspect(twilio, { ...env, ...(trouble && changes[trouble]) })
  if (found.state !== 'ready') throw new Error(found.state)
  const context = { log: pino({ level: 'silent' }), production: false, senderName: '', publicUrl: 'https://x.example' }
  return { sender: await twilio.open(found.settings, context), taken: () => messages }
})
