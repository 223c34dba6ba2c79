import { bulleted, capitalized, paragraphs } from '../lines.ts'
import type { RiskFacts } from '../reply-facts.ts'
import { contact } from './contact.ts'

/**
 * What is said on a sign of risk to life. No model writes it. It names what help there is, first the one that is always there;
 * no judgement, no diagnosis, no promise. Changes to it need a psychologist's eye.
 */
export const risk = {
  /** On `alto`. */
  crisis({ self, told, clinicName, clinicPhone }: RiskFacts): string {
    const practice = clinicName ?? 'a clínica'
    return paragraphs(
      self
        ? 'Sinto muito que você esteja passando por tanta dor. Obrigado por me contar. Você não precisa enfrentar isso só: há gente que pode ajudar agora mesmo.'
        : 'Sinto muito, deve ser muito difícil viver isso. Leve a sério o que está acontecendo: há gente que pode ajudar agora mesmo.',
      bulleted([
        'CVV: ligue 188, de graça, 24 horas por dia, de qualquer telefone. Também dá para conversar por chat em cvv.org.br.',
        self
          ? 'Se você corre perigo agora, ou já se machucou ou tomou alguma coisa: ligue para o SAMU, 192, ou vá ao pronto-socorro mais próximo.'
          : 'Se a pessoa corre perigo agora, ou já se machucou ou tomou alguma coisa: ligue para o SAMU, 192, ou leve-a ao pronto-socorro mais próximo.',
        clinicPhone && `${capitalized(practice)}: ${clinicPhone}.`,
      ]),
      self
        ? 'Se puder, fique perto de alguém em quem você confia e longe do que possa usar para se machucar.'
        : 'Se puder, fique perto dessa pessoa, escute sem julgar e afaste o que possa ser usado para machucar.',
      told
        ? 'Eu sou um assistente virtual e não consigo dar o cuidado que você merece neste momento. Quem atende você aqui está sendo avisado agora, mas não espere por isso: ligue 188 ou 192.'
        : 'Eu sou um assistente virtual e não consigo dar o cuidado que você merece neste momento. Não espere: ligue 188 ou 192.',
    )
  },

  /** The same in one text message (GSM 03.38, without accents). */
  crisisSms({ self, told }: Pick<RiskFacts, 'self' | 'told'>): string {
    const also = told ? ' Quem atende voce esta sendo avisado.' : ''
    return self
      ? `Sinto muito. Ligue agora 188 (CVV, gratis, 24h). Se corre perigo: SAMU 192 ou pronto-socorro.${also}`
      : `Sinto muito. Leve a serio: SAMU 192 ou pronto-socorro; o CVV, 188 (gratis, 24h), orienta voce.${also}`
  },

  /** Added below an ordinary answer on `baixo`: a door left open, without alarm. */
  helpline({ self, ...clinic }: Omit<RiskFacts, 'told'>): string {
    return self
      ? `O que você sente importa. Se pesar, dá para conversar com alguém a qualquer hora: CVV, 188, de graça, 24 horas por dia, ou por chat em cvv.org.br. Em emergência, ligue 192. Se quiser falar antes com quem atende você, procure ${contact(clinic)}.`
      : `Se você se preocupa com essa pessoa, o CVV também orienta quem quer ajudar: 188, de graça, 24 horas por dia, ou por chat em cvv.org.br. Em emergência, ligue 192. Se quiser conversar sobre isso, procure ${contact(clinic)}.`
  },
}
