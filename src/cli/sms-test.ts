import { smsProviders } from '../sms/providers.ts'
import { readNumber, zoneOfNumber } from '../users/phone-number.ts'
import type { Command } from './command.ts'
import { diagnoseProviders, notSet } from './diagnose-providers.ts'

const body = 'BluRosiere: teste de SMS. Nenhuma resposta e necessaria.'

const kinds = { invalid: 'no number', landline: 'a landline', 'not-mobile': 'no mobile number' }

/** Sends one text message by each configured provider as the server would, and says of each step what happened. */
export const smsTest: Command = {
  name: 'sms test',
  usage: '<to>',
  summary: 'sends one SMS by the configured account and says what happened, step by step',
  async run(context, to = '') {
    const { env, say, passed, failed } = context
    const read = readNumber(to)
    if (!('number' in read)) {
      const why = `${to}: this is ${kinds[read.refused]}`
      return failed('number', why, 'give a mobile number with its area code, such as +5511987654321')
    }
    const { number } = read
    passed('number', [number, zoneOfNumber(number)].filter(Boolean).join(', '))
    const publicUrl = (env.PUBLIC_URL ?? `http://localhost:${env.PORT ?? 8000}`).replace(/\/+$/, '')
    if (!URL.canParse(publicUrl))
      return failed('configuration', 'PUBLIC_URL is malformed', 'use an address such as https://api.example.com')
    const code = await diagnoseProviders(smsProviders, context, { number, body, publicUrl })
    if (code !== undefined) return code
    passed('configuration', `${notSet(smsProviders)}, so messages are printed on the console:`)
    say(`\n📱 SMS (console) para: ${number}\n   ${body}`)
    say('\nNothing was sent. Set the variables of a provider (.env.example) to send.')
    return 0
  },
}
