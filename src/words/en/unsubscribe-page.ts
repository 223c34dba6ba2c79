import type { Catalogue } from '../pt-BR/catalogue.ts'

export const unsubscribePage: Catalogue['unsubscribePage'] = {
  ask: 'Stop receiving messages by e-mail?',
  what: 'Messages stay in your account. Notices and reminders of appointments do not change.',
  button: 'Stop receiving them',
  done: 'Done: we will not send messages by e-mail any more',
  again: 'You can turn them on again in the preferences of your account.',
  invalid: 'This link is not valid',
  open: 'The address is incomplete. Open it again from the message that you received.',
}
