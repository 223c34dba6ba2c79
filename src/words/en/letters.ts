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
