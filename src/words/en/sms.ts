import type { Catalogue } from '../pt-BR/catalogue.ts'
import { dates } from './times.ts'

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

export const replies: Catalogue['replies'] = {
  confirmed: (when) => `Confirmed: ${dates.smsWhen(when)}. See you then!`,
  alreadyConfirmed: (when) => `It was confirmed already: ${dates.smsWhen(when)}. See you then!`,
  askCancel: (when) => `To cancel ${dates.smsWhen(when)}, reply CANCELAR. To keep it, reply CONFIRMO.`,
  cancelled: (when) => `Cancelled: ${dates.smsWhen(when)}. Thank you for telling us.`,
  which: (list, cancelling) => `${cancelling ? 'Cancel' : 'Confirm'} which one? Reply its number: ${list}`,
  unclear: (when) => `We did not understand. For ${dates.smsWhen(when)}: reply YES to confirm or NO to cancel.`,
  unclearWhich: (list) => `We did not understand. Reply only the number: ${list}`,
  forwarded:
    'Your message was passed on to the person who sees you. Nobody is on call here: in an emergency call 192 (SAMU) or 188 (CVV).',
  onHold: (when) =>
    `Your appointment on ${dates.smsWhen(when)} is on hold: we will be in touch. Please wait to hear from us before you come.`,
  nothing: 'There is no appointment waiting for an answer. See the app or get in touch with us.',
  stopped: 'You will get no more SMS from here. To get them again, reply VOLTAR.',
  started: 'You will get SMS again. To stop them, reply PARE.',
  messageFrom: (name) => `SMS from ${name}`,
  withoutText: '(a message without text)',
}
