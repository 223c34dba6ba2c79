import { emailProviders } from '../email/providers.ts'
import { email } from '../users/users.ts'
import type { Command } from './command.ts'
import { diagnoseProviders, notSet } from './diagnose-providers.ts'

/** Sends one message as the server would, and says of each step what happened, in the provider's own words. */
export const emailTest: Command = {
  name: 'email test',
  usage: '<to> [subject] [body]',
  summary: 'sends one e-mail by the configured server and says what happened, step by step',
  async run(context, to = '', subject = 'BluRosiere: teste de e-mail', text = 'Este é um teste de envio.') {
    const { say, passed, failed } = context
    const address = email.safeParse(to)
    if (!address.success) return failed('recipient', to, 'give one bare address, such as maria@example.com')
    const code = await diagnoseProviders(emailProviders, context, { to: address.data, subject, text })
    if (code !== undefined) return code
    passed('configuration', `${notSet(emailProviders)}, so messages are printed on the console:`)
    say(`\n📧 Email (console) para: ${address.data}\n   Assunto: ${subject}\n   ${text.replaceAll('\n', '\n   ')}`)
    say('\nNothing was sent. Set SMTP_HOST and FROM_EMAIL (and SMTP_USER, SMTP_PASSWORD) to send.')
    return 0
  },
}
