import type { Catalogue } from '../pt-BR/catalogue.ts'

export const accountPages: Catalogue['accountPages'] = {
  reset: 'Choose a new password',
  invitation: 'Choose a password to sign in',
  restore: 'Take your account back with a new password',
  newEmail: 'Confirm your new e-mail',
  newEmailText: 'Press the button to make this address the e-mail of your account.',
  newEmailButton: 'Use this e-mail',
  newEmailTaken: 'E-mail changed',
  newEmailTakenText:
    'From now on, sign in with this address. The earlier one was told, and your other sessions were ended.',
  verify: 'Confirm your e-mail',
  verifyText: 'Press the button to confirm that this address is yours.',
  verifyButton: 'Confirm my e-mail',
  phone: (number) => `The text messages of this account go to ${number}. Is that your phone?`,
  phoneKeep: 'Yes, it is mine: confirm my e-mail',
  phoneRemove: 'No, it is not: remove the phone and confirm my e-mail',
  password: 'New password',
  rule: 'From 10 to 128 characters. A phrase is easy to remember and hard to guess.',
  repeat: 'Repeat the password',
  save: 'Save password',
  differ: 'The two passwords are not the same.',
  length: 'The password has to have 10 to 128 characters.',
  saved: 'Password saved',
  savedText: 'You can sign in with it now. All open sessions were ended.',
  verified: 'E-mail confirmed',
  verifiedText:
    'Thank you! You can close this page now. If another app subscribes to your calendar already, copy its new address.',
  phoneRemoved: 'The phone was removed from the account.',
  dead: 'This link is no longer valid',
  deadText: 'It was used already, has expired or is incomplete. Please ask for another.',
}

export const linkPages: Catalogue['linkPages'] = {
  date: 'Date',
  time: 'Time',
  with: 'With',
  where: 'Where',
  inPerson: 'In person',
  reason: 'Would you like to say why? (optional)',
  button: { confirm: 'I will be there', cancel: 'Cancel now' },
  instead: { confirm: 'Actually, I will be there', cancel: 'Actually, I need to cancel' },
  open: {
    confirm: { title: 'Will you be there?', text: 'Please check, and press the button to confirm.' },
    cancel: {
      title: 'Do you want to cancel?',
      text: 'Please check, and press the button to cancel. The time will be free for others.',
    },
  },
  done: {
    confirm: { title: 'Thank you, it is confirmed', text: 'See you then.' },
    cancel: { title: 'It is cancelled', text: 'The time is free for others now. Thank you for telling us.' },
  },
  waiting: {
    title: 'This appointment is on hold',
    text: 'The practice will be in touch with you. Please wait to hear from us before you come.',
  },
  over: { title: 'This time has passed', text: 'This link does nothing any more.' },
  cancelled: { title: 'This time was cancelled', text: 'There is nothing more to do.' },
  moved: {
    title: 'The time has changed',
    text: 'This link was for the time before. What stands below is true now; to answer, use the latest message.',
  },
  confirmed: { title: 'Already confirmed', text: 'There is nothing more to do. See you then!' },
  invalid: {
    title: 'This link is not valid',
    text: 'The address is incomplete or no longer valid. Open it again from the message that you received, or get in touch with us.',
  },
}

export const unsubscribePage: Catalogue['unsubscribePage'] = {
  ask: 'Stop receiving messages by e-mail?',
  what: 'Messages stay in your account. Notices and reminders of appointments do not change.',
  button: 'Stop receiving them',
  done: 'Done: we will not send messages by e-mail any more',
  again: 'You can turn them on again in the preferences of your account.',
  invalid: 'This link is not valid',
  open: 'The address is incomplete. Open it again from the message that you received.',
}

export const homePage: Catalogue['homePage'] = {
  title: 'This server is up',
  text: 'This address serves the apps of the practice. To book or see appointments, use the app.',
  frontEnd: 'Open the app',
  documents: {
    docs: 'The HTTP API, to read and to try',
    'docs/sockets': 'Real time, to read and to try',
    'openapi.json': 'The HTTP API as OpenAPI 3.1',
    'asyncapi.json': 'Real time as AsyncAPI 3',
    'client.js': 'The client, ready for browsers',
    health: 'The state of the integrations',
  },
}
