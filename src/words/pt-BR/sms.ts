import type { SmsKind } from '../appointment-facts.ts'
import { dates } from './times.ts'

/** What an appointment is called, the ending of its participles, and its possessive. */
interface Noun {
  readonly name: string
  readonly ending: string
  readonly your: string
}

type Head = (noun: Noun, when: string) => string

/** Without accents, as text messages are sent; the answer that one asks for comes after it. */
const heads: Record<SmsKind, Head> = {
  agendamento: ({ name, ending }, when) => `${name} agendad${ending} para ${when}.`,
  confirmacao: ({ name, ending }, when) => `${name} confirmad${ending} para ${when}. Ate la!`,
  remarcacao: ({ name, ending }, when) => `${name} remarcad${ending} para ${when}.`,
  cancelamento: ({ name, ending }, when) => `${name} de ${when} cancelad${ending}.`,
  lembrete: ({ name, ending, your }, when) => `lembrete d${ending} ${your} ${name} em ${when}.`,
  lembrete_urgente: ({ name, your }, when) => `${your} ${name} e HOJE, ${when}.`,
  online: ({ name }, when) => `${name} de ${when} mudou para ONLINE.`,
  presencial: ({ name }, when) => `${name} de ${when} mudou para PRESENCIAL.`,
  link: ({ name }, when) => `${name} de ${when} mudou de link: veja no e-mail ou no aplicativo.`,
  psychologist: ({ name }, when) => `${name} de ${when} mudou de profissional.`,
}

const open: Noun = { name: 'consulta', ending: 'a', your: 'sua' }
const discreet: Noun = { name: 'compromisso', ending: 'o', your: 'seu' }

export const sms = {
  heads,
  nouns: { open, discreet },
  with: (noun: string, other: string) => `${noun} com ${other}`,
  asks: 'Responda SIM para confirmar ou NAO para cancelar',
  asksBriefly: 'Responda SIM ou NAO',
  answerByLink: 'Confirme ou cancele',
  code: (code: string) => `${code} e o codigo para confirmar este telefone. Vale por 10 minutos. Nao passe a ninguem.`,
  openTheApp: 'Abra o aplicativo.',
  youHaveAMessage: 'Voce tem uma mensagem',
  urgent: 'Urgente',
}

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
