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
