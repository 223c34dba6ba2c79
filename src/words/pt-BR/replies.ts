import { dates } from './dates.ts'

/** What an answer is about, on the reader's clock. */
interface When {
  readonly date: string
  readonly time: string
}

/**
 * What is answered to a text message: in the alphabet of GSM 03.38, one segment each, and without names, so that it is
 * fit for a discreet reader, too. The lists are of five at most.
 */
export const replies = {
  confirmed: (when: When) => `Presenca confirmada: ${dates.smsWhen(when)}. Ate la!`,
  alreadyConfirmed: (when: When) => `Ja estava confirmado: ${dates.smsWhen(when)}. Ate la!`,
  askCancel: (when: When) =>
    `Para cancelar o horario de ${dates.smsWhen(when)}, responda CANCELAR. Para manter, responda CONFIRMO.`,
  cancelled: (when: When) => `Cancelado: ${dates.smsWhen(when)}. Obrigado por avisar.`,
  which: (list: string, cancelling: boolean) =>
    `${cancelling ? 'Cancelar' : 'Confirmar'} qual? Responda o numero: ${list}`,
  unclear: (when: When) =>
    `Nao entendemos. Sobre ${dates.smsWhen(when)}: responda SIM para confirmar ou NAO para cancelar.`,
  unclearWhich: (list: string) => `Nao entendemos. Responda so com o numero: ${list}`,
  forwarded:
    'Sua mensagem foi encaminhada a quem atende voce. Aqui nao ha plantao: em emergencia ligue 192 (SAMU) ou 188 (CVV).',
  onHold: (when: When) =>
    `Seu horario de ${dates.smsWhen(when)} esta em espera: vamos entrar em contato. Espere por esse contato antes de vir.`,
  nothing: 'Nao ha horario aguardando resposta. Veja no aplicativo ou fale com a gente.',
  stopped: 'Voce nao recebera mais SMS daqui. Para voltar a receber, responda VOLTAR.',
  started: 'Voce voltou a receber SMS. Para parar, responda PARE.',
  messageFrom: (name: string) => `SMS de ${name}`,
  withoutText: '(mensagem sem texto)',
}
