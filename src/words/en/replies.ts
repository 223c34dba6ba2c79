import type { Catalogue } from '../pt-BR/catalogue.ts'
import { dates } from './dates.ts'

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
