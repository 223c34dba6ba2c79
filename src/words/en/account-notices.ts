import type { Catalogue } from '../pt-BR/catalogue.ts'

export const accountNotices: Catalogue['accountNotices'] = {
  passwordChanged: {
    title: 'Your password was changed',
    message:
      'The password of your account was just changed. Your other sessions were ended, and your calendar feed has a new address.',
  },
  passwordReset: {
    title: 'Your password was changed',
    message:
      'The password of your account was just changed by a link sent to this e-mail. All sessions were ended, and your calendar feed has a new address.',
    phoneKept: (phone) => `Text messages still go to ${phone}. If that is not your phone, change it in your account.`,
    phoneRemoved: (phone) =>
      `The phone ${phone} was not confirmed and was removed from the account. If it is yours, enter it again.`,
  },
  emailTaken: {
    title: 'The e-mail of your account was changed',
    message:
      'This is the e-mail of your account now. Your other sessions were ended, and your calendar feed has a new address.',
  },
  emailRestored: {
    title: 'The e-mail of your account is this one again',
    message:
      'The change of the e-mail was undone and the password was changed by a link sent to this address. All sessions were ended. Please check the phone of your account.',
  },
  tokenReused: {
    title: 'A session of your account was ended',
    message:
      'A sign-in token of your account was used twice, which may mean that it was copied. To be safe we ended that session. If it was not you, change your password and end the other sessions.',
  },
  changedByStaff: {
    title: 'Your details were changed',
    message: (fields) =>
      `The team that sees you changed in your account: ${fields}. If something is not right, correct it in your account or get in touch with us.`,
    fields: { name: 'name', phone: 'phone', locale: 'language', timezone: 'time zone' },
  },
}
