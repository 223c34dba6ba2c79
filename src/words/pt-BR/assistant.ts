interface Appointment {
  readonly when: string
  readonly withWhom: string
  readonly modality: 'presencial' | 'online'
  readonly confirmed: boolean
}

/** What the assistant says besides its answers by the rules. */
export const assistant = {
  /** In which a model is asked to answer. */
  language: 'Brazilian Portuguese',
  appointment: ({ when, withWhom, modality, confirmed }: Appointment) =>
    `${when}, com ${withWhom} (${modality}, ${confirmed ? 'confirmada' : 'a confirmar'})`,
  freeTime: (when: string, withWhom: string | undefined) => (withWhom ? `${when}, com ${withWhom}` : when),
  /** Where a model would have broken a rule, by the rule. */
  instead: (contact: string) => ({
    diagnostico: 'Não posso dizer o que você tem ou deixa de ter: isso cabe a um profissional que conheça você.',
    medicacao: 'Sobre remédios, fale com quem receitou: eu não posso orientar.',
    promessa: 'Não posso prometer resultados: cada pessoa tem o seu caminho na terapia.',
    humano: 'Sou um assistente virtual, um programa: não sou uma pessoa nem psicólogo.',
    acao: 'Eu não faço isso por aqui: consultas são marcadas, confirmadas, remarcadas e canceladas em "Consultas", no aplicativo.',
    preco: `Não tenho os valores nem os convênios aceitos: confirme com ${contact}.`,
    contato: `Para falar com a clínica, procure ${contact}.`,
    dano: 'Se estiver difícil, você não está só: o CVV, 188, escuta de graça, 24 horas por dia; em emergência, ligue 192.',
  }),
  /** Where an answer met its greatest length. */
  toBeContinued: 'Há mais a dizer; se quiser, peça que eu continue.',
}
