import type { Catalogue } from '../pt-BR/catalogue.ts'

export const assistant: Catalogue['assistant'] = {
  language: 'English',
  appointment: ({ when, withWhom, modality, confirmed }) =>
    `${when}, with ${withWhom} (${modality === 'online' ? 'online' : 'in person'}, ${confirmed ? 'confirmed' : 'to be confirmed'})`,
  freeTime: (when, withWhom) => (withWhom ? `${when}, with ${withWhom}` : when),
  instead: (contact) => ({
    diagnostico: 'I cannot say what you have or don’t have: that takes a professional who knows you.',
    medicacao: 'About medication, please talk to the doctor who prescribed it; I cannot advise on it.',
    promessa: 'I cannot promise results: everybody’s path in therapy is their own.',
    humano: 'I am a virtual assistant, a program, not a person or a psychologist.',
    acao: 'I cannot do that here: appointments are booked, confirmed, moved and cancelled under "Consultas" in the app.',
    preco: `I don’t have the prices, nor the insurance plans that are accepted: please ask ${contact}.`,
    contato: `To reach the practice, please contact ${contact}.`,
    dano: 'If things are hard, you are not alone: CVV, 188, listens for free, 24 hours a day; in an emergency, call 192.',
  }),
  toBeContinued: 'There is more to say; ask me to go on.',
}
