import { type ClinicContact, contactOf } from './contact.ts'
import type { RiskAssessment } from './risk.ts'

export interface ReplyOptions extends ClinicContact {
  locale: 'pt-BR' | 'en'
  /** Who is at risk, from the assessment; by default the person who writes. */
  about?: RiskAssessment['about']
  /** Whether somebody is told; else none is said to be. */
  psychologistTold?: boolean
}

/**
 * The fixed answer to `alto`: no model writes it and nothing in it depends on the person's words. It names
 * what help there is, first the one that is always there; no judgement, no diagnosis, no promise. Changes to it need a
 * psychologist's eye.
 */
export function crisisReply({
  locale,
  clinicPhone,
  clinicName,
  about = 'eu',
  psychologistTold = false,
}: ReplyOptions): string {
  const self = about === 'eu'
  if (locale === 'en') {
    const practice = clinicName ?? 'the practice'
    return paragraphs(
      self
        ? 'I’m really sorry you are going through so much pain. Thank you for telling me. You don’t have to face this alone, and there are people who can help right now.'
        : 'I’m sorry, this must be very frightening. Please take it seriously: there are people who can help right now.',
      [
        'CVV: call 188, free, 24 hours a day, from any phone in Brazil. There is also a chat at cvv.org.br.',
        self
          ? 'If you are in danger now, or have already hurt yourself or taken something: call SAMU at 192 or go to the nearest emergency room.'
          : 'If this person is in danger now, or has already hurt themselves or taken something: call SAMU at 192 or take them to the nearest emergency room.',
        clinicPhone && `${capital(practice)}: ${clinicPhone}.`,
        'Outside Brazil, call your local emergency number.',
      ],
      self
        ? 'If you can, stay close to someone you trust, and keep away from anything you could use to hurt yourself.'
        : 'If you can do so safely, stay with this person, listen without judging, and keep away anything that could be used to do harm.',
      psychologistTold
        ? 'I am a virtual assistant and cannot give you the care you deserve right now. The psychologist who sees you here is being told, but please don’t wait for that: call 188 or 192.'
        : 'I am a virtual assistant and cannot give you the care you deserve right now. Please don’t wait: call 188 or 192.',
    )
  }
  const practice = clinicName ?? 'a clínica'
  return paragraphs(
    self
      ? 'Sinto muito que você esteja passando por tanta dor. Obrigado por me contar. Você não precisa enfrentar isso só: há gente que pode ajudar agora mesmo.'
      : 'Sinto muito, deve ser muito difícil viver isso. Leve a sério o que está acontecendo: há gente que pode ajudar agora mesmo.',
    [
      'CVV: ligue 188, de graça, 24 horas por dia, de qualquer telefone. Também dá para conversar por chat em cvv.org.br.',
      self
        ? 'Se você corre perigo agora, ou já se machucou ou tomou alguma coisa: ligue para o SAMU, 192, ou vá ao pronto-socorro mais próximo.'
        : 'Se a pessoa corre perigo agora, ou já se machucou ou tomou alguma coisa: ligue para o SAMU, 192, ou leve-a ao pronto-socorro mais próximo.',
      clinicPhone && `${capital(practice)}: ${clinicPhone}.`,
    ],
    self
      ? 'Se puder, fique perto de alguém em quem você confia e longe do que possa usar para se machucar.'
      : 'Se puder, fique perto dessa pessoa, escute sem julgar e afaste o que possa ser usado para machucar.',
    psychologistTold
      ? 'Eu sou um assistente virtual e não consigo dar o cuidado que você merece neste momento. Quem atende você aqui está sendo avisado agora, mas não espere por isso: ligue 188 ou 192.'
      : 'Eu sou um assistente virtual e não consigo dar o cuidado que você merece neste momento. Não espere: ligue 188 ou 192.',
  )
}

/**
 * The same in one text message (GSM 03.38, without accents), for somebody who wrote by SMS. Changes to it need a psychologist's
 * eye.
 */
export function crisisSms({ locale, about = 'eu', psychologistTold = false }: ReplyOptions): string {
  if (locale === 'en') {
    const told = psychologistTold ? ' Your psychologist is being told.' : ''
    return about === 'eu'
      ? `I'm so sorry. Please call 188 (CVV, free, 24h) now. In danger: SAMU 192 or an emergency room.${told}`
      : `I'm sorry. Please take it seriously: SAMU 192 or an emergency room; CVV 188 (free, 24h) guides you.${told}`
  }
  const told = psychologistTold ? ' Quem atende voce esta sendo avisado.' : ''
  return about === 'eu'
    ? `Sinto muito. Ligue agora 188 (CVV, gratis, 24h). Se corre perigo: SAMU 192 ou pronto-socorro.${told}`
    : `Sinto muito. Leve a serio: SAMU 192 ou pronto-socorro; o CVV, 188 (gratis, 24h), orienta voce.${told}`
}

/** What is added below an ordinary answer on `baixo`: a door left open, without alarm. */
export function helplineNote({ locale, about = 'eu', ...clinic }: ReplyOptions): string {
  const self = about === 'eu'
  const contact = contactOf(locale, clinic)
  if (locale === 'en') {
    return self
      ? `What you feel matters. If it gets heavy, you can talk to someone at any hour: CVV, 188, free, 24 hours a day, or by chat at cvv.org.br. In an emergency, call 192. If you would like to talk to your psychologist sooner, contact ${contact}.`
      : `If you are worried about this person, CVV also guides those who want to help: 188, free, 24 hours a day, or by chat at cvv.org.br. In an emergency, call 192. If you would like to talk about it, contact ${contact}.`
  }
  return self
    ? `O que você sente importa. Se pesar, dá para conversar com alguém a qualquer hora: CVV, 188, de graça, 24 horas por dia, ou por chat em cvv.org.br. Em emergência, ligue 192. Se quiser falar antes com quem atende você, procure ${contact}.`
    : `Se você se preocupa com essa pessoa, o CVV também orienta quem quer ajudar: 188, de graça, 24 horas por dia, ou por chat em cvv.org.br. Em emergência, ligue 192. Se quiser conversar sobre isso, procure ${contact}.`
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function paragraphs(...parts: (string | (string | undefined)[])[]): string {
  return parts
    .map((part) =>
      typeof part === 'string'
        ? part
        : part
            .filter(Boolean)
            .map((line) => `- ${line}`)
            .join('\n'),
    )
    .join('\n\n')
}
