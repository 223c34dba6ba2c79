import { type ClinicContact, contactOf } from '../risk/contact.ts'
import type { Broken } from './output.ts'

export interface InsteadOptions extends ClinicContact {
  readonly locale: 'pt-BR' | 'en'
}

/** What is said where a model would have broken a rule. */
export function insteadOf(rule: Broken, { locale, ...clinic }: InsteadOptions): string {
  const contact = contactOf(locale, clinic)
  if (locale === 'en') {
    return {
      diagnostico: 'I cannot say what you have or don’t have: that takes a professional who knows you.',
      medicacao: 'About medication, please talk to the doctor who prescribed it; I cannot advise on it.',
      promessa: 'I cannot promise results: everybody’s path in therapy is their own.',
      humano: 'I am a virtual assistant, a program, not a person or a psychologist.',
      acao: 'I cannot do that here: appointments are booked, confirmed, moved and cancelled under "Consultas" in the app.',
      preco: `I don’t have the prices, nor the insurance plans that are accepted: please ask ${contact}.`,
      contato: `To reach the practice, please contact ${contact}.`,
      dano: 'If things are hard, you are not alone: CVV, 188, listens for free, 24 hours a day; in an emergency, call 192.',
    }[rule]
  }
  return {
    diagnostico: 'Não posso dizer o que você tem ou deixa de ter: isso cabe a um profissional que conheça você.',
    medicacao: 'Sobre remédios, fale com quem receitou: eu não posso orientar.',
    promessa: 'Não posso prometer resultados: cada pessoa tem o seu caminho na terapia.',
    humano: 'Sou um assistente virtual, um programa: não sou uma pessoa nem psicólogo.',
    acao: 'Eu não faço isso por aqui: consultas são marcadas, confirmadas, remarcadas e canceladas em "Consultas", no aplicativo.',
    preco: `Não tenho os valores nem os convênios aceitos: confirme com ${contact}.`,
    contato: `Para falar com a clínica, procure ${contact}.`,
    dano: 'Se estiver difícil, você não está só: o CVV, 188, escuta de graça, 24 horas por dia; em emergência, ligue 192.',
  }[rule]
}

/** Said where an answer met its greatest length. */
export const toBeContinued = (locale: 'pt-BR' | 'en'): string =>
  locale === 'en' ? 'There is more to say; ask me to go on.' : 'Há mais a dizer; se quiser, peça que eu continue.'
