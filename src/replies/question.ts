/** What the next message of a number answers, as `sms_dialogues` stores it. */
const questions = ['cancelar', 'confirmar_qual', 'cancelar_qual', 'esclarecer'] as const
export type Question = (typeof questions)[number]

export const readQuestion = (stored: string | null): Question | undefined => questions.find((one) => one === stored)
