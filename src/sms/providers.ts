import { sns } from './sns.ts'
import { twilio } from './twilio.ts'

// In order of preference, unless SMS_PROVIDERS says another. A new provider is one file beside this one and one name here.
export const smsProviders = [twilio, sns]
