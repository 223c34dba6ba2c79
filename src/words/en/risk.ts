import { bulleted, capitalized, paragraphs } from '../lines.ts'
import type { Catalogue } from '../pt-BR/catalogue.ts'
import { contact } from './contact.ts'

/** Changes to it need a psychologist's eye. */
export const risk: Catalogue['risk'] = {
  crisis({ self, told, clinicName, clinicPhone }) {
    const practice = clinicName ?? 'the practice'
    return paragraphs(
      self
        ? 'I’m really sorry you are going through so much pain. Thank you for telling me. You don’t have to face this alone, and there are people who can help right now.'
        : 'I’m sorry, this must be very frightening. Please take it seriously: there are people who can help right now.',
      bulleted([
        'CVV: call 188, free, 24 hours a day, from any phone in Brazil. There is also a chat at cvv.org.br.',
        self
          ? 'If you are in danger now, or have already hurt yourself or taken something: call SAMU at 192 or go to the nearest emergency room.'
          : 'If this person is in danger now, or has already hurt themselves or taken something: call SAMU at 192 or take them to the nearest emergency room.',
        clinicPhone && `${capitalized(practice)}: ${clinicPhone}.`,
        'Outside Brazil, call your local emergency number.',
      ]),
      self
        ? 'If you can, stay close to someone you trust, and keep away from anything you could use to hurt yourself.'
        : 'If you can do so safely, stay with this person, listen without judging, and keep away anything that could be used to do harm.',
      told
        ? 'I am a virtual assistant and cannot give you the care you deserve right now. The psychologist who sees you here is being told, but please don’t wait for that: call 188 or 192.'
        : 'I am a virtual assistant and cannot give you the care you deserve right now. Please don’t wait: call 188 or 192.',
    )
  },

  crisisSms({ self, told }) {
    const also = told ? ' Your psychologist is being told.' : ''
    return self
      ? `I'm so sorry. Please call 188 (CVV, free, 24h) now. In danger: SAMU 192 or an emergency room.${also}`
      : `I'm sorry. Please take it seriously: SAMU 192 or an emergency room; CVV 188 (free, 24h) guides you.${also}`
  },

  helpline({ self, ...clinic }) {
    return self
      ? `What you feel matters. If it gets heavy, you can talk to someone at any hour: CVV, 188, free, 24 hours a day, or by chat at cvv.org.br. In an emergency, call 192. If you would like to talk to your psychologist sooner, contact ${contact(clinic)}.`
      : `If you are worried about this person, CVV also guides those who want to help: 188, free, 24 hours a day, or by chat at cvv.org.br. In an emergency, call 192. If you would like to talk about it, contact ${contact(clinic)}.`
  },
}
