import { smsWhen } from '../words/sms.ts'

/** What an answer is about, on the reader's clock. */
interface When {
  readonly date: string
  readonly time: string
}

/**
 * What is answered to somebody who writes to us: in the alphabet of GSM 03.38, a segment each, and nobody's name, so that it is
 * fit for a discreet reader, too. The lists are of five at most.
 */
const pt = {
  confirmed: (when: When) => `Presenca confirmada: ${smsWhen(when, 'pt-BR')}. Ate la!`,
  alreadyConfirmed: (when: When) => `Ja estava confirmado: ${smsWhen(when, 'pt-BR')}. Ate la!`,
  askCancel: (when: When) =>
    `Para cancelar o horario de ${smsWhen(when, 'pt-BR')}, responda CANCELAR. Para manter, responda CONFIRMO.`,
  cancelled: (when: When) => `Cancelado: ${smsWhen(when, 'pt-BR')}. Obrigado por avisar.`,
  which: (list: string, cancelling: boolean) =>
    `${cancelling ? 'Cancelar' : 'Confirmar'} qual? Responda o numero: ${list}`,
  unclear: (when: When) =>
    `Nao entendemos. Sobre ${smsWhen(when, 'pt-BR')}: responda SIM para confirmar ou NAO para cancelar.`,
  unclearWhich: (list: string) => `Nao entendemos. Responda so com o numero: ${list}`,
  forwarded:
    'Sua mensagem foi encaminhada a quem atende voce. Aqui nao ha plantao: em emergencia ligue 192 (SAMU) ou 188 (CVV).',
  onHold: (when: When) =>
    `Seu horario de ${smsWhen(when, 'pt-BR')} esta em espera: vamos entrar em contato. Espere por esse contato antes de vir.`,
  nothing: 'Nao ha horario aguardando resposta. Veja no aplicativo ou fale com a gente.',
  stopped: 'Voce nao recebera mais SMS daqui. Para voltar a receber, responda VOLTAR.',
  started: 'Voce voltou a receber SMS. Para parar, responda PARE.',
  messageFrom: (name: string) => `SMS de ${name}`,
  withoutText: '(mensagem sem texto)',
}

const en: typeof pt = {
  confirmed: (when) => `Confirmed: ${smsWhen(when, 'en')}. See you then!`,
  alreadyConfirmed: (when) => `It was confirmed already: ${smsWhen(when, 'en')}. See you then!`,
  askCancel: (when) => `To cancel ${smsWhen(when, 'en')}, reply CANCELAR. To keep it, reply CONFIRMO.`,
  cancelled: (when) => `Cancelled: ${smsWhen(when, 'en')}. Thank you for telling us.`,
  which: (list, cancelling) => `${cancelling ? 'Cancel' : 'Confirm'} which one? Reply its number: ${list}`,
  unclear: (when) => `We did not understand. For ${smsWhen(when, 'en')}: reply YES to confirm or NO to cancel.`,
  unclearWhich: (list) => `We did not understand. Reply only the number: ${list}`,
  forwarded:
    'Your message was passed on to the person who sees you. Nobody is on call here: in an emergency call 192 (SAMU) or 188 (CVV).',
  onHold: (when) =>
    `Your appointment on ${smsWhen(when, 'en')} is on hold: we will be in touch. Please wait to hear from us before you come.`,
  nothing: 'There is no appointment waiting for an answer. See the app or get in touch with us.',
  stopped: 'You will get no more SMS from here. To get them again, reply VOLTAR.',
  started: 'You will get SMS again. To stop them, reply PARE.',
  messageFrom: (name) => `SMS from ${name}`,
  withoutText: '(a message without text)',
}

export const replyWords = (locale: string): typeof pt => (locale === 'en' ? en : pt)

/** Words of the texts that leave here, by which a quotation of one is known. */
export const sentWords =
  /respond[ae] (?:sim|cancelar|o numero|so com|voltar|pare)|repl(?:y|ies) (?:yes|sim|cancelar|its|only|voltar|pare)|nao entendemos|did not understand|abra o aplicativo|open the app|ate la!|see you then!|foi encaminhada a quem|sua consulta com|your appointment/i
