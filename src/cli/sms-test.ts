import { steps } from '../config/diagnosis.ts'
import { smsProviders } from '../sms/providers.ts'
import { readNumber, zoneOfNumber } from '../users/phone-number.ts'
import type { Command } from './command.ts'
import { diagnoseProviders, notSet } from './diagnose-providers.ts'

const body = 'BluRosiere: teste de SMS. Nenhuma resposta e necessaria.'

/** Sends one text message by each configured provider as the server would, and says of each step what happened. */
export const smsTest: Command = {
  name: 'sms test',
  usage: '<to>',
  summary: 'sends one SMS by the configured account and says what happened, step by step',
  async run({ env, say }, to = '') {
    const report = steps(say)
    const read = readNumber(to)
    if (!('number' in read)) {
      const why = {
        invalid: 'this is no number',
        landline: 'this is a landline',
        'not-mobile': 'this is no mobile number',
      }
      return report.failed(
        'number',
        `${to}: ${why[read.refused]}`,
        'give a mobile number with its area code, such as +5511987654321',
      )
    }
    const { number } = read
    report.passed('number', [number, zoneOfNumber(number)].filter(Boolean).join(', '))
    const publicUrl = (env.PUBLIC_URL ?? `http://localhost:${env.PORT ?? 8000}`).replace(/\/+$/, '')
    if (!URL.canParse(publicUrl))
      return report.failed('configuration', 'PUBLIC_URL is malformed', 'use an address such as https://api.example.com')
    const code = await diagnoseProviders(smsProviders, env, { number, body, publicUrl }, report)
    if (code !== undefined) return code
    report.passed('configuration', `${notSet(smsProviders)}, so messages are printed on the console:`)
    say(`\n📱 SMS (console) para: ${number}\n   ${body}`)
    say('\nNothing was sent. Set the variables of a provider (.env.example) to send.')
    return 0
  },
}
