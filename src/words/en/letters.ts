import type { Catalogue } from '../pt-BR/catalogue.ts'

export const letters: Catalogue['letters'] = {
  greeting: (name) => `Hello, ${name}!`,
  hello: 'Hello!',
  sentBy: (brand) => `Sent by ${brand}.`,
  reminder: (day, time) => `Reminder: your appointment is on ${day} at ${time}.`,
  buttonFails: 'If the button does not work, open this address:',
  appointment: {
    confirm: 'I will be there',
    cancel: 'I need to cancel',
    date: 'Date',
    time: 'Time',
    length: 'Length',
    minutes: (count) => `${count} minutes`,
    with: 'With',
    where: 'Where',
    online: 'Online',
    inPerson: 'In person',
    link: 'Link',
    preheader: (other, where) => `With ${other}, ${where.toLowerCase()}.`,
    discreetPreheader: 'Open to see the details.',
    question: 'Can you make it? Please tell us:',
    note: 'The buttons work without signing in, until the appointment starts. Please do not forward this message.',
  },
  notice: {
    neutral: {
      mensagem: 'You have a new message',
      alerta: 'Important notice for you',
      seguranca: 'Security notice for your account',
      sistema: 'Notice about your account',
    },
    discreetPreheader: 'Open to read it.',
    open: 'Open BluRosiere',
    notYou: 'If this was not you, ask for a new password now and get in touch with us.',
    unsubscribe: 'Stop receiving messages by e-mail',
  },
}

export const accountLetters: Catalogue['accountLetters'] = {
  recuperacao: (brand) => ({
    subject: 'Choose a new password',
    preheader: 'The link is good for 30 minutes.',
    paragraphs: [`We were asked to change the password of your account at ${brand}.`],
    action: 'Choose a new password',
    note: 'The link is good for 30 minutes and for one use. If you did not ask, ignore this message: your password stays as it is.',
  }),
  'boas-vindas': (brand) => ({
    subject: 'Welcome! Please confirm your e-mail',
    preheader: 'One step is left.',
    paragraphs: [
      `Your account at ${brand} was created.`,
      'Please confirm that this address is yours, so that notices and reminders reach you.',
    ],
    action: 'Confirm my e-mail',
    note: 'The link is good for 7 days. If you did not create this account, ignore this message.',
  }),
  convite: (brand) => ({
    subject: 'Invitation to your account',
    preheader: 'Choose a password to sign in.',
    paragraphs: [`An account at ${brand} was created for you.`, 'Choose a password to sign in.'],
    action: 'Accept and choose a password',
    note: 'The link is good for 7 days and for one use. If you did not expect this invitation, ignore this message.',
  }),
  verificacao: (brand) => ({
    subject: 'Please confirm your e-mail',
    preheader: 'One step is left.',
    paragraphs: [
      `Please confirm that this address is yours, so that the notices of your account at ${brand} reach you.`,
    ],
    action: 'Confirm my e-mail',
    note: 'The link is good for 7 days. If you did not ask for this message, ignore it.',
  }),
  'novo-email': (brand) => ({
    subject: 'Please confirm your new e-mail',
    preheader: 'The link is good for 30 minutes.',
    paragraphs: [`We were asked to make this address the e-mail of an account at ${brand}.`],
    action: 'Use this e-mail',
    note: 'The link is good for 30 minutes and for one use. If you did not ask, ignore this message: nothing changes.',
  }),
  'email-em-uso': (brand) => ({
    subject: 'Your e-mail was asked for by another account',
    preheader: 'Nothing has changed in your account.',
    paragraphs: [
      `Somebody asked to use this address for another account at ${brand}. It is the e-mail of your account, and nothing has changed.`,
      'If it was you, sign in with this address or choose a different one for the other account.',
    ],
    note: 'If it was not you, there is nothing to do.',
  }),
  'email-trocado': (brand) => ({
    subject: 'The e-mail of your account was changed',
    preheader: 'If it was not you, undo it now.',
    paragraphs: [`The account at ${brand} that had this address now has another.`],
    action: 'It was not me: take my account back',
    note: 'If it was you, there is nothing to do. The link to take it back, where there is one, is good for 72 hours, gives the account back to this address, ends all sessions and asks for a new password.',
  }),
}
