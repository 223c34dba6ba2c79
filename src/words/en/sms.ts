import type { Catalogue } from '../pt-BR/catalogue.ts'

const appointment = { name: 'appointment', ending: '', your: 'your' }

export const sms: Catalogue['sms'] = {
  heads: {
    agendamento: ({ name }, when) => `${name} booked for ${when}.`,
    confirmacao: ({ name }, when) => `${name} confirmed for ${when}. See you then!`,
    remarcacao: ({ name }, when) => `${name} moved to ${when}.`,
    cancelamento: ({ name }, when) => `${name} on ${when} cancelled.`,
    lembrete: ({ name }, when) => `reminder of your ${name} on ${when}.`,
    lembrete_urgente: ({ name }, when) => `your ${name} is TODAY, ${when}.`,
    online: ({ name }, when) => `${name} on ${when} is now ONLINE.`,
    presencial: ({ name }, when) => `${name} on ${when} is now IN PERSON.`,
    link: ({ name }, when) => `${name} on ${when} has another link: see your e-mail or the app.`,
    psychologist: ({ name }, when) => `${name} on ${when} has another psychologist.`,
  },
  nouns: { open: appointment, discreet: appointment },
  with: (noun, other) => `${noun} with ${other}`,
  asks: 'Reply YES to confirm or NO to cancel',
  asksBriefly: 'Reply YES or NO',
  answerByLink: 'Confirm or cancel',
  code: (code) => `${code} is the code that confirms this phone. It is good for 10 minutes. Give it to nobody.`,
  openTheApp: 'Open the app.',
  youHaveAMessage: 'You have a message',
  urgent: 'Urgent',
}
