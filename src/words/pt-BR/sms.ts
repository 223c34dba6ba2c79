import type { SmsKind } from '../appointment-facts.ts'

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
