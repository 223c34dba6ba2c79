import type { Letter } from '../../email/letter.ts'
import { type Clinic, greeting, type LetterReader, sender } from './appointment-letter.ts'

export type AccountKind = 'recuperacao' | 'boas-vindas' | 'convite'

interface Words {
  readonly subject: string
  readonly preheader: string
  readonly paragraphs: readonly string[]
  readonly action: string
  readonly note: string
}

const words = (brand: string): Record<AccountKind, { pt: Words; en: Words }> => ({
  recuperacao: {
    pt: {
      subject: 'Escolha uma nova senha',
      preheader: 'O link vale por 30 minutos.',
      paragraphs: [`Recebemos um pedido para trocar a senha da sua conta em ${brand}.`],
      action: 'Escolher nova senha',
      note: 'O link vale por 30 minutos e uma única vez. Se você não pediu, ignore esta mensagem: sua senha continua a mesma.',
    },
    en: {
      subject: 'Choose a new password',
      preheader: 'The link is good for 30 minutes.',
      paragraphs: [`We were asked to change the password of your account at ${brand}.`],
      action: 'Choose a new password',
      note: 'The link is good for 30 minutes and for one use. If you did not ask, ignore this message: your password stays as it is.',
    },
  },
  'boas-vindas': {
    pt: {
      subject: 'Boas-vindas! Confirme seu e-mail',
      preheader: 'Falta só um passo.',
      paragraphs: [
        `Sua conta em ${brand} foi criada.`,
        'Confirme que este endereço é seu, para que avisos e lembretes cheguem a você.',
      ],
      action: 'Confirmar meu e-mail',
      note: 'O link vale por 7 dias. Se você não criou esta conta, ignore esta mensagem.',
    },
    en: {
      subject: 'Welcome! Please confirm your e-mail',
      preheader: 'One step is left.',
      paragraphs: [
        `Your account at ${brand} was created.`,
        'Please confirm that this address is yours, so that notices and reminders reach you.',
      ],
      action: 'Confirm my e-mail',
      note: 'The link is good for 7 days. If you did not create this account, ignore this message.',
    },
  },
  convite: {
    pt: {
      subject: 'Convite para a sua conta',
      preheader: 'Escolha uma senha para entrar.',
      paragraphs: [`Uma conta em ${brand} foi criada para você.`, 'Escolha uma senha para entrar.'],
      action: 'Aceitar e escolher senha',
      note: 'O link vale por 7 dias e uma única vez. Se você não esperava este convite, ignore esta mensagem.',
    },
    en: {
      subject: 'Invitation to your account',
      preheader: 'Choose a password to sign in.',
      paragraphs: [`An account at ${brand} was created for you.`, 'Choose a password to sign in.'],
      action: 'Accept and choose a password',
      note: 'The link is good for 7 days and for one use. If you did not expect this invitation, ignore this message.',
    },
  },
})

/**
 * Whoever registers chooses the name, and the address need not be theirs: a name that reads as a link would make us carry
 * a stranger's advertisement.
 */
const greetable = (name: string): boolean => !/[:/@]|\w\.\w/.test(name) && name.length <= 80

/** A letter about the account itself, with the one link that it is about. */
export function accountLetter(
  kind: AccountKind,
  { reader, clinic, url }: { reader: Omit<LetterReader, 'id' | 'timezone'>; clinic: Clinic; url: string },
): Letter {
  const english = reader.locale === 'en'
  const { brand, footer } = sender(reader, clinic)
  const { subject, preheader, paragraphs, action, note } = words(brand)[kind][english ? 'en' : 'pt']
  const hello = greetable(reader.name) ? greeting(reader) : english ? 'Hello!' : 'Olá!'
  return {
    locale: reader.locale,
    subject,
    preheader,
    brand,
    footer,
    heading: subject,
    paragraphs: [hello, ...paragraphs],
    actions: [{ label: action, url }],
    showAddress: true,
    notes: [note],
  }
}
